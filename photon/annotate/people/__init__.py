"""People: whose faces are one person's, and photos in which everybody appears. Pure functions."""
