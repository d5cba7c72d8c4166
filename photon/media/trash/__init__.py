"""The desktop's bin, where deleted files remain until the user empties it."""
