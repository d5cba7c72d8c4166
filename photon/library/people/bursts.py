"""Which faces are in photos that were taken at one moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from photon.domain.arrays import Ids
from photon.library.db.connection import Library
from photon.library.photos import photos

_BURST = timedelta(seconds=3)
"""Between two frames of a burst: cameras take several in a second, a person who presses again takes about two."""


def find_bursts(library: Library, shown: Ids, stacks: Ids) -> Ids:
    """Find the bursts of faces: their stack, or photos that were taken in a row.

    Args:
        library: The library.
        shown: int64 (n,) photo of each face.
        stacks: int64 (n,) stack of each photo, from 0; -1 for none.

    Returns:
        int64 (n,) the first photo of each burst; -1 for none.
    """
    own = np.unique(shown)
    heads = _frames_in_a_row(photos.shots(library, own.tolist()))
    found = np.array([heads.get(photo, -1) for photo in own.tolist()], np.int64)[np.searchsorted(own, shown)]
    is_stacked = stacks >= 0
    if is_stacked.any():
        smallest = np.full(int(stacks.max()) + 1, np.iinfo(np.int64).max)
        np.minimum.at(smallest, stacks[is_stacked], shown[is_stacked])
        found[is_stacked] = smallest[stacks[is_stacked]]
    return found


def _frames_in_a_row(shots: Mapping[int, tuple[str | None, str | None]]) -> dict[int, int]:
    """Return the first photo of the burst of each photo that is in one."""
    taken = sorted(
        (camera or "", time, photo) for photo, (text, camera) in shots.items() if (time := _time(text)) is not None
    )
    heads: dict[int, int] = {}
    for (camera, time, photo), (next_camera, next_time, next_photo) in pairwise(taken):
        if camera == next_camera and next_time - time <= _BURST:
            heads[next_photo] = heads.setdefault(photo, photo)
    return heads


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text[:19]) if text and len(text) >= len("2024-01-01T00:00:00") else None
    except ValueError:
        return None
