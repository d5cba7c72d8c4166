"""Places in the window: the map, the list of places, and corrections."""
