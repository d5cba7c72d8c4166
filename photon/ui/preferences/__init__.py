"""Pages of the preferences without a package of their own: folders, files, look, privacy, library, about."""
