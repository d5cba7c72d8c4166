"""Groups follow what is found and decided: only when needed, only where something changed, and as if made at once."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.app.people import grouping
from photon.app.people.grouping import FaceGrouping, GroupStage
from photon.app.people.person_edits import name_faces
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess
from photon.domain import PhotonError
from photon.domain.people.person import NO_DAY
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.people import people
from photon.library.people.face_tables import read_faces
from photon.library.people.people import confirm_faces, create_person, reject_faces, set_birthday
from photon.library.stacks import stacks
from tests.app.people.family import ANNA, BEN, CLARA, Family, make_family
from tests.decoders_here import WorkerHere
from tests.library.people.drawn_faces import MODEL, face_at, key_at, store

Counts = dict[str, int]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """How often groups were made of all faces, and where something changed."""
    found = {"group_faces": 0, "add_faces": 0}

    def counted(name: str) -> Callable[..., object]:
        act = getattr(grouping, name)

        def count(*arguments: object) -> object:
            found[name] += 1
            return act(*arguments)

        return count

    for name in found:
        monkeypatch.setattr(grouping, name, counted(name))
    return found


def stored(family: Family) -> list[tuple[object, ...]]:
    asked = "SELECT item, number, person, certainty, is_rejected FROM face_groups ORDER BY item"
    return family.store.here().db.execute(asked).fetchall()


def test_groups_are_made_again_only_after_something_changed(family: Family, counts: Counts) -> None:
    told = len(family.told)
    family.people.regroup().result()
    assert (counts["group_faces"], len(family.told)) == (0, told)
    fresh = FaceGrouping(family.store, MODEL)
    assert not fresh.is_outdated(family.store.here())
    family.people.edit(name_faces, [key_at(1, 0)], "Anna").result()
    assert fresh.is_outdated(family.store.here())
    family.people.regroup().result()
    family.people.regroup().result()
    assert counts == {"group_faces": 0, "add_faces": 1}
    fresh.close()


def test_a_step_at_a_time_gives_the_same_as_all_at_once(family: Family, counts: Counts) -> None:
    acts: Sequence[Callable[[Library], object]] = (
        lambda library: confirm_faces(library, [key_at(1, 0)], create_person(library, "Anna")[0]),
        lambda library: store(library, {5: [face_at(0, ANNA), face_at(3, CLARA)]}),
        lambda library: reject_faces(library, [key_at(3, 1)], next(iter(people.all_people(library)))),
        lambda library: store(library, {3: [face_at(5, CLARA)]}),  # another picture, without Anna and Ben
        lambda library: set_birthday(library, next(iter(people.all_people(library))), date(2019, 5, 17)),
        lambda library: store(library, {1: []}),
        lambda library: confirm_faces(library, [key_at(2, 1)], create_person(library, "Ben")[0]),
    )
    for act in acts:
        family.store.write(act).result()
        family.people.regroup().result()
        found = stored(family)
        family.store.write(lambda library: library.db.execute("DELETE FROM face_grouping")).result()
        fresh = FaceGrouping(family.store, MODEL)
        family.store.read(fresh.renew).result()
        fresh.close()
        assert stored(family) == found
    assert counts["add_faces"] == len(acts)
    assert found


def test_faces_of_hidden_photos_are_in_their_groups(family: Family) -> None:
    family.store.veil = lambda library: draw_veil(library, np.array([2]))
    assert family.groups() == [{1, 3}, {1, 3}]
    family.store.write(store, {4: [face_at(0, ANNA)]}).result()
    family.people.regroup().result()
    family.store.veil = lambda library: draw_veil(library, np.zeros(0, np.int64))
    assert family.groups() == [{1, 2, 3, 4}, {1, 3}]


def test_many_faces_are_grouped_in_a_process(family: Family, monkeypatch: pytest.MonkeyPatch, counts: Counts) -> None:
    monkeypatch.setattr(grouping, "_FEW", 5)
    monkeypatch.setattr(grouping, "WorkerProcess", WorkerHere)
    monkeypatch.setattr(grouping, "_MAKER", grouping.GroupMaker())
    away = FaceGrouping(family.store, MODEL)
    for place in range(2):
        family.store.write(store, {5: [face_at(place, ANNA)]}).result()
        family.store.read(away.renew).result()
        assert family.groups() == [{1, 2, 3, 5}, {1, 3}]
    assert counts == {"group_faces": 1, "add_faces": 1}
    away.close()
    family.store.write(store, {5: []}).result()
    with pytest.raises(PhotonError, match="being closed"):
        family.store.read(away.renew).result()


def test_a_real_process_groups_and_its_end_is_a_sentence(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_FEW", 0)
    away = FaceGrouping(family.store, MODEL)
    family.store.write(store, {5: [face_at(0, BEN)]}).result()
    family.store.read(away.renew).result()
    assert family.groups() == [{1, 2, 3}, {1, 3, 5}]

    def end(*_: object) -> None:
        raise WorkerEnded(-9)

    monkeypatch.setattr(WorkerProcess, "run", end)
    family.store.write(store, {5: []}).result()
    with pytest.raises(PhotonError, match="names are kept"):
        family.store.read(away.renew).result()
    assert away.is_outdated(family.store.here())
    away.close()


class Finding(Backlog[int]):
    """A stage that finds faces, or has found all."""

    name = "faces"

    def anything_left(self, library: Library) -> bool:
        del library
        return False

    def next_batch(self) -> Sequence[int]:
        return ()

    def run(self, batch: Sequence[int]) -> None:
        raise AssertionError(batch)


def stage_of(family: Family) -> tuple[GroupStage, FaceGrouping, Finding]:
    made, finding = FaceGrouping(family.store, MODEL), Finding(family.store)
    return GroupStage(family.store, made, finding), made, finding


def test_while_faces_are_found_groups_are_made_from_time_to_time(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_REST", 0)
    stage, made, finding = stage_of(family)
    stage.step()
    assert not made.is_outdated(family.store.here())
    for place in range(2):
        family.store.write(store, {5: [face_at(place, ANNA)]}).result()
        stage.hear(frozenset({"people"}))
        stage.step()
        assert (made.is_outdated(family.store.here()), stage.idle) == (True, False)
    made.is_asked = True  # somebody named a face
    stage.step()
    assert not made.is_outdated(family.store.here())
    family.store.write(store, {5: []}).result()
    stage.hear(frozenset({"people"}))
    stage.step()
    assert made.is_outdated(family.store.here())
    finding.idle = True
    stage.step()
    assert (made.is_outdated(family.store.here()), stage.idle, stage.anything_left(family.store.here())) == (
        False, True, False
    )  # fmt: skip
    made.close()


def test_groups_stay_until_another_model_has_looked_at_all_photos(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_REST", 0)
    family.name("Anna", key_at(1, 0))
    before = family.states(), family.groups()
    assert before == ({1: ["Anna", ""], 2: ["Anna?"], 3: ["Anna?", ""], 4: [""]}, [{1, 3}])
    made, finding, library = FaceGrouping(family.store, "faces-ffffffff"), Finding(family.store), family.store.here()
    stage = GroupStage(family.store, made, finding)
    for photo, faces in {1: {0: ANNA, 3: BEN}, 3: {1: ANNA, 5: BEN}, 4: {0: CLARA}, 5: {}}.items():
        found = {photo: [face_at(at, who + 5) for at, who in reversed(faces.items())]}
        family.store.write(store, found, "faces-ffffffff").result()
        stage.hear(frozenset({"people"}))
        stage.step()
        assert (family.states(), family.groups()) == before
        assert (made.is_outdated(library), stage.idle) == (True, False)
    finding.idle = True  # the file of photo 2 is away
    stage.step()
    assert not made.is_outdated(library)
    assert (family.states(), family.groups()) == before, "the faces of photo 2 are known by the former model"
    family.store.write(store, {2: []}, "faces-ffffffff").result()
    made.renew(library)
    assert family.states() == {1: ["Anna", ""], 3: ["Anna?", ""], 4: [""]}
    made.close()


def test_groups_that_take_long_are_not_made_all_the_time(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, made, finding = stage_of(family)
    finding.idle = True
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    renew = made.renew

    def renew_slowly(library: Library) -> None:
        renew(library)
        now[0] += 40

    monkeypatch.setattr(made, "renew", renew_slowly)
    stage.step()
    for waited, is_outdated in ((10, True), (69, True), (81, False)):
        family.store.write(store, {5: [face_at(waited % 9, ANNA)]}).result()
        now[0] = 1040.0 + waited
        stage.notify()
        stage.step()
        assert made.is_outdated(family.store.here()) == is_outdated
    made.close()


def test_a_failure_is_a_notice_until_there_is_news(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_REST", 0)
    stage, made, finding = stage_of(family)
    finding.idle = True

    def fail(_: Library) -> None:
        raise PhotonError("No memory.", "Close programs.")

    with monkeypatch.context() as patch:
        patch.setattr(made, "renew", fail)
        assert not stage.step()
    assert stage.notice == "No memory. Close programs."
    stage.hear(frozenset({"people"}))
    stage.step()
    assert stage.notice == ""
    made.close()


def test_the_table_has_what_is_known_of_photos_and_people(tmp_path: Path) -> None:
    family = Family(make_family(tmp_path))

    def prepare(library: Library) -> None:
        anna = create_person(library, "Anna")[0]
        confirm_faces(library, [key_at(1, 0)], anna)
        reject_faces(library, [key_at(2, 1)], anna)
        set_birthday(library, anna, date(1970, 1, 11))
        times = {1: "2024-05-01T10:00:00", 2: "2024-05-01T10:00:02", 3: "2024-05-01T10:00:10", 4: "2024-05"}
        for photo, taken in times.items():
            library.db.execute("UPDATE photos SET taken = ?, camera = 'A' WHERE id = ?", (taken, photo))

    family.store.write(prepare).result()
    library = family.store.here()
    table = read_faces(library, MODEL)
    assert table.photos.tolist() == [1, 1, 2, 3, 3, 4]
    assert table.bursts.tolist() == [1, 1, 1, -1, -1, -1]
    assert table.persons.tolist() == [0, -1, -1, -1, -1, -1]
    assert table.rejected.tolist() == [[2, 0]]
    assert table.births.tolist() == [10]
    assert table.days[0] == (date(2024, 5, 1) - date(1970, 1, 1)).days
    family.store.write(lambda lib: stacks.make_stacks(lib, [[4, 3]])).result()
    family.store.write(lambda lib: lib.db.execute("UPDATE photos SET taken = NULL WHERE id = 1")).result()
    again = read_faces(library, MODEL)
    known, now = grouping.know_faces(table), grouping.know_faces(again)
    assert again.bursts.tolist() == [-1, -1, -1, 3, 3, 3]
    assert again.days[0] == NO_DAY
    assert known.changed_rows(now).tolist() == [0, 1, 2, 3, 4, 5]
    assert now.changed_rows(now).tolist() == []
    family.close()


def test_small_blurred_and_turned_faces_are_weak(family: Family) -> None:
    library = family.store.here()
    quality = read_faces(library, MODEL).quality
    assert quality.dtype == np.float32
    assert ((quality > 0) & (quality <= 1)).all()
    family.store.write(store, {5: [face_at(0, ANNA, size=20)]}).result()
    assert read_faces(library, MODEL).quality[-1] < quality.min()


def test_people_of_any_key_in_a_restored_catalogue_do_not_stop_groups(family: Family) -> None:
    def put(library: Library) -> None:
        with library.transaction() as db:
            db.execute("INSERT INTO people (person, name) VALUES ('Zoë', 'Zoë'), (?, 'X'), ('', 'Y')", ("f" * 40,))
        confirm_faces(library, [key_at(1, 0)], "Zoë")

    family.store.write(put).result()
    family.people.regroup().result()
    assert family.states()[2] == ["Zoë?"]
