"""Metadata imported from files and written into them."""
