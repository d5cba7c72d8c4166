"""Encoders: images and texts to vectors."""
