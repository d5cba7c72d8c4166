"""Explore: themes, things and highlights of a library, found in arrays."""
