"""Tags in the window: panel, tree, review, teaching, vocabulary."""
