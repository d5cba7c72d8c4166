"""The columns of a table: their names and values.

A value is a text, number, boolean or list, or None if unknown. In a CSV, a list is one cell.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from photon.domain import PhotonError
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.places.place import NamedPoint
from photon.language import tr

Value = Any
"""A JSON value."""


def _names(one: PhotoRecord) -> NamedPoint:
    return one.place.names if one.place else NamedPoint()


COLUMNS: dict[str, Callable[[PhotoRecord], Value]] = {
    "path": lambda one: one.path,
    "name": lambda one: PurePath(one.path).name,
    "folder": lambda one: str(PurePath(one.path).parent),
    "taken": lambda one: one.facts.taken,
    "gps": lambda one: None if one.facts.gps is None else list(one.facts.gps),
    "latitude": lambda one: None if one.facts.gps is None else one.facts.gps[0],
    "longitude": lambda one: None if one.facts.gps is None else one.facts.gps[1],
    "quarter": lambda one: _names(one).quarter or None,
    "town": lambda one: _names(one).town or None,
    "region": lambda one: _names(one).region or None,
    "country": lambda one: _names(one).country or None,
    "place": lambda one: next(iter(one.place.own), None) if one.place else None,
    "keywords": lambda one: [list(path) for path in one.keywords],
    "albums": lambda one: [list(path) for path in one.albums],
    "stack": lambda one: one.stack or None,
    "event": lambda one: one.event or None,
    "caption": lambda one: one.caption,
    "title": lambda one: one.title,
    "text": lambda one: one.text,
    "document": lambda one: one.document.get("kind"),
    "document_date": lambda one: one.document.get("date"),
    "total": lambda one: float(one.document["total"]) if "total" in one.document else None,
    "currency": lambda one: one.document.get("currency"),
    "shop": lambda one: one.document.get("shop"),
    "phone": lambda one: one.document.get("phone"),
    "mail": lambda one: one.document.get("mail"),
    "address": lambda one: one.document.get("address"),
    "iban": lambda one: one.document.get("iban"),
    "rating": lambda one: one.rating,
    "favourite": lambda one: one.favourite,
    "label": lambda one: one.label,
    "flag": lambda one: one.flag,
    "camera": lambda one: one.facts.camera,
    "lens": lambda one: one.facts.lens,
    "exposure": lambda one: one.facts.exposure,
    "aperture": lambda one: one.facts.aperture,
    "iso": lambda one: one.facts.iso,
    "focal_length": lambda one: one.facts.focal_length,
    "format": lambda one: one.facts.format,
    "width": lambda one: one.facts.width,
    "height": lambda one: one.facts.height,
    "seconds": lambda one: one.seconds,
    "moments": lambda one: [round(second, 3) for second in one.moments] or None,
    "size": lambda one: one.size,
    "modified": lambda one: datetime.fromtimestamp(one.mtime_ns / 1e9, UTC).isoformat(timespec="seconds"),
    "added": lambda one: one.added,
    "photo": lambda one: one.photo,
}
DOCUMENT = ("document", "document_date", "total", "currency", "shop", "phone", "mail", "address", "iban")
"""Columns of what the text in a photo states, which take a moment to work out."""
PLACE = ("gps", "latitude", "longitude", "quarter", "town", "region", "country", "place")
"""Columns about where a photo was taken, which leave out private places."""
USUAL = ("path", "taken", "title", "caption", "keywords", "rating", "gps", "camera")


def read_columns(text: str) -> tuple[str, ...]:
    """Parse a list of columns, separated by commas or blanks; ``all`` means all of them.

    Raises:
        PhotonError: A column is unknown or repeated, or there is none.
    """
    names = tuple(text.replace(",", " ").casefold().split())
    if names == ("all",):
        return tuple(COLUMNS)
    known = tr("Available columns: {columns}", columns=", ".join(COLUMNS))
    if not names:
        raise PhotonError(tr("No columns are named."), known)
    for at, name in enumerate(names):
        if name not in COLUMNS:
            raise PhotonError(tr("There is no column “{name}”.", name=name), known)
        if name in names[:at]:
            raise PhotonError(tr("The column “{name}” is named twice.", name=name), tr("Name each column once."))
    return names
