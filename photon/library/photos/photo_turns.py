"""How photos are turned: what their files say, what a person decided, and which picture is shown.

A decision counts for the picture it was made about (``domain.photo.turn``), until it is withdrawn. The preview that was
made of the file is kept, so that every other one can be made of it; the hash of what is shown is another one for each
turn, so that whatever was measured on the picture is measured anew.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from photon.domain import Changes, Reading, Region, changed
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

STAGE: FailedStage = "turning"
_READ = "SELECT id, turned, read_image_hash, read_width, read_height, image_hash FROM photos"
_PENDING = (
    "FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.read_image_hash"
    " LEFT JOIN previews t ON t.photo_id = p.id AND t.image_hash = p.image_hash"
    f" WHERE p.turned <> '' AND p.present = 1 AND t.photo_id IS NULL AND {stage_failures.none_of(STAGE)}"
)
TagRegions = Mapping[int, Sequence[tuple[int, Region]]]
"""The parts of photos that show tags, by photo: the id of the tag, and the part, in the order of the rows."""


@dataclass(frozen=True, slots=True)
class TurnState:
    """What was decided about photos.

    Attributes:
        turned: The decision by photo, as ``decision_text``; empty for none.
        regions: Parts of these photos that show tags.
    """

    turned: Mapping[int, str]
    regions: TagRegions


@dataclass(frozen=True, slots=True)
class UnturnedPreview:
    """A preview that has to be turned.

    Attributes:
        photo: Photo id.
        image_hash: Hash of the picture that is shown then.
        preview: The JPEG that was made of the file.
        turn: 2..8.
    """

    photo: int
    image_hash: bytes
    preview: bytes
    turn: int


def turn_photos(
    library: Library, photos: Sequence[int], command: TurnCommand, made: Mapping[tuple[int, bytes], bytes]
) -> tuple[Changes, TurnState, TurnState]:
    """Turn photos, together with the parts of them that show tags.

    Args:
        library: Open for writing.
        photos: Photo ids.
        command: How.
        made: Previews that are turned already, by photo and hash of the picture; others are made later.

    Returns:
        The changes, and what was decided before and afterwards about the photos that changed.
    """
    with library.transaction() as db:
        wanted = {photo: text for photo, _, _, text in _planned(db, photos, command)}
        before = _state_of(db, wanted)
        after = TurnState(wanted, _follow_regions(db, wanted, before.regions))
        changes = _store_state(db, after)
        _store_made(db, made)
    return changes, before, after


def put_state(library: Library, state: TurnState, instead: TurnState) -> Changes:
    """Undo a turn, or do it again.

    Args:
        library: Open for writing.
        state: What is decided from now on.
        instead: What was decided so far. Parts of photos that were changed since are turned from where they are now.
    """
    with library.transaction() as db:
        now = _state_of(db, state.turned).regions
        turned = _follow_regions(db, state.turned, now)
        regions = {
            photo: state.regions[photo] if photo in state.regions and now[photo] == instead.regions.get(photo) else some
            for photo, some in turned.items()
        }
        return _store_state(db, TurnState(state.turned, regions))


def turn_within(db: sqlite3.Connection, turned: Mapping[int, str]) -> None:
    """Within a transaction, take over decisions from elsewhere; parts that show tags have their own."""
    db.executemany("UPDATE photos SET turned = ? WHERE id = ?", [(text, photo) for photo, text in turned.items()])
    settle_turns(db, turned)


def settle_turns(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, let the right picture of photos count, whoever changed what is decided or read."""
    rows = db.execute(
        f"{_READ} WHERE id {IN_LIST} AND read_image_hash IS NOT NULL"
        " AND (turned <> '' OR image_hash <> read_image_hash)",
        (id_list(photos),),
    ).fetchall()
    shown = [(*shown_as(*read), photo) for photo, *read, now in rows if shown_as(*read)[0] != bytes(now)]
    db.executemany("UPDATE photos SET (image_hash, width, height) = (?, ?, ?) WHERE id = ?", shown)


def note_picture(db: sqlite3.Connection, photo: int, reading: Reading) -> None:
    """Within a transaction, note which picture a photo's file has; ``settle_turns`` has to follow.

    The same bytes have another picture if this version of Photon decodes them differently.
    """
    db.execute(
        "UPDATE photos SET (read_image_hash, read_width, read_height) = (?, ?, ?) WHERE id = ?",
        (reading.image_hash, reading.facts.width, reading.facts.height, photo),
    )


def shown_as(decided: str, picture: bytes, width: int, height: int) -> tuple[bytes, int, int]:
    """Return the hash, width and height of the picture that is shown.

    Args:
        decided: What a person decided.
        picture: Hash of the picture in the file.
        width: Its pixels, as the file says that it lies.
        height: Its pixels.
    """
    turn = turn_in(decided, bytes(picture))
    return turned_hash(bytes(picture), turn), *((height, width) if swaps_sides(turn) else (width, height))


