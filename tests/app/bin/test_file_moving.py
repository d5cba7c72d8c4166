"""Moving files with a journal: units, portions, what was interrupted, and what others did; on real files."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from photon.app.bin import file_moving
from photon.app.bin.file_moving import FileMoving, MoveOutcome, go_on, say_nothing, units_of
from photon.app.bin.move_kinds import BINNED, RENAMED
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.photo.file_move import FileMove, MoveState
from photon.domain.photo.file_time import modified_ns
from photon.library.bin import file_moves
from photon.library.photos import folders
from tests.app.gathered import gather
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number, name in enumerate("abc"):
        draw(tmp_path / "photos" / f"{name}.jpg", seed=number, size=(16, 12))
        (tmp_path / "photos" / f"{name}.xmp").write_text(name)
    return tmp_path / "photos"


@pytest.fixture
def store(root: Path, tmp_path: Path) -> Iterator[LibraryThreads]:
    opened = LibraryThreads(tmp_path / "library")
    opened.write(lambda lib: folders.add(lib, str(root))).result()
    gather(opened)
    yield opened
    opened.close()


@pytest.fixture
def moving(store: LibraryThreads) -> Iterator[FileMoving]:
    made = FileMoving(store)
    yield made
    made.close()


def unit(root: Path, name: str, number: int = 0) -> tuple[FileMove, ...]:
    """A photo that is renamed with its sidecar."""
    found = []
    for ending, role in (("jpg", "photo"), ("xmp", "sidecar")):
        path = root / f"{name}.{ending}"
        status = path.stat()
        new = str(path.with_stem(f"new {name}"))
        found.append(FileMove(str(path), new, "", status.st_size, modified_ns(status), role, 1, number))  # type: ignore[arg-type]
    return tuple(found)


def go(moving: FileMoving, *units: tuple[FileMove, ...], **how: object) -> MoveOutcome:
    outcome = MoveOutcome()
    tell, stop = how.get("tell", say_nothing), how.get("stop", go_on)
    moving.submit(lambda: moving.go(RENAMED, units, tell, stop, outcome)).result()  # type: ignore[arg-type]
    return outcome


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def begun(store: LibraryThreads, *units: tuple[FileMove, ...]) -> list[FileMove]:
    """Note moves in the journal, as before a process was killed."""
    batch = store.write(file_moves.begin_batch, "rename", "renamed").result()
    moves = [one for some in units for one in some]
    return store.write(lambda lib: file_moves.begin(lib, batch, moves)[0]).result()


def state(store: LibraryThreads, batch: int) -> list[MoveState]:
    states: tuple[MoveState, ...] = ("going", "there", "back", "over", "gone")
    return [one.state for one in store.read(lambda lib: file_moves.of_batch(lib, batch, *states)).result()]


@pytest.mark.parametrize("how", ["going", "back"])
@pytest.mark.parametrize("moved", [0, 1, 2])
def test_what_was_interrupted_is_finished_the_way_it_went(
    store: LibraryThreads, moving: FileMoving, root: Path, how: str, moved: int
) -> None:
    moves = begun(store, unit(root, "a"))
    for one in moves[:moved]:
        Path(one.source).rename(one.target)
    if how == "back":
        store.write(lambda lib: file_moves.turn_back(lib, moves)).result()
    assert moving.tidy().result() == 2
    arrived = ["new a.jpg", "new a.xmp"] if how == "going" else ["a.jpg", "a.xmp"]
    assert [name for name in names(root) if name.removeprefix("new ").startswith("a.")] == arrived
    assert state(store, 1) == (["there"] * 2 if how == "going" else ["over"] * 2)
    assert moving.tidy().result() == 0


def test_of_two_interrupted_moves_each_is_finished_its_own_way(
    store: LibraryThreads, moving: FileMoving, root: Path
) -> None:
    begun(store, unit(root, "a"))
    other = begun(store, unit(root, "b"))
    for one in other:
        Path(one.source).rename(one.target)
    store.write(lambda lib: file_moves.turn_back(lib, other)).result()
    assert moving.tidy().result() == 4
    assert names(root) == ["b.jpg", "b.xmp", "c.jpg", "c.xmp", "new a.jpg", "new a.xmp"]


def test_what_cannot_be_reached_now_is_finished_later(
    store: LibraryThreads, moving: FileMoving, root: Path, tmp_path: Path
) -> None:
    begun(store, unit(root, "a"))
    root.rename(tmp_path / "away")
    assert moving.tidy().result() == 0
    assert state(store, 1) == ["going"] * 2
    (tmp_path / "away").rename(root)
    assert moving.tidy().result() == 2
    assert state(store, 1) == ["there"] * 2


def test_a_unit_goes_as_a_whole_or_not_at_all(store: LibraryThreads, moving: FileMoving, root: Path) -> None:
    first, second = unit(root, "a", 1), unit(root, "b", 2)
    (root / "new a.xmp").write_text("of another program")
    outcome = go(moving, first, second)
    assert (outcome.photos, outcome.batch, [at for at, _ in outcome.obstacles]) == (1, 1, [first[0].source])
    assert names(root) == ["a.jpg", "a.xmp", "c.jpg", "c.xmp", "new a.xmp", "new b.jpg", "new b.xmp"]
    assert (root / "new a.xmp").read_text() == "of another program"
    assert state(store, 1) == ["over", "over", "there", "there"]


def test_a_sidecar_that_is_gone_does_not_keep_its_photo_from_coming_back(
    store: LibraryThreads, moving: FileMoving, root: Path
) -> None:
    for lost, came in (("new a.xmp", ["a.jpg"]), ("new a.jpg", [])):
        outcome = go(moving, unit(root, "a"))
        (root / lost).unlink()
        moves = store.read(lambda lib, at=outcome.batch: file_moves.of_batch(lib, at, "there")).result()
        back = moving.submit(lambda some=moves: moving.come_back(some, say_nothing, go_on)).result()
        assert (back.photos, len(back.obstacles)) == (len(came), 1 - len(came))
        assert [name for name in names(root) if name.startswith("a.")] == came
        (root / "a.xmp").write_text("a")


def test_moves_are_made_in_portions_and_can_be_stopped_between_them(
    moving: FileMoving, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_moving, "_PORTION", 1)
    monkeypatch.setattr(file_moving, "_QUICK", 0.0)
    told: list[tuple[int, int]] = []
    units = [unit(root, name, at) for at, name in enumerate("abc")]
    outcome = go(moving, *units, tell=lambda *so_far: told.append(so_far), stop=lambda: len(told) == 2)
    assert (outcome.photos, outcome.left, told) == (2, 1, [(1, 3), (2, 3)])
    assert names(root)[:2] == ["c.jpg", "c.xmp"]
    told.clear()
    back = moving.submit(
        lambda: moving.come_back(outcome.moved, lambda *so_far: told.append(so_far), lambda: len(told) == 1)
    ).result()
    assert (back.photos, back.left, told) == (1, 1, [(1, 2)])
    assert names(root)[:4] == ["b.jpg", "b.xmp", "c.jpg", "c.xmp"]  # the last one comes first


def test_nothing_to_move_leaves_no_trace(store: LibraryThreads, moving: FileMoving, root: Path) -> None:
    assert go(moving).batch == 0
    assert store.read(file_moves.batches, "rename", 9).result() == []
    (root / "new a.jpg").write_text("of another program")
    assert go(moving, unit(root, "a")).batch == 0  # nothing can be undone


@pytest.mark.parametrize(("where", "expected"), [("source", "over"), ("target", "there"), ("nowhere", "gone")])
def test_what_others_did_in_the_bin_is_noted(
    store: LibraryThreads, moving: FileMoving, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    where: str, expected: MoveState,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    planner = file_moving.BinPlanner()
    outcome = MoveOutcome()
    moving.submit(lambda: moving.go(BINNED, [(planner.plan(root / "a.jpg"),)], say_nothing, go_on, outcome)).result()
    (move,) = outcome.moved
    if where == "source":
        Path(move.target).rename(move.source)
    elif where == "nowhere":
        Path(move.target).unlink()
    moving.submit(moving.rescan).result()
    assert state(store, outcome.batch) == [expected]


def test_units_are_files_with_one_number_in_a_row(root: Path) -> None:
    some = [*unit(root, "a", 1), *unit(root, "b", 2)]
    assert [len(one) for one in units_of(some)] == [2, 2]


@pytest.mark.parametrize(("seconds", "sizes"), [(0.0, [50, 100, 200, 400, 400, 50]), (9.0, [50] * 24)])
def test_portions_grow_while_files_move_quickly(
    monkeypatch: pytest.MonkeyPatch, seconds: float, sizes: Sequence[int]
) -> None:
    now = itertools.count(0.0, seconds)
    monkeypatch.setattr(file_moving.time, "monotonic", lambda: next(now))
    units = [(number,) for number in range(1200)]
    portions = list(file_moving._portions_of(units))  # type: ignore[arg-type]
    assert [len(some) for _, some in portions] == sizes
    assert [unit for at, some in portions for unit in units[at : at + len(some)]] == units
