"""Three-way merge of the metadata of a file and of the library, with their last common state as base.

A change on one side is imported; different changes on both sides are a conflict for the user to resolve. Keywords are
merged as a set: additions and removals of either side are applied. So are people, but a file removes only those whom it
alone named, and none where the user said otherwise.
"""

import json
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, Literal

from photon.domain.errors import PhotonError
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.people_words import (
    NOT_DECIDED,
    PeopleDecisions,
    PersonMark,
    mark_person,
    read_people,
    settle_people,
    without_people,
)
from photon.domain.metadata.tag import TagPath, clean_path, name_key, tag_key
from photon.domain.photo.label_names import label_named
from photon.domain.photo.marks import LABELS, Flag, Label
from photon.quick_dataclass import dataclass

Field = Literal["caption", "title", "rating", "label", "flag"]
FIELDS: tuple[Field, ...] = ("caption", "title", "rating", "label", "flag")
_LATER = frozenset({"label", "flag", "people"})  # fields that older catalogues do not know
_VALUES = (*FIELDS, "favourite")


@dataclass(frozen=True, slots=True)
class MetadataSnapshot:
    """The metadata of one side.

    Attributes:
        keywords: Normalised paths.
        caption: Empty if there is none.
        title: Empty if there is none.
        rating: 0..5 whole stars.
        favourite: Whether it is a favourite; its absence in a file means nothing.
        label: Colour label; that of a file is empty if its text means none of the five.
        flag: 1 picked, -1 rejected, 0 neither.
        people: People with a name, hidden ones included; regions are of the picture as the file's orientation shows it.
    """

    keywords: tuple[TagPath, ...] = ()
    caption: str = ""
    title: str = ""
    rating: int = 0
    favourite: bool = False
    label: Label = ""
    flag: Flag = 0
    people: tuple[PersonMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge.

    Attributes:
        metadata: New metadata of the library.
        known: New base; unchanged where the sides do not agree.
        added: Keywords to add to the library.
        removed: Keywords that were removed from the file.
        refused: Keywords of the file that the user has rejected.
        conflicts: Fields that were changed differently on both sides.
    """

    metadata: MetadataSnapshot
    known: MetadataSnapshot
    added: tuple[TagPath, ...] = ()
    removed: tuple[TagPath, ...] = ()
    refused: tuple[TagPath, ...] = ()
    conflicts: tuple[Field, ...] = ()


def snapshot_of(metadata: Metadata) -> MetadataSnapshot:
    """Convert the metadata of a file to a snapshot: whole stars, a rating of "rejected" as 0, normalised keywords."""
    return MetadataSnapshot(
        _keywords(metadata.keywords), (metadata.caption or "").strip(), (metadata.title or "").strip(),
        stars(metadata.rating), metadata.is_favourite, label_named(metadata.label), metadata.pick or 0,
        people_in(metadata),
    )  # fmt: skip


def people_in(metadata: Metadata) -> tuple[PersonMark, ...]:
    """Return the people whom a file names. Names of other regions, such as pets, are none."""
    pets = {face.name for face in metadata.faces if face.kind != "Face"}
    marked = [mark_person(face.name, face.region) for face in metadata.faces if face.kind == "Face"]
    listed = [mark_person(name) for name in metadata.people if name not in pets]
    return settle_people(one for one in (*marked, *listed) if one and one.name)


def stars(rating: float | None) -> int:
    """Round a file's rating, -1 or 0..5 with halves, to whole stars; halves are rounded up."""
    return 0 if rating is None else max(0, min(5, math.floor(rating + 0.5)))


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


def to_text(snapshot: MetadataSnapshot) -> str:
    """Serialise a snapshot canonically: equal snapshots give equal texts.

    A label, a flag or people that are not set are left out, so that texts of older catalogues are canonical, too.
    """
    values = {
        field.name: getattr(snapshot, field.name) for field in fields(snapshot)
    }  # four times as fast as ``asdict``
    values = {name: value for name, value in values.items() if value or name not in _LATER}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> MetadataSnapshot:
    """Parse the result of ``to_text``; a damaged or forged text is empty, so that nothing is removed because of it."""
    with suppress(ValueError, RecursionError):
        return from_json(json.loads(text))
    return MetadataSnapshot()


def from_json(found: object) -> MetadataSnapshot:
    """Return a snapshot from its JSON value.

    Raises:
        ValueError: It is not the value of one.
    """
    if not isinstance(found, dict) or not found.keys() <= {"keywords", "people", *_VALUES}:
        raise ValueError
    values: dict[str, Any] = {**found}
    paths, people = values.pop("keywords", []), read_people(values.pop("people", []))
    if not isinstance(paths, list) or not all(isinstance(path, list) and path for path in paths):
        raise ValueError
    snapshot, usual = MetadataSnapshot(tuple(map(tuple, paths)), **values, people=people), MetadataSnapshot()
    names = (*(name for path in snapshot.keywords for name in path), *(one.name for one in people))
    texts = [snapshot.caption, snapshot.title, *names]
    is_typed = all(type(getattr(snapshot, name)) is type(getattr(usual, name)) for name in _VALUES)
    if not is_typed or not all(isinstance(text, str) for text in texts):
        raise ValueError
    if snapshot.rating not in range(6) or snapshot.label not in {"", *LABELS} or snapshot.flag not in {-1, 0, 1}:
        raise ValueError
    "".join(texts).encode()  # lone surrogates can't be stored
    return snapshot


def shared(one: MetadataSnapshot, other: MetadataSnapshot) -> MetadataSnapshot:
    """Return the keywords and values of a snapshot that another one has as well."""
    keys = {tag_key(path) for path in other.keywords}
    same = {name: getattr(one, name) for name in _VALUES if getattr(one, name) == getattr(other, name)}
    people = without_people(one.people, without_people(one.people, other.people))
    return MetadataSnapshot(tuple(path for path in one.keywords if tag_key(path) in keys), **same, people=people)


def beyond(one: MetadataSnapshot, other: MetadataSnapshot) -> MetadataSnapshot:
    """Return the keywords and values of a snapshot that another one does not have."""
    keys = {tag_key(path) for path in other.keywords}
    differing = {name: getattr(one, name) for name in _VALUES if getattr(one, name) != getattr(other, name)}
    people = without_people(one.people, other.people)
    return MetadataSnapshot(
        tuple(path for path in one.keywords if tag_key(path) not in keys), **differing, people=people
    )


def united(one: MetadataSnapshot, other: MetadataSnapshot) -> MetadataSnapshot:
    """Return the keywords of both snapshots, and the values of the first where it has any, else of the other."""
    values = {name: getattr(one, name) or getattr(other, name) for name in _VALUES}
    people = settle_people((*one.people, *other.people))
    return MetadataSnapshot(_keywords((*one.keywords, *other.keywords)), **values, people=people)


def merge(
    known: MetadataSnapshot,
    theirs: MetadataSnapshot,
    ours: MetadataSnapshot,
    *,
    rejected: frozenset[str] = frozenset(),
    decided: PeopleDecisions = NOT_DECIDED,
) -> Merged:
    """Merge the metadata of a file with that of the library.

    Args:
        known: The base: what both sides had when they last agreed.
        theirs: Current metadata of the file.
        ours: Current metadata of the library.
        rejected: Keys (``tag_key``) of tags that the user rejected for this photo.
        decided: What the user decided about its people.

    Returns:
        The result.
    """
    merged = _merge_people(_merge_keywords(known, theirs, ours, rejected), known, theirs, ours, decided)
    if theirs.favourite and not known.favourite:
        merged = replace(
            merged, metadata=replace(merged.metadata, favourite=True), known=replace(merged.known, favourite=True)
        )
    for field in FIELDS:
        base, their, our = (getattr(side, field) for side in (known, theirs, ours))
        if their == our:
            merged = replace(merged, known=replace(merged.known, **{field: our}))
        elif their != base:
            if our == base:
                merged = replace(
                    merged,
                    metadata=replace(merged.metadata, **{field: their}),
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
) -> Merged:
    base, their, our = (_by_key(side.keywords) for side in (known, theirs, ours))
    fresh = {key: path for key, path in their.items() if key not in base and key not in our}
    refused = {key: path for key, path in fresh.items() if key in rejected}
    names = {name_key(name) for path in ours.keywords for name in path}
    # programs without hierarchical keywords write "Rome" for Places/Italy/Rome; that is the same keyword
    added = [path for key, path in fresh.items() if key not in rejected and not (len(path) == 1 and key in names)]
    flat = {key for key, path in their.items() if len(path) == 1}
    removed = [path for key, path in our.items() if key in base and key not in their and name_key(path[-1]) not in flat]
    lost = {tag_key(path) for path in removed}
    kept = [path for key, path in our.items() if key not in lost]
    agreed = [path for key, path in their.items() if key not in refused]
    return Merged(
        replace(ours, keywords=_keywords([*kept, *added])),
        replace(known, keywords=_keywords(agreed)),
        tuple(added),
        tuple(removed),
        tuple(refused.values()),
    )


def _merge_people(
    merged: Merged,
    known: MetadataSnapshot,
    theirs: MetadataSnapshot,
    ours: MetadataSnapshot,
    decided: PeopleDecisions,
) -> Merged:
    fresh = without_people(without_people(theirs.people, ours.people), known.people)
    listed = {one.key for one in theirs.people if not one.box}  # another program may have dropped the regions
    gone = without_people(without_people(ours.people, theirs.people), decided.confirmed)
    gone = tuple(one for one in gone if one.key not in listed)
    removed = without_people(gone, without_people(gone, known.people))
    kept = [one for one in ours.people if one not in removed]
    people = settle_people((*kept, *(one for one in fresh if not decided.refuses(one))))
    return replace(
        merged, metadata=replace(merged.metadata, people=people), known=replace(merged.known, people=theirs.people)
    )


def _by_key(paths: Iterable[TagPath]) -> dict[str, TagPath]:
    return {tag_key(path): path for path in paths}
