"""Captions: writing, drafting, auditing."""
