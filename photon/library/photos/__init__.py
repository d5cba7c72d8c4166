"""Photos, files and folders, their ratings and problems."""
