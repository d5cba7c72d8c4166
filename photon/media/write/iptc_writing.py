"""Update IPTC-IIM where a file contains it already: keywords, caption and title as in XMP, and places of Photon's own.

No field is added. All other datasets are preserved; if the text needs UTF-8 and the block does not declare it, the
block is converted. Lengths are those of the standard (IPTC-NAA Information Interchange Model 4.2): 64 bytes for a
keyword, the title and the country, 2,000 for the caption, 32 for the rest of a place, truncated between characters.
Photoshop's digest (resource 0x0425) is updated if present, since programs would otherwise consider IPTC newer than XMP.
"""

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import astuple

from photon.domain.metadata.place_words import PlaceWords
from photon.domain.metadata.tag import name_key
from photon.domain.metadata.writing import FieldChange, MetadataEdit, Profile
from photon.media.metadata.charsets import guessed, readable
from photon.media.metadata.iptc import (
    CAPTION,
    CHARSET,
    CHARSETS,
    KEYWORD,
    NAME,
    PLACE,
    RESOURCE,
    TEXT_RECORD,
    Resource,
    datasets,
    resources,
)
from photon.media.metadata.keywords import edits
from photon.media.write.album_writing import NO_LEVELS, AlbumLevels
from photon.media.write.xmp_writing import flat_names, levels_kept

Sets = list[tuple[int, int, bytes]]

_DIGEST = 0x0425
_UTF8 = b"\x1b%G"
_NAMES = {
    KEYWORD: "IPTC Keywords", CAPTION: "IPTC Caption", NAME: "IPTC Title",
    92: "IPTC Sub-location", 90: "IPTC City", 95: "IPTC Province", 101: "IPTC Country", 100: "IPTC Country code",
}  # fmt: skip
_LENGTHS = {KEYWORD: 64, CAPTION: 2000, NAME: 64, 92: 32, 90: 32, 95: 32, 101: 64, 100: 3}
_BINARY = {0, 125, 200, 201, 202}  # binary datasets of record 2


class UnknownIptc(ValueError):  # noqa: N818 - it names the state of a file
    """IPTC is broken, or in an unsupported character set."""


def with_words(
    block: bytes, words: MetadataEdit, profile: Profile, album: AlbumLevels = NO_LEVELS
) -> tuple[bytes, list[FieldChange]]:
    """Update an IPTC block.

    Args:
        block: The block.
        words: The edit.
        profile: Decides which flat keywords to write.
        album: Which flat keywords stay because of albums.

    Returns:
        The new block, and the changes.

    Raises:
        UnknownIptc: It cannot be changed safely.
    """
    sets = list(datasets(block))
    if joined(sets) != block.rstrip(b"\0") and joined(sets) != block:
        raise UnknownIptc("broken")
    charset = charset_of(sets) or ""
    texts = {number: [_text_of(raw, charset) for raw in _values_of(sets, number)] for number in _NAMES}
    asked_texts = _asked(words) | _asked_places(words.place, texts)
    new = {number: some for number, some in asked_texts.items() if texts[number] and texts[number] != some}
    gone: set[str] = set()
    if words.keywords is not None and texts[KEYWORD]:
        levels = levels_kept(texts[KEYWORD], words.keywords, profile.paths, album)
        names = flat_names(words.keywords, profile, levels)
        there = set(map(name_key, texts[KEYWORD]))
        cut = {name: _cut(KEYWORD, [name])[0] for name in names}
        asked = [name if name_key(name) in there else cut[name] for name in names]  # some files have longer ones
        gone, more = edits(texts[KEYWORD], asked, levels=set(map(name_key, cut.values())))
        if gone or more:
            new[KEYWORD] = more
    if not new:
        return block, []
    after = new | {KEYWORD: [name for name in texts[KEYWORD] if name not in gone] + new.get(KEYWORD, [])}
    changes = [FieldChange(_NAMES[number], tuple(texts[number]), tuple(after[number])) for number in new]
    encoded = _encoded(sets, new, gone)
    return joined(encoded) + b"\0" * (len(block) - len(block.rstrip(b"\0"))), changes


def charset_of(sets: Iterable[tuple[int, int, bytes]]) -> str | None:
    """Return the character set declared by a block; empty if none, None if unsupported.

    Args:
        sets: Datasets of the block.
    """
    declared = next((raw for record, number, raw in sets if (record, number) == (1, CHARSET)), None)
    return "" if declared is None else CHARSETS.get(declared)


def others(block: bytes) -> list[tuple[int, int, object]]:
    """Return all datasets that are not Photon's, decoded, for comparison.

    Args:
        block: An IPTC block.
    """
    sets = list(datasets(block))
    charset = charset_of(sets) or ""
    return [
        (record, number, guessed(raw, charset) if record == TEXT_RECORD and number not in _BINARY else raw)
        for record, number, raw in sets
        if (record, number) != (1, CHARSET) and not (record == TEXT_RECORD and number in _NAMES)
    ]


def _asked(words: MetadataEdit) -> dict[int, list[str]]:
    asked = {CAPTION: words.caption, NAME: words.title}
    return {number: _cut(number, [text] if text else []) for number, text in asked.items() if text is not None}


