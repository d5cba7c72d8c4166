"""IPTC-IIM: what press agencies, scanners and older programs write, inside Photoshop's resources or bare."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from photon.media.metadata.charsets import guessed, readable

RESOURCE = 0x0404
SIGNATURES = (b"8BIM", b"AgHg", b"PHUT", b"DCSR", b"MeSa")
NAME, KEYWORD, DATE, TIME, CAPTION = 5, 25, 55, 60, 120
TEXT_RECORD, CHARSET = 2, 90
# Escape sequences of ISO 2022 that are met in files. Who declares Latin-1 often writes Windows-1252, which holds it.
CHARSETS = {b"\x1b%G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "cp1252", b"\x1b-A": "cp1252", b"\x1b-L": "iso8859-5"}


@dataclass(slots=True)
class Iptc:
    """What a file's IPTC says; empty texts where it says nothing.

    Attributes:
        keywords: As written, none split.
        caption: Caption or abstract.
        title: The object's name.
        created: Date and time as ``YYYY-MM-DD HH:MM:SS+HH:MM``.
    """

    keywords: list[str] = field(default_factory=list)
    caption: str = ""
    title: str = ""
    created: str = ""


def read_iptc(photoshop: bytes, bare: bytes = b"") -> Iptc:
    """All IPTC of a file: keywords of all blocks, the first of everything else.

    Args:
        photoshop: Photoshop's image resources, as JPEG files carry them in APP13.
        bare: IPTC by itself, as TIFF files and PNG profiles carry it.
    """
    found = Iptc()
    for block in (*blocks(photoshop), bare):
        _decode_sets(found, list(datasets(block)))
    return found


def _decode_sets(found: Iptc, sets: list[tuple[int, int, bytes]]) -> None:
    charset = next((CHARSETS.get(raw, "") for record, number, raw in sets if (record, number) == (1, CHARSET)), "")
    texts: dict[int, list[str]] = {}
    for record, number, raw in sets:
        if record == TEXT_RECORD and number in {NAME, KEYWORD, DATE, TIME, CAPTION}:
            texts.setdefault(number, []).append(readable(guessed(raw, charset)))
    found.keywords += filter(None, texts.get(KEYWORD, []))
    found.caption = found.caption or _first(texts, CAPTION)
    found.title = found.title or _first(texts, NAME)
    found.created = found.created or _moment(_first(texts, DATE), _first(texts, TIME))


def _first(texts: dict[int, list[str]], number: int) -> str:
    return next(filter(None, texts.get(number, [])), "")


def _moment(date: str, time: str) -> str:
    date, time = date.replace("-", "").replace(":", ""), time.replace(":", "")
    if len(date) != 8 or not date.isdigit():
        return ""
    clock = f"{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}" if time[:6].isdigit() else "00:00:00"
    return f"{date[:4]}-{date[4:6]}-{date[6:]} {clock}"


def blocks(photoshop: bytes) -> Iterator[bytes]:
    """The IPTC blocks among Photoshop's resources."""
    at = 0
    while photoshop[at : at + 4] in SIGNATURES:
        kind = int.from_bytes(photoshop[at + 4 : at + 6], "big")
        name = photoshop[at + 6] if at + 6 < len(photoshop) else 0
        start = at + 6 + (name + 2) // 2 * 2
        size = int.from_bytes(photoshop[start : start + 4], "big")
        if kind == RESOURCE:
            yield photoshop[start + 4 : start + 4 + size]
        at = start + 4 + (size + 1) // 2 * 2


def datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, number and bytes of each dataset, up to the first that is none."""
    at = 0
    while block[at : at + 1] == b"\x1c" and at + 5 <= len(block):
        record, number, size = block[at + 1], block[at + 2], int.from_bytes(block[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:  # an extended one tells how many bytes its size has
            digits = size & 0x7FFF
            if digits > 4:
                return
            size = int.from_bytes(block[at : at + digits], "big")
            at += digits
        yield record, number, block[at : at + size]
        at += size
