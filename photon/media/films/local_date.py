"""The clock of the place where a film was made, which most containers leave out."""

from datetime import datetime, timedelta, timezone

from photon.domain.photo.date_change import date_in_name

_QUARTER = 15 * 60
_LONGEST = 14 * 60 * 60  # the largest distance from UTC
_LATE = 4 * 60  # seconds by which a film that was just begun or ended may differ from its name


def local_date(created: str, name: str) -> str:
    """Return when a film was made by the clock of that place, if its name tells how far that is from UTC.

    Phones name films by their own clock, ``VID_20240501_143000.mp4``, and write UTC into them. Where the two differ by
    quarters of an hour, that is the time zone.

    Args:
        created: When it was made, in UTC.
        name: Name of the file.

    Returns:
        The date in ISO 8601, in UTC if the name does not tell.
    """
    named = date_in_name(name)
    if named is None:
        return created
    moment, clock = datetime.fromisoformat(created), datetime.fromisoformat(named)
    if clock.tzinfo is not None:
        return created
    apart = (clock - moment.replace(tzinfo=None)).total_seconds()
    zone = round(apart / _QUARTER) * _QUARTER
    if abs(zone) > _LONGEST or abs(apart - zone) > _LATE:
        return created
    return moment.astimezone(timezone(timedelta(seconds=zone))).isoformat(timespec="seconds")
