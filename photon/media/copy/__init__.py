"""Copies of photos: resized, stripped, with selected metadata."""
