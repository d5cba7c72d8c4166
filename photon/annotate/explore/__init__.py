"""Explore: what a library has, seen from above: themes, things, highlights, varied answers."""
