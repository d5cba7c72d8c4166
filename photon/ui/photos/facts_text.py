"""The facts in a photo's file, formatted for people."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QTime

from photon.annotate.places.local_time import shown_time
from photon.domain import Facts, Photo
from photon.domain.films.play_time import play_time
from photon.domain.query.periods import days_text
from photon.language import exact_size, number, tr
from photon.ui.kit.formatting import shutter_time

MIXED = tr("Mixed")
DOT = "\u00a0· "
"""Separator of values; a line may break after it, never before."""


def taken(text: str, *, with_time: bool = True) -> str:
    """Format an ISO 8601 time, the day as on cards and in headings, with the offset to UTC if it is known."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    locale = QLocale()
    day = f"{locale.dayName(moment.isoweekday())}, {days_text(moment.date(), moment.date())}"
    if not with_time or len(text) <= len("2025-06-14"):
        return day
    clock = locale.toString(QTime(moment.hour, moment.minute, moment.second), QLocale.FormatType.ShortFormat)
    return f"{day}, {clock}{_offset(moment)}"


def _offset(moment: datetime) -> str:
    """Return ``" UTC"``, ``" (UTC+02:00)"``, or nothing if the offset is unknown."""
    if moment.tzinfo is None:
        return ""
    text = moment.strftime("%z")
    return f" (UTC{text[:3]}:{text[3:5]})" if moment.utcoffset() else " UTC"


def camera_settings(facts: Facts) -> str:
    """Return text such as ``1/250 s · f/2.8 · ISO 100 · 35 mm``; empty if nothing is known."""
    parts = (
        shutter_time(facts.exposure) if facts.exposure else "",
        tr("f/{aperture:.2g}", aperture=facts.aperture) if facts.aperture else "",
        f"ISO {facts.iso}" if facts.iso else "",
        tr("{length:.3g} mm", length=facts.focal_length) if facts.focal_length else "",
    )
    return _dotted(parts)


def size(facts: Facts, length: int) -> str:
    """Return text such as ``4,032 × 3,024 · 12.2 MP · 2.4 MB · JPEG``."""
    sides = f"{number(facts.width)} × {number(facts.height)}"
    megapixels = facts.width * facts.height / 1e6
    pixels = tr("{megapixels:,.1f} MP", megapixels=megapixels) if megapixels >= 0.05 else ""
    return _dotted((sides, pixels, exact_size(length), facts.format))


def place(gps: tuple[float, float]) -> str:
    """Format coordinates as maps accept them, such as ``38.72230° N, 9.13930° W``."""
    latitude, longitude = gps
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"


def rows_of_one(photo: Photo) -> list[tuple[str, str]]:
    """Return name and value of all facts about a photo; unknown ones are omitted."""
    facts, when = photo.facts, photo.facts.taken or ""
    rows = [
        (tr("Taken"), DOT.join(filter(None, (taken(when), shown_time(when, photo.zone))))),
        (tr("Date in file"), _filed(photo)),
        (tr("Camera"), facts.camera or ""),
        (tr("Lens"), facts.lens or ""),
        (tr("Exposure"), camera_settings(facts)),
        (tr("Size"), size(facts, photo.files[0].size)),
        (tr("Length"), play_time(photo.seconds) if photo.seconds else ""),
        (tr("Video"), photo.film),
        (tr("Place"), place(facts.gps) if facts.gps else ""),
    ]
    return [row for row in rows if row[1]]


def _filed(photo: Photo) -> str:
    """Return the date in the file if the user corrected it."""
    if photo.filed is None or photo.filed == photo.facts.taken:
        return ""
    return taken(photo.filed) if photo.filed else tr("none")


def rows_of_many(photos: Sequence[Photo]) -> list[tuple[str, str]]:
    """Return the same for several photos: the value they have in common, or that the values differ."""
    all_facts, length = [photo.facts for photo in photos], sum(photo.seconds or 0 for photo in photos)
    rows = [
        (tr("Taken"), _span(facts.taken for facts in all_facts)),
        (tr("Camera"), _shared(facts.camera for facts in all_facts)),
        (tr("Lens"), _shared(facts.lens for facts in all_facts)),
        (tr("Exposure"), _shared(camera_settings(facts) for facts in all_facts)),
        (tr("Pixels"), _shared(f"{number(facts.width)} × {number(facts.height)}" for facts in all_facts)),
        (tr("Format"), _shared(facts.format for facts in all_facts)),
        (tr("Size"), tr("{size} in total", size=exact_size(sum(photo.files[0].size for photo in photos)))),
        (tr("Length"), tr("{size} in total", size=play_time(length)) if length else ""),
        (tr("Place"), _shared(place(facts.gps) if facts.gps else "" for facts in all_facts)),
        (tr("Folder"), _shared(photo.path.rpartition("/")[0] for photo in photos)),
    ]
    return [row for row in rows if row[1]]


def _dotted(parts: Iterable[str]) -> str:
    """Join the known values with dots; a number stays on one line with its unit."""
    return DOT.join(part.replace(" ", "\u00a0") for part in parts if part)


def _shared(values: Iterable[str | None]) -> str:
    different = {value or "" for value in values}
    return different.pop() if len(different) == 1 else MIXED


def _span(moments: Iterable[str | None]) -> str:
    days = sorted({moment[:10] for moment in moments if moment})
    if not days:
        return ""
    first, last = taken(days[0]), taken(days[-1])
    return first if first == last else f"{first} – {last}"
