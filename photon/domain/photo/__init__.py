"""Nouns of a photo: its facts, regions, colours, styles, problems."""
