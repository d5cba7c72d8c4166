"""Nouns of places: where photos were taken, places that the user named, and tracks."""
