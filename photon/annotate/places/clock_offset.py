"""How much a camera's clock was wrong: typed, from a photo of a clock, from photos of a phone, or from a track.

An offset is what has to be added to a camera's times, as ExifTool's ``Geosync`` is: +1:30 for a clock that is one and a
half hours slow.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import numpy as np

from photon.annotate.places.track_matching import match_instants
from photon.domain.arrays import Doubles
from photon.domain.photo.date_change import read_shift
from photon.domain.photo.distances import distances
from photon.domain.places.track import Track

OffsetSource = Literal["none", "given", "clock", "phone", "track"]
"""How an offset was found: not at all, typed, by a photo of a clock, by photos of a phone, by the track itself."""
LARGEST = 26 * 3600
"""Seconds up to which an offset is looked for: a wrong zone and a wrong half of the day."""

_CLOCK = re.compile(r"([+-]?)(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_UNIT = re.compile(r"(\d)\s*(d|h|m|s)[a-z]*\b", re.ASCII | re.IGNORECASE)
_TIME = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d?\d):(\d\d)(?::(\d\d))?", re.ASCII)
_DAY = 86_400
_WIDTH = 10  # seconds around an offset in which votes are for the same
_FEWEST = 4  # photos that must agree
_MOST = 300  # photos that are looked at
_COARSE = 30  # seconds between the offsets that are tried first
_NEAR, _AWAY = 60.0, 500.0  # metres: a fit, and what counts as one far away
_WIDEST = 60  # seconds in which the right offset lies, or the track has too little movement to tell


class ClockOffset(NamedTuple):
    """What has to be added to a camera's times.

    Attributes:
        seconds: The offset.
        source: How it was found.
        photos: How many photos agree.
    """

    seconds: float = 0.0
    source: OffsetSource = "none"
    photos: int = 0


def read_offset(text: str) -> timedelta | None:
    """Read an offset as typed: ``+1:30`` (hours, minutes), ``-0:00:45``, ``-45s``, ``2 days``; None if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return read_shift(_UNIT.sub(r"\1\2", text))
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


def offset_by_clock(taken: str, shown: str) -> ClockOffset | None:
    """Return the offset by one photo of a clock; None if one of both is no time.

    Args:
        taken: The photo's capture time in ISO 8601.
        shown: What the clock showed: ``14:03``, ``14:03:20`` or ``2024-05-01 14:03:20``. Without a day, the nearest is
            meant; without seconds, the middle of the minute.
    """
    found = _TIME.fullmatch(shown.strip())
    try:
        moment = datetime.fromisoformat(taken).replace(tzinfo=None)
        if found is None:
            return None
        day = found[1] or moment.date().isoformat()
        clock = f"{int(found[2]):02}:{found[3]}:{found[4] or '30'}"
        seconds = (datetime.fromisoformat(f"{day}T{clock}") - moment).total_seconds()
    except ValueError:
        return None
    if not found[1]:
        seconds = (seconds + _DAY / 2) % _DAY - _DAY / 2
    return ClockOffset(seconds, "clock", 1)


def offset_by_phone(camera: Doubles, phone: Doubles) -> ClockOffset | None:
    """Return the offset at which most photos of a camera have one of a phone within seconds, by a vote of all pairs.

    Args:
        camera: Instants of the camera's photos by its clock, float64 (n,).
        phone: Instants of the phone's photos, float64 (m,).

    Returns:
        The offset; None if too few agree, or not twice as many as on another offset.
    """
    camera, phone = np.sort(camera)[:_MOST], np.sort(phone)
    pairs = [(one, at) for at, time in enumerate(camera) for one in phone - time if abs(one) <= LARGEST]
    if not pairs:
        return None
    votes = np.array(sorted(pairs))
    differences, voters = votes[:, 0], votes[:, 1].astype(np.int64)
    ends = np.searchsorted(differences, differences + _WIDTH, "right")
    counts = np.array([len(set(voters[at:end].tolist())) for at, end in enumerate(ends)])
    best = int(np.argmax(counts))
    is_other = np.abs(differences - differences[best]) > 2 * _WIDTH
    other = int(counts[is_other].max(initial=0))
    if counts[best] < max(_FEWEST, 2 * other):
        return None
    return ClockOffset(float(np.median(differences[best : ends[best]])), "phone", int(counts[best]))


def offset_by_track(
    tracks: Sequence[Track], instants: Doubles, latitudes: Doubles, longitudes: Doubles
) -> ClockOffset | None:
    """Return the offset at which a track passes where photos with coordinates of their own were taken.

    All offsets up to ``LARGEST`` are tried, first by half minutes; the mean distance, where one of more than 500 m
    counts as that, is the smallest at the right one.

    Args:
        tracks: The tracks.
        instants: Instants of the photos by the camera's clock, float64 (n,).
        latitudes: Decimal degrees, float64 (n,).
        longitudes: Decimal degrees, float64 (n,).

    Returns:
        The offset; None if too few photos fit, or many offsets fit, as where nobody moves.
    """
    rows = np.linspace(0, len(instants) - 1, min(len(instants), _MOST // 5)).astype(np.int64)
    if len(rows) < _FEWEST:
        return None
    instants, latitudes, longitudes = instants[rows], latitudes[rows], longitudes[rows]

    def misfits(offsets: Doubles) -> Doubles:
        found = match_instants(tracks, (instants[None] + offsets[:, None]).ravel())
        many = len(offsets)
        own = np.tile(latitudes, many), np.tile(longitudes, many)
        apart = np.nan_to_num(distances(found.latitudes, found.longitudes, own), nan=_AWAY)
        return np.minimum(apart, _AWAY).reshape(many, -1)

    coarse = np.arange(-LARGEST, LARGEST + 1.0, _COARSE)
    fits = misfits(coarse).mean(axis=1)
    start = coarse[int(np.argmin(fits))]
    fine = np.arange(start - 2 * _COARSE, start + 2 * _COARSE + 1)
    apart = misfits(fine)
    means = apart.mean(axis=1)
    is_best = means <= means.min() + 1  # metres; a track that stands still fits as well at other offsets
    agreeing = int((apart[int(np.argmin(means))] <= _NEAR).sum())
    is_rival = (fits <= means.min() + 5) & (np.abs(coarse - start) > _WIDEST)
    if agreeing < max(_FEWEST, len(rows) / 2) or is_rival.any() or np.ptp(fine[is_best]) > _WIDEST:
        return None
    return ClockOffset(float(np.mean(fine[is_best])), "track", agreeing)
