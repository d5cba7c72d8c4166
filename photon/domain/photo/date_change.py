"""Capture dates that a person corrects: shifted, set, taken from the file name, or brought to another time zone.

Dates are texts in ISO 8601 as the camera's clock showed them: ``2020-01-31T12:34:56``, with fractions of a second and
an offset from UTC where they are known.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal

from photon.quick_dataclass import dataclass

Obstacle = Literal["no date", "no date in name", "no time zone", "out of range"]
"""Why a date can't be corrected."""
FIRST_YEAR = 1826
"""Of the first photograph; an earlier date is allowed, but said."""
LONGEST_SHIFT = timedelta(days=366 * 2000)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?([+-]\d\d:\d\d)?", re.ASCII)
_TYPED = re.compile(
    r"(\d{4})[-./](\d\d?)[-./](\d\d?)(?:[T ]+(\d\d?)[:.](\d\d)(?:[:.](\d\d))?\s*(Z|[+-]\d\d?(?::?\d\d)?)?)?", re.ASCII
)
_ZONE = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?", re.IGNORECASE | re.ASCII)
_SHIFT = re.compile(r"([+-]?)(\d+)\s*(d|h|m|s)", re.IGNORECASE | re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DAY = re.compile(r"(?<!\d)((?:18|19|20)\d\d)([-_.]?)([01]\d)\2([0-3]\d)", re.ASCII)
_CLOCK = re.compile(
    r"[-_.T ]{0,3}(?:(?:at|um|à) )?"
    r"(?:(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?P<part>\d{3})?(?!\d)"  # 123456, 123456789
    r"|(?P<hour2>\d\d?)(?P<mark>[-_.:])(?P<minute2>\d\d)(?P=mark)(?P<second2>\d\d)(?!\d))"  # 12.34.56
    r"(?: ?(?P<half>[AP])M\b)?",
    re.IGNORECASE,
)


class Uncorrectable(ValueError):  # noqa: N818 - it names the state of a date
    """A date can't be corrected."""

    def __init__(self, obstacle: Obstacle) -> None:
        """Store why."""
        super().__init__(obstacle)
        self.obstacle: Obstacle = obstacle


@dataclass(frozen=True, slots=True)
class DateShift:
    """Move dates by the same time."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class DateSetting:
    """Give all photos the same date.

    Attributes:
        day: The day.
        clock: The time of day; None keeps that of each photo.
        zone: Offset from UTC; empty for none.
    """

    day: date
    clock: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class DateFromName:
    """Take the date from the name of the file."""


@dataclass(frozen=True, slots=True)
class ZoneCorrection:
    """Tell the local time of photos whose camera showed that of another place.

    Attributes:
        to: Offset from UTC where the photos were taken, such as ``+02:00``.
        camera: Offset to which the camera's clock was set; empty for the one that each photo says.
    """

    to: str
    camera: str = ""


@dataclass(frozen=True, slots=True)
class DateReset:
    """Go back to the date that the file says."""


DateChange = DateShift | DateSetting | DateFromName | ZoneCorrection | DateReset


@dataclass(frozen=True, slots=True)
class PhotoDate:
    """What is known of when a photo was taken.

    Attributes:
        taken: The date that counts; None for none.
        filed: The date that the file says; None for none.
        decided: The date that a person decided on; empty for none.
        name: Name of the file.
    """

    taken: str | None
    filed: str | None
    decided: str
    name: str


def correct_date(change: DateChange, photo: PhotoDate) -> str:
    """The date that a person's correction gives a photo.

    Args:
        change: The correction.
        photo: The photo.

    Returns:
        The new date in ISO 8601; empty for the one that the file says.

    Raises:
        Uncorrectable: The photo has nothing to correct, or the result is no date.
    """
    if isinstance(change, DateReset):
        return ""
    if isinstance(change, DateFromName):
        found = date_in_name(photo.name)
        if found is None:
            raise Uncorrectable("no date in name")
        return found
    if isinstance(change, DateSetting):
        return _set(change, photo.taken)
    if not photo.taken or not is_date(photo.taken):
        raise Uncorrectable("no date")
    if isinstance(change, DateShift):
        return _moved(photo.taken, change.by)
    return _rezoned(photo.taken, change)


def is_date(text: str) -> bool:
    """Whether a text is a date as Photon stores it."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return False
    try:
        datetime.fromisoformat(found[1])
        _offset(found[3] or "")
    except ValueError:
        return False
    return True


def is_far(text: str, today: date) -> bool:
    """Whether a date is before the first photograph or after tomorrow, so that it is probably a mistake."""
    day = text[:10]
    return day < f"{FIRST_YEAR:04}" or day > (today + timedelta(days=1)).isoformat()


def _set(change: DateSetting, taken: str | None) -> str:
    found = _MOMENT.fullmatch(taken or "")
    if change.clock is not None:
        return datetime.combine(change.day, change.clock).isoformat(timespec="seconds") + change.zone
    clock = f"{found[1][11:]}{found[2] or ''}{found[3] or ''}" if found else "00:00:00"
    return f"{change.day.isoformat()}T{clock}"


def _parts(text: str) -> tuple[datetime, str, str]:
    found = _MOMENT.fullmatch(text)
    if not found:
        raise Uncorrectable("no date")
    return datetime.fromisoformat(found[1]), found[2] or "", found[3] or ""


def _moved(text: str, by: timedelta) -> str:
    moment, fraction, zone = _parts(text)
    try:
        return (moment + by).isoformat(timespec="seconds") + fraction + zone
    except OverflowError as error:
        raise Uncorrectable("out of range") from error


def _rezoned(text: str, change: ZoneCorrection) -> str:
    moment, fraction, zone = _parts(text)
    camera = change.camera or zone
    if not camera:
        raise Uncorrectable("no time zone")
    try:
        moved = moment + _offset(change.to) - _offset(camera)
    except OverflowError as error:
        raise Uncorrectable("out of range") from error
    return moved.isoformat(timespec="seconds") + fraction + change.to


def _offset(zone: str) -> timedelta:
    """An offset such as ``-03:30``; none for an empty text.

    Raises:
        ValueError: It is none.
    """
    if not zone:
        return timedelta()
    found = _ZONE.fullmatch(zone)
    if not found or int(found[2]) > 14 or int(found[3] or 0) > 59:
        raise ValueError(zone)
    length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -length if found[1] == "-" else length


def date_in_name(name: str) -> str | None:
    """Find a date in the name of a file, as cameras, phones and programs write it.

    ``IMG_20200131_123456``, ``2020-01-31 12.34.56``, ``Screenshot_2020-01-31-12-34-56``; a name such as
    ``IMG-20200131-WA0001`` only says the day, which begins at midnight. Names that begin with ``PXL_`` are in UTC.

    Args:
        name: The name, with or without its ending.

    Returns:
        The date in ISO 8601, or None.
    """
    name = " ".join(name.split())  # also the narrow spaces that macOS writes
    for found in _DAY.finditer(name):
        clock = _CLOCK.match(name, found.end())
        if clock is None and name[found.end() : found.end() + 1].isdigit():
            continue  # a longer number
        try:
            day = date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
        try:
            moment, part = _clock_in(clock) if clock else (time(), "")
        except ValueError:
            moment, part = time(), ""
        zone = "+00:00" if clock and name.upper().startswith("PXL_") else ""
        return datetime.combine(day, moment).isoformat(timespec="seconds") + part + zone
    return None


def _clock_in(found: re.Match[str]) -> tuple[time, str]:
    """The time of day, and the fraction of a second with its point."""
    hour = int(found["hour"] or found["hour2"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if found["half"].upper() == "P" else 0)
    moment = time(hour, int(found["minute"] or found["minute2"]), int(found["second"] or found["second2"]))
    return moment, f".{found['part']}" if found["part"] else ""


def _checked(read: Callable[[str], DateSetting | str | timedelta], text: str) -> DateSetting | str | timedelta | None:
    try:
        return read(text)
    except (ValueError, OverflowError):
        return None


def read_setting(text: str) -> DateSetting | None:
    """Read a date as typed: ``2020-01-31``, ``2020-01-31 12:34``, maybe with ``+02:00``; None if it is none."""
    found = _checked(_setting, text.strip())
    return found if isinstance(found, DateSetting) else None


def _setting(text: str) -> DateSetting:
    found = _TYPED.fullmatch(text)
    if not found:
        raise ValueError(text)
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None:
        return DateSetting(day)
    return DateSetting(day, time(int(found[4]), int(found[5]), int(found[6] or 0)), _zone(found[7]) if found[7] else "")


def read_zone(text: str) -> str | None:
    """Read an offset from UTC as typed: ``+2``, ``+02:00``, ``UTC-3:30``, ``Z``; None if it is none."""
    found = _checked(_zone, text.strip())
    return found if isinstance(found, str) else None


def _zone(text: str) -> str:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    minutes = int(_offset(text or "?").total_seconds()) // 60
    offset = timezone(timedelta(minutes=minutes))
    return f"{datetime(2000, 1, 1, tzinfo=offset):%z}"[:3] + f":{abs(minutes) % 60:02}"


def read_shift(text: str) -> timedelta | None:
    """Read a length of time as typed: ``+1d 2h``, ``-30m``; None if it is none.

    A sign counts for all that follows, up to the next sign.
    """
    found = _checked(_shift, text.strip())
    return found if isinstance(found, timedelta) else None


def _shift(text: str) -> timedelta:
    total, sign, at = timedelta(), 1, 0
    for found in _SHIFT.finditer(text):
        if text[at : found.start()].strip():
            raise ValueError(text)
        sign = {"+": 1, "-": -1}.get(found[1], sign)
        total += sign * timedelta(**{_UNITS[found[3].lower()]: int(found[2])})
        at = found.end()
    if not at or text[at:].strip() or abs(total) > LONGEST_SHIFT:
        raise ValueError(text)
    return total
