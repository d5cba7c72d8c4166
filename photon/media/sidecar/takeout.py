"""The JSON files of a Google Takeout: read them, and fill gaps in the metadata of a photo.

They have the lowest precedence, after the photo's own metadata and XMP sidecars. They provide

- caption (``description``), time (``photoTakenTime``, in UTC), location (``geoData``, then ``geoDataExif``; 0, 0 means
  none) and altitude, each if no other source has one;
- people named by the owner of the account, as keywords below ``People``, except names that are among the photo's
  keywords already;
- whether the photo is a favourite.

``title`` is the name of the uploaded file, not a title: it only decides whose JSON file it is if the names are
ambiguous (``takeout_names``). A JSON file without a capture time, such as an album's ``metadata.json`` or another
program's file, belongs to no photo and is silently ignored.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from photon.domain import Facts, UnreadableFile
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.tag import name_key
from photon.language import tr
from photon.media.file.source import opened
from photon.media.metadata.charsets import readable
from photon.media.metadata.keywords import union
from photon.media.sidecar.takeout_names import Claim, fits
from photon.quick_dataclass import dataclass

LARGEST = 10 << 20  # bytes; real ones have some thousands
PEOPLE = "People"
_HINT = tr("Photon skipped it. Export it again or delete it.")
_LONGEST = 20_000  # characters of a caption
_MOST_PEOPLE = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TakeoutEntry:
    """Content of a JSON file.

    Attributes:
        path: Path of the JSON file.
        caption: The caption, or None.
        taken: ISO 8601, in UTC; None if unknown.
        place: Latitude and longitude in degrees, and metres above sea level or None; None if unknown.
        people: Names.
        is_favourite: Whether the photo is a favourite.
    """

    path: str
    caption: str | None = None
    taken: str | None = None
    place: tuple[float, float, float | None] | None = None
    people: tuple[str, ...] = ()
    is_favourite: bool = False


def read_export(photo: str, claim: Claim) -> TakeoutEntry | None:
    """Read the JSON file of a photo.

    Args:
        photo: Path of the photo.
        claim: The JSON file.

    Returns:
        Its content; None if it belongs to something else.

    Raises:
        UnreadableFile: It cannot be read, is too large, or is not JSON.
    """
    path = Path(photo).with_name(claim.name)
    content = _parse_json(path)
    if not isinstance(content, dict) or not isinstance(content.get("photoTakenTime"), dict):
        return None
    title = _text(content, "title")
    if not claim.is_sure and not fits(title, Path(photo).name):
        return None
    caption = readable(_text(content, "description"))
    return TakeoutEntry(
        str(path),
        caption[:_LONGEST] or None,
        _moment(content["photoTakenTime"].get("timestamp")),
        _place(content.get("geoData")) or _place(content.get("geoDataExif")),
        _people(content.get("people")),
        content.get("favorited") is True,
    )


def with_export(facts: Facts, words: Metadata | None, export: TakeoutEntry) -> tuple[Facts, Metadata | None]:
    """Fill gaps in the metadata of a photo from a JSON file.

    Args:
        facts: Facts of the photo.
        words: Its metadata; None if it is malformed.
        export: Content of the JSON file.

    Returns:
        Facts and metadata without the gaps.
    """
    place = export.place if facts.gps is None else None
    facts = replace(facts, taken=facts.taken or export.taken, gps=place[:2] if place else facts.gps)
    if words is None:
        return facts, None
    present = {name_key(name) for path in words.keywords for name in path}
    fresh = [[PEOPLE, name] for name in export.people if name_key(name) not in present]
    shown = {name_key(name) for name in words.people}
    return facts, replace(
        words,
        caption=words.caption or export.caption,
        keywords=union([*map(list, words.keywords), *fresh], ()) if fresh else words.keywords,
        people=(*words.people, *(name for name in export.people if name_key(name) not in shown)),
        altitude=place[2] if place and words.altitude is None else words.altitude,
        is_favourite=words.is_favourite or export.is_favourite,
    )


def _parse_json(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # opening it will raise the error
    if size > LARGEST:
        raise UnreadableFile(
            "damaged",
            tr("This JSON file is larger than {limit} MB, too large for a photo's metadata.", limit=LARGEST >> 20),
            _HINT,
        )
    with opened(str(path)) as source:
        try:
            return json.loads(source.slice(0, source.size))
        except (ValueError, RecursionError) as error:
            raise UnreadableFile("damaged", _malformed(error), _HINT) from error


def _malformed(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return tr("This file isn't well-formed JSON (line {line}).", line=error.lineno)
    return tr("This file isn't well-formed JSON.")


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""  # lone surrogates are replaced


def _number(value: object) -> float | None:
    """Convert a number, which may be in quotation marks; return None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _moment(value: object) -> str | None:
    seconds = _number(value)
    if not seconds:
        return None  # 0 stands for unknown
    try:
        return (_EPOCH + timedelta(seconds=int(seconds))).isoformat(timespec="seconds")
    except OverflowError:
        return None


def _place(value: object) -> tuple[float, float, float | None] | None:
    if not isinstance(value, dict):
        return None
    latitude, longitude = _number(value.get("latitude")), _number(value.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if latitude == 0 and longitude == 0:
        return None
    return latitude, longitude, _number(value.get("altitude")) or None


def _people(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    names = [" ".join(readable(_text(one, "name")).split()) for one in value[:_MOST_PEOPLE] if isinstance(one, dict)]
    return tuple(dict.fromkeys(filter(None, names)))
