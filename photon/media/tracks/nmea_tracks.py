"""Points of NMEA 0183 logs: ``RMC`` sentences, the only ones that have time, date and place together."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import reduce
from operator import xor

from photon.media.tracks.point_list import UNTIMED, PointList

_LINE = re.compile(rb"\$(?:(G[A-Z])|[A-Z]{2})([A-Z]{3}),([^*\r\n]*)(?:\*([0-9A-Fa-f]{2}))?")
_CENTURY = 80  # years of two digits from this one on are of the 20th century, when GPS began


def read_nmea(lines: Iterable[bytes], points: PointList) -> bool:
    """Add the points of a log; return whether its last line is cut.

    Sentences with another checksum than they say are dropped; those without a fix are no points. ``GGA`` and ``GLL``
    have no date: where a log has no ``RMC``, its places count as points without a time.
    """
    undated, line = 0, b"\n"
    for line in lines:
        found = _LINE.search(line)
        if found is None:
            continue
        kind, fields = found[2], found[3].split(b",")
        if found[4] and int(found[4], 16) != reduce(xor, line[found.start() + 1 : found.end(3)]):
            points.dropped += kind == b"RMC"
        elif kind == b"RMC" and len(fields) > 8 and fields[1] == b"A":
            points.add(_moment(fields[8], fields[0]), _degrees(*fields[2:4]), _degrees(*fields[4:6]))
        else:
            undated += kind in {b"GGA", b"GLL"}
    points.untimed += undated if not len(points) else 0
    return not line.endswith((b"\n", b"\r"))


def _degrees(text: bytes, side: bytes) -> float:
    """Return degrees for ``ddmm.mmmm`` or ``dddmm.mmmm``; NaN if it is none."""
    whole, dot, fraction = text.partition(b".")
    try:
        degrees = int(whole[:-2] or b"0") + float(whole[-2:] + dot + fraction) / 60
    except ValueError:
        return float("nan")
    return -degrees if side in {b"S", b"W"} else degrees


def _moment(day: bytes, clock: bytes) -> float:
    """Return seconds since 1970 for ``ddmmyy`` and ``hhmmss.ss``."""
    try:
        numbers = [int(text[at : at + 2]) for text in (day, clock) for at in (0, 2, 4)]
        day_of, month, short, hour, minute, second = numbers
        year = short + (1900 if short >= _CENTURY else 2000)
        return datetime(year, month, day_of, hour, minute, second, tzinfo=UTC).timestamp()
    except ValueError:
        return UNTIMED
