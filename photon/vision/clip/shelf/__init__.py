"""Installed encoders: their folders, settings and working space."""
