"""Vectors, styles and the choice of an encoder."""
