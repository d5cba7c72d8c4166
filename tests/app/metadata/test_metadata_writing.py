"""Sidecars are planned, written with a journal and restored; nothing from other programs is lost."""

import gc
import hashlib
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from photon.app.indexing import folder_stats
from photon.app.metadata import metadata_writing
from photon.app.metadata.file_plan import FilePlan, PlanRequest, PlanTask, plan_files, work_in
from photon.app.metadata.file_writing import WriteOutcome, restore_files, write_files
from photon.app.metadata.plan_store import PlanStore
from photon.app.session import Session
from photon.domain import UnreadableFile
from photon.domain.metadata.tag import tag_key
from photon.domain.metadata.writing import Policy, Profile
from photon.ingest.listing import FolderListing, Kinds, list_folder
from photon.library.files import write_journal
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle, until
from tests.media.packets import bag, packet
from tests.pictures import draw


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for name in ("a.jpg", "b.jpg"):
        draw(tmp_path / "photos" / name, seed=ord(name[0]))
    (tmp_path / "photos" / "a.xmp").write_bytes(
        packet(bag("dc:subject", "theirs"), 'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure="1"')
    )
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    opened.tags.mark(opened.browsing.photos("name").result(), [("Places", "Italy")], "confirmed").result()
    return opened


def keywords(path: Path) -> set[tuple[str, ...]]:
    words = read_words(str(path)).metadata
    assert words is not None
    return set(words.keywords)


def test_sidecars_are_planned_written_and_restored_by_a_later_session(
    session: Session, tmp_path: Path, open_session: Callable[..., Session]
) -> None:
    root = tmp_path / "photos"
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    assert [Path(one.target).name for one in plan.sidecars] == ["a.xmp", "b.jpg.xmp"]
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
    done = session.writing.write(plan).result()
    assert (len(done.paths), done.obstacles) == (2, ())
    assert keywords(root / "a.jpg") == {("theirs",), ("Places", "Italy")}
    assert b"crs:Exposure" in (root / "a.xmp").read_bytes()
    settle(session)
    session.work.rescan().result()
    settle(session)
    assert session.writing.plan(session.browsing.photos("name").result()).result().sidecars == ()
    session.close()
    later = open_session()
    assert len(later.writing.put_back(done.run).result().paths) == 2
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
    later.work.rescan().result()
    settle(later)
    photos = later.browsing.photos("name").result()
    found = later.tags.tags_for_photos(photos).result()
    assert all(("Places", "Italy") in {tag.path for tag in some} for some in found.values())


def test_files_that_changed_since_planning_are_not_touched(session: Session, tmp_path: Path) -> None:
    place = tmp_path / "photos" / "a.xmp"
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    changed = packet(bag("dc:subject", "newer"))
    place.write_bytes(changed)
    done = session.writing.write(plan).result()
    assert [Path(path).name for path in done.paths] == ["b.jpg.xmp"]
    assert (len(done.obstacles), place.read_bytes()) == (1, changed)


def test_new_metadata_of_the_file_is_kept(session: Session, tmp_path: Path) -> None:
    (tmp_path / "photos" / "a.xmp").write_bytes(packet(bag("dc:subject", "theirs", "newer")))
    session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result()
    assert keywords(tmp_path / "photos" / "a.jpg") == {("theirs",), ("newer",), ("Places", "Italy")}


