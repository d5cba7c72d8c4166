"""Pages of the preferences that belong to no other room: folders, files, look, privacy, library, about."""
