"""Nearest-neighbour search among unit vectors: exact in small libraries, an HNSW graph in large ones."""

from photon.index.vector_index import EXACT_LIMIT, WIDE_LIMIT, VectorIndex

__all__ = ["EXACT_LIMIT", "WIDE_LIMIT", "VectorIndex"]
