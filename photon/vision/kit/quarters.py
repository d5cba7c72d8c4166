"""Quarters of a picture, which are looked at one by one so that small things in them are seen larger."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats

QUARTERS = ((0.0, 0.0, 0.5, 0.5), (0.5, 0.0, 1.0, 0.5), (0.0, 0.5, 0.5, 1.0), (0.5, 0.5, 1.0, 1.0))
"""Windows of a picture: left, top, right and bottom as shares."""


def join_quarters(quarters: Sequence[Floats]) -> Floats:
    """Join the maps of QUARTERS, float32 (rows, columns, d) each: float32 (2 rows, 2 columns, d)."""
    return np.concatenate([np.concatenate(quarters[at : at + 2], axis=1) for at in (0, 2)])
