"""What the boxes of MP4 and MOV files say: date, place, camera, identifier of a live photo, times of key frames.

Where it can, it is said in EXIF's fields, so that all that reads photos' metadata reads that of films. A date with a
time zone (``com.apple.quicktime.creationdate``, ``©day``) counts before that of the header, which is in UTC.
"""

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Ids
from photon.media.file.source import FileSource, glanced, source_of
from photon.media.films.film_cuts import find_cuts
from photon.media.metadata.charsets import guessed
from photon.media.metadata.container import boxes, xmp_of_boxes
from photon.media.metadata.exif import Tags

_LARGEST = 128 << 20  # bytes of the index; 24 hours have 40 MB
_MOST_KEYS = 1_000_000
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


class FrameTimes(NamedTuple):
    """When some frames are shown, in seconds, ascending; empty if the file does not say so.

    Attributes:
        keys: Frames that are decoded without others.
        cuts: Frames that probably begin a shot, because they have little in common with those before.
    """

    keys: list[float]
    cuts: list[float]


def sync_times(path: str) -> list[float]:
    """Return when the key frames of the picture are shown, in seconds; see ``frame_times``."""
    return frame_times(path).keys


def frame_times(path: str) -> FrameTimes:
    """Return when the key frames of the picture and its cuts are shown.

    Args:
        path: The file; only its index is read.

    Raises:
        UnreadableFile: It cannot be opened or read.
    """
    with glanced(path) as source:
        movie = _movie(source)
    for track in _all(movie, b"trak"):
        media = _first_source(track, b"mdia")
        if _first(media, b"hdlr")[8:12] == b"vide":
            return _times_of(track, media)
    return FrameTimes([], [])


def _times_of(track: FileSource, media: FileSource) -> FrameTimes:
    table = _first_source(_first_source(media, b"minf"), b"stbl")
    head = _first(media, b"mdhd")
    scale = int.from_bytes(head[20:24] if head[:1] == b"\1" else head[12:16], "big")
    if not scale:
        return FrameTimes([], [])
    lasts = _pairs(_first(table, b"stts"))
    count = int(lasts[:, 0].sum())
    listed = _first(table, b"stss")
    keys = np.frombuffer(listed[8 : len(listed) - len(listed) % 4], ">u4").astype(np.int64) - 1
    if not listed:  # each frame is one
        keys = np.arange(min(count, _MOST_KEYS), dtype=np.int64)
    keys = keys[(keys >= 0) & (keys < count)]
    delays, begin = _pairs(_first(table, b"ctts")), _start(track)

    def shown(samples: Ids) -> list[float]:
        units = _sum_up_to(lasts, samples) + (_values_of(delays, samples) if len(delays) else 0) - begin
        found: Doubles = np.sort(np.maximum(units, 0)) / scale
        return [float(second) for second in found]

    listed = _first(table, b"stsz")[12:]
    sizes = np.frombuffer(listed[: len(listed) - len(listed) % 4], ">u4")[:count].astype(np.int64)
    return FrameTimes(shown(keys), shown(find_cuts(sizes, keys)))


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


def _pairs(box: bytes) -> Ids:
    """Return a table of two numbers in each row: int64 (n, 2); the second may be negative."""
    rows = np.frombuffer(box[8 : len(box) - len(box) % 8], ">i4").reshape(-1, 2).astype(np.int64)
    return rows[rows[:, 0] > 0]


def _values_of(runs: Ids, samples: Ids) -> Ids:
    """Return the value of each sample, where runs say how many samples have one: int64 (samples,)."""
    at = np.searchsorted(np.cumsum(runs[:, 0]), samples, side="right")
    return np.asarray(runs[np.minimum(at, len(runs) - 1), 1])


def _sum_up_to(runs: Ids, samples: Ids) -> Ids:
    """Return the sum of the values of all samples before each one: int64 (samples,)."""
    ends = np.cumsum(runs[:, 0])
    sums = np.concatenate([[0], np.cumsum(runs[:, 0] * runs[:, 1])])
    at = np.searchsorted(ends, samples, side="right")
    return np.asarray(sums[at] + (samples - (ends[at] - runs[at, 0])) * runs[at, 1])


def _start(track: FileSource) -> int:
    """Return the time of the track at which the film begins, from its first edit that is not empty."""
    edits = _first(_first_source(track, b"edts"), b"elst")
    form = ">Qqi" if edits[:1] == b"\1" else ">Iii"
    size = struct.calcsize(form)
    for at in range(8, len(edits) - size + 1, size):
        begin = int(struct.unpack_from(form, edits, at)[1])
        if begin >= 0:
            return begin
    return 0


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
