"""Words into IPTC-IIM, where a file holds it already: keywords, caption and title as XMP says them.

A field that IPTC does not have is not added. Every other dataset stays; where the text needs it and the block declares
no UTF-8, it is declared and what the block holds is turned into it. Lengths are those of the standard (IPTC-NAA
Information Interchange Model 4.2): 64 bytes for a keyword and the title, 2,000 for the caption, cut between characters.
Photoshop's digest (resource 0x0425) is renewed where it is there, for programs take IPTC for newer than XMP else.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from photon.domain.writing import FieldChange, Profile, Words
from photon.media.charsets import guessed, readable
from photon.media.iptc import CAPTION, CHARSET, CHARSETS, KEYWORD, NAME, RESOURCE, SIGNATURES, TEXT_RECORD, datasets
from photon.media.xmp_writing import flat_names, levels_kept

Sets = list[tuple[int, int, bytes]]

_DIGEST = 0x0425
_UTF8 = b"\x1b%G"
_NAMES = {KEYWORD: "IPTC Keywords", CAPTION: "IPTC Caption", NAME: "IPTC Title"}
_LENGTHS = {KEYWORD: 64, CAPTION: 2000, NAME: 64}
_BINARY = {0, 125, 200, 201, 202}  # datasets of the second record that hold no text


class UnknownIptc(ValueError):  # noqa: N818 - it names the state of a file
    """It is broken, or in a character set that Photon does not know."""


def with_words(block: bytes, words: Words, profile: Profile) -> tuple[bytes, list[FieldChange]]:
    """An IPTC block that is in step with words, and what is different in it.

    Raises:
        UnknownIptc: It cannot be changed safely.
    """
    sets = list(datasets(block))
    if joined(sets) != block.rstrip(b"\0") and joined(sets) != block:
        raise UnknownIptc("broken")
    charset = charset_of(sets)
    texts = {number: [readable(guessed(raw, charset or "")) for raw in _of(sets, number)] for number in _NAMES}
    levels = levels_kept(texts[KEYWORD], words.keywords or (), profile.paths)
    new = {number: _cut(number, some) for number, some in _asked(words, profile, levels).items() if texts[number]}
    new = {number: some for number, some in new.items() if not _are_same(number, texts[number], some)}
    if not new:
        return block, []
    encoded = _encoded(sets, new, charset)
    changes = [FieldChange(_NAMES[number], tuple(texts[number]), tuple(some)) for number, some in new.items()]
    return joined(encoded) + b"\0" * (len(block) - len(block.rstrip(b"\0"))), changes


def _are_same(number: int, there: list[str], asked: list[str]) -> bool:
    """Whether a field says what it shall; the order of keywords tells nothing."""
    return set(there) == set(asked) if number == KEYWORD else there == asked


def charset_of(sets: Iterable[tuple[int, int, bytes]]) -> str | None:
    """The character set that a block declares; empty for none, None for one that Photon does not know."""
    declared = next((raw for record, number, raw in sets if (record, number) == (1, CHARSET)), None)
    return "" if declared is None else CHARSETS.get(declared)


def others(block: bytes) -> list[tuple[int, int, object]]:
    """Every dataset that is not Photon's, as it is understood, to compare."""
    sets = list(datasets(block))
    charset = charset_of(sets) or ""
    return [
        (record, number, guessed(raw, charset) if record == TEXT_RECORD and number not in _BINARY else raw)
        for record, number, raw in sets
        if (record, number) != (1, CHARSET) and not (record == TEXT_RECORD and number in _NAMES)
    ]


def _asked(words: Words, profile: Profile, levels: list[str]) -> dict[int, list[str]]:
    asked: dict[int, list[str]] = {}
    if words.keywords is not None:
        asked[KEYWORD] = flat_names(words.keywords, profile, levels)
    if words.caption is not None:
        asked[CAPTION] = [words.caption] if words.caption else []
    if words.title is not None:
        asked[NAME] = [words.title] if words.title else []
    return asked


def _cut(number: int, texts: list[str]) -> list[str]:
    return [text.encode()[: _LENGTHS[number]].decode("utf-8", "ignore") for text in texts]


def _of(sets: Sets, wanted: int) -> list[bytes]:
    return [raw for record, number, raw in sets if (record, number) == (TEXT_RECORD, wanted)]


def _encoded(sets: Sets, new: dict[int, list[str]], charset: str | None) -> Sets:
    """The datasets with new texts in the place of the first of each kind."""
    is_plain = all(text.isascii() for some in new.values() for text in some)
    if charset != "utf-8" and not is_plain:
        if charset is None and not all(raw.isascii() for record, _, raw in sets if record == TEXT_RECORD):
            raise UnknownIptc("a character set that Photon does not know")
        sets = _in_utf8(sets, charset or "")
    found: Sets = []
    done: set[int] = set()
    for record, number, raw in sets:
        if record != TEXT_RECORD or number not in new:
            found.append((record, number, raw))
        elif number not in done:
            done.add(number)
            found += [(record, number, text.encode()) for text in new[number]]
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
    """A block of these datasets."""
    parts = []
    for record, number, raw in sets:
        size = len(raw).to_bytes(2, "big") if len(raw) < 0x8000 else b"\x80\x04" + len(raw).to_bytes(4, "big")
        parts.append(bytes([0x1C, record, number]) + size + raw)
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Resource:
    """One of Photoshop's resources: what stands before its size, its kind, its content."""

    head: bytes
    kind: int
    content: bytes


def resources(photoshop: bytes) -> list[Resource]:
    """Photoshop's image resources.

    Raises:
        UnknownIptc: They do not end where the block ends.
    """
    found = list(_resources(photoshop))
    if _packed(found) != photoshop and _packed(found) != photoshop + b"\0":
        raise UnknownIptc("broken resources")
    return found


def _resources(photoshop: bytes) -> Iterator[Resource]:
    at = 0
    while photoshop[at : at + 4] in SIGNATURES and at + 7 <= len(photoshop):
        start = at + 6 + (photoshop[at + 6] + 2) // 2 * 2
        size = int.from_bytes(photoshop[start : start + 4], "big")
        kind = int.from_bytes(photoshop[at + 4 : at + 6], "big")
        yield Resource(photoshop[at:start], kind, photoshop[start + 4 : start + 4 + size])
        at = start + 4 + (size + 1) // 2 * 2


def _packed(some: Iterable[Resource]) -> bytes:
    return b"".join(
        one.head + len(one.content).to_bytes(4, "big") + one.content + b"\0" * (len(one.content) % 2) for one in some
    )


def photoshop_with_words(
    photoshop: bytes, words: Words, profile: Profile, bare: bytes | None = None
) -> tuple[bytes, list[FieldChange]]:
    """Photoshop's resources with the IPTC in them in step, and its digest.

    Args:
        photoshop: Them.
        words: What they shall say.
        profile: Says which flat keywords there are.
        bare: The new IPTC that the file holds elsewhere, of which the digest is then.

    Raises:
        UnknownIptc: They cannot be changed safely.
    """
    found: list[Resource] = []
    changes: list[FieldChange] = []
    block = bare
    for one in resources(photoshop):
        if one.kind == RESOURCE:
            new, some = with_words(one.content, words, profile)
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
    """Every resource that is not Photon's, to compare."""
    return [
        (one.head, others(one.content) if one.kind == RESOURCE else one.content)
        for one in _resources(photoshop)
        if one.kind != _DIGEST
    ]
