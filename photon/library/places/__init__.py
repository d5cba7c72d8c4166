"""Places in the library: names of points, the user's own places, filters."""
