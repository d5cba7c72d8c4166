"""Text in photos: which photos have some, its lines, and words that are spelled almost alike."""
