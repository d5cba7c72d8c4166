"""Captions, drafts, and captions that a person confirmed."""
