"""Decisions as files of lines, decisions that wait for their photos, and the journal: asked, and taken back."""
