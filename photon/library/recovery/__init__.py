"""Backups of the catalogue: what it holds, a copy of it while others write, and an older one put in its place."""
