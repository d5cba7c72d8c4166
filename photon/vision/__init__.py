"""Encoders: pictures and words to vectors."""
