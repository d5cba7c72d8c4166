"""Nouns of what a library has, seen from above."""
