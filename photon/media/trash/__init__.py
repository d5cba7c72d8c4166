"""The bin of the desktop: where deleted files wait until the user empties it."""
