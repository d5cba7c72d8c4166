"""The use cases of stacks: one step each, which can be undone after a restart; bursts become stacks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.duplicates.duplicates import FoundSet, FoundSets
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.stacks.stack_editor import StackEditor, StackPlan, plan_stacks
from photon.domain import Changes, PhotonError
from photon.domain.photo.photo_set import PhotoSet, SetKind
from photon.library import open_library
from tests.new_library_photos import add_photos


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 8)
    return tmp_path / "library"


def found_set(kind: SetKind, *photos: int) -> FoundSet:
    return FoundSet(kind, tuple(map(str, photos)), (), offer=False, photos=photos)


class Desk:
    """An open library with its stacks and its history."""

    def __init__(self, place: Path, *found: FoundSet) -> None:
        self.store, self.history = LibraryThreads(place), History()
        self.told: list[Changes] = []
        self.asked: list[object] = []
        self.store.events.subscribe(lambda one: self.told.append(one) if isinstance(one, Changes) else None)
        self.stacks = StackEditor(self.store, self.history, lambda _, among: self._find(among, found))

    def _find(self, among: object, found: tuple[FoundSet, ...]) -> FoundSets:
        self.asked.append(among)
        return FoundSets(found, 3)

    def undo(self) -> str | None:
        done = self.history.edit(self.store, self.history.undo).result()
        return done and done.name

    def redo(self) -> str | None:
        done = self.history.edit(self.store, self.history.redo).result()
        return done and done.name

    def state(self) -> set[tuple[int, ...]]:
        return set(self.stacks.all_stacks().result())


Act = Callable[[StackEditor], object]
ACTS: dict[str, Act] = {
    "put 2 photos on a stack": lambda stacks: stacks.make([4, 5]).result(),
    "dissolved 1 stack": lambda stacks: stacks.dissolve([3]).result(),
    "took 1 photo out of its stack": lambda stacks: stacks.take_out([2]).result(),
    "put another photo on top of a stack": lambda stacks: stacks.put_on_top(2).result(),
    "made 2 stacks": lambda stacks: stacks.make_many([[4, 5], [6, 7]]).result(),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_step_is_undone_and_redone_after_a_restart(place: Path, name: str) -> None:
    desk = Desk(place)
    try:
        desk.stacks.make([1, 2, 3]).result()
        before = desk.state()
        ACTS[name](desk.stacks)
        after = desk.state()
        assert after != before
        assert all("stacks" in one.kinds for one in desk.told)
        assert desk.undo() == name
        assert desk.state() == before
        assert desk.redo() == name
        assert desk.state() == after
    finally:
        desk.store.close()
    again = Desk(place)
    try:
        assert again.undo() == name
        assert again.state() == before
    finally:
        again.store.close()


def test_a_request_without_changes_is_no_step(place: Path) -> None:
    desk = Desk(place)
    try:
        assert desk.stacks.dissolve([1]).result() == 0
        with pytest.raises(PhotonError):
            desk.stacks.make([1, 1]).result()
        desk.stacks.make([1, 2]).result()
        assert desk.stacks.put_on_top(1).result() == 0
        assert len(desk.history.done) == 1
    finally:
        desk.store.close()


def test_bursts_are_stacked_in_one_step(place: Path) -> None:
    copy, burst = found_set("same-picture", 7, 8), found_set("same-moment", 2, 1, 3)
    desk = Desk(place, copy, burst, found_set("bracket", 4, 5, 6))
    try:
        plan = desk.stacks.plan().result()
        assert (plan.photos, [one.kind for one in plan.sets], plan.waiting) == (6, ["same-moment", "bracket"], 3)
        assert desk.state() == set()  # nothing has changed yet
        desk.stacks.make_many([one.photos for one in plan.sets]).result()
        assert desk.state() == {(2, 1, 3), (4, 5, 6)}
        assert not desk.stacks.plan([1, 2]).result().sets  # they are already in stacks
        assert desk.asked == [None, [1, 2]]
        assert desk.undo() == "made 2 stacks"
        assert desk.state() == set()
    finally:
        desk.store.close()


def test_all_files_of_a_shot_are_stacked_with_its_moment() -> None:
    sets = [PhotoSet("pair", (1, 11)), PhotoSet("pair", (5, 15)), PhotoSet("same-moment", (2, 1, 3))]
    plan = plan_stacks([*sets, PhotoSet("same-file", (9,)), PhotoSet("same-picture", (7, 8))], [])
    assert {one.photos: one.kind for one in plan.sets} == {(2, 1, 3, 11): "same-moment", (5, 15): "pair"}
    assert plan.of_kinds(["pair"]) == StackPlan((PhotoSet("pair", (5, 15)),))


def test_a_set_with_a_stacked_photo_is_skipped() -> None:
    sets = [PhotoSet("same-moment", (2, 1, 3)), PhotoSet("bracket", (4, 5))]
    assert [one.photos for one in plan_stacks(sets, [(3, 9)]).sets] == [(4, 5)]