def decided_turns(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """The decisions that a person made, as ``decision_text``; photos without are left out."""
    rows = library.db.execute(f"SELECT id, turned FROM photos WHERE turned <> '' AND id {IN_LIST}", (id_list(photos),))
    return dict(rows.fetchall())


def that_fit(library: Library, turned: Mapping[int, str]) -> dict[int, str]:
    """Those of some decisions that are about the pictures of these photos."""
    rows = library.db.execute(f"{_READ} WHERE id {IN_LIST}", (id_list(list(turned)),))
    return {row[0]: turned[row[0]] for row in rows if turn_in(turned[row[0]], bytes(row[2] or b"")) != AS_IT_IS}


def turns_of(library: Library, photos: Sequence[int]) -> dict[int, int]:
    """How photos are turned beyond what their files say, 2..8; those that are not are left out."""
    rows = library.db.execute(f"{_READ} WHERE turned <> '' AND id {IN_LIST}", (id_list(photos),))
    found = {row[0]: turn_in(row[1], bytes(row[2] or b"")) for row in rows}
    return {photo: turn for photo, turn in found.items() if turn != AS_IT_IS}


def turn_shown(library: Library, photo: int, version: bytes = b"") -> int:
    """Find how a photo is turned, 1..8, where it is shown.

    Args:
        library: The library.
        photo: Photo id.
        version: Hash of the picture that is meant, as on a card: what is asked for may have been turned since. Empty
            for the present one.
    """
    row = library.db.execute(f"{_READ} WHERE id = ?", (photo,)).fetchone()
    if row is None:
        return AS_IT_IS
    picture = bytes(row[2] or b"")
    meant = (turn for turn in range(AS_IT_IS, 9) if turned_hash(picture, turn) == version)
    return next(meant, turn_in(row[1], picture))


def plan_turns(library: Library, photos: Sequence[int], command: TurnCommand) -> dict[int, tuple[int, int]]:
    """Work out how photos would be turned: before and after, 1..8; those that stay as they are are left out."""
    before = turns_of(library, photos)
    return {photo: (before.get(photo, AS_IT_IS), turn) for photo, turn, *_ in _planned(library.db, photos, command)}


def plan_previews(library: Library, photos: Sequence[int], command: TurnCommand) -> list[UnturnedPreview]:
    """Read the previews that a command makes necessary."""
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
    """List previews that are not turned yet as was decided, in order of photo ids above ``after``."""
    rows = library.db.execute(
        f"SELECT p.id, p.turned, p.read_image_hash, p.image_hash, w.jpeg {_PENDING} AND p.id > ? ORDER BY p.id LIMIT ?",
        (after, limit),
    )
    return [
        UnturnedPreview(photo, bytes(image), bytes(jpeg), turn_in(decided, bytes(picture)))
        for photo, decided, picture, image, jpeg in rows
    ]


def count_pending(library: Library) -> int:
    """Count the previews that are not turned yet as was decided."""
    return int(library.db.execute(f"SELECT count(*) {_PENDING}").fetchone()[0])


def store_previews(library: Library, made: Mapping[tuple[int, bytes], bytes]) -> Changes:
    """Store previews that were turned, by photo and hash of the picture."""
    with library.transaction() as db:
        _store_made(db, made)
    return changed("photos", photos=frozenset(photo for photo, _ in made)) if made else Changes()


def _planned(db: sqlite3.Connection, photos: Sequence[int], command: TurnCommand) -> list[tuple[int, int, bytes, str]]:
    """The photos that a command changes: id, new turn, hash of the picture in the file, and the new decision."""
    rows = db.execute(f"{_READ} WHERE id {IN_LIST} AND length(read_image_hash) = 16", (id_list(photos),)).fetchall()
    found = []
    for photo, decided, picture, *_ in rows:
        turn = follow_command(turn_in(decided, bytes(picture)), command)
        text = decision_text(turn, bytes(picture))
        if text != decided:
            found.append((photo, turn, bytes(picture), text))
    return found


def _state_of(db: sqlite3.Connection, photos: Iterable[int]) -> TurnState:
    some = (id_list(list(photos)),)
    turned = dict(db.execute(f"SELECT id, turned FROM photos WHERE id {IN_LIST}", some).fetchall())
    regions: dict[int, list[tuple[int, Region]]] = {}
    rows = db.execute(
        f"SELECT photo_id, tag_id, x, y, width, height FROM tag_examples WHERE photo_id {IN_LIST} ORDER BY rowid", some
    )
    for photo, tag, *box in rows:
        regions.setdefault(photo, []).append((tag, Region(*box)))
    return TurnState(turned, regions)


def _follow_regions(db: sqlite3.Connection, wanted: Mapping[int, str], regions: TagRegions) -> TagRegions:
    """Where the parts of photos are after these decisions."""
    rows = db.execute(f"{_READ} WHERE id {IN_LIST}", (id_list(list(regions)),))
    found = {}
    for photo, decided, picture, *_ in rows:
        was, will = (turn_in(text, bytes(picture or b"")) for text in (decided, wanted[photo]))
        turn = join_turns((reverse_turn(was), will))
        found[photo] = [(tag, turn_region(region, turn)) for tag, region in regions[photo]]
    return found


def _store_state(db: sqlite3.Connection, state: TurnState) -> Changes:
    turn_within(db, state.turned)
    for photo, some in state.regions.items():
        db.execute("DELETE FROM tag_examples WHERE photo_id = ?", (photo,))
        db.executemany(
            "INSERT OR IGNORE INTO tag_examples (tag_id, photo_id, x, y, width, height) VALUES (?, ?, ?, ?, ?, ?)",
            [(tag, photo, box.x, box.y, box.width, box.height) for tag, box in some],
        )
    if not state.turned:
        return Changes()
    kinds = ("photos", "tags") if state.regions else ("photos",)
    return changed(*kinds, photos=frozenset(state.turned))


def _store_made(db: sqlite3.Connection, made: Mapping[tuple[int, bytes], bytes]) -> None:
    """Store previews of pictures that are shown now; those of others came too late."""
    db.executemany(
        "INSERT OR IGNORE INTO previews (photo_id, image_hash, jpeg)"
        " SELECT id, image_hash, ? FROM photos WHERE id = ? AND image_hash = ? AND turned <> ''",
        [(jpeg, photo, image) for (photo, image), jpeg in made.items()],
    )
