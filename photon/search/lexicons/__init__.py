"""Lexicons of everyday words, and word-by-word translation of queries for encoders that know only English."""
