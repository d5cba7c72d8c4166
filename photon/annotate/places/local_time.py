"""Times of photos: instants, and local times where they were taken.

A camera's clock says a local time; a phone adds the offset from UTC. Zones are IANA's, such as ``Europe/Lisbon``.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from photon.language import tr

_HOUR, _MINUTE = 3600, 60


@lru_cache(maxsize=512)
def known_zone(name: str) -> ZoneInfo | None:
    """Return a time zone; None if there is none of this name, or the system has no zones."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def zone_offset(local: datetime, zone: str) -> timedelta | None:
    """Return the offset of a local time from UTC; None if the zone is unknown.

    An hour that the clocks repeat is taken for its first pass; in one that they skip, the offset before still counts,
    as on a clock that nobody has set yet (PEP 495, ``fold=0``).

    Args:
        local: A time without an offset.
        zone: Name of the zone.
    """
    known = known_zone(zone)
    return known.utcoffset(local.replace(tzinfo=None, fold=0)) if known else None


def moment_of(taken: str) -> datetime | None:
    """Read a capture time, with its offset if it says one; None if it is none."""
    try:
        return datetime.fromisoformat(taken)
    except ValueError:
        return None


def instant_of(taken: str, zone: str = "") -> float | None:
    """Return seconds since 1970 in UTC of a capture time; None if that can't be known.

    Args:
        taken: ISO 8601, as the catalogue has it. An offset that it says counts.
        zone: The zone to which the camera's clock was set, if it says none.
    """
    moment = moment_of(taken)
    if moment is None:
        return None
    offset = moment.utcoffset()
    if offset is None:
        offset = zone_offset(moment, zone)
    if offset is None:
        return None
    return (moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC) - offset).total_seconds()


def local_moment(taken: str, zone: str) -> datetime | None:
    """Return what clocks showed where a photo was taken, with their offset; None if zone or time are unknown.

    A capture time without an offset is local already, since travellers set their clocks; one with an offset is not if
    the camera's clock was still that of home.
    """
    moment, known = moment_of(taken), known_zone(zone)
    if moment is None or known is None:
        return None
    try:
        return moment.astimezone(known) if moment.tzinfo else moment.replace(tzinfo=known)
    except OverflowError:
        return None


def shown_time(taken: str, zone: str) -> str:
    """Write what clocks showed where a photo was taken: ``14:03 local time, UTC+1``; empty if unknown.

    The day stands before it if it is another than the capture time says.
    """
    local = local_moment(taken, zone)
    if local is None:
        return ""
    day = "" if local.date().isoformat() == taken[:10] else f"{local.date().isoformat()} "
    return tr("{clock} local time, {offset}", clock=f"{day}{local:%H:%M}", offset=offset_text(local.utcoffset()))


def offset_text(offset: timedelta | None) -> str:
    """Write an offset from UTC: ``UTC+1``, ``UTC−3:30``, ``UTC``."""
    seconds = int((offset or timedelta()).total_seconds())
    hours, rest = divmod(abs(seconds), _HOUR)
    minutes = f":{rest // _MINUTE:02}" if rest >= _MINUTE else ""
    return f"UTC{'−' if seconds < 0 else '+'}{hours}{minutes}" if hours or minutes else "UTC"
