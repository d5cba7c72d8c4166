"""When the key frames of a film and its cuts are shown, as its index says; nothing is decoded for it."""

import struct
from typing import NamedTuple

import numpy as np

from photon.media.file.source import glanced
from photon.media.films.film_cuts import find_cuts
from photon.media.films.film_index import kind_of, offset_of, read_index, scale_of
from photon.media.films.sample_table import read_samples


class FrameTimes(NamedTuple):
    """When some frames are shown, in seconds, ascending; empty if the file does not say so.

    Attributes:
        keys: Frames that are decoded without others.
        cuts: Frames that probably begin a shot, because they have little in common with those before.
    """

    keys: list[float]
    cuts: list[float]


def frame_times(path: str) -> FrameTimes:
    """Return when the key frames of the picture and its cuts are shown.

    Args:
        path: The file; only its index is read.

    Raises:
        UnreadableFile: It cannot be opened or read.
    """
    with glanced(path) as source:
        try:
            _, index = read_index(source)
            track = next(one for one in index.boxes() if one.name == b"trak" and kind_of(one) == b"vide")
            samples = read_samples(track.child(b"mdia", b"minf", b"stbl"))
            keys = samples.keys[(samples.keys >= 0) & (samples.keys < len(samples.sizes))]
            shown = np.maximum(samples.shown - offset_of(track, index), 0) / scale_of(track.child(b"mdia", b"mdhd"))
        except (ValueError, IndexError, StopIteration, struct.error):
            return FrameTimes([], [])
    return FrameTimes(*(np.sort(shown[some]).tolist() for some in (keys, find_cuts(samples.sizes, keys))))
