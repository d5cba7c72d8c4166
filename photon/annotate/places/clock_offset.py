"""How much a camera's clock was wrong: typed, from a photo of a clock, from photos of a phone, or from a track.

An offset is what has to be added to a camera's times, as ExifTool's ``Geosync`` is: +1:30 for a clock that is one and a
half hours slow.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import numpy as np

from photon.annotate.places.local_time import known_zone, moment_of
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
_ALIKE = 2.0  # metres between the mean distances of offsets that fit as well
_WIDEST = 60  # seconds in which the right offset lies, or the track has too little movement to tell


class ClockOffset(NamedTuple):
    """What has to be added to a camera's times.

    Attributes:
        seconds: The offset.
        source: How it was found.
        photos: How many photos agree.
        camera: The only camera that it is about; None for all.
    """

    seconds: float = 0.0
    source: OffsetSource = "none"
    photos: int = 0
    camera: str | None = None


def read_offset(text: str) -> ClockOffset | None:
    """Read an offset as typed: ``+1:30`` (hours, minutes), ``-0:00:45``, ``-45s``, ``2 days``; None if it is none."""
    text = text.strip().replace("−", "-")
    found = _CLOCK.fullmatch(text)
    if found is None:
        length = read_shift(_UNIT.sub(r"\1\2", text))
        return None if length is None else ClockOffset(length.total_seconds(), "given")
    seconds = (int(found[2]) * 60 + int(found[3])) * 60 + int(found[4] or 0)
    return ClockOffset(-seconds if found[1] == "-" else seconds, "given")


def offset_by_clock(taken: str, shown: str, zone: str = "") -> float | None:
    """Return the offset in seconds by one photo of a clock; None if one of both is no time.

    Args:
        taken: The photo's capture time in ISO 8601.
        shown: What the clock showed: ``14:03``, ``14:03:20`` or ``2024-05-01 14:03:20``. Without a day, the nearest is
            meant; without seconds, the middle of the minute.
        zone: The clock's time zone; if it is unknown, that of the camera.
    """
    moment, found = moment_of(taken), _TIME.fullmatch(shown.strip())
    if moment is None or found is None:
        return None
    local = known_zone(zone) if moment.tzinfo else None  # a camera that states no offset has the zone of the clock
    try:
        day = found[1] or (moment.astimezone(local) if local else moment).date()
        clock = datetime.fromisoformat(f"{day}T{int(found[2]):02}:{found[3]}:{found[4] or '30'}")
    except (ValueError, OverflowError):
        return None
    seconds = (clock.replace(tzinfo=local or moment.tzinfo) - moment).total_seconds()
    return seconds if found[1] else (seconds + _DAY / 2) % _DAY - _DAY / 2


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
    own = latitudes[rows], longitudes[rows]

    def misfits(offsets: Doubles) -> Doubles:
        found = match_instants(tracks, (instants[rows] + offsets[:, None]).ravel())
        shape = len(offsets), len(rows)
        apart = distances(found.latitudes.reshape(shape), found.longitudes.reshape(shape), own)
        return np.minimum(np.nan_to_num(apart, nan=_AWAY), _AWAY)

    coarse = np.arange(-LARGEST, LARGEST + 1.0, _COARSE)
    fits = misfits(coarse).mean(axis=1)
    start = coarse[int(np.argmin(fits))]
    fine = np.arange(start - 2 * _COARSE, start + 2 * _COARSE + 1)
    apart = misfits(fine)
    means = apart.mean(axis=1)
    agreeing = int((apart[int(np.argmin(means))] <= _NEAR).sum())
    rivals = np.append(fine[means <= means.min() + _ALIKE], coarse[fits <= means.min() + _ALIKE])
    if agreeing < max(_FEWEST, len(rows) / 2) or np.ptp(rivals) > _WIDEST:
        return None
    return ClockOffset(float(rivals.min() + np.ptp(rivals) / 2), "track", agreeing)
