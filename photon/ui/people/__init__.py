"""People: who is in the photos; on pages, over the photo in the loupe and in the details."""
