"""One SQLite library: catalogue, cache and previews."""
