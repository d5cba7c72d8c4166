"""IPTC-IIM, written by press agencies, scanners and older programs, inside Photoshop resources or bare."""

from collections.abc import Iterator
from dataclasses import field

from photon.media.metadata.charsets import guessed, readable
from photon.quick_dataclass import dataclass

RESOURCE = 0x0404
_SIGNATURES = (b"8BIM", b"AgHg", b"PHUT", b"DCSR", b"MeSa")
NAME, KEYWORD, DATE, TIME, CAPTION = 5, 25, 55, 60, 120
PLACE = (92, 90, 95, 101, 100)  # sub-location, city, province or state, country, its code
TEXT_RECORD, CHARSET = 2, 90
# ISO 2022 escape sequences found in files. Latin-1 is often declared for Windows-1252, its superset.
CHARSETS = {b"\x1b%G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "cp1252", b"\x1b-A": "cp1252", b"\x1b-L": "iso8859-5"}


@dataclass(slots=True)
class Iptc:
    """The IPTC of a file; texts are empty if missing.

    Attributes:
        keywords: As written, not split.
        caption: Caption/Abstract.
        title: Object name.
        created: Date and time as ``YYYY-MM-DD HH:MM:SS+HH:MM``.
        place: Location, city, region, country, and its code.
    """

    keywords: list[str] = field(default_factory=list)
    caption: str = ""
    title: str = ""
    created: str = ""
    place: tuple[str, ...] = ("",) * len(PLACE)


def read_iptc(photoshop: bytes, bare: bytes = b"") -> Iptc:
    """Read all IPTC of a file: keywords of all blocks, the first value of any other field.

    Args:
        photoshop: Photoshop image resources, as in APP13 of JPEG files.
        bare: Bare IPTC, as in TIFF files and PNG profiles.
    """
    found = Iptc()
    for block in (*blocks(photoshop), bare):
        _decode_sets(found, list(datasets(block)))
    return found


def _decode_sets(found: Iptc, sets: list[tuple[int, int, bytes]]) -> None:
    charset = next((CHARSETS.get(raw, "") for record, number, raw in sets if (record, number) == (1, CHARSET)), "")
    texts: dict[int, list[str]] = {}
    for record, number, raw in sets:
        if record == TEXT_RECORD and number in {NAME, KEYWORD, DATE, TIME, CAPTION, *PLACE}:
            texts.setdefault(number, []).append(readable(guessed(raw, charset)))
    found.keywords += filter(None, texts.get(KEYWORD, []))
    found.caption = found.caption or _first(texts, CAPTION)
    found.title = found.title or _first(texts, NAME)
    found.created = found.created or _moment(_first(texts, DATE), _first(texts, TIME))
    if not any(found.place):  # parts of two blocks are never mixed
        found.place = tuple(_first(texts, number) for number in PLACE)


def _first(texts: dict[int, list[str]], number: int) -> str:
    return next(filter(None, texts.get(number, [])), "")


def _moment(date: str, time: str) -> str:
    date, time = date.replace("-", "").replace(":", ""), time.replace(":", "")
    if len(date) != 8 or not date.isdigit():
        return ""
    clock = f"{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}" if time[:6].isdigit() else "00:00:00"
    return f"{date[:4]}-{date[4:6]}-{date[6:]} {clock}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A Photoshop resource: header, id and content."""

    head: bytes
    kind: int
    content: bytes


def resources(photoshop: bytes) -> Iterator[Resource]:
    """Iterate over Photoshop image resources, up to the first invalid one.

    Args:
        photoshop: The resources.

    Yields:
        The resources.
    """
    at = 0
    while photoshop[at : at + 4] in _SIGNATURES and at + 7 <= len(photoshop):
        start = at + 6 + (photoshop[at + 6] + 2) // 2 * 2
        size = int.from_bytes(photoshop[start : start + 4], "big")
        kind = int.from_bytes(photoshop[at + 4 : at + 6], "big")
        yield Resource(photoshop[at:start], kind, photoshop[start + 4 : start + 4 + size])
        at = start + 4 + (size + 1) // 2 * 2


def blocks(photoshop: bytes) -> Iterator[bytes]:
    """Find the IPTC blocks among Photoshop resources.

    Args:
        photoshop: Photoshop image resources.

    Returns:
        The blocks.
    """
    return (one.content for one in resources(photoshop) if one.kind == RESOURCE)


def datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Iterate over the datasets of a block, up to the first invalid one.

    Args:
        block: An IPTC block.

    Yields:
        Record number, dataset number and bytes.
    """
    at = 0
    while block[at : at + 1] == b"\x1c" and at + 5 <= len(block):
        record, number, size = block[at + 1], block[at + 2], int.from_bytes(block[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:  # an extended dataset declares the length of its size field
            digits = size & 0x7FFF
            if digits > 4:
                return
            size = int.from_bytes(block[at : at + digits], "big")
            at += digits
        yield record, number, block[at : at + size]
        at += size
