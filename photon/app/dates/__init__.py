"""Dates: what a correction would do, done as one step, and said in words."""
