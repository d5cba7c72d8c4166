"""Films: videos, and photos that have one; the user reads "video"."""
