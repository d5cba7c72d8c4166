"""Commands that put photos in order."""
