"""Nouns of what Photon finds in a library by itself."""
