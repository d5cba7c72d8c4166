"""Albums in the window: listed in the left panel, filled from the grid."""
