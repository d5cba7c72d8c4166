"""The use cases of backups: made automatically and on request, listed, and restored."""
