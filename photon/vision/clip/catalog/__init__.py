"""Known encoders: recommendations, sources, downloads."""
