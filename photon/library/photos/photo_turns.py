"""How photos are turned: the orientation in their files, a person's decisions, and the picture that is shown.

A decision applies to the picture it was made about (``domain.photo.turn``), until it is withdrawn. The preview of the
picture in the file is kept, because all turned previews are made from it. The hash of the shown picture differs for
each turn, so that everything measured on the picture is measured again.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from photon.domain import Changes, Reading, Region, changed
from photon.domain.decisions.decision_kind import DecisionKind
from photon.domain.decisions.decision_kinds import KINDS
from photon.domain.people.face import box_text, read_box
from photon.domain.photo.turn import (
    AS_IT_IS,
    TurnCommand,
    decision_text,
    follow_command,
    join_turns,
    reverse_turn,
    swaps_sides,
    turn_in,
    turn_region,
    turned_hash,
)
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.stage_failures import FailedStage
from photon.quick_dataclass import dataclass

STAGE: FailedStage = "turning"
_READ = "SELECT id, turned, read_image_hash, read_width, read_height, image_hash FROM photos"
_PENDING = (
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.read_image_hash"
    " LEFT JOIN previews t ON t.photo_id = p.id AND t.image_hash = p.image_hash"
    # missing photos, too: they are shown
    f" WHERE p.turned <> '' AND t.photo_id IS NULL AND {stage_failures.none_of(STAGE)}"
)
REGION_KINDS = tuple(kind for kind in KINDS if kind.region)
RegionRow = tuple[DecisionKind, tuple[Any, ...]]
"""A decision about a region: its kind, and the values of its key and other columns."""
RegionRows = Mapping[int, Sequence[RegionRow]]
"""The decisions about regions of photos, by photo, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class UnturnedPreview:
    """A preview that must be turned.

    Attributes:
        photo: Photo id.
        image_hash: Hash of the turned picture.
        preview: The JPEG that was made from the file.
        turn: 2..8.
    """

    photo: int
    image_hash: bytes
    preview: bytes
    turn: int


def turn_photos(
    library: Library, photos: Sequence[int], command: TurnCommand, made: Mapping[tuple[int, bytes], bytes]
) -> Changes:
    """Turn photos, together with what was decided about their regions.

    Args:
        library: Open for writing.
        photos: Photo ids.
        command: How to turn them.
        made: Previews that are already turned, by photo and hash of the picture; others are made later.

    Returns:
        The changes; they contain only the photos that changed.
    """
    with library.transaction() as db:
        wanted = {photo: text for photo, _, _, text in _planned(db, photos, command)}
        regions = follow_regions(db, wanted, regions_of(db, wanted))
        turn_within(db, wanted)
        put_regions(db, regions)
        _store_made(db, made)
    kinds = {kind.changes for rows in regions.values() for kind, _ in rows if kind.changes}
    return changed("photos", *kinds, photos=frozenset(wanted)) if wanted else Changes()


def regions_of(db: sqlite3.Connection, photos: Iterable[int]) -> RegionRows:
    """Return the decisions about regions of photos."""
    some, found = (id_list(photos),), dict[int, list[RegionRow]]()
    for kind in REGION_KINDS:
        columns = ", ".join((kind.photo, *kind.key, *kind.values))
        rows = db.execute(f"SELECT {columns} FROM {kind.table} WHERE {kind.photo} {IN_LIST} ORDER BY rowid", some)
        for photo, *row in rows:
            found.setdefault(photo, []).append((kind, tuple(row)))
    return found


def follow_regions(db: sqlite3.Connection, wanted: Mapping[int, str], regions: RegionRows) -> RegionRows:
    """Return the decisions about regions of photos after these turns, which are not stored yet."""
    rows = db.execute(f"{_READ} WHERE id {IN_LIST}", (id_list(list(regions)),))
    found = {}
    for photo, decided, picture, *_ in rows:
        was, will = (turn_in(text, bytes(picture or b"")) for text in (decided, wanted[photo]))
        turn = join_turns((reverse_turn(was), will))
        found[photo] = [(kind, _turned(kind, row, turn)) for kind, row in regions[photo]]
    return found


