"""How photos that are dragged inside Photon are named beside their files."""

PHOTOS_MIME = "application/x-photon-photos"
"""Ids as decimal text with spaces between; a photo is found by its id even when its file is offline."""
