"""Thumbnails, rows of photos, and actions on their files."""