def _turned(kind: DecisionKind, row: tuple[Any, ...], turn: int) -> tuple[Any, ...]:
    columns = dict(zip((*kind.key, *kind.values), row, strict=True))
    region = [columns[name] for name in kind.region]
    if len(region) > 1:
        region = list(astuple(turn_region(Region(*region), turn))[: len(region)])
    else:
        with suppress(ValueError):  # in a catalogue from elsewhere
            region = [box_text(turn_region(read_box(region[0]), turn))]
    return tuple((columns | dict(zip(kind.region, region, strict=True))).values())


def put_regions(db: sqlite3.Connection, regions: RegionRows) -> None:
    """Within a transaction, replace the decisions about regions of photos."""
    for kind in REGION_KINDS:
        db.executemany(f"DELETE FROM {kind.table} WHERE {kind.photo} = ?", [(photo,) for photo in regions])
        columns = (kind.photo, *kind.key, *kind.values)
        db.executemany(
            f"INSERT OR IGNORE INTO {kind.table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [(photo, *row) for photo, rows in regions.items() for of, row in rows if of is kind],
        )


def turn_within(db: sqlite3.Connection, turned: Mapping[int, str]) -> None:
    """Within a transaction, store decisions; those about regions are stored separately."""
    db.executemany("UPDATE photos SET turned = ? WHERE id = ?", [(text, photo) for photo, text in turned.items()])
    settle_turns(db, turned)


