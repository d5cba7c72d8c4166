"""A captioning server that the person runs."""
