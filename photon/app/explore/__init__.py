"""Explore: what a library has, seen from above."""
