"""The loop of background stages: everything is done once, despite new work, errors and concurrent changes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity, PhotonError
from photon.library import Library
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.media.read.reading import read
from tests.pictures import draw

BATCH = 3


class Doing(Backlog[int]):
    """Processes photos by number; ``left`` is the work in the library."""

    name = "styling"

    def __init__(self, store: LibraryThreads, left: Sequence[int], progress: Progress | None = None) -> None:
        super().__init__(store, progress)
        self.left, self.done = set(left), list[int]()
        self.bad, self.failure = set[int](), None

    def anything_left(self, _: Library) -> bool:
        return bool(self.left)

    def next_batch(self) -> Sequence[int]:
        return self.walk(lambda after: sorted(one for one in self.left if one > after)[:BATCH])

    def run(self, batch: Sequence[int]) -> None:
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        self.show("tagging", lambda: len(self.left))
        self.left -= set(self.run_isolated(batch, self._do))

    def _do(self, batch: Sequence[int]) -> None:
        if self.bad & set(batch):
            raise KeyError("a bug")
        self.done += batch
        self.left -= set(batch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    folder = opened.write(folders.add, str(tmp_path)).result().id
    found = [(Found(folder, f"{at}.jpg", 1, 1), read(str(draw(tmp_path / f"{at}.jpg", "red", at)))) for at in range(7)]
    opened.write(files.record, found).result()
    yield opened
    opened.close()


def _ids(store: LibraryThreads) -> list[int]:
    return sorted(photos.in_order(store.here(), "newest"))


def _run(stage: Doing) -> int:
    steps = 0
    while stage.step():
        steps += 1
    return steps


def test_each_photo_is_done_once_and_the_stage_becomes_idle(store: LibraryThreads) -> None:
    stage = Doing(store, _ids(store))
    assert _run(stage) == 3
    assert (stage.done, stage.idle) == (_ids(store), True)
    stage.left = {_ids(store)[0]}
    assert not stage.step()  # no new work was reported
    stage.notify()
    assert _run(stage) == 1


def test_a_stage_looks_for_work_only_after_changes_that_may_give_it_some(store: LibraryThreads) -> None:
    stage = Doing(store, _ids(store))
    _run(stage)
    stage.hear(frozenset({"photos", "folders"}))
    assert stage.idle
    stage.hear(frozenset({"photos", "tags"}))
    assert not stage.idle


def test_work_with_lower_ids_is_found_at_the_end(store: LibraryThreads) -> None:
    first, *rest = _ids(store)
    stage = Doing(store, rest)
    stage.step()
    stage.left.add(first)
    _run(stage)
    assert stage.done == [*rest, first]


def test_a_photo_that_causes_an_error_is_skipped_and_listed(store: LibraryThreads) -> None:
    ids = _ids(store)
    stage = Doing(store, ids)
    stage.bad = {ids[4]}
    _run(stage)
    assert stage.idle
    assert sorted(stage.done) == [one for one in ids if one != ids[4]]
    assert len(problems.all_problems(store.here())) == 1


def test_an_error_not_caused_by_a_photo_is_raised_and_retried(store: LibraryThreads) -> None:
    stage = Doing(store, _ids(store))
    stage.failure = PhotonError("The disk is full.")
    with pytest.raises(PhotonError):
        stage.step()
    assert not stage.idle
    _run(stage)
    assert sorted(stage.done) == _ids(store)


def test_changes_during_the_final_search_are_not_lost(store: LibraryThreads) -> None:
    class Overtaken(Doing):
        def next_batch(self) -> Sequence[int]:
            found = super().next_batch()
            if not found:
                self.notify()
            return found

    stage = Overtaken(store, [])
    assert not stage.step()
    assert not stage.idle


def test_progress_reports_done_and_total(store: LibraryThreads) -> None:
    seen: list[Activity] = []
    store.events.subscribe(seen.append)
    stage = Doing(store, _ids(store), Progress(store.events))
    _run(stage)
    assert {(one.stage, one.total) for one in seen if isinstance(one, Activity)} == {("tagging", 7)}


def test_a_dropped_preview_is_reported(store: LibraryThreads) -> None:
    told: list[bool] = []
    stage = Doing(store, [])
    stage._on_lost = lambda: told.append(True)
    stage.drop_previews([])
    assert told == []
    stage.drop_previews(_ids(store)[:1])
    assert told == [True]
    assert len(photos.previews(store.here(), _ids(store))) == 6


def test_a_preview_that_is_always_damaged_is_made_again_once(store: LibraryThreads) -> None:
    remade: list[bool] = []
    stage = Doing(store, [])
    stage._on_lost = lambda: remade.append(True)
    photo = _ids(store)[0]
    stage.drop_previews([photo])
    stage.drop_previews([photo])
    assert remade == [True]
    assert [problem.kind for problem in problems.all_problems(store.here())] == ["failed"]


def test_new_photos_are_found_without_going_through_all(store: LibraryThreads) -> None:
    stage, asked = Doing(store, ()), list[int]()

    def pending(after: int) -> list[int]:
        asked.append(after)
        return [one for one in (3, 9) if one > after and one in stage.left]

    stage.left = {3}
    assert stage.walk(pending) == [3]
    stage.left = {9}
    assert stage.walk(pending, starts_over=False) == [9]
    stage.left = {3}
    assert stage.walk(pending, starts_over=False) == []
    assert stage.walk(pending) == [3]
    assert asked == [0, 3, 9, 9, 0]
