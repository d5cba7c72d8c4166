"""Saved searches, and filters as SQL."""
