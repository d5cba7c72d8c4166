"""Names and rejections survive what happens to photos, models and libraries."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Reading
from photon.domain.people.face import FaceKey, box_text, read_box
from photon.domain.photo.turn import turn_region
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.decisions.word_union import unite_words
from photon.library.files.missing_photos import link
from photon.library.people import people
from photon.library.people.face_groups import all_groups, store_groups, suggested_faces, unnamed_groups
from photon.library.people.faces import match_doubtful
from photon.library.people.people import (
    confirm_faces,
    counted_people,
    create_person,
    hide_person,
    mark_no_faces,
    merge_people,
    people_named,
    reject_faces,
)
from photon.library.photos import files, photo_turns
from photon.library.photos.found_files import Found
from photon.library.recovery.restoring import restore_backup
from tests.library.decisions.decided import add, exported, import_, lines_of, only, read
from tests.library.people.drawn_faces import MODEL, box_at, confirm_by_file, face_at, key_at, look, states, store
from tests.library.recovery.conftest import back_up

TABLES = ("people", "face_people", "face_rejections")
NAMED = {1: [("confirmed", "Anna"), ("unknown", ""), ("confirmed", "Ben")], 2: [("confirmed", "Anna")]}
"""The faces of ``named``."""


def rows(library: Library) -> list[list[tuple[object, ...]]]:
    return [sorted(library.db.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES]


def group(library: Library, *numbers_and_people: tuple[int, str]) -> Sequence[int]:
    """Store groups of all faces, in their order; return the numbers of the faces."""
    items = library.column("SELECT item FROM face_details ORDER BY photo_id, item")
    store_groups(library, {item: (*one, 0.75) for item, one in zip(items, numbers_and_people, strict=True)}, MODEL)
    return items


def test_another_model_finds_the_same_people(named: Library) -> None:
    before = rows(named)
    look(named, "faces-ffffffff")
    assert states(named, [1, 2]) == NAMED
    assert rows(named) == before


def test_groups_made_anew_change_no_decision(named: Library) -> None:
    (anna,), before = people_named(named, "Anna"), rows(named)
    group(named, (1, anna.key), (2, anna.key), (1, anna.key), (2, ""), (2, anna.key))
    assert states(named, [1, 2]) == NAMED
    assert suggested_faces(named, anna.key) == []  # decided, or rejected
    assert [[one.key for one in some.faces] for some in unnamed_groups(named, 1)] == [[key_at(1, 2)]]
    group(named, (0, ""), (0, ""), (0, ""), (0, ""), (0, ""))
    assert (rows(named), states(named, [1, 2])) == (before, NAMED)


def test_suggestions_follow_decisions_and_undo(named: Library, folder: int) -> None:
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    store(named, {3: [face_at(0)], 4: [face_at(0)]})
    group(named, (0, ""), (0, ""), (0, ""), (0, ""), (0, ""), (9, ben.key), (9, ben.key))
    assert [one.key for one in suggested_faces(named, ben.key)] == [key_at(3, 0), key_at(4, 0)]
    assert {one.person.name: one.suggested for one in counted_people(named)} == {"Anna": 0, "Ben": 2}
    reject_faces(named, [key_at(3, 0)], ben.key)
    step = list_steps(named, 1)[0].id
    confirm_faces(named, [key_at(4, 0)], anna.key)
    assert suggested_faces(named, ben.key) == []
    assert [[one.key for one in some.faces] for some in unnamed_groups(named, 1)] == [[key_at(3, 0)]]
    undo_step(named, step)
    assert [one.key for one in suggested_faces(named, ben.key)] == [key_at(3, 0)]
    redo_step(named, step)
    assert suggested_faces(named, ben.key) == []
    hide_person(named, ben.key, hidden=True)
    undo_step(named, step)
    assert suggested_faces(named, ben.key) == []
    assert states(named, [3]) == {3: [("unknown", "")]}


@pytest.mark.parametrize("number", [100, pytest.param(10_000, marks=pytest.mark.slow)])
def test_moved_files_keep_their_names(library: Library, folder: int, number: int) -> None:
    person, _ = create_person(library, "Anna")
    readings = [Reading(b"%016d" % n, b"%016d" % n, 10, read(1).facts, b"preview", 0) for n in range(number)]
    files.record(library, [(Found(folder, f"in/{n}.jpg", 10, 1), one) for n, one in enumerate(readings)])
    photos = library.column("SELECT id FROM photos ORDER BY id")
    store(library, {photo: [face_at(0)] for photo in photos})
    confirm_faces(library, [key_at(photo, 0) for photo in photos], person)
    before = rows(library)
    files.forget(library, folder, [f"in/{n}.jpg" for n in range(number)])
    files.record(library, [(Found(folder, f"out/{n}-renamed.jpg", 10, 1), one) for n, one in enumerate(readings)])
    assert rows(library) == before
    assert [(one.photos, one.person.name) for one in counted_people(library)] == [(number, "Anna")]
    assert all(some == [("confirmed", "Anna")] for some in states(library, photos).values())


def test_turned_photos_turn_their_faces(named: Library) -> None:
    before = rows(named)
    photo_turns.turn_photos(named, [1], "right", {})
    step = list_steps(named, 1)[0].id
    found = [turn_region(box_at(place), 6) for place in (0, 2, 4, 6)]
    boxes = named.column("SELECT box FROM face_people WHERE photo_id = 1 AND state = 'is'")
    assert set(boxes) == {box_text(found[0]), box_text(found[2])}
    faces = [face_at(0)] * 4
    turned = [
        type(face)(region, face.points, face.quality, face.embedding) for face, region in zip(faces, found, strict=True)
    ]
    store(named, {1: turned})
    assert sorted(states(named, [1])[1]) == sorted(NAMED[1])
    undo_step(named, step)
    assert rows(named) == before
    look(named)
    assert states(named, [1, 2]) == NAMED
    for command in ("left", "flip", "left", "right", "flip", "right"):
        photo_turns.turn_photos(named, [1], command, {})
    assert rows(named) == before


def test_a_library_recreated_from_a_file_has_all_people(named: Library, other: Library) -> None:
    import_(other, exported(named))
    add(other, 1, range(1, 6))  # the decisions waited for their photos
    look(other)
    assert states(other, [1, 2]) == NAMED
    assert rows(other)[1:] == rows(named)[1:]
    assert [row[:5] for row in rows(other)[0]] == [row[:5] for row in rows(named)[0]]
    report = import_(other, exported(named))
    assert (report.taken.total(), report.kept_here) == (0, 0)
    (anna,) = people_named(named, "Anna")
    people.withdraw(named, [key_at(1, 0), key_at(1, 2)])
    people.forget_person(named, anna.key)
    import_(other, exported(named))
    assert states(other, [1]) == {1: [("unknown", ""), ("unknown", ""), ("confirmed", "Ben")]}
    assert [one.photos for one in counted_people(other) if one.person.name == "Anna"] == [0]  # she had faces until then
    import_(other, exported(named))
    assert people_named(other, "Anna") == []


@pytest.mark.parametrize("is_smaller", [True, False])
def test_a_person_of_one_name_is_one_in_both_libraries(
    named: Library, other: Library, monkeypatch: pytest.MonkeyPatch, is_smaller: bool
) -> None:
    key = "0" * 16 if is_smaller else "f" * 16
    monkeypatch.setattr(people, "new_person_key", lambda: key)
    add(other, 1, range(1, 6))
    mine, _ = create_person(other, "ANNA")
    confirm_faces(other, [key_at(3, 0)], mine)
    theirs, ours = exported(named), exported(other)
    import_(other, theirs)
    import_(named, ours)
    (here,), (there,) = people_named(named, "Anna"), people_named(other, "Anna")
    assert here.key == there.key
    assert rows(named)[1:] == rows(other)[1:]
    assert {one.photos for one in counted_people(named)} == {3, 1}
    import_(other, exported(named))
    import_(named, exported(other))
    assert people_named(named, "Anna") == [here]
    assert rows(named)[1:] == rows(other)[1:]


def test_of_two_people_of_one_name_none_is_meant(named: Library, other: Library) -> None:
    for _ in range(2):
        create_person(other, "Anna")
    import_(other, exported(named))
    assert len(people_named(other, "Anna")) == 3


def test_a_merge_elsewhere_counts_here(named: Library, other: Library) -> None:
    add(other, 1, range(1, 6))
    import_(other, exported(named))
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    merge_people(named, ben.key, [anna.key])
    import_(other, exported(named))
    assert [one.name for one in people.all_people(other).values()] == ["Ben"]
    assert set(other.column("SELECT person FROM face_people WHERE state = 'is'")) == {ben.key}
    line = only(lines_of(exported(named)), "person")
    assert {one["person"]: one.get("into", "") for one in line} == {anna.key: ben.key, ben.key: ""}


def test_a_merge_in_circles_ends(named: Library, other: Library) -> None:
    add(other, 1, range(1, 6))
    import_(other, exported(named))
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    merge_people(named, ben.key, [anna.key])
    merge_people(other, anna.key, [ben.key])
    import_(other, exported(named))
    assert len(people.all_people(other)) == 1


def test_merged_photos_have_one_name_for_one_face(named: Library) -> None:
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    confirm_by_file(named, key_at(3, 0, grown=0.004), ben.key)
    confirm_faces(named, [key_at(3, 6, grown=0.004), key_at(3, 8)], ben.key)
    confirm_faces(named, [key_at(3, 2)], anna.key)
    before = rows(named)
    unite_words(named, {1: [3]})
    assert states(named, [1])[1] == [
        ("confirmed", "Anna"),  # a person's name, not that of the file
        ("confirmed", "Anna"),  # a name, not a rejection
        ("confirmed", "Ben"),
        ("confirmed", "Ben"),  # a name, not "no face"
        ("confirmed", "Ben"),  # what only the other one has
    ]
    undo_step(named, list_steps(named, 1)[0].id)
    assert rows(named) == before
    assert states(named, [1, 2]) == NAMED


def test_a_missing_photo_gives_its_names(named: Library, folder: int, tmp_path: Path) -> None:
    add(named, folder, [7])
    store(named, {6: [face_at(0), face_at(2)]})
    files.forget(named, folder, ["in/1.jpg"])
    link(named, 1, str(tmp_path / "photos/in/7.jpg"))
    assert states(named, [6])[6][:2] == [("confirmed", "Anna"), ("unknown", "")]


def test_a_restored_backup_has_its_names(named: Library, tmp_path: Path) -> None:
    before, backup = rows(named), back_up(named.directory)
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    people.forget_person(named, ben.key)
    confirm_faces(named, [key_at(1, 2)], anna.key)
    named.close()
    restore_backup(named.directory, backup)
    with open_library(named.directory, writable=True) as restored:
        assert rows(restored) == before
        with restored.transaction() as db:
            match_doubtful(db)
        assert states(restored, [1, 2]) == NAMED


def test_every_step_is_undone_after_a_restart(named: Library) -> None:
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    edits: list[Callable[[Library], object]] = [
        lambda lib: confirm_faces(lib, [key_at(1, 2)], ben.key),
        lambda lib: reject_faces(lib, [key_at(1, 0)], anna.key),
        lambda lib: mark_no_faces(lib, [key_at(1, 4, grown=0.004)]),
        lambda lib: people.withdraw(lib, [key_at(1, 2), key_at(1, 6)]),
        lambda lib: merge_people(lib, ben.key, [anna.key]),
        lambda lib: people.set_cover(lib, ben.key, key_at(2, 1)),
        lambda lib: people.rename_person(lib, ben.key, "Benjamin"),
        lambda lib: people.forget_person(lib, ben.key),
        people.forget_people,
    ]
    seen, steps = [(rows(named), states(named, range(1, 6)))], []
    for edit in edits:
        edit(named)
        seen.append((rows(named), states(named, range(1, 6))))
        steps.append(list_steps(named, 1)[0].id)
        assert seen[-1] != seen[-2] or edit is edits[-3]
    named.close()
    with open_library(named.directory, writable=True) as again:
        for step, then in zip(reversed(steps), reversed(seen[:-1]), strict=True):
            undo_step(again, step)
            assert (rows(again), states(again, range(1, 6))) == then
        for step, then in zip(steps, seen[1:], strict=True):
            redo_step(again, step)
            assert (rows(again), states(again, range(1, 6))) == then


def test_boxes_stay_exact_through_all_turns() -> None:
    for box in ("0.2994 0.1066 0.4413 0.4392", "0.0000 0.0000 1.0000 1.0000", "0.9999 0.3333 0.0001 0.6667"):
        for turn in range(1, 9):
            back = turn if turn not in {6, 8} else 14 - turn
            assert box_text(turn_region(read_box(box_text(turn_region(read_box(box), turn))), back)) == box


def test_hidden_photos_are_in_no_group(named: Library) -> None:
    group(named, (1, ""), (1, ""), (1, ""), (1, ""), (1, ""))
    assert sum(len(one.faces) for one in unnamed_groups(named, 1)) == 1
    draw_veil(named, np.array([1], np.int64))
    assert unnamed_groups(named, 1) == []
    assert FaceKey(1, "") not in [one.key for one in suggested_faces(named, "")]


def test_hidden_people_are_in_no_group(named: Library) -> None:
    (anna,) = people_named(named, "Anna")
    group(named, (1, anna.key), (1, anna.key), (3, ""), (4, ""), (1, anna.key))
    assert next(one.person for one in all_groups(named)) == anna.key
    hide_person(named, anna.key, hidden=True)
    assert [(one.number, len(one.faces)) for one in all_groups(named)] == [(3, 1)]
