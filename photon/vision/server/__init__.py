"""A captioning server that the user runs."""
