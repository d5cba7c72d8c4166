"""Nearest neighbours among unit vectors: exact where the library is small, an HNSW graph where it is large."""

from photon.index.vector_index import VectorIndex

__all__ = ["VectorIndex"]
