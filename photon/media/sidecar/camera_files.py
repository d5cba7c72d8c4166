"""What a camera wrote beside a film: Sony's ``C0001M01.XML``, or a small JPEG with EXIF, ``MVI_0001.THM``."""

import io
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from photon.domain import UnreadableFile
from photon.media.file.file_kinds import is_video
from photon.media.file.source import opened
from photon.media.metadata import exif, xmp
from photon.media.metadata.exif import Tags

ENDINGS = ("m01.xml", ".thm")
_EXIF = b"Exif\0\0"
_MAKE, _MODEL, _TAKEN, _OFFSET = ("main", 0x010F), ("main", 0x0110), ("exif", 0x9003), ("exif", 0x9011)


def camera_names(film: str) -> tuple[str, ...]:
    """Return the case-folded names that such files of a film may have; none for a photo.

    Args:
        film: Name of the film.
    """
    stem = film.rpartition(".")[0].casefold()
    return tuple(stem + ending for ending in ENDINGS) if is_video(film) else ()


def read_camera_files(paths: Iterable[str]) -> Tags:
    """Return date, camera and place in EXIF's fields; of files that can't be read, nothing.

    Args:
        paths: The files; those before count more.
    """
    tags: Tags = {}
    for path in paths:
        with suppress(UnreadableFile, xmp.UnreadableXmp), opened(path) as source:
            data = source.data or b""  # None: it is large
            tags = (_read_thumbnail(data) if path.casefold().endswith(ENDINGS[1]) else _read_xml(data)) | tags
    return tags


def _read_thumbnail(data: bytes) -> Tags:
    tags = exif.read_tags(io.BytesIO(data.partition(_EXIF)[2]))
    return {key: tags[key] for key in tags if key[0] == "gps" or key in (_MAKE, _MODEL, _TAKEN, _OFFSET)}


def _read_xml(data: bytes) -> Tags:
    root = xmp.parse(data, strict=True)
    if not root.tag.endswith("NonRealTimeMeta"):
        return {}
    said = {
        _TAKEN: _value(root.find("{*}CreationDate"), "value"),
        _MAKE: _value(root.find("{*}Device"), "manufacturer"),
        _MODEL: _value(root.find("{*}Device"), "modelName"),
    }
    tags: Tags = {key: value for key, value in said.items() if value}
    items = root.iterfind(".//{*}Group[@name='ExifGPS']/{*}Item")
    place = {_value(item, "name"): _value(item, "value") for item in items}
    with suppress(KeyError, ValueError):
        tags |= {
            ("gps", 1): place["LatitudeRef"], ("gps", 2): _degrees(place["Latitude"]),
            ("gps", 3): place["LongitudeRef"], ("gps", 4): _degrees(place["Longitude"]),
        }  # fmt: skip
    return tags


def _value(element: Any, name: str) -> str:  # noqa: ANN401 - lxml has no types of its own
    return "" if element is None else element.get(name, "")


def _degrees(text: str) -> tuple[float, ...]:
    """Read degrees, minutes and seconds: ``35:40:48.123``."""
    return tuple(map(float, text.split(":")))
