"""Cuts in films, from the sizes of frames: one that has little in common with that before it takes many bytes."""

import numpy as np

from photon.domain.arrays import Ids

_EARLY = 0.9  # of the usual distance of key frames: an encoder that finds cuts begins them with one
_BLOCK = 32  # frames
_LARGE, _TIMES = 0.9, 2.5  # one that does not, makes the first frame so many times larger than the large ones around it
_OF_KEY = 0.25  # and at least so large compared with key frames


def find_cuts(sizes: Ids, keys: Ids) -> Ids:
    """Return which frames probably begin a shot: key frames out of turn, and other frames that are as large.

    Args:
        sizes: Bytes of each frame, int64 (n,); empty if unknown.
        keys: The key frames, int64 (k,), ascending.

    Returns:
        int64 (c,), ascending.
    """
    gaps = np.diff(keys)
    early = keys[1:][gaps < _EARLY * gaps.max()] if len(gaps) else keys[:0]
    if len(sizes) < _BLOCK or not len(keys) or keys[-1] >= len(sizes):
        return early
    others = sizes.copy()
    others[keys] = 0
    blocks = others[: len(others) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    usual = np.repeat(np.quantile(blocks, _LARGE, axis=1), _BLOCK)
    usual = np.pad(usual, (0, len(others) - len(usual)), mode="edge")
    is_cut = (others > _TIMES * usual) & (others > _OF_KEY * np.median(sizes[keys]))
    return np.union1d(early, np.flatnonzero(is_cut))
