"""Places: where photos were taken; on a map, in lists and in the details."""
