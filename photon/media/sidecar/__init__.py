"""Metadata beside files: XMP sidecars and the JSON files of Google Takeout."""
