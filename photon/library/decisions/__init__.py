"""Exporting and importing decisions, decisions that wait for their photos, and reading and undoing the journal."""