def _asked_places(place: PlaceWords | None, texts: Mapping[int, list[str]]) -> dict[int, list[str]]:
    """Return what becomes of Photon's places where another program copied them."""
    if place is None or place.stated is None:
        return {}
    parts = zip(PLACE, astuple(place.former), astuple(place.stated), strict=True)
    return {
        number: _cut(number, [now] if now else [])
        for number, former, now in parts
        if former and texts[number] == _cut(number, [former])
    }


def _cut(number: int, texts: list[str]) -> list[str]:
    return [text.encode()[: _LENGTHS[number]].decode("utf-8", "ignore") for text in texts]


def _values_of(sets: Sets, wanted: int) -> list[bytes]:
    return [raw for record, number, raw in sets if (record, number) == (TEXT_RECORD, wanted)]


def _text_of(raw: bytes, charset: str) -> str:
    return readable(guessed(raw, charset))


def _encoded(sets: Sets, new: dict[int, list[str]], gone: Container[str]) -> Sets:
    """Return the datasets with new texts in the position of those they replace; keywords not in ``gone`` are kept."""
    charset = charset_of(sets)
    is_plain = all(text.isascii() for some in new.values() for text in some)
    if charset != "utf-8" and not is_plain:
        if charset is None and not all(raw.isascii() for record, _, raw in sets if record == TEXT_RECORD):
            raise UnknownIptc("an unknown character set")
        sets, charset = _in_utf8(sets, charset or ""), "utf-8"
    found: Sets = []
    rows: dict[int, int] = {}
    for record, number, raw in sets:
        if record != TEXT_RECORD or number not in new:
            found.append((record, number, raw))
            continue
        rows.setdefault(number, len(found))
        if number == KEYWORD and _text_of(raw, charset or "") not in gone:
            found.append((record, number, raw))
            rows[number] = len(found)
    for number, at in sorted(rows.items(), key=lambda one: one[1], reverse=True):
        found[at:at] = [(TEXT_RECORD, number, text.encode()) for text in new[number]]
    return found


def _in_utf8(sets: Sets, charset: str) -> Sets:
    turned = [
        (record, number, raw if number in _BINARY else guessed(raw, charset).encode())
        if record == TEXT_RECORD
        else (record, number, raw)
        for record, number, raw in sets
        if (record, number) != (1, CHARSET)
    ]
    at = sum(1 for record, number, _ in turned if (record, number) < (1, CHARSET))
    return [*turned[:at], (1, CHARSET, _UTF8), *turned[at:]]


def joined(sets: Sets) -> bytes:
    """Encode datasets as a block.

    Args:
        sets: Record number, dataset number and bytes.
    """
    parts = []
    for record, number, raw in sets:
        size = len(raw).to_bytes(2, "big") if len(raw) < 0x8000 else b"\x80\x04" + len(raw).to_bytes(4, "big")
        parts.append(bytes([0x1C, record, number]) + size + raw)
    return b"".join(parts)


def _checked_resources(photoshop: bytes) -> list[Resource]:
    """Parse Photoshop image resources.

    Raises:
        UnknownIptc: They do not end at the end of the block.
    """
    found = list(resources(photoshop))
    if _packed(found) != photoshop and _packed(found) != photoshop + b"\0":
        raise UnknownIptc("damaged resources")
    return found


def _packed(some: Iterable[Resource]) -> bytes:
    return b"".join(
        one.head + len(one.content).to_bytes(4, "big") + one.content + b"\0" * (len(one.content) % 2) for one in some
    )


def photoshop_with_words(
    photoshop: bytes, words: MetadataEdit, profile: Profile, bare: bytes | None = None, album: AlbumLevels = NO_LEVELS
) -> tuple[bytes, list[FieldChange]]:
    """Update the IPTC in Photoshop resources, and its digest.

    Args:
        photoshop: The resources.
        words: The edit.
        profile: Decides which flat keywords to write.
        bare: New bare IPTC of the file, if the digest refers to that.
        album: As for ``with_words``.

    Returns:
        The new resources, and the changes.

    Raises:
        UnknownIptc: They cannot be changed safely.
    """
    found: list[Resource] = []
    changes: list[FieldChange] = []
    block = bare
    for one in _checked_resources(photoshop):
        if one.kind == RESOURCE:
            new, some = with_words(one.content, words, profile, album)
            changes += some
            block = new if block is None else block
            found.append(Resource(one.head, one.kind, new))
        else:
            found.append(one)
    if block is not None and (changes or bare is not None):
        digest = hashlib.md5(block, usedforsecurity=False).digest()
        found = [Resource(one.head, one.kind, digest) if one.kind == _DIGEST else one for one in found]
    return (_packed(found), changes) if changes or bare is not None else (photoshop, [])


def other_resources(photoshop: bytes) -> list[object]:
    """Return all resources that are not Photon's, for comparison.

    Args:
        photoshop: The resources.
    """
    return [
        (one.head, others(one.content) if one.kind == RESOURCE else one.content)
        for one in resources(photoshop)
        if one.kind != _DIGEST
    ]
