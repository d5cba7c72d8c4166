"""What a file says about its photo, as people write it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

from photon.domain import Facts, Photo
from photon.language import exact_size, number, tr
from photon.ui.kit.formatting import shutter_time

MIXED = tr("Mixed")
DOT = "\u00a0· "
"""Between values; a line may break after it, never before."""


def taken(text: str, *, with_time: bool = True) -> str:
    """An ISO 8601 time as the locale writes it, with the offset to UTC where it is known."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    locale = QLocale()
    day = locale.toString(QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat)
    if not with_time or len(text) <= len("2025-06-14"):
        return day
    clock = locale.toString(QTime(moment.hour, moment.minute, moment.second), QLocale.FormatType.ShortFormat)
    return f"{day}, {clock}{_offset(moment)}"


def _offset(moment: datetime) -> str:
    """``" UTC"``, ``" (UTC+02:00)"``, or nothing where it is not known."""
    if moment.tzinfo is None:
        return ""
    text = moment.strftime("%z")
    return f" (UTC{text[:3]}:{text[3:5]})" if moment.utcoffset() else " UTC"


def camera_settings(facts: Facts) -> str:
    """For example ``1/250 s · f/2.8 · ISO 100 · 35 mm``; empty where nothing is known."""
    parts = (
        shutter_time(facts.exposure) if facts.exposure else "",
        tr("f/{aperture:.2g}", aperture=facts.aperture) if facts.aperture else "",
        f"ISO {facts.iso}" if facts.iso else "",
        tr("{length:.3g} mm", length=facts.focal_length) if facts.focal_length else "",
    )
    return _dotted(parts)


def size(facts: Facts, length: int) -> str:
    """For example ``4,032 × 3,024 · 12.2 MP · 2.4 MB · JPEG``."""
    sides = f"{number(facts.width)} × {number(facts.height)}"
    megapixels = facts.width * facts.height / 1e6
    pixels = tr("{megapixels:,.1f} MP", megapixels=megapixels) if megapixels >= 0.05 else ""
    return _dotted((sides, pixels, exact_size(length), facts.format))


def place(gps: tuple[float, float]) -> str:
    """Coordinates as maps take them, e.g. ``38.72230° N, 9.13930° W``."""
    latitude, longitude = gps
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{abs(latitude):.5f}° {north}, {abs(longitude):.5f}° {east}"


def rows_of_one(photo: Photo) -> list[tuple[str, str]]:
    """Name and value of everything known about a photo; what is not known is left out."""
    facts = photo.facts
    rows = [
        (tr("Taken"), taken(facts.taken) if facts.taken else ""),
        (tr("Date in file"), _filed(photo)),
        (tr("Camera"), facts.camera or ""),
        (tr("Lens"), facts.lens or ""),
        (tr("Exposure"), camera_settings(facts)),
        (tr("Size"), size(facts, photo.files[0].size)),
        (tr("Place"), place(facts.gps) if facts.gps else ""),
    ]
    return [row for row in rows if row[1]]


def _filed(photo: Photo) -> str:
    """The date that the file says, where a person corrected it."""
    if photo.filed is None or photo.filed == photo.facts.taken:
        return ""
    return taken(photo.filed) if photo.filed else tr("none")


def rows_of_many(photos: Sequence[Photo]) -> list[tuple[str, str]]:
    """The same for several photos: what they have in common, or that it is mixed."""
    all_facts = [photo.facts for photo in photos]
    rows = [
        (tr("Taken"), _span(facts.taken for facts in all_facts)),
        (tr("Camera"), _shared(facts.camera for facts in all_facts)),
        (tr("Lens"), _shared(facts.lens for facts in all_facts)),
        (tr("Exposure"), _shared(camera_settings(facts) for facts in all_facts)),
        (tr("Pixels"), _shared(f"{number(facts.width)} × {number(facts.height)}" for facts in all_facts)),
        (tr("Format"), _shared(facts.format for facts in all_facts)),
        (tr("Size"), tr("{size} in total", size=exact_size(sum(photo.files[0].size for photo in photos)))),
        (tr("Place"), _shared(place(facts.gps) if facts.gps else "" for facts in all_facts)),
        (tr("Folder"), _shared(photo.path.rpartition("/")[0] for photo in photos)),
    ]
    return [row for row in rows if row[1]]


def _dotted(parts: Iterable[str]) -> str:
    """What is known, with dots between; a number stays with its unit where the line breaks."""
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
