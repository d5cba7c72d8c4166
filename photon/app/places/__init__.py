"""Places: naming points in the background, the user's own places, corrections and tracks."""
