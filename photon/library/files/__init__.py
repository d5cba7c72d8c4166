"""Metadata of files: imports, conflicts, the journal of writes, missing photos, queries for exports."""
