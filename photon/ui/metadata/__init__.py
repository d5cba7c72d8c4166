"""Writing metadata, conflicts with files, and files with problems."""
