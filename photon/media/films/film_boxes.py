"""What the boxes of MP4 and MOV files say: date, place, camera, identifier of a live photo.

Where it can, it is said in EXIF's fields, so that all that reads photos' metadata reads that of films. A date with a
time zone (``com.apple.quicktime.creationdate``, ``©day``) counts before that of the header, which is in UTC.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from photon.media.file.source import FileSource, source_of
from photon.media.metadata.charsets import guessed
from photon.media.metadata.container import boxes, xmp_of_boxes
from photon.media.metadata.exif import Tags

_LARGEST = 128 << 20  # bytes of the index; 24 hours have 40 MB
_MAKE, _MODEL, _TAKEN = ("main", 0x010F), ("main", 0x0110), ("exif", 0x9003)
_FIELDS = {
    "com.apple.quicktime.make": _MAKE, "com.android.manufacturer": _MAKE, "©mak": _MAKE,
    "com.apple.quicktime.model": _MODEL, "com.android.model": _MODEL, "©mod": _MODEL,
    "com.apple.quicktime.creationdate": _TAKEN, "©day": _TAKEN,
}  # fmt: skip
_PLACES = ("com.apple.quicktime.location.ISO6709", "©xyz")
_PAIRING = "com.apple.quicktime.content.identifier"
_CLOCK = re.compile(r".*\d[T ]\d\d?:\d\d")
_ISO_6709 = re.compile(r"([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)([+-]\d+(?:\.\d*)?)?")
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before, a camera's clock was not set


class BoxFacts(NamedTuple):
    """What the boxes of a film say.

    Attributes:
        tags: Camera, date and place, in EXIF's fields.
        created: Date of the header in ISO 8601, in UTC; None if it says none.
        xmp: XMP packet, or empty.
        pairing: Identifier of a live photo in lower case, or empty.
    """

    tags: Tags
    created: str | None = None
    xmp: bytes = b""
    pairing: str = ""


def read_boxes(source: FileSource) -> BoxFacts:
    """Read what the boxes of a film say; nothing if it has none.

    Args:
        source: The file.
    """
    movie = _movie(source)
    texts = dict(_texts(movie))
    tags: Tags = {}
    for name, field in _FIELDS.items():
        if name in texts and (field != _TAKEN or _CLOCK.match(texts[name])):
            tags.setdefault(field, texts[name])
    tags |= next((place for name in _PLACES if (place := _place(texts.get(name, "")))), {})
    xmp = xmp_of_boxes(source) or _first(_first_source(movie, b"udta"), b"XMP_")
    return BoxFacts(tags, _created(_first(movie, b"mvhd")), xmp, texts.get(_PAIRING, "").lower())


def _movie(source: FileSource) -> FileSource:
    """Return the content of the box that describes all others."""
    for name, start, end in boxes(source):
        if name == b"moov":
            return source_of(source.slice(start, min(end, start + _LARGEST)))
    return source_of(b"")


def _all(source: FileSource, wanted: bytes) -> Iterator[FileSource]:
    return (source_of(source.slice(start, end)) for name, start, end in boxes(source) if name == wanted)


def _first_source(source: FileSource, wanted: bytes) -> FileSource:
    return next(_all(source, wanted), source_of(b""))


def _first(source: FileSource, wanted: bytes) -> bytes:
    return _first_source(source, wanted).data or b""


def _texts(movie: FileSource) -> Iterator[tuple[str, str]]:
    """Yield the texts that a film carries, by the names of Apple and Android, or of four letters."""
    for user in _all(movie, b"udta"):
        for name, start, end in boxes(user):
            if name[:1] == b"\xa9":
                text = user.slice(start, end)
                yield "©" + name[1:].decode("latin-1"), guessed(text[4 : 4 + int.from_bytes(text[:2], "big")])
        yield from _items(user)
    yield from _items(movie)


def _items(parent: FileSource) -> Iterator[tuple[str, str]]:
    meta = _first(parent, b"meta")
    inner = source_of(meta[4:] if meta[4:8] != b"hdlr" else meta)  # in MP4, version and flags come first
    names = [guessed(key.data or b"") for key in _all(source_of(_first(inner, b"keys")[8:]), b"mdta")]
    listed = _first_source(inner, b"ilst")
    for name, start, end in boxes(listed):
        number = int.from_bytes(name, "big")
        key = names[number - 1] if 0 < number <= len(names) else "©" + name[1:].decode("latin-1")
        yield key, guessed(_first(source_of(listed.slice(start, end)), b"data")[8:])


def _place(text: str) -> Tags:
    """Return a place in ISO 6709, ``+27.59-016.56+8.8/``, in EXIF's fields."""
    found = _ISO_6709.match(text)
    if not found or not (float(found[1]) or float(found[2])):
        return {}
    tags: Tags = {
        ("gps", 1): "S" if found[1][0] == "-" else "N", ("gps", 2): (_degrees(found[1], 2),),
        ("gps", 3): "W" if found[2][0] == "-" else "E", ("gps", 4): (_degrees(found[2], 3),),
    }  # fmt: skip
    if found[3]:
        tags |= {("gps", 5): (float(found[3][0] == "-"),), ("gps", 6): (abs(float(found[3])),)}
    return tags


def _degrees(text: str, digits: int) -> float:
    """Convert degrees, perhaps followed by minutes and seconds of two digits each."""
    whole = text[1:].partition(".")[0]
    if len(whole) <= digits:
        return float(text[1:])
    parts = [float(whole[:digits]), *(float(whole[at : at + 2]) for at in range(digits, len(whole), 2))]
    parts[-1] += float("0." + (text.partition(".")[2] or "0"))
    return sum((part / 60.0**power for power, part in enumerate(parts)), 0.0)


def _created(head: bytes) -> str | None:

    seconds = int.from_bytes(head[4:12] if head[:1] == b"\1" else head[4:8], "big")
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.isoformat(timespec="seconds") if moment >= _EARLIEST else None
