"""Metadata in files: EXIF, IPTC and XMP read field by field."""
