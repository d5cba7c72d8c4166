"""Saving metadata to files, metadata conflicts, and files with problems."""
