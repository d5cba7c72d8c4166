"""A photo stays turned through scans, restores, merges and undo, until the turn is undone or reset."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain import Filter, Reading, Region
from photon.domain.metadata.tag import TagMark
from photon.domain.people.face import FaceKey, box_text
from photon.domain.photo.region import WHOLE
from photon.domain.photo.turn import AS_IT_IS, TurnCommand, follow_command, turned_hash
from photon.library import Library, open_library
from photon.library.backups.backup_file import CatalogCounts
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.decisions.word_union import unite_words
from photon.library.files.missing_photos import link
from photon.library.people import people
from photon.library.photos import files, folders, photo_turns, photos
from photon.library.photos.found_files import Found
from photon.library.recovery.restoring import examine_backup, restore_backup
from photon.library.searches.filters import matching
from photon.library.tags import tags
from tests.examples import examples
from tests.library.decisions.decided import add
from tests.library.photos.up_to_date import up_to_date
from tests.library.recovery.conftest import back_up

Read = Callable[..., Reading]
At = Callable[[str], Found]
COMMANDS = ("left", "right", "flip", "reset")
WHOLE_BOX = box_text(WHOLE)
BOXES = (Region(0.1, 0.2, 1 / 3, 0.25), Region(0.7, 0.1, 0.1, 0.3))


def turn(library: Library, some: list[int], command: TurnCommand) -> set[int]:
    """Turn photos, with previews whose text names the turn and the photo."""
    planned = photo_turns.plan_previews(library, some, command)
    made = {(one.photo, one.image_hash): b"%d of " % one.turn + one.preview for one in planned}
    return set(photo_turns.turn_photos(library, some, command, made).photos)


def shown(library: Library, photo: int = 1) -> tuple[object, ...]:
    """Return turn, sides and preview of a photo; the preview is empty if there is none."""
    card = photos.cards(library, [photo]).get(photo)
    sides = (card.width, card.height) if card else ()
    turned = photo_turns.turns_of(library, [photo]).get(photo, AS_IT_IS)
    return turned, sides, photos.previews(library, [photo]).get(photo, b"")


def record(library: Library, read: Read, at: At, *names: str) -> None:
    files.record(library, [(at(f"{name}.jpg"), read(name)) for name in names])


def test_a_turn_takes_effect_at_once_and_filters_find_it(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, "a", "b")
    assert turn(library, [1, 7], "right") == {1}
    assert shown(library) == (6, (30, 40), b"6 of jpeg of a")
    assert shown(library, 2) == (1, (40, 30), b"jpeg of b")
    assert turn(library, [1, 2], "flip") == {1, 2}
    assert shown(library) == (5, (30, 40), b"5 of jpeg of a")
    found = matching(library, [Filter("is", "rotated")], date(2026, 1, 1)).tolist()
    assert (found, photos.count_without_preview(library)) == ([1, 2], 0)
    assert matching(library, [Filter("orientation", "portrait")], date(2026, 1, 1)).tolist() == [1]
    assert turn(library, [1, 2], "reset") == {1, 2}
    assert turn(library, [1, 2], "reset") == set()
    assert shown(library) == (1, (40, 30), b"jpeg of a")
    assert matching(library, [Filter("is", "rotated")], date(2026, 1, 1)).tolist() == []


def test_an_unturned_preview_is_pending_and_not_shown(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, "a")
    photo_turns.turn_photos(library, [1], "left", {})
    assert shown(library) == (8, (30, 40), b"")
    (one,) = photo_turns.pending_previews(library, 5)
    assert (one.photo, one.turn, one.preview, photo_turns.count_pending(library)) == (1, 8, b"jpeg of a", 1)
    late = {(1, turned_hash(one.image_hash, 3)): b"too late"}
    photo_turns.store_previews(library, late | {(1, one.image_hash): b"turned"})
    assert (shown(library)[2], photo_turns.count_pending(library)) == (b"turned", 0)
    assert library.db.execute("SELECT count(*) FROM previews").fetchone() == (2,)


def test_a_turn_survives_rescans_and_metadata_changes(library: Library, reading: Read, at: At, folder: int) -> None:
    record(library, reading, at, "a")
    turn(library, [1], "right")
    before = shown(library)
    record(library, reading, at, "a")
    assert up_to_date(library, folder).keys() == {"a.jpg"}
    assert shown(library) == before
    files.record(library, [(at("a.jpg"), reading("with keywords", image="a"))])
    assert shown(library) == before


def test_a_changed_picture_is_shown_as_its_file_says(library: Library, reading: Read, at: At, folder: int) -> None:
    record(library, reading, at, "a")
    turn(library, [1], "right")
    before = shown(library)
    files.record(library, [(at("a.jpg"), reading("edited"))])
    assert shown(library) == (1, (40, 30), b"jpeg of edited")
    assert up_to_date(library, folder).keys() == {"a.jpg"}
    record(library, reading, at, "a")  # restored
    photo_turns.store_previews(library, {(1, one.image_hash): b"6 of jpeg of a" for one in _pending(library)})
    assert shown(library) == before
    files.record(library, [(at("a.jpg"), reading("edited"))])
    assert turn(library, [1], "right") == {1}  # turns this picture once, not the other one once more
    assert shown(library)[0] == 6


def _pending(library: Library) -> list[photo_turns.UnturnedPreview]:
    return photo_turns.pending_previews(library, 5)


def test_the_journal_undoes_turn_and_example_regions(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, "a", "b")
    tags.mark(library, [TagMark(1, ("Rex",), "example", regions=BOXES)])
    before = library.db.execute("SELECT * FROM tag_examples ORDER BY x").fetchall()
    turn(library, [1, 2], "right")
    step = list_steps(library, 1)[0].id
    turned = library.db.execute("SELECT * FROM tag_examples ORDER BY x").fetchall()
    assert turned != before
    turn(library, [2], "right")
    undo_step(library, step)
    assert (shown(library)[0], shown(library, 2)[0]) == (1, 3)
    assert library.db.execute("SELECT * FROM tag_examples ORDER BY x").fetchall() == before
    redo_step(library, step)
    assert shown(library) == (6, (30, 40), b"6 of jpeg of a")
    assert library.db.execute("SELECT * FROM tag_examples ORDER BY x").fetchall() == turned


@pytest.fixture(scope="module")
def made() -> Iterator[Library]:
    """Create a library for all examples, because opening one takes longer than an example."""
    with TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        Path(place, "photos").mkdir()
        add(library, folders.add(library, str(Path(place, "photos"))).id, (1, 2, 3))
        tags.mark(library, [TagMark(1, ("Rex",), "example", regions=BOXES)])
        person, _ = people.create_person(library, "Anna")
        people.confirm_faces(library, [FaceKey(1, "0.2994 0.1066 0.4413 0.4392"), FaceKey(2, WHOLE_BOX)], person)
        people.reject_faces(library, [FaceKey(1, "0.0001 0.9001 0.3333 0.0999")], person)
        people.mark_no_faces(library, [FaceKey(3, "0.0000 0.5000 0.0317 0.5000")])
        yield library


def state(library: Library) -> list[list[tuple[object, ...]]]:
    tables = ("tag_examples", "face_people", "face_rejections")
    asked = ["SELECT id, turned, image_hash, width, height FROM photos", *(f"SELECT * FROM {one}" for one in tables)]
    return [sorted(library.db.execute(one).fetchall()) for one in asked]


@given(st.lists(st.tuples(st.sets(st.integers(1, 3)), st.sampled_from(COMMANDS)), max_size=6))
@settings(max_examples=examples(60))
def test_turns_combine_and_undo_restores_everything(made: Library, steps: list[tuple[set[int], str]]) -> None:
    before, done = state(made), []
    wanted = {photo: photo_turns.turns_of(made, [photo]).get(photo, AS_IT_IS) for photo in (1, 2, 3)}
    for some, command in steps:
        changes = photo_turns.turn_photos(made, sorted(some), command, {})  # type: ignore[arg-type]
        done += [(made.journal.step, state(made))] if changes else []
        wanted |= {photo: follow_command(wanted[photo], command) for photo in some}  # type: ignore[arg-type]
    assert photo_turns.turns_of(made, [1, 2, 3]) == {one: turn for one, turn in wanted.items() if turn != AS_IT_IS}
    after = state(made)
    for step, there in reversed(done):
        assert state(made) == there
        undo_step(made, step)
    assert state(made) == before
    for step, there in done:
        redo_step(made, step)
        assert state(made) == there
    assert state(made) == after
    for step, _ in reversed(done):
        undo_step(made, step)


def test_regions_taught_afterwards_turn_back_from_current_position(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, "a")
    tags.mark(library, [TagMark(1, ("Rex",), "example", regions=BOXES[:1])])
    turn(library, [1], "right")
    step = library.journal.step
    tags.mark(library, [TagMark(1, ("Rex",), "example", regions=(Region(0.5, 0.25, 0.25, 0.125),))])
    undo_step(library, step)
    found = library.db.execute("SELECT x, y, width, height FROM tag_examples").fetchall()
    assert found == [(0.25, 0.25, 0.125, 0.25)]


def test_edited_copies_and_linked_photos_keep_turn_of_same_picture(
    library: Library, reading: Read, at: At, folder: int
) -> None:
    files.record(library, [(at("a.jpg"), reading("a")), (at("b.jpg"), reading("a"))])
    turn(library, [1], "right")
    files.record(library, [(at("b.jpg"), reading("with keywords", image="a"))])
    assert photo_turns.turns_of(library, [1, 2]) == {1: 6, 2: 6}
    record(library, reading, at, "c")
    files.record(library, [(at("d.jpg"), reading("other bytes", image="a"))])
    files.forget(library, folder, ["a.jpg"])
    (root,) = library.db.execute("SELECT path FROM folders").fetchone()
    link(library, 1, f"{root}/d.jpg")
    assert photo_turns.turns_of(library, [2, 3, 4]) == {2: 6, 4: 6}


def test_the_kept_photo_gets_turn_of_same_picture(library: Library, reading: Read, at: At) -> None:
    files.record(
        library, [(at("a.jpg"), reading("a")), (at("b.jpg"), reading("b", image="a")), (at("c.jpg"), reading("c"))]
    )
    turn(library, [2], "right")
    unite_words(library, {1: (2,), 3: (2,)})
    assert photo_turns.turns_of(library, [1, 2, 3]) == {1: 6, 2: 6}
    turn(library, [1], "right")
    unite_words(library, {1: (2,)})
    assert photo_turns.turns_of(library, [1, 2]) == {1: 3, 2: 6}


def test_the_turn_of_another_picture_does_not_replace_that_of_the_same(library: Library, reading: Read, at: At) -> None:
    files.record(
        library, [(at("a.jpg"), reading("a")), (at("b.jpg"), reading("b", image="a")), (at("c.jpg"), reading("c"))]
    )
    turn(library, [2], "right")
    turn(library, [3], "left")
    unite_words(library, {1: (2, 3)})
    assert photo_turns.turns_of(library, [1]) == {1: 6}


def test_a_restored_backup_has_its_turns(library: Library, reading: Read, at: At) -> None:
    record(library, reading, at, "a", "b", "c")
    turn(library, [1, 2], "right")
    backup = back_up(library.directory)
    turn(library, [2], "right")
    turn(library, [1], "reset")
    turn(library, [3], "left")
    files.record(library, [(at("c.jpg"), reading("edited"))])
    library.close()
    found = examine_backup(library.directory, backup)
    assert (found.change.gained, found.change.lost) == (CatalogCounts(turns=2), CatalogCounts(turns=2))
    restore_backup(library.directory, backup)
    with open_library(library.directory, writable=True) as restored:
        assert [shown(restored, photo) for photo in (1, 2, 3)] == [
            (6, (30, 40), b"6 of jpeg of a"),
            (6, (30, 40), b"6 of jpeg of b"),
            (1, (40, 30), b"jpeg of edited"),
        ]
