"""Nouns of people: faces in photos, the people they belong to, and groups of faces without a name."""
