"""Photon: a local-first photo organizer that finds photos by words and by example."""

__version__ = "0.1.0"
