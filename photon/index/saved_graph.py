"""The graph of hnswlib, and the vectors in one that was saved."""

from typing import Any

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.index.stored_rows import LARGEST_LABEL


def new_graph(dimension: int) -> Any:  # noqa: ANN401 - hnswlib carries no types
    """Return a graph that is neither made nor loaded."""
    import hnswlib

    return hnswlib.Index(space="ip", dim=dimension)


def live_vectors(graph: Any, dimension: int) -> tuple[Ids, Floats]:  # noqa: ANN401
    """Extract the labels int64 (n,) and vectors float32 (n, d) of a graph, without removed ones.

    They are read from the memory that hnswlib exposes for pickling: 17 ms for 20,000 vectors instead of 0.5 s one by
    one. A record holds the links of the lowest layer (bit 0 of its third byte marks removed vectors), then the vector,
    then the label.

    Raises:
        RuntimeError: The graph is damaged, or its vectors have another length.
    """
    state = graph.__getstate__()[0]
    count, size = state["cur_element_count"], state["size_data_per_element"]
    records = state["data_level0"].view(np.uint8)[: count * size].reshape(count, size)
    at, label_at = state["offset_data"], state["label_offset"]
    if label_at - at != 4 * dimension:
        raise RuntimeError("a graph of other vectors")
    vectors = np.ascontiguousarray(records[:, at : at + 4 * dimension]).view(np.float32)
    labels = np.ascontiguousarray(records[:, label_at : label_at + 8]).view(np.int64)[:, 0]
    kept = np.flatnonzero(records[:, 2] & 1 == 0)
    kept = kept[np.argsort(labels[kept])]
    labels, vectors = labels[kept], vectors[kept]
    if len(labels) and not (max(-labels[0], labels[-1]) <= LARGEST_LABEL and (np.diff(labels) > 0).all()):
        raise RuntimeError("a damaged graph")
    return labels, vectors
