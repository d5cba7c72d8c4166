"""Which former theme a new one takes the place of: that with which it shares most photos."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Ids

_LEAST = 0.25  # of the photos of both


def follow_themes(former: Sequence[Ids], labels: Ids, count: int, photos: Ids) -> dict[int, int]:
    """Return the former theme that each new one continues; each at most once.

    Args:
        former: Photos of the former themes, int64 (m,) each.
        labels: Theme of each photo, int64 (n,).
        count: How many themes there are.
        photos: Ids, int64 (n,), ascending.
    """
    shared = np.zeros((count, len(former)))
    for at, some in enumerate(former):
        rows = np.searchsorted(photos, some)
        rows = rows[rows < len(photos)]
        known = rows[np.isin(photos[rows], some)]
        shared[:, at] = np.bincount(labels[known], minlength=count)
    sizes = np.bincount(labels, minlength=count)[:, None] + np.array([len(some) for some in former])[None, :]
    likeness = shared / np.maximum(sizes - shared, 1)
    found: dict[int, int] = {}
    for cell in np.argsort(-likeness, axis=None, kind="stable").tolist():
        theme, before = divmod(cell, len(former))
        if likeness[theme, before] < _LEAST:
            break
        if theme not in found and before not in found.values():
            found[theme] = before
    return found
