"""Captions, drafts, and captions confirmed as correct."""
