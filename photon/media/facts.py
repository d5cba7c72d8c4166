"""From fields to facts: when, with what and where a photo was taken."""

import math
import re
from datetime import datetime
from typing import Any

from photon.media import iptc
from photon.media.container import Parts
from photon.media.exif import Tags

_WHEN = re.compile(r"(\d{4})[:\-/.](\d\d?)[:\-/.](\d\d?)[ T]+(\d\d?):(\d\d?)(?::(\d\d?))?(?:\.(\d+))?\s*(.*)")
_OFFSET = re.compile(r"([+\-])(\d\d?):?(\d\d)")
# Places that are shown or named, not where the camera stood
_OTHER_PLACES = re.compile(rb"<(Iptc4xmpExt:Location(?:Shown|Created))\b.*?</\1>", re.S)
_FIRM = re.compile(r"[ ,]+(corporation|corp\.?|co\.?,? ?ltd\.?|inc\.?|imaging corp\.?|company.*|electric co.*)$", re.I)


def describe(tags: Tags, parts: Parts) -> dict[str, Any]:
    """The fields of ``domain.Facts`` that the file's metadata tell: all but format and size.

    Args:
        tags: From ``exif.read_tags``.
        parts: XMP and IPTC are asked only where EXIF is silent. XMP is searched, never parsed as XML, so
            that entities in it stay what they are.
    """
    return {
        "taken": _taken(tags) or _taken_in_xmp(parts.xmp) or _iso(iptc.written(parts.photoshop)) or _changed(tags),
        "camera": _camera(tags),
        "lens": _word(tags, "exif", 0xA434),
        "exposure": _positive(tags, 0x829A) or _from_apex(tags, 0x9201),
        "aperture": _positive(tags, 0x829D) or _from_apex(tags, 0x9202),
        "iso": _whole(_positive(tags, 0x8827)),
        "focal_length": _positive(tags, 0x920A),
        "gps": _gps(tags) or _gps_in_xmp(parts.xmp),
    }


def _taken(tags: Tags) -> str | None:
    for directory, tag, fraction, offset in (
        ("exif", 0x9003, 0x9291, 0x9011),
        ("main", 0x9003, 0x9291, 0x9011),
        ("exif", 0x9004, 0x9292, 0x9012),
    ):
        when = _word(tags, directory, tag)
        moment = _iso(when or "", _word(tags, "exif", fraction), _word(tags, "exif", offset))
        if moment:
            return moment
    return None


def _changed(tags: Tags) -> str | None:
    """The time of the last change, which is the shot's only where a camera wrote it."""
    if _word(tags, "main", 0x010F):
        return _iso(_word(tags, "main", 0x0132) or "", _word(tags, "exif", 0x9290), _word(tags, "exif", 0x9010))
    return None


def _iso(text: str, fraction: str | None = None, offset: str | None = None) -> str | None:
    found = _WHEN.match(text.strip())
    if not found:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        # a leap second is told as :60, which Python does not know
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - the camera's clock
    except ValueError:
        return None
    digits = (found[7] or fraction or "").strip()
    part = f".{digits[:9]}" if digits.isascii() and digits.isdigit() else ""
    return moment.isoformat(timespec="seconds") + part + _iso_offset(found[8] or offset or "")


def _iso_offset(text: str) -> str:
    text = text.strip()
    if text in {"Z", "z"}:
        return "+00:00"
    found = _OFFSET.fullmatch(text)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        return ""
    return f"{found[1]}{int(found[2]):02}:{found[3]}"


def _taken_in_xmp(xmp: bytes) -> str | None:
    for name in (b"exif:DateTimeOriginal", b"photoshop:DateCreated", b"exif:DateTimeDigitized", b"xmp:CreateDate"):
        moment = _iso(_in_xmp(xmp, name))
        if moment:
            return moment
    return None


def _in_xmp(xmp: bytes, name: bytes) -> str:
    """The value of a simple property, written as attribute or element; empty when absent."""
    found = re.search(re.escape(name) + rb"""(?:\s*=\s*["']([^"'<]{1,100})|[^<>]{0,100}>([^<]{1,100}))""", xmp)
    return (found[1] or found[2]).decode("utf-8", "replace").strip() if found else ""


def _word(tags: Tags, directory: str, tag: int) -> str | None:
    value = tags.get((directory, tag))
    if isinstance(value, bytes):
        value = value.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
    if not isinstance(value, str):
        return None
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:200] or None


def _camera(tags: Tags) -> str | None:
    maker, device = _word(tags, "main", 0x010F), _word(tags, "main", 0x0110) or _word(tags, "main", 0xC614)
    if not maker or not device:
        return device or maker
    maker = _FIRM.sub("", maker)
    if device.split()[0].casefold() == maker.split()[0].casefold():
        return device
    return f"{maker} {device}"


def _positive(tags: Tags, tag: int) -> float | None:
    value = tags.get(("exif", tag))
    if isinstance(value, tuple) and math.isfinite(value[0]) and 0 < value[0] < 1e7:
        return float(value[0])
    return None


def _from_apex(tags: Tags, tag: int) -> float | None:
    """Exposure or aperture from the logarithmic fields that old cameras wrote instead."""
    value = tags.get(("exif", tag))
    if not isinstance(value, tuple) or not -20 < value[0] < 20:
        return None
    return float(2 ** -value[0]) if tag == 0x9201 else float(2 ** (value[0] / 2))


def _whole(value: float | None) -> int | None:
    return round(value) if value else None


def _gps(tags: Tags) -> tuple[float, float] | None:
    return _place(_degrees(tags, 2, 1), _degrees(tags, 4, 3))


def _degrees(tags: Tags, tag: int, sign_tag: int) -> float | None:
    value, sign = tags.get(("gps", tag)), (_word(tags, "gps", sign_tag) or "")
    if not isinstance(value, tuple) or not math.isfinite(value[0]):
        return None
    # Writers leave out seconds or write 0/0 for them
    parts = [part if math.isfinite(part) else 0.0 for part in value[:3]]
    total = sum((part / 60.0**power for power, part in enumerate(parts)), 0.0)
    if sign[:1].upper() not in {"N", "S", "E", "W"}:
        return None  # the hemisphere is unknown: no place is better than a wrong one
    return -abs(total) if sign[:1].upper() in {"S", "W"} else total


def _gps_in_xmp(xmp: bytes) -> tuple[float, float] | None:
    xmp = _OTHER_PLACES.sub(b"", xmp) if b"GPSLatitude" in xmp else b""
    return _place(_xmp_degrees(_in_xmp(xmp, b"exif:GPSLatitude")), _xmp_degrees(_in_xmp(xmp, b"exif:GPSLongitude")))


def _xmp_degrees(text: str) -> float | None:
    found = re.fullmatch(r"(-?[\d.]+)(?:,([\d.]+))?(?:,([\d.]+))?\s*([NSEWnsew])?", text)
    if not found:
        return None
    try:
        total = sum((float(part or 0) / 60.0**power for power, part in enumerate(found.groups()[:3])), 0.0)
    except ValueError:
        return None
    return -abs(total) if (found[4] or "").upper() in {"S", "W"} else total


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude
