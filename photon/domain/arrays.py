"""Types of NumPy arrays, by what their elements are, and where ids stand in them."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Doubles = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]
Truth = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.int16]


def places_in(listed: Ids, asked: Ids) -> Ids:
    """Return where ids, int64 (m,), stand in a list of ids, int64 (n,): int64 (m,), -1 for those that don't."""
    return place_table(listed, asked.max(initial=0))[asked]


def place_table(listed: Ids, most: int = 0) -> Ids:
    """Return where ids stand in a list, int64 (n,), by id up to ``most`` or more: int64 (m,), -1 for those that don't.

    Ids of photos are dense, so a place for each up to the last one takes less time than a search for each.
    """
    places: Ids = np.full(max(listed.max(initial=0), most) + 1, -1)
    places[listed] = np.arange(len(listed))
    return places
