"""Points of a file as they are read: dropped if they are no places, put in order, and divided into parts."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from photon.domain.arrays import Ids
from photon.domain.places.track import Track
from photon.quick_dataclass import dataclass

UNTIMED = float("nan")
"""The time of a point that has none."""
_DATED = 11  # letters of a day and what separates it from a time; a day alone is no time
_EARLIEST, _LATEST = -2_208_988_800, 7_258_118_400  # 1900 and 2200
_MOST_TRACKS = 20  # devices that record at the same time in one file


@dataclass(frozen=True, slots=True, eq=False)
class TrackReading:
    """What a file says of where a device was.

    Attributes:
        tracks: Its parts; parts that overlap in time are in different tracks. Empty if no point has a time.
        untimed: Points without a time, which were left out.
        dropped: Points that are no places or too vague, which were left out.
        is_cut: Whether the file ends early or is damaged; what stands before that point counts.
    """

    tracks: Sequence[Track] = ()
    untimed: int = 0
    dropped: int = 0
    is_cut: bool = False


class PointList:
    """Collects points: 32 bytes for each, however the file spells them."""

    def __init__(self) -> None:
        """Start with the first part."""
        self._rows, self._part = array("d"), 0
        self.dropped = 0
        self.untimed = 0

    def __len__(self) -> int:
        """How many points were added."""
        return len(self._rows) // 4

    def end_part(self) -> None:
        """Put later points into another part."""
        self._part += 1

    def add(self, time: float, latitude: float, longitude: float) -> None:
        """Add a point in decimal degrees; the time in seconds since 1970, or ``UNTIMED``."""
        self._rows.extend((time, latitude, longitude, self._part))

    def read(self, name: str, *, is_cut: bool = False) -> TrackReading:
        """Return the tracks; neither the order of points in a part nor their repetition makes a difference.

        Args:
            name: The file's name.
            is_cut: Whether the file ends early.
        """
        times, latitudes, longitudes, parts = np.array(self._rows, np.float64).reshape(-1, 4).T
        is_place = (np.abs(latitudes) <= 90) & (np.abs(longitudes) <= 180)
        is_timed = (times >= _EARLIEST) & (times < _LATEST)
        untimed = self.untimed + int((is_place & ~is_timed).sum())
        dropped = self.dropped + int((~is_place).sum())
        rows = np.flatnonzero(is_place & is_timed)
        seconds = np.floor(times[rows]).astype(np.int64)
        order = np.lexsort((longitudes[rows], latitudes[rows], times[rows], parts[rows]))
        rows, seconds = rows[order], seconds[order]
        is_first = (np.diff(seconds, prepend=-1) != 0) | (np.diff(parts[rows], prepend=-1) != 0)
        rows, seconds = rows[is_first], seconds[is_first]
        starts = np.flatnonzero(np.diff(parts[rows], prepend=-1)).astype(np.int64)
        tracks = []
        for some in _arranged(seconds, starts):
            taken = np.concatenate([np.arange(*ends) for ends in some])
            firsts = np.cumsum([0, *(end - start for start, end in some[:-1])]).astype(np.int64)
            own = rows[taken]
            tracks.append(Track(name, seconds[taken], latitudes[own], longitudes[own], firsts))
        left = sum(len(one.times) for one in tracks)
        return TrackReading(tracks, untimed, dropped + len(seconds) - left, is_cut)


def _arranged(seconds: Ids, starts: Ids) -> list[list[tuple[int, int]]]:
    """Divide parts, each from a row to a row, among tracks in which none begins before the former one ends."""
    ends = np.append(starts[1:], len(seconds))
    found: list[list[tuple[int, int]]] = []
    for at in np.argsort(seconds[starts], kind="stable").tolist():
        part = int(starts[at]), int(ends[at])
        track = next((one for one in found if seconds[one[-1][1] - 1] < seconds[part[0]]), None)
        if track is not None:
            track.append(part)
        elif len(found) < _MOST_TRACKS:
            found.append([part])
    return found


def seconds_of(text: str | None) -> float:
    """Return seconds since 1970 for a time in ISO 8601, which is in UTC unless it says otherwise; or ``UNTIMED``."""
    if text is None or len(text) < _DATED:
        return UNTIMED
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return UNTIMED


def degrees_of(value: Any) -> float:  # noqa: ANN401 - text, or a JSON value
    """Return a number of degrees; NaN if it is none."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return UNTIMED
