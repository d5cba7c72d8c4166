"""Stacks: created, dissolved, ordered; kept with their photos; undone, exported and merged."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from photon.domain import Changes, Filter, PhotonError
from photon.domain.query.filter_kinds.states import STACKS
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil
from photon.library.decisions.journal_steps import history_of_photos
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.files import missing_photos
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.searches.filter_counts import count_choices
from photon.library.searches.filters import matching
from photon.library.stacks import stacks
from tests.examples import examples
from tests.library.decisions.decided import add, exported, import_, lines_of, only, read

PHOTOS = range(1, 8)
TODAY = date(2024, 2, 10)


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, PHOTOS)
    return library


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "other", writable=True) as opened:
        yield opened


def found(library: Library) -> set[tuple[int, ...]]:
    return set(stacks.all_stacks(library))


def last_step(library: Library) -> int:
    return int(library.db.execute("SELECT max(id) FROM journal_steps").fetchone()[0])


def test_a_photo_is_in_one_stack_and_the_first_is_on_top(photos: Library) -> None:
    stacks.make_stacks(photos, [[3, 1, 2], [5, 6]])
    assert found(photos) == {(3, 1, 2), (5, 6)}
    assert stacks.stacks_of(photos, [1, 4]) == dict.fromkeys((3, 1, 2), (3, 1, 2))
    stacks.make_stacks(photos, [[1, 4]])
    assert found(photos) == {(3, 2), (1, 4), (5, 6)}
    stacks.make_stacks(photos, [[5, 7]])  # 6 is left alone, which is no stack
    assert found(photos) == {(3, 2), (1, 4), (5, 7)}
    assert photos.db.execute("SELECT count(*) FROM stack_photos WHERE photo_id = 6").fetchone() == (0,)


def test_a_photo_that_represents_its_stack_includes_it(photos: Library) -> None:
    stacks.make_stacks(photos, [[3, 1, 2], [5, 6]])
    stacks.make_stacks(photos, [[4, 3, 5]], whole=[3])
    assert found(photos) == {(4, 3, 1, 2, 5)}


def test_a_stack_needs_two_photos(photos: Library) -> None:
    for some in ([[1]], [[]], [], [[1, 2], [3]]):
        with pytest.raises(PhotonError, match="at least two photos"):
            stacks.make_stacks(photos, some)
    assert found(photos) == set()


def test_another_photo_becomes_the_top(photos: Library) -> None:
    stacks.make_stacks(photos, [[1, 2, 3]])
    stacks.put_on_top(photos, 3)
    stacks.put_on_top(photos, 2)
    assert found(photos) == {(2, 3, 1)}
    assert not stacks.put_on_top(photos, 2)
    with pytest.raises(PhotonError, match="isn't in a stack"):
        stacks.put_on_top(photos, 4)


def test_dissolving_keeps_the_photos(photos: Library) -> None:
    stacks.make_stacks(photos, [[1, 2], [3, 4], [5, 6]])
    count, changes = stacks.dissolve(photos, [2, 3, 4])
    assert (count, changes.photos) == (2, frozenset({1, 2, 3, 4}))
    assert found(photos) == {(5, 6)}
    assert stacks.dissolve(photos, [7])[0] == 0
    assert photos.db.execute("SELECT count(*) FROM photos WHERE present = 1").fetchone() == (7,)


def test_photos_leave_their_stacks_and_the_others_stay(photos: Library) -> None:
    stacks.make_stacks(photos, [[3, 1, 2, 4], [5, 6]])
    count, changes = stacks.take_out(photos, [3, 2, 7])
    assert (count, changes.photos) == (2, frozenset({1, 2, 3, 4}))
    assert found(photos) == {(1, 4), (5, 6)}
    count, changes = stacks.take_out(photos, [5])  # 6 would be left alone
    assert (count, changes.photos) == (1, frozenset({5, 6}))
    assert found(photos) == {(1, 4)}
    assert photos.db.execute("SELECT count(*) FROM stack_photos").fetchone() == (2,)
    assert stacks.take_out(photos, [5, 6, 7]) == (0, Changes())


def test_hidden_or_missing_photos_are_neither_on_top_nor_counted(photos: Library, folder: int) -> None:
    stacks.make_stacks(photos, [[1, 2, 3], [4, 5]])
    with open_library(photos.directory, writable=False) as reader:
        draw_veil(reader, np.array([1, 4], np.int64))
        assert found(reader) == {(2, 3)}
        stacked = matching(reader, [Filter("is", "stacked")], TODAY)
        assert stacked.tolist() == [2, 3]
        assert [one.photos for one in count_choices(reader, STACKS)] == [2, 3]
    files.forget(photos, folder, ["in/1.jpg"])
    assert found(photos) == {(2, 3), (4, 5)}
    add(photos, folder, [1])
    assert found(photos) == {(1, 2, 3), (4, 5)}


def test_stacks_are_found_by_a_filter(photos: Library) -> None:
    assert count_choices(photos, STACKS) == []
    stacks.make_stacks(photos, [[1, 2]])
    for value, wanted in (("stacked", [1, 2]), ("stack", [1, 2])):
        assert matching(photos, [Filter("is", value)], TODAY).tolist() == wanted
    assert matching(photos, [Filter("is", "stacked", unwanted=True)], TODAY).tolist() == [3, 4, 5, 6, 7]


def test_another_photo_replaces_a_missing_top(photos: Library, folder: int) -> None:
    stacks.make_stacks(photos, [[1, 2, 3]])
    files.forget(photos, folder, ["in/1.jpg"])
    missing_photos.link(photos, 1, str(Path(folders.all_folders(photos)[0].path) / "in/7.jpg"))
    assert found(photos) == {(7, 2, 3)}


def test_an_edited_copy_stays_in_the_stack(photos: Library, folder: int) -> None:
    files.record(photos, [(Found(folder, "copy.jpg", 10, 1), read(1))])
    stacks.make_stacks(photos, [[1, 2]])
    files.record(photos, [(Found(folder, "copy.jpg", 11, 2), read(99))])
    ((*stack,),) = found(photos)
    assert len(stack) == 3
    assert {1, 2} < set(stack)


CHANGES: dict[str, Callable[[Library], object]] = {
    "make": lambda lib: stacks.make_stacks(lib, [[4, 1], [5, 6]]),
    "bring along": lambda lib: stacks.make_stacks(lib, [[4, 1]], whole=[1]),
    "dissolve": lambda lib: stacks.dissolve(lib, [2]),
    "put on top": lambda lib: stacks.put_on_top(lib, 3),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_undone_and_redone(photos: Library, name: str) -> None:
    stacks.make_stacks(photos, [[1, 2, 3]])
    before = found(photos)
    CHANGES[name](photos)
    after, step = found(photos), last_step(photos)
    assert after != before
    outcome = undo_step(photos, step)
    assert (found(photos), outcome.kept, outcome.changes.kinds) == (before, 0, frozenset({"stacks"}))
    redo_step(photos, step)
    assert found(photos) == after


def test_the_history_of_a_photo_includes_its_stack(photos: Library) -> None:
    stacks.make_stacks(photos, [[1, 2]])
    stacks.put_on_top(photos, 2)
    stacks.dissolve(photos, [2])
    history = [(one.what, bool(one.before), bool(one.after)) for one in history_of_photos(photos, [2])]
    assert history == [("in_stack", False, True), ("in_stack", True, True), ("in_stack", True, False)]


def test_stacks_are_transferred_to_another_library(photos: Library, other: Library) -> None:
    stacks.make_stacks(photos, [[3, 1, 2], [5, 6]])
    stacks.dissolve(photos, [5])
    before = exported(photos)
    assert len(only(lines_of(before), "in_stack")) == 5  # including that two are in none any more
    import_(other, before)
    add(other, folders.add(other, folders.all_folders(photos)[0].path).id, (2, 5, 3, 1, 6, 4))
    hashes = dict(other.db.execute("SELECT id, hex(substr(file_hash, 1, 1)) FROM photos"))
    assert [[int(hashes[photo], 16) for photo in stack] for stack in stacks.all_stacks(other)] == [[3, 1, 2]]
    assert only(lines_of(exported(other)), "in_stack") == only(lines_of(before), "in_stack")


def test_of_two_stacks_of_one_photo_the_later_counts(photos: Library, other: Library) -> None:
    add(other, folders.add(other, str(photos.directory.parent)).id, PHOTOS)
    stacks.make_stacks(other, [[1, 2]])
    time.sleep(0.002)  # of two decisions in one millisecond, either may count as the later one
    stacks.make_stacks(photos, [[2, 3, 1]])
    assert import_(other, exported(photos)).taken["in_stack"] == 3
    assert found(other) == {(2, 3, 1)}
    assert import_(photos, exported(other)).taken["in_stack"] == 0
    assert found(photos) == {(2, 3, 1)}


SOME = st.lists(st.sampled_from(list(PHOTOS)), min_size=1, max_size=4, unique=True)
ACTS = st.one_of(
    st.tuples(st.just("make"), SOME), st.tuples(st.just("dissolve"), SOME), st.tuples(st.just("top"), SOME)
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("kept")
    with open_library(place / "library", writable=True) as library:
        (place / "photos").mkdir()
        add(library, folders.add(library, str(place / "photos")).id, PHOTOS)
        yield library


def rows(library: Library) -> list[tuple[int, str, int]]:
    return library.db.execute("SELECT photo_id, stack, position FROM stack_photos ORDER BY 1").fetchall()


def tried(library: Library, act: tuple[str, Sequence[int]]) -> int:
    """Perform an action; return the step, or 0 if it was refused or changed nothing."""
    before, what, some = rows(library), *act
    do: dict[str, Callable[[], object]] = {
        "make": lambda: stacks.make_stacks(library, [some], whole=some[:1]),
        "dissolve": lambda: stacks.dissolve(library, some),
        "top": lambda: stacks.put_on_top(library, some[0]),
    }
    try:
        do[what]()
    except PhotonError:
        assert rows(library) == before
        return 0
    return last_step(library) if rows(library) != before else 0


@hypothesis_settings(max_examples=examples(60), deadline=None)
@given(acts=st.lists(ACTS, max_size=12))
def test_after_any_actions_a_photo_is_in_one_stack_and_undoing_restores_the_start(
    kept: Library, acts: list[tuple[str, list[int]]]
) -> None:
    with kept.transaction() as db:
        db.execute("DELETE FROM stack_photos")
    states, steps = [rows(kept)], []
    for act in acts:
        step = tried(kept, act)
        members = [photo for stack in found(kept) for photo in stack]
        assert len(members) == len(set(members))
        assert all(len(stack) > 1 for stack in found(kept))
        if step:
            steps.append(step)
            states.append(rows(kept))
    for at in reversed(range(len(steps))):
        undo_step(kept, steps[at])
        assert rows(kept) == states[at]
