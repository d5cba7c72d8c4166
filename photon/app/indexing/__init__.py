"""Folders kept in step with the library by background work."""
