"""Saved searches, taught names and filters as SQL."""
