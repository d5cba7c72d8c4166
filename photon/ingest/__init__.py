"""Folders to photos."""
