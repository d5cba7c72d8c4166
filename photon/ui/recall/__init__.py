"""Memories: what a person wants to be reminded of."""
