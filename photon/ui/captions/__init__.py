"""Captions in the window: panel, review of drafts, doubtful captions."""
