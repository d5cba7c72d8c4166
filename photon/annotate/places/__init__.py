"""Places: names of points, towns by name, and points of photos grouped for the map."""
