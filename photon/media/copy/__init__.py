"""Copies of photos: resized, stripped, with chosen metadata."""
