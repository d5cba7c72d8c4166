"""Text in photos: read in the background, and what is known of it."""
