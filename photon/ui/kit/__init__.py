"""Shared parts of the window: bridge, theme, settings, pages, formatting."""
