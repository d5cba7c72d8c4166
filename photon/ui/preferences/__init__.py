"""Pages of the preferences without a room of their own: folders, files, look, privacy, library, about."""
