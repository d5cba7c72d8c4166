"""Use cases of text in photos."""
