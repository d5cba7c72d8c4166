"""Facts from metadata fields: when, with what and where a photo was taken.

The capture time is that of the first field that has one: EXIF DateTimeOriginal, DateTimeDigitized;
``exif:DateTimeOriginal``, ``photoshop:DateCreated``, ``exif:DateTimeDigitized``, ``xmp:CreateDate`` in XMP; IPTC date
and time created; EXIF DateTime, if a camera wrote it; a sidecar's XMP; and last the GPS time, in UTC. A date in a
sidecar that a person chose in Photon takes precedence over all of them. Fractions of a second and the time zone belong
to their field: they are never taken from another field, since programs write their own zone there.

The coordinates are those that a person chose in Photon and wrote into a sidecar, else those in EXIF, XMP, and a
sidecar's XMP. Both of them come from one source, in range and with their own hemispheres; others count as missing.
"""

import math
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from photon.domain.metadata.place_words import is_located
from photon.domain.places.coordinates import read_located
from photon.media.metadata.exif import Tags
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties

_WHEN = re.compile(r"(\d{4})[:\-/.](\d\d?)[:\-/.](\d\d?)[ T]+(\d\d?):(\d\d?)(?::(\d\d?))?(?:\.(\d+))?\s*(.*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OFFSET = re.compile(r"([+\-])(\d\d?):?(\d\d)")
_FIRM = re.compile(r"[ ,]+(corporation|corp\.?|co\.?,? ?ltd\.?|inc\.?|imaging corp\.?|company.*|electric co.*)$", re.I)
_NO_LENS = re.compile(r"[\W_]*|[^1-9]*0[^1-9]*")  # "----" and "0.0 mm f/0.0"
_HIGHEST = 100_000  # metres
DECIDED = "photon:DateTaken"
LOCATED, GPS_FIELDS = "photon:Located", ("exif:GPSLatitude", "exif:GPSLongitude")


def describe(packets: Packets, sidecars: Iterable[Properties] = ()) -> dict[str, Any]:
    """Collect the fields of ``domain.Facts`` from metadata: all but format and size.

    Args:
        packets: Metadata packets; XMP and IPTC are only used where EXIF has no value.
        sidecars: Used where the file has no value; geotagging programs write there.
    """
    tags = packets.tags
    return {
        "taken": decided_date(sidecars)
        or _taken(tags)
        or _taken_in_xmp(packets.xmp)
        or _iso(packets.iptc.created)
        or _changed(tags)
        or _first(_taken_in_xmp(properties) for properties in sidecars)
        or _taken_by_gps(packets),
        "camera": _camera(_word(tags, "main", 0x010F), _word(tags, "main", 0x0110) or _word(tags, "main", 0xC614))
        or _camera(_shown(packets.xmp.text("tiff:Make")), _shown(packets.xmp.text("tiff:Model"))),
        "lens": _word(tags, "exif", 0xA434) or _lens_in_xmp(packets.xmp),
        "exposure": _positive(tags, 0x829A) or _from_apex(tags, 0x9201),
        "aperture": _positive(tags, 0x829D) or _from_apex(tags, 0x9202),
        "iso": _whole(_positive(tags, 0x8827)),
        "focal_length": _positive(tags, 0x920A),
        "gps": coordinates_of(packets, list(sidecars)),
    }


def decided_date(sidecars: Iterable[Properties]) -> str | None:
    """Return the date in ISO 8601 that a person chose in Photon, if no other program has changed it since.

    Args:
        sidecars: Properties of the sidecars.
    """
    for properties in sidecars:
        text = properties.text(DECIDED)
        if text and text == properties.text("exif:DateTimeOriginal"):
            return _iso(text)
    return None


def decided_place(sidecars: Iterable[Properties]) -> str:
    """Return the coordinates that a person chose in Photon, see ``located_text``; empty for none.

    They no longer count if another program has changed them since.

    Args:
        sidecars: Properties of the sidecars.
    """
    for properties in sidecars:
        with suppress(ValueError):
            text = properties.text(LOCATED)
            if text and is_located(text, gps_in_xmp(properties)):
                return text
    return ""


def coordinates_of(packets: Packets, sidecars: Sequence[Properties] = ()) -> tuple[float, float] | None:
    """Return where a photo was taken in signed decimal degrees; None if unknown.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars.
    """
    if decided := decided_place(sidecars):
        return read_located(decided)
    found = (_gps(packets.tags), *map(gps_in_xmp, (packets.xmp, *sidecars)))
    return next(filter(None, found), None)


def direction(packets: Packets) -> float | None:
    """Return the compass direction of the camera in degrees clockwise from north; None if unknown.

    Args:
        packets: Metadata packets of the file.
    """
    value = packets.tags.get(("gps", 17))
    if isinstance(value, tuple) and math.isfinite(value[0]) and 0 <= value[0] <= 360:
        return float(value[0]) % 360
    return None


def altitude(packets: Packets) -> float | None:
    """Return metres above sea level; None if unknown.

    Args:
        packets: Metadata packets of the file.
    """
    value, below = packets.tags.get(("gps", 6)), packets.tags.get(("gps", 5))
    if not isinstance(value, tuple) or not math.isfinite(value[0]) or abs(value[0]) > _HIGHEST:
        return None
    return -abs(float(value[0])) if below in {(1,), b"\1"} else float(value[0])


def _first(found: Iterable[Any]) -> Any:  # noqa: ANN401 - of one kind each time
    return next((item for item in found if item is not None), None)


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
    """Return the modification time, which is the capture time only if a camera wrote it."""
    if _word(tags, "main", 0x010F):
        return _iso(_word(tags, "main", 0x0132) or "", _word(tags, "exif", 0x9290), _word(tags, "exif", 0x9010))
    return None


def _iso(text: str, fraction: str | None = None, offset: str | None = None) -> str | None:
    found = _WHEN.match(text.strip())
    if not found:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        # A leap second is written as :60, which Python rejects.
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


def _taken_in_xmp(properties: Properties) -> str | None:
    for name, kind in (
        ("exif:DateTimeOriginal", "Original"),
        ("photoshop:DateCreated", "-"),
        ("exif:DateTimeDigitized", "Digitized"),
        ("xmp:CreateDate", "-"),
    ):
        text = properties.text(name)
        fraction, offset = properties.text(f"exif:SubSecTime{kind}"), properties.text(f"exif:OffsetTime{kind}")
        moment = _iso(f"{text} 00:00:00" if _DAY.fullmatch(text) else text, fraction, offset)
        if moment:
            return moment
    return None


def _taken_by_gps(packets: Packets) -> str | None:
    """Return the time of the GPS fix, in UTC. It may be minutes old, so any camera clock takes precedence."""
    day, clock = _word(packets.tags, "gps", 0x1D), packets.tags.get(("gps", 7))
    if day and isinstance(clock, tuple) and len(clock) == 3 and all(0 <= part < 60 for part in clock):
        seconds = round(clock[0] * 3600 + clock[1] * 60 + clock[2])  # some writers use fractional hours
        return _iso(f"{day} {seconds // 3600}:{seconds // 60 % 60}:{seconds % 60}", offset="Z")
    return _iso(packets.xmp.text("exif:GPSTimeStamp"), offset="Z")


def _word(tags: Tags, directory: str, tag: int) -> str | None:
    value = tags.get((directory, tag))
    if isinstance(value, bytes):
        value = value.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
    return _shown(value) if isinstance(value, str) else None


def _shown(value: str) -> str | None:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:200] or None