def test_a_sensitive_tag_is_not_written(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = frozenset({tag_key(("Places", "Italy"))})
    monkeypatch.setattr(session.hiding, "sensitive_keys", lambda _library: keys)
    assert session.writing.plan(session.browsing.photos("name").result()).result().sidecars == ()


def test_a_killed_run_is_completed_from_the_files(session: Session, tmp_path: Path) -> None:
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    run = session.store.write(lambda lib: write_journal.begin_run(lib, "killed")).result()
    session.store.write(lambda lib: write_journal.begin(lib, run, [one.record[0] for one in plan.sidecars])).result()
    first = work_in(plan.sidecars[0].record[1]).change
    Path(first.path).write_bytes(first.after)  # the first file was written, the second was not
    left = tmp_path / "photos" / ".0123456789abcdef.photon-new"
    left.touch()
    assert session.writing.tidy().result() == 2
    assert not left.exists()
    (entry,) = session.store.read(lambda lib: write_journal.of_run(lib, run)).result()
    assert (entry.path, entry.written) == (first.path, hashlib.sha256(first.after).digest())
    assert session.writing.tidy().result() == 0


def test_what_was_written_beside_a_copy_that_is_gone_is_not_looked_for_beside_another_copy(
    session: Session, tmp_path: Path
) -> None:
    root, rescan = tmp_path / "photos", lambda: session.work.rescan().result()
    (root / "copy").mkdir()
    shutil.copy2(root / "b.jpg", root / "copy" / "b.jpg")
    rescan()
    settle(session)
    done = session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result()
    paths = sorted(str(root / name) for name in ("a.xmp", "b.jpg.xmp", "copy/b.jpg.xmp"))
    assert sorted(done.paths) == paths
    shutil.rmtree(root / "copy")
    rescan()
    settle(session)
    back = session.writing.put_back(done.run).result()
    assert (sorted(back.paths), len(back.obstacles)) == (paths[:2], 1)
    assert sorted(session.store.read(lambda lib: lib.column("SELECT path FROM writes")).result()) == paths
    assert not (root / "b.jpg.xmp").exists()


def test_stopping_cancels_a_plan(session: Session) -> None:
    told: list[tuple[int, int]] = []
    future = session.writing.plan(
        session.browsing.photos("name").result(), tell=lambda *one: told.append(one), stop=lambda: True
    )
    with pytest.raises(CancelledError):
        future.result()
    assert told == []


def test_files_written_before_a_stop_can_be_restored(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata_writing, "_PORTION", 1)
    root, told = tmp_path / "photos", []
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    plan = session.writing.plan(session.browsing.photos("name").result()).result()

    def stop() -> bool:
        return told == [(1, 2)]

    done = session.writing.write(plan, lambda *one: told.append(one), stop).result()
    assert ([Path(path).name for path in done.paths], done.obstacles, done.left) == (["a.xmp"], (), 1)
    assert not (root / "b.jpg.xmp").exists()
    again = session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result()
    both = session.writing.write(plan).result()
    assert (len(again.paths), len(both.paths)) == (1, 0)
    for run in (again.run, done.run):
        session.writing.put_back(run).result()
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


def test_closing_ends_a_long_run(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata_writing, "_PORTION", 1)
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    closing = Thread(target=session.writing.close)

    def tell(_done: int, _among: int) -> None:
        closing.start()
        until(lambda: session.writing._desk.is_closing)

    done = session.writing.write(plan, tell).result()
    closing.join(60)
    assert (len(plan.files), len(done.paths)) == (2, 1)


def test_a_stopped_restoration_can_be_continued(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata_writing, "_PORTION", 1)
    root, told = tmp_path / "photos", []
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    run = session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result().run
    assert len(session.writing.put_back(run, lambda *one: told.append(one), lambda: bool(told)).result().paths) == 1
    (entry,) = [one for one in session.decisions.runs.all_runs().result() if one.id == run]
    assert (told, entry.undone) == ([(1, 2)], "")
    session.writing.put_back(run).result()
    (entry,) = [one for one in session.decisions.runs.all_runs().result() if one.id == run]
    assert entry.undone
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


def replace_decoding(
    monkeypatch: pytest.MonkeyPatch, session: Session, replaced: Callable[..., Any], by: Callable[..., Any]
) -> None:
    """Make decoders call another function in this process instead of one of theirs."""
    true = session.work.decoders.run

    def run(function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        return by(*arguments) if function is replaced else true(function, *arguments, **limits)

    monkeypatch.setattr(session.work.decoders, "run", run)


def crashed() -> Future[Any]:
    """Return the result of a decoder that has ended."""
    future: Future[Any] = Future()
    future.set_exception(UnreadableFile("crashed", "This file crashed the decoder; Photon left it out."))
    return future


@pytest.mark.parametrize("policy", ["sidecar", "embed"])
def test_a_file_that_crashes_a_decoder_does_not_affect_others(
    session: Session, monkeypatch: pytest.MonkeyPatch, policy: Policy
) -> None:
    true = session.work.decoders.run

    def plan_here(some: Sequence[PlanRequest], task: PlanTask) -> Future[list[FilePlan]]:
        is_bad = any(one.path.endswith("b.jpg") and not one.instead for one in some)
        return crashed() if is_bad else true(plan_files, some, task)

    replace_decoding(monkeypatch, session, plan_files, plan_here)
    plan = session.writing.plan(session.browsing.photos("name").result(), policy=policy).result()
    names = {Path(one.target).name: one.instead for one in plan.files}
    if policy == "sidecar":
        assert (names, [Path(path).name for path, _ in plan.obstacles]) == ({"a.xmp": ""}, ["b.jpg"])
        assert "crashed" in str(plan.obstacles[0][1])
    else:  # a sidecar may still be written
        assert "Photon couldn't read it" in names["b.jpg.xmp"]
        assert plan.obstacles == ()


@pytest.mark.parametrize("ends", [1, 2, 3])
def test_work_of_an_ended_process_is_read_from_the_files_and_the_rest_is_retried(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: int
) -> None:
    root, true = tmp_path / "photos", session.work.decoders.run
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    asked: list[int] = []

    def write_here(packed: Sequence[bytes], profile: Profile) -> Future[list[WriteOutcome]]:
        asked.append(len(packed))
        if len(asked) > ends:
            return true(write_files, packed, profile)
        if len(asked) == 1:
            true(write_files, packed[:1], profile).result()
        (root / ".0123456789abcdef.photon-new").touch()
        return crashed()

    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    with monkeypatch.context() as patched:
        replace_decoding(patched, session, write_files, write_here)
        done = session.writing.write(plan).result()
    assert asked == [2, 1, 1][: ends + 1]  # alone at the end
    written = ["a.xmp"] if ends == 3 else ["a.xmp", "b.jpg.xmp"]
    assert (sorted(Path(path).name for path in done.paths), done.left) == (written, 0)
    assert sorted(path.name for path in root.iterdir()) == sorted(["a.jpg", "b.jpg", *written])
    (run,) = [one for one in session.decisions.runs.all_runs().result() if one.id == done.run]
    assert run.photos == len(written)
    assert [(Path(path).name, str(error).partition(": ")[2]) for path, error in done.obstacles] == (
        [("b.jpg.xmp", "Photon's process for it crashed; the file was not changed. Try again.")] if ends == 3 else []
    )
    assert session.store.read(write_journal.halfway).result() == []
    with monkeypatch.context() as patched:
        replace_decoding(patched, session, restore_files, lambda _: crashed())
        assert len(session.writing.put_back(done.run).result().obstacles) == len(written)
    calls, run = [crashed()], session.work.decoders.run
    replace_decoding(
        monkeypatch, session, restore_files, lambda some: calls.pop() if calls else run(restore_files, some)
    )
    assert len(session.writing.put_back(done.run).result().paths) == len(written)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before


def test_writing_is_neither_timed_nor_restarted(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, true = {}, session.work.decoders.run

    def run(function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        seen[function] = limits
        return true(function, *arguments, **limits)

    monkeypatch.setattr(session.work.decoders, "run", run)
    done = session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result()
    session.writing.put_back(done.run).result()
    assert seen[write_files] == seen[restore_files] == {"seconds": None, "clear": None}


def test_a_plan_holds_almost_no_objects_tracked_by_the_collector(session: Session) -> None:
    plan = session.writing.plan(session.browsing.photos("name").result()).result()
    for one in plan.files:
        held = [part for part in gc.get_referents(one) if gc.is_tracked(part) and part is not one.fields]
        assert all(isinstance(part, PlanStore | type) for part in held), held
    assert len({id(one.fields) for one in plan.files}) == len({one.fields for one in plan.files})
    assert plan.files[0].changes[0].field == "dc:subject"
    assert work_in(plan.files[0].record[1]).path == plan.files[0].path


def test_photos_of_many_folders_come_in_the_requested_order(
    open_session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        draw(tmp_path / "photos" / str(number % 2) / f"{number}.jpg", seed=number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("Places", "Italy")], "confirmed").result()
    listed: list[str] = []

    def listing(
        root: str, kinds: Kinds, skips: Sequence[str] = (), inner: str = "", *, deep: bool = True
    ) -> FolderListing:
        listed.append(inner)
        return list_folder(root, kinds, skips, inner, deep=deep)

    monkeypatch.setattr(folder_stats, "list_folder", listing)
    monkeypatch.setattr(folder_stats, "_LISTINGS", 1)
    plan = session.writing.plan(photos).result()
    assert [one.photo for one in plan.files] == photos
    assert sorted(listed) == ["0", "1"]


def test_photos_with_a_common_sidecar_are_written_in_separate_runs(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    for at, name in enumerate(("a.jpg", "a.png")):
        draw(root / name, seed=at)
    (root / "a.xmp").write_bytes(packet(bag("dc:subject", "theirs")))
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    photos = session.browsing.photos("name").result()
    for photo, word in zip(photos, ("one", "other"), strict=True):
        session.tags.mark([photo], [(word,)], "confirmed").result()
    for left in (1, 0):
        plan = session.writing.plan(photos).result()
        assert (len(plan.files), len(plan.obstacles)) == (1, left)
        assert all("belongs to several photos" in error.message for _, error in plan.obstacles)
        assert session.writing.write(plan).result().obstacles == ()
    told = (root / "a.xmp").read_text()
    assert "one" in told
    assert "other" in told
