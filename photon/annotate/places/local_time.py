"""Times of photos: instants, and local times where they were taken.

A camera's clock says a local time; a phone adds the offset from UTC. Zones are IANA's, such as ``Europe/Lisbon``, or
offsets from UTC, such as ``+05:30``.
"""

import math
from datetime import datetime, tzinfo
from functools import lru_cache

from photon.domain.query.periods import days_text
from photon.language import tr

_DAY = len("2024-05-01")


@lru_cache(maxsize=512)
def known_zone(name: str) -> tzinfo | None:
    """Return a time zone; None if there is none of this name."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # the window starts without its five modules

    try:
        if name.startswith(("+", "-")):
            return datetime.strptime(name, "%z").tzinfo
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def moment_of(taken: str) -> datetime | None:
    """Read a capture time, with its offset if it states one; None if it is none, or only a day."""
    try:
        return datetime.fromisoformat(taken) if len(taken) > _DAY else None
    except ValueError:
        return None


def instant_of(taken: str, zone: str = "") -> float:
    """Return seconds since 1970 in UTC of a capture time; NaN if that can't be known.

    An hour that the clocks repeat is taken for its first pass; in one that they skip, the offset before still counts,
    as on a clock that nobody has set yet (PEP 495, ``fold=0``).

    Args:
        taken: ISO 8601, as the catalogue has it. An offset that it states counts.
        zone: The zone to which the camera's clock was set, if the capture time states none.
    """
    moment, known = moment_of(taken), known_zone(zone)
    if moment is None or (moment.tzinfo is None and known is None):
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=known)).timestamp()


def shown_time(taken: str, zone: str) -> str:
    """Write what clocks showed where a photo was taken, such as ``14:03 local time, UTC+1``.

    The day stands before it if it is another than that of the capture time.

    Returns:
        The text; empty if zone or time are unknown, or if the capture time is local already: it states the same offset,
        or none, since travellers set their clocks.
    """
    moment, known = moment_of(taken), known_zone(zone)
    if moment is None or moment.tzinfo is None or known is None:
        return ""
    try:
        local = moment.astimezone(known)
    except OverflowError:  # in the first year, and the last
        return ""
    if local.utcoffset() == moment.utcoffset():
        return ""
    day = "" if local.date() == moment.date() else f"{days_text(local.date(), local.date())}, "
    apart = f"{local:%z}".replace("-", "−")
    hours = "" if apart == "+0000" else f"{apart[0]}{int(apart[1:3])}"
    minutes = "" if apart[3:5] == "00" else f":{apart[3:5]}"
    return tr("{clock} local time, {offset}", clock=f"{day}{local:%H:%M}", offset=f"UTC{hours}{minutes}")