def _camera(maker: str | None, device: str | None) -> str | None:
    if not maker or not device:
        return device or maker or None
    maker = _FIRM.sub("", maker)
    if device.split()[0].casefold() == maker.split()[0].casefold():
        return device
    return f"{maker} {device}"


def _lens_in_xmp(properties: Properties) -> str | None:
    lens = properties.text("exifEX:LensModel") or properties.text("aux:Lens")
    return None if _NO_LENS.fullmatch(lens) else _shown(lens)


def _positive(tags: Tags, tag: int) -> float | None:
    value = tags.get(("exif", tag))
    if isinstance(value, tuple) and math.isfinite(value[0]) and 0 < value[0] < 1e7:
        return float(value[0])
    return None


def _from_apex(tags: Tags, tag: int) -> float | None:
    """Return the exposure time or aperture from the APEX fields of old cameras."""
    value = tags.get(("exif", tag))
    if not isinstance(value, tuple) or not -20 < value[0] < 20:
        return None
    return float(2 ** -value[0]) if tag == 0x9201 else float(2 ** (value[0] / 2))


def _whole(value: float | None) -> int | None:
    return round(value) if value else None


def _gps(tags: Tags) -> tuple[float, float] | None:
    return _place(_degrees(tags, 2, 1, "NS"), _degrees(tags, 4, 3, "EW"))


def _degrees(tags: Tags, tag: int, sign_tag: int, hemispheres: str) -> float | None:
    value, sign = tags.get(("gps", tag)), (_word(tags, "gps", sign_tag) or "-")[0].upper()
    if not isinstance(value, tuple) or not math.isfinite(value[0]):
        return None
    # Some writers omit seconds or write 0/0.
    parts = [part if math.isfinite(part) else 0.0 for part in value[:3]]
    total = sum((part / 60.0**power for power, part in enumerate(parts)), 0.0)
    if sign not in hemispheres:
        return None  # unknown hemisphere, or swapped: no location is better than a wrong one
    return -abs(total) if sign in "SW" else total


def gps_in_xmp(properties: Properties) -> tuple[float, float] | None:
    """Return the coordinates in a packet in signed decimal degrees; None if they are missing or invalid.

    Args:
        properties: Its properties.
    """
    latitude, longitude = (
        _xmp_degrees(properties.text(name), properties.text(f"{name}Ref"), hemispheres)
        for name, hemispheres in zip(GPS_FIELDS, ("NS", "EW"), strict=True)
    )
    return _place(latitude, longitude)


def _xmp_degrees(text: str, hemisphere: str, allowed: str) -> float | None:
    """Return degrees in XMP's notation, ``51,30.6N``; some programs write a sign, or the letter elsewhere."""
    found = re.fullmatch(r"(-?[\d.]+)(?:,([\d.]+))?(?:,([\d.]+))?\s*([NSEWnsew])?", text)
    if not found:
        return None
    try:
        total = sum((float(part or 0) / 60.0**power for power, part in enumerate(found.groups()[:3])), 0.0)
    except ValueError:
        return None
    sign = (found[4] or hemisphere[:1] or allowed[0]).upper()
    if sign not in allowed:
        return None  # swapped
    return -abs(total) if sign in "SW" else total


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude
