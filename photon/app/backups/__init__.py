"""The use cases of backups: made by themselves and on request, listed, and restored."""
