"""Everyday words of other languages, and queries said with them in English, for encoders that know only English."""
