"""Thumbnails, rows of photos, and what can be done with their files."""
