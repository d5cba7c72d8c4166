"""Metadata in files beside a photo: XMP sidecars and the JSON files of Google Takeout."""
