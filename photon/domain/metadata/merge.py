"""What a photo's file and the library say of it, and bringing both together by what they last agreed on.

A three-way merge: what only one side changed is taken from that side; what both changed, each otherwise, is a conflict
for a person to settle. Keywords are a set: what one side added is added, what one side took away is taken away.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

from photon.domain.errors import PhotonError
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.tag import TagPath, clean_path, name_key, tag_key

Field = Literal["caption", "title", "rating"]
FIELDS: tuple[Field, ...] = ("caption", "title", "rating")


@dataclass(frozen=True, slots=True)
class MetadataSnapshot:
    """What one side says.

    Attributes:
        keywords: Paths as tags are kept.
        caption: Empty where there is none.
        title: The same.
        rating: 0..5 stars, whole ones.
        favourite: Whether it is one; a file that does not say so denies nothing.
    """

    keywords: tuple[TagPath, ...] = ()
    caption: str = ""
    title: str = ""
    rating: int = 0
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides brought together.

    Attributes:
        said: What the library shall say.
        known: What both sides know now; it stays as it was where they do not agree.
        added: Keywords that the library lacks.
        removed: Keywords that the file has lost since both knew them.
        refused: Keywords of the file that a person has rejected in the library.
        conflicts: Fields that both sides changed, each otherwise.
    """

    said: MetadataSnapshot
    known: MetadataSnapshot
    added: tuple[TagPath, ...] = ()
    removed: tuple[TagPath, ...] = ()
    refused: tuple[TagPath, ...] = ()
    conflicts: tuple[Field, ...] = ()


def said_in(metadata: Metadata) -> MetadataSnapshot:
    """What a file says, in the terms of the library: whole stars, and "rejected" is none; keywords as tags are kept."""
    return MetadataSnapshot(
        _keywords(metadata.keywords), (metadata.caption or "").strip(), (metadata.title or "").strip(),
        stars(metadata.rating), metadata.is_favourite,
    )  # fmt: skip


def stars(rating: float | None) -> int:
    """A rating of a file, -1 or 0..5 with halves, as whole stars; halves count up."""
    return 0 if rating is None else max(0, min(5, math.floor(rating + 0.5)))


def unheld_in(metadata: Metadata) -> tuple[TagPath, ...]:
    """Keywords that cannot be tags, because they are too long or too deep; they stay in the file."""
    return tuple(path for path in metadata.keywords if _clean(path) is None)


def _keywords(paths: Iterable[TagPath]) -> tuple[TagPath, ...]:
    found: dict[str, TagPath] = {}
    for path in paths:
        clean = _clean(path)
        if clean:
            found.setdefault(tag_key(clean), clean)
    return tuple(found[key] for key in sorted(found))


def _clean(path: TagPath) -> TagPath | None:
    try:
        return clean_path(path)
    except PhotonError:
        return None


def to_text(said: MetadataSnapshot) -> str:
    """The canonical form: equal texts say the same."""
    told = {field.name: getattr(said, field.name) for field in fields(said)}  # a quarter of what ``asdict`` takes
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> MetadataSnapshot:
    """The inverse of ``to_text``."""
    found = json.loads(text)
    return MetadataSnapshot(tuple(map(tuple, found.pop("keywords"))), **found)


def merge(
    known: MetadataSnapshot,
    theirs: MetadataSnapshot,
    ours: MetadataSnapshot,
    *,
    rejected: frozenset[str] = frozenset(),
    is_partial: bool = False,
) -> Merged:
    """Bring what a file says together with what the library says.

    Args:
        known: What both knew when they last agreed.
        theirs: What the file says now.
        ours: What the library says now.
        rejected: Keys (``tag_key``) of tags that a person rejected for this photo.
        is_partial: A sidecar that was there is away: nothing that it said is contradicted by its absence.
    """
    merged = _merge_keywords(known, theirs, ours, rejected, is_partial=is_partial)
    if theirs.favourite and not known.favourite:
        merged = replace(merged, said=replace(merged.said, favourite=True), known=replace(merged.known, favourite=True))
    for field in FIELDS:
        base, their, our = (getattr(side, field) for side in (known, theirs, ours))
        if their == our:
            merged = replace(merged, known=replace(merged.known, **{field: our}))
        elif their != base and not (is_partial and base):
            if our == base:
                merged = replace(
                    merged,
                    said=replace(merged.said, **{field: their}),
                    known=replace(merged.known, **{field: their}),
                )
            else:
                merged = replace(merged, conflicts=(*merged.conflicts, field))
    return merged


def _merge_keywords(
    known: MetadataSnapshot,
    theirs: MetadataSnapshot,
    ours: MetadataSnapshot,
    rejected: frozenset[str],
    *,
    is_partial: bool,
) -> Merged:
    base, their, our = (_by_key(side.keywords) for side in (known, theirs, ours))
    fresh = {key: path for key, path in their.items() if key not in base and key not in our}
    refused = {key: path for key, path in fresh.items() if key in rejected}
    names = {name_key(name) for path in ours.keywords for name in path}
    # a program that knows no levels writes "Rome" for Places/Italy/Rome: that is the same word, not another one
    added = [path for key, path in fresh.items() if key not in rejected and not (len(path) == 1 and key in names)]
    flat = {key for key, path in their.items() if len(path) == 1}
    removed = [
        path
        for key, path in our.items()
        if not is_partial and key in base and key not in their and name_key(path[-1]) not in flat
    ]
    lost = {tag_key(path) for path in removed}
    kept = [path for key, path in our.items() if key not in lost]
    agreed = [path for key, path in their.items() if key not in refused]
    return Merged(
        replace(ours, keywords=_keywords([*kept, *added])),
        replace(known, keywords=_keywords([*agreed, *(known.keywords if is_partial else ())])),
        tuple(added),
        tuple(removed),
        tuple(refused.values()),
    )


def _by_key(paths: Iterable[TagPath]) -> dict[str, TagPath]:
    return {tag_key(path): path for path in paths}
