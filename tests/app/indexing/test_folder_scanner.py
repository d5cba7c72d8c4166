"""Properties of scanning: any history of files gives the same result as a fresh scan; a second scan changes nothing."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from photon.app.indexing import folder_scanner
from photon.app.indexing.file_losses import FileLosses
from photon.app.indexing.folder_scanner import FolderScanner
from photon.app.indexing.scan_requests import ScanRequest
from photon.app.indexing.writing_lock import writing_lock
from photon.app.runtime.events import Events
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import PhotonError
from photon.ingest import listing
from photon.ingest.listing import FolderListing
from photon.library.photos import folders, photos, problems, ratings
from tests.app.gathered import gather
from tests.decoders_here import DecodersHere
from tests.pictures import age, draw

NAMES = ("a.jpg", "b.jpg", "in/c.jpg", "in/deep/d.png", "other/a.jpg")


def _contents(store: LibraryThreads) -> dict[str, tuple[object, ...]]:
    """Return what is known about the photo at each path, without ids and times of insertion."""
    library = store.here()
    found = {}
    for photo in photos.in_order(library, "newest"):
        stored = photos.find_photo(library, photo)
        assert stored is not None
        for file in stored.files:
            found[file.path] = (stored.facts, len(stored.files))
    return found


_actions = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(NAMES), st.integers(0, 3)),
        st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just(0)),
        st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        st.tuples(st.just("spoil"), st.sampled_from(NAMES), st.just(0)),
        st.tuples(st.just("look"), st.just(""), st.integers(1, 12)),
    ),
    max_size=14,
)


def _act(root: Path, action: tuple[str, str, object], step: int) -> None:
    kind, name, value = action
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "write":
        draw(path, ("red", "blue", "green", "black")[int(str(value))], int(str(value)), size=(64 + step, 48))
    elif kind == "delete":
        path.unlink(missing_ok=True)
    elif kind == "move" and path.exists() and value != name:
        (root / str(value)).parent.mkdir(parents=True, exist_ok=True)
        path.rename(root / str(value))
    elif kind == "spoil" and path.exists():
        path.write_bytes(b"spoiled %d" % step)
        age(path)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@example([("write", "other/a.jpg", 0), ("spoil", "other/a.jpg", 0), ("look", "", 99), ("delete", "other/a.jpg", 0)])
@given(_actions)
def test_any_history_equals_a_fresh_scan(actions: list[tuple[str, str, object]]) -> None:
    place = Path(tempfile.mkdtemp())
    root = place / "photos"
    draw(root / "always.jpg", "yellow")
    store, fresh = LibraryThreads(place / "library"), LibraryThreads(place / "fresh")
    try:
        for each in (store, fresh):
            each.write(lambda lib: folders.add(lib, str(root))).result()
        for step, action in enumerate(actions):
            if action[0] == "look":
                gather(store, stop_after=int(str(action[2])))  # it may be interrupted anywhere
            else:
                _act(root, action, step)
        gather(store)
        gather(fresh)
        spoiled = {problem.path for problem in problems.all_problems(store.here())}
        assert spoiled == {problem.path for problem in problems.all_problems(fresh.here())}
        healthy = {path: known for path, known in _contents(store).items() if path not in spoiled}
        assert healthy.keys() == _contents(fresh).keys()
        assert {path: known[0] for path, known in healthy.items()} == {
            path: known[0] for path, known in _contents(fresh).items()
        }
    finally:
        store.close()
        fresh.close()
        shutil.rmtree(place)


def test_a_second_scan_writes_nothing(tmp_path: Path) -> None:
    for number in range(5):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    (tmp_path / "photos" / "bad.jpg").write_bytes(b"no picture")
    (tmp_path / "photos" / "film.mp4").write_bytes(b"film")
    age(tmp_path / "photos" / "bad.jpg")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result()
    gather(store)
    before = store.here().stamp()
    gather(store)
    assert store.here().stamp() == before
    store.close()


def test_marks_survive_any_move(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    draw(root / "keep.jpg", "green")
    draw(root / "a" / "one.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    gather(store)
    photo = photos.at(store.here(), str(root / "a" / "one.jpg"))
    assert photo is not None
    store.write(lambda lib: ratings.rate(lib, {photo: 5})).result()
    (root / "a").rename(root / "b")
    gather(store)
    (root / "b" / "one.jpg").rename(root / "B.jpg")
    gather(store)
    (root / "B.jpg").rename(tmp_path / "outside.jpg")
    gather(store)
    assert photos.in_order(store.here(), "name") == [photos.at(store.here(), str(root / "keep.jpg"))]
    (tmp_path / "outside.jpg").rename(root / "back.jpg")
    gather(store)
    assert photos.at(store.here(), str(root / "back.jpg")) == photo
    assert photos.cards(store.here(), [photo])[photo].rating == 5
    store.close()


def test_marks_stay_with_the_picture_if_its_old_name_is_reused(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    gather(store)
    photo = photos.at(store.here(), str(root / "a.jpg"))
    assert photo is not None
    store.write(lambda lib: ratings.rate(lib, {photo: 5})).result()
    (root / "a.jpg").rename(root / "b.jpg")
    draw(root / "a.jpg", "blue", 9)
    age(root / "a.jpg", 60)
    gather(store)
    assert photos.at(store.here(), str(root / "b.jpg")) == photo
    assert photos.cards(store.here(), [photo])[photo].rating == 5
    store.close()


def test_a_file_with_a_distant_date_is_indexed(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    for number, name in enumerate(("a.jpg", "far.jpg", "past.jpg")):
        draw(root / name, "red", number)
    (root / "bad.jpg").write_bytes(b"no picture")
    os.utime(root / "far.jpg", ns=(0, 16725225600 * 10**9))  # the year 2500: its nanoseconds do not fit into SQLite
    os.utime(root / "past.jpg", ns=(0, -(10**19)))
    os.utime(root / "bad.jpg", ns=(0, 16725225600 * 10**9))
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    gather(store)
    assert len(photos.in_order(store.here(), "newest")) == 3
    assert [problem.path for problem in problems.all_problems(store.here())] == [str(root / "bad.jpg")]
    before = store.here().stamp()
    gather(store)
    assert store.here().stamp() == before  # it is not read again at every scan
    store.close()


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")], ids=" first, ".join)
def test_moved_photos_are_counted_in_any_order_of_folders(tmp_path: Path, order: tuple[str, str]) -> None:
    for number in range(3):
        draw(tmp_path / "photos" / "old" / f"{number}.jpg", "red", number)
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result().id
    scanner = gather(store)
    (tmp_path / "photos" / "old" / "0.jpg").unlink()
    (tmp_path / "photos" / "old").rename(tmp_path / "photos" / "new")
    for inner in order:
        scanner.requests.add(ScanRequest(folder, inner))
        while not scanner.requests.idle:
            scanner.step()
    assert scanner.moves == {(f"{tmp_path}/photos/old", f"{tmp_path}/photos/new"): 2}
    store.close()


def test_a_copy_deleted_much_later_does_not_count_as_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_scanner, "_MOVING", 0.0)
    draw(tmp_path / "photos" / "a" / "0.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result().id
    scanner = gather(store)
    shutil.copytree(tmp_path / "photos" / "a", tmp_path / "photos" / "b")
    scanner.requests.add(ScanRequest(folder))
    scanner.step()
    (tmp_path / "photos" / "a" / "0.jpg").unlink()
    scanner.requests.add(ScanRequest(folder))
    scanner.step()
    assert scanner.moves.total() == 0
    store.close()


def test_a_folder_replaced_during_the_scan_is_offline_and_its_photos_are_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "photos"
    draw(root / "0.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(root))).result().id
    scanner = gather(store)
    listed = folder_scanner.list_folder

    def list_replaced(*given: Any, **named: Any) -> Any:
        if not (tmp_path / "away").exists():
            root.rename(tmp_path / "away")
            root.mkdir()
        return listed(*given, **named)

    monkeypatch.setattr(folder_scanner, "list_folder", list_replaced)
    monkeypatch.setattr(folder_scanner, "SETTLED", 0.0)
    scanner.requests.add(ScanRequest(folder))
    while not scanner.requests.idle:
        scanner.step()
    assert [one.offline for one in folders.all_folders(store.here())] == [True]
    assert len(photos.in_order(store.here(), "newest")) == 1
    store.close()


@pytest.mark.parametrize("who", ["writes", "moves"])
@pytest.mark.parametrize(("is_held", "is_read"), [(True, False), (False, True)])
def test_a_file_that_photon_is_changing_is_read_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, is_held: bool, is_read: bool
) -> None:
    """A process that was killed left it open and holds no lock; then the file is read."""
    root = tmp_path / "photos"
    for number in range(2):
        draw(root / f"{number}.jpg", "red", number)
    monkeypatch.setattr(folder_scanner, "SETTLED", 3600.0)
    under_way = {"writes": folder_scanner.write_journal, "moves": folder_scanner.file_moves}[who]
    monkeypatch.setattr(under_way, "under_way", lambda _: {str(root / "0.jpg")})
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(root))).result().id
    losses = FileLosses(store, History())
    scanner = FolderScanner(store, DecodersHere(2), Progress(Events()), lambda: False, lambda _: None, losses)
    lock = writing_lock(tmp_path / "library")
    if is_held:
        lock.acquire()
    scanner.requests.add(ScanRequest(folder))
    assert scanner.step()
    lock.release()
    found = {Path(path).name for path in _contents(store)}
    assert found == ({"0.jpg", "1.jpg"} if is_read else {"1.jpg"})
    assert scanner.requests.idle is is_read  # it looks again
    store.close()


def test_what_is_left_to_do_is_found_without_writing(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    scanner = gather(store)
    before = store.here().stamp()
    assert not scanner.anything_left()
    draw(root / "b.jpg", "blue")
    assert scanner.anything_left()
    (root / "b.jpg").unlink()
    assert not scanner.anything_left()
    (root / "a.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    assert scanner.anything_left()
    assert store.here().stamp() == before
    scanner.look_everywhere()
    assert not scanner.requests.idle
    scanner.requests.clear()
    assert scanner.requests.idle
    assert not scanner.step()
    store.close()


def test_a_file_that_photon_moved_since_the_listing_began_is_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "photos"
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        draw(root / name, "red", ord(name[0]))
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(root))).result()
    gather(store)
    began, listed = list[str](), list[str]()

    def list_folder(*part: Any, **how: Any) -> FolderListing:
        listed.append(folder_scanner.file_moves.moment_now(store.here()))
        return listing.list_folder(*part, **how)

    def touched(_: object, moment: str) -> set[str]:
        began.append(moment)
        return {str(root / "a.jpg")}

    with monkeypatch.context() as patch:
        patch.setattr(folder_scanner.file_moves, "touched_since", touched)
        patch.setattr(folder_scanner, "list_folder", list_folder)
        for name in ("a.jpg", "b.jpg"):
            (root / name).unlink()
        before = folder_scanner.file_moves.moment_now(store.here())
        gather(store)
        assert began
        assert all(before <= moment <= start for moment, start in zip(began, listed, strict=True))
    assert {Path(path).name for path in _contents(store)} == {"a.jpg", "c.jpg"}
    gather(store)
    assert {Path(path).name for path in _contents(store)} == {"c.jpg"}
    store.close()


def test_a_scan_that_found_a_full_disk_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_scanner, "_AFTER_FAILURE", 0.0)
    draw(tmp_path / "photos" / "a.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result().id
    scanner = gather(store)
    draw(tmp_path / "photos" / "b.jpg", "blue", 2, size=(800, 600))
    store.write(lambda lib: lib.db.execute("PRAGMA previews.max_page_count = 1")).result()
    scanner.requests.add(ScanRequest(folder))
    with pytest.raises(PhotonError, match="full"):
        scanner.step()
    assert not scanner.requests.idle
    store.write(lambda lib: lib.db.execute("PRAGMA previews.max_page_count = 10000")).result()
    assert scanner.step()
    assert {Path(path).name for path in _contents(store)} == {"a.jpg", "b.jpg"}
    assert scanner.requests.idle
    store.close()


def test_a_photo_that_became_a_pipe_is_missing_and_told(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    try:
        store.write(lambda lib: folders.add(lib, str(root))).result()
        gather(store)
        (root / "a.jpg").unlink()
        os.mkfifo(root / "a.jpg")
        gather(store)
        assert photos.in_order(store.here(), "newest") == []
        assert [problem.kind for problem in problems.all_problems(store.here())] == ["not-a-file"]
    finally:
        store.close()
