"""Films inside photos, and the identifier that a photo shares with its film beside it.

Google's motion photos have the film behind the picture, in HEIC in a box ``mpvd``; XMP says so (``MotionPhoto``,
before 2020 ``MicroVideo``). Samsung's have a trailer that ends in ``SEFT``, with the film in the block
``MotionPhoto_Data``. Where the film begins is not taken from them: programs that change metadata, or append something,
leave offsets as they were. What counts is that a whole film is there.

Apple's live photos have the film in another file; both have an identifier, the photo in the maker notes.
"""

import re
import struct
from itertools import islice

from photon.domain.films.film import PLAIN, FilmFacts
from photon.media.file.file_kinds import is_photo
from photon.media.file.source import FileSource, opened, source_of
from photon.media.metadata.container import ContainerParts, boxes

_CLAIMS = (b"MotionPhoto", b"MicroVideo")
_SAMSUNG, _SAMSUNG_BLOCK = b"SEFT", b"MotionPhoto_Data"
_BOXED = frozenset({"HEIC", "HEIF", "AVIF"})
_FTYP = b"ftyp"
_FILM_BOXES = frozenset(
    {_FTYP, b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra", b"udta"}
)
_START = re.compile(rb"\0\0\0[\x10-\xff]ftyp")
_MOST_STARTS = 20  # so that a file made of them takes no minutes
_APPLE = b"Apple iOS\0"
_IDENTIFIER, _TEXT = 0x0011, 2
_NAMED = re.compile(r"[0-9a-z-]{8,64}")
_MOST_FIELDS = 200


def read_film_facts(source: FileSource, kind: str, parts: ContainerParts) -> FilmFacts:
    """Read what a photo's file says of moving pictures; takes some microseconds for one without.

    Args:
        source: The file.
        kind: Its format, as in ``ImageHeader``.
        parts: The parts of its container.
    """
    pairing = pairing_in(parts.exif)
    has_film = _claims_film(source, kind, parts.xmp) and find_film(source.data or b"") is not None
    return FilmFacts(pairing=pairing, has_film=has_film) if pairing or has_film else PLAIN


def _claims_film(source: FileSource, kind: str, xmp: bytes) -> bool:
    if any(claim in xmp for claim in _CLAIMS):
        return True
    if kind == "JPEG":
        is_samsung = source.slice(source.size - len(_SAMSUNG), source.size) == _SAMSUNG
        return is_samsung and _SAMSUNG_BLOCK in (source.data or b"")
    return kind in _BOXED and any(name == b"mpvd" for name, *_ in boxes(source))


def find_film(data: bytes) -> tuple[int, int] | None:
    """Find the film in a photo: the first place where a whole one lies.

    Args:
        data: The file.

    Returns:
        Its first byte and its end; None if there is none, or only a part of one.
    """
    for found in islice(_START.finditer(data, 12), _MOST_STARTS):  # HEIC begins with one of its own
        start = found.start()
        if length := _length_of_film(data[start:]):
            return start, start + length
    return None


def _length_of_film(data: bytes) -> int:
    """Return the bytes of the film with which data begins; 0 if that is none, or was cut."""
    seen: set[bytes] = set()
    length = 0
    for name, _, end in boxes(source_of(data)):
        if name not in _FILM_BOXES or end > len(data) or (name == _FTYP and seen):
            break
        seen.add(name)
        length = end
    return length if {b"moov", b"mdat"} <= seen else 0


def read_embedded_film(path: str) -> bytes:
    """Read the film inside a motion photo; empty if there is none any more.

    Args:
        path: The photo.

    Raises:
        UnreadableFile: It cannot be opened.
    """
    with opened(path) as source:
        found = find_film(source.data or b"")
        return source.slice(*found) if found else b""


def film_part(path: str) -> tuple[int, int] | None:
    """Return the part of a photo that is its film: first byte and number of bytes; None for another file.

    Args:
        path: A photo, or a film.

    Raises:
        UnreadableFile: It cannot be opened.
    """
    if not is_photo(path):
        return None
    with opened(path) as source:
        found = find_film(source.data or b"")
    return (found[0], found[1] - found[0]) if found else None


def pairing_in(exif: bytes) -> str:
    """Return the identifier of a live photo in Apple's maker notes, in lower case; empty for none.

    Their directory is behind a head of 14 bytes that ends in the byte order; offsets count from that head.

    Args:
        exif: The photo's EXIF.
    """
    notes = exif[start:] if (start := exif.find(_APPLE)) >= 0 else b""
    order = {b"MM": ">", b"II": "<"}.get(notes[12:14])
    if order is None or len(notes) < 16:
        return ""
    (count,) = struct.unpack_from(f"{order}H", notes, 14)
    for at in range(16, min(16 + 12 * min(count, _MOST_FIELDS), len(notes) - 11), 12):
        tag, kind, size, offset = struct.unpack_from(f"{order}HHII", notes, at)
        if (tag, kind) == (_IDENTIFIER, _TEXT):
            return read_identifier(notes[offset : offset + size])
    return ""


def read_identifier(raw: bytes) -> str:
    """Return the identifier that a photo or a film gives, in lower case; empty if it is none.

    Args:
        raw: Its bytes, which may end in NUL.
    """
    text = raw.split(b"\0", 1)[0].decode("latin-1").strip().lower()
    return text if _NAMED.fullmatch(text) else ""