def settle_turns(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, update which picture of photos is shown, after a decision or the read picture changed."""
    rows = db.execute(
        f"{_READ} WHERE id {IN_LIST} AND read_image_hash IS NOT NULL"
        " AND (turned <> '' OR image_hash <> read_image_hash)",
        (id_list(photos),),
    ).fetchall()
    shown = [(*shown_as(*read), photo, now) for photo, *read, now in rows]
    news = [(image, width, height, photo) for image, width, height, photo, now in shown if image != bytes(now)]
    db.executemany("UPDATE photos SET (image_hash, width, height) = (?, ?, ?) WHERE id = ?", news)


def note_picture(db: sqlite3.Connection, photo: int, reading: Reading) -> None:
    """Within a transaction, store which picture a photo's file contains; ``settle_turns`` must be called afterwards.

    The same bytes give a different picture if this version of Photon decodes them differently.
    """
    db.execute(
        "UPDATE photos SET (read_image_hash, read_width, read_height) = (?, ?, ?) WHERE id = ?",
        (reading.image_hash, reading.facts.width, reading.facts.height, photo),
    )


def shown_as(decided: str, picture: bytes, width: int, height: int) -> tuple[bytes, int, int]:
    """Return the hash, width and height of the picture that is shown.

    Args:
        decided: The decision.
        picture: Hash of the picture in the file.
        width: Its width in pixels, in the orientation of the file.
        height: Its height in pixels.
    """
    turn = turn_in(decided, bytes(picture))
    return turned_hash(bytes(picture), turn), *((height, width) if swaps_sides(turn) else (width, height))


def decided_turns(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """Return the decisions about photos, as from ``decision_text``; photos without one are left out."""
    rows = library.db.execute(f"SELECT id, turned FROM photos WHERE turned <> '' AND id {IN_LIST}", (id_list(photos),))
    return dict(rows.fetchall())


def that_fit(library: Library, offered: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Return the first of several decisions that applies to the current picture, for photos for which there is one."""
    rows = library.db.execute(f"{_READ} WHERE id {IN_LIST}", (id_list(list(offered)),))
    found: dict[int, str] = {}
    for photo, _, picture, *_ in rows:
        fitting = [text for text in offered[photo] if turn_in(text, bytes(picture or b"")) != AS_IT_IS]
        found.update((photo, text) for text in fitting[:1])
    return found


def turns_of(library: Library, photos: Sequence[int]) -> dict[int, int]:
    """Return how photos are turned beyond their files' orientation, 2..8; photos that are not turned are left out."""
    rows = library.db.execute(f"{_READ} WHERE turned <> '' AND id {IN_LIST}", (id_list(photos),))
    found = {row[0]: turn_in(row[1], bytes(row[2] or b"")) for row in rows}
    return {photo: turn for photo, turn in found.items() if turn != AS_IT_IS}


def turn_shown(library: Library, photo: int, version: bytes = b"") -> int:
    """Return how a photo is turned, 1..8, where it is shown.

    Args:
        library: The library.
        photo: Photo id.
        version: Hash of the wanted picture, as on a card, because the photo may have been turned since. Empty for the
            current picture.
    """
    row = library.db.execute(f"{_READ} WHERE id = ?", (photo,)).fetchone()
    if row is None:
        return AS_IT_IS
    picture = bytes(row[2] or b"")
    meant = (turn for turn in range(AS_IT_IS, 9) if turned_hash(picture, turn) == version)
    return next(meant, turn_in(row[1], picture))


def plan_turns(library: Library, photos: Sequence[int], command: TurnCommand) -> dict[int, tuple[int, int]]:
    """Work out how photos would be turned: before and after, 1..8; photos that would not change are left out."""
    before = turns_of(library, photos)
    return {photo: (before.get(photo, AS_IT_IS), turn) for photo, turn, *_ in _planned(library.db, photos, command)}


def plan_previews(library: Library, photos: Sequence[int], command: TurnCommand) -> list[UnturnedPreview]:
    """Read the previews that must be turned for a command."""
    wanted = {
        photo: (turned_hash(picture, turn), turn, picture)
        for photo, turn, picture, _ in _planned(library.db, photos, command)
        if turn != AS_IT_IS
    }
    rows = library.db.execute(
        f"SELECT photo_id, image_hash, jpeg FROM previews WHERE photo_id {IN_LIST}", (id_list(list(wanted)),)
    ).fetchall()
    there = {(photo, bytes(image)): bytes(jpeg) for photo, image, jpeg in rows}
    return [
        UnturnedPreview(photo, image, there[photo, picture], turn)
        for photo, (image, turn, picture) in wanted.items()
        if (photo, picture) in there and (photo, image) not in there
    ]


def pending_previews(library: Library, limit: int, after: int = 0) -> list[UnturnedPreview]:
    """List previews that are not yet turned as decided, in order of photo ids above ``after``."""
    rows = library.db.execute(
        f"SELECT p.id, p.turned, p.read_image_hash, p.image_hash, w.jpeg {_PENDING} AND p.id > ? ORDER BY p.id LIMIT ?",
        (after, limit),
    )
    return [
        UnturnedPreview(photo, bytes(image), bytes(jpeg), turn_in(decided, bytes(picture)))
        for photo, decided, picture, image, jpeg in rows
    ]


def count_pending(library: Library) -> int:
    """Count the previews that are not yet turned as decided."""
    return int(library.db.execute(f"SELECT count(*) {_PENDING}").fetchone()[0])


def store_previews(library: Library, made: Mapping[tuple[int, bytes], bytes]) -> Changes:
    """Store turned previews, by photo and hash of the picture."""
    with library.transaction() as db:
        _store_made(db, made)
    return changed("photos", photos=frozenset(photo for photo, _ in made)) if made else Changes()


def _planned(db: sqlite3.Connection, photos: Sequence[int], command: TurnCommand) -> list[tuple[int, int, bytes, str]]:
    """Return the photos that a command changes: id, new turn, hash of the picture in the file, and new decision.

    Videos are left out, because they are played as their files say.
    """
    rows = db.execute(
        f"{_READ} WHERE id {IN_LIST} AND length(read_image_hash) = 16 AND seconds IS NULL", (id_list(photos),)
    ).fetchall()
    found = []
    for photo, decided, picture, *_ in rows:
        turn = follow_command(turn_in(decided, bytes(picture)), command)
        text = decision_text(turn, bytes(picture))
        if text != decided:
            found.append((photo, turn, bytes(picture), text))
    return found


def _store_made(db: sqlite3.Connection, made: Mapping[tuple[int, bytes], bytes]) -> None:
    """Store previews of the pictures that are shown now; other previews came too late."""
    db.executemany(
        "INSERT OR IGNORE INTO previews (photo_id, image_hash, jpeg)"
        " SELECT id, image_hash, ? FROM photos WHERE id = ? AND image_hash = ? AND turned <> ''",
        [(jpeg, photo, image) for (photo, image), jpeg in made.items()],
    )
