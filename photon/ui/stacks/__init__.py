"""Stacks in the window."""
