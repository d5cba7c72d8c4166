"""Metadata in files next to a photo: XMP sidecars and the JSON files of Google Takeout."""
