"""Shelves of the Explore page, and what a person decides about what is on them."""
