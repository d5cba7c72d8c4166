"""The full-text index of names, dates, cameras, tags and captions."""
