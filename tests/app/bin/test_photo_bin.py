"""Photos go to the bin with what belongs to them, leave every list, and come back with every word."""

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event

import pytest

from photon.app.bin.bin_plan import MoveScope
from photon.app.bin.file_moving import MoveOutcome
from photon.app.session import Session
from photon.domain import PhotonError, changed
from photon.library.bin import file_moves
from photon.library.files.missing_photos import missing_photos
from photon.media.file import free_rename
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.media.packets import bag, packet
from tests.pictures import draw

SHOTS, ALONE = MoveScope(), MoveScope(together=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        draw(tmp_path / "photos" / name, seed=number)
    return tmp_path / "photos"


def names(session: Session) -> list[str]:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return sorted(Path(path).name for path in paths.values())


def photo_at(session: Session, path: Path) -> int:
    found = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(photo for photo, place in found.items() if place == str(path))


def put(session: Session, *paths: Path, scope: MoveScope = SHOTS) -> MoveOutcome:
    plan = session.bin.plan([photo_at(session, path) for path in paths], scope).result()
    return session.bin.move_to_bin(plan).result()


def rescan(session: Session) -> None:
    session.work.rescan().result()
    settle(session)


def tags_of(session: Session, photo: int) -> set[tuple[str, ...]]:
    found = session.tags.tags_for_photos([photo]).result().get(photo, ())
    return {one.path for one in found if one.state == "confirmed"}


def test_a_photo_leaves_every_list_and_comes_back_with_its_words(session: Session, root: Path) -> None:
    photo, before = photo_at(session, root / "a.jpg"), (root / "a.jpg").read_bytes()
    session.tags.mark([photo], [("Places", "Italy")], "confirmed").result()
    session.marking.rate([photo], 4).result()
    outcome = put(session, root / "a.jpg")
    assert (outcome.photos, outcome.obstacles, outcome.left) == (1, [], 0)
    assert not (root / "a.jpg").exists()
    assert names(session) == ["b.jpg", "c.jpg"]
    assert session.searching.search(parse("tag:Italy").query).result().hits == ()
    rescan(session)
    assert names(session) == ["b.jpg", "c.jpg"]
    assert session.store.read(missing_photos).result() == []
    (one,) = session.bin.listed().result()
    assert (one.photo, one.path, one.others, one.bytes) == (photo, str(root / "a.jpg"), (), len(before))
    assert session.undoing.undo().result() == "moved 1 photo to the bin"
    session.bin.settled().result()
    assert (root / "a.jpg").read_bytes() == before
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]
    assert photo_at(session, root / "a.jpg") == photo
    assert tags_of(session, photo) == {("Places", "Italy")}
    assert [hit.photo for hit in session.searching.search(parse("tag:Italy").query).result().hits] == [photo]
    assert session.bin.listed().result() == []
    assert session.undoing.redo().result() == "moved 1 photo to the bin"
    session.bin.settled().result()
    assert names(session) == ["b.jpg", "c.jpg"]
    assert session.undoing.undo().result()
    session.bin.settled().result()
    rescan(session)
    assert (root / "a.jpg").read_bytes() == before
    assert photo_at(session, root / "a.jpg") == photo


def test_undoing_at_once_what_is_being_redone_brings_the_photos_back(session: Session, root: Path) -> None:
    put(session, root / "a.jpg", root / "b.jpg")
    session.undoing.undo().result()
    session.bin.settled().result()
    began, go_on = Event(), Event()
    session.bin.moving.after(lambda: (began.set(), go_on.wait(60)))
    assert began.wait(60)
    redone, undone = session.undoing.redo(), session.undoing.undo()  # both wait until the desk is free
    go_on.set()
    assert redone.result() == undone.result() == "moved 2 photos to the bin"
    session.bin.settled().result()
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]
    assert session.bin.listed().result() == []


def test_a_redo_that_was_refused_is_repeated_once_the_file_is_there_again(session: Session, root: Path) -> None:
    def settled(asked: Future[str | None]) -> list[str]:
        assert asked.result() == "moved 1 photo to the bin"
        session.bin.settled().result()
        return sorted(path.name for path in root.iterdir())

    put(session, root / "a.jpg")
    settled(session.undoing.undo())
    away = (root / "a.jpg").rename(root.parent / "a.jpg")
    assert settled(session.undoing.redo()) == settled(session.undoing.undo()) == ["b.jpg", "c.jpg"]
    away.rename(root / "a.jpg")
    assert settled(session.undoing.redo()) == ["b.jpg", "c.jpg"]
    assert [Path(one.path).name for one in session.bin.listed().result()] == ["a.jpg"]


def test_undoing_while_photos_are_still_moved_is_about_them(session: Session, root: Path) -> None:
    session.marking.rate([photo_at(session, root / "c.jpg")], 4).result()
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    moved, undone = session.bin.move_to_bin(plan), session.undoing.undo()
    assert undone.result() == "moved 1 photo to the bin"
    assert moved.result().photos == 1
    session.bin.settled().result()
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]


def test_it_is_brought_back_by_a_later_session(
    session: Session, root: Path, open_session: Callable[..., Session]
) -> None:
    photo = photo_at(session, root / "b.jpg")
    put(session, root / "b.jpg", root / "c.jpg")
    session.close()
    later = open_session(background=False)
    listed = later.bin.listed().result()
    assert [Path(one.path).name for one in listed] == ["c.jpg", "b.jpg"]
    assert later.bin.put_back([listed[1].id]).result().photos == 1
    assert names(later) == ["a.jpg", "b.jpg"]
    assert photo_at(later, root / "b.jpg") == photo
    with pytest.raises(PhotonError, match="None of these"):
        later.bin.put_back([listed[1].id]).result()


def test_sidecars_and_the_shot_go_together(tmp_path: Path, root: Path, open_session: Callable[..., Session]) -> None:
    (root / "a.xmp").write_bytes(packet(bag("dc:subject", "theirs")))
    (root / "a.jpg.xmp").write_bytes(packet(bag("dc:subject", "more")))
    (root / "a.mov").write_bytes(b"a film of three seconds")
    (root / "a.jpg.json").write_text(
        json.dumps({"title": "a.jpg", "photoTakenTime": {"timestamp": "1600000000"}, "description": "told"})
    )
    (root / "a.json").write_text("{}")  # of something else
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    before = {path.name: path.read_bytes() for path in root.iterdir()}
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    (unit,) = plan.units
    assert {Path(one.source).name for one in unit} == {"a.jpg", "a.mov", "a.xmp", "a.jpg.xmp", "a.jpg.json"}
    assert (plan.files, plan.pairs) == (5, 1)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
    session.bin.move_to_bin(plan).result()
    assert {path.name for path in root.iterdir()} == {"a.json", "b.jpg", "c.jpg"}
    (one,) = session.bin.listed().result()
    assert len(one.others) == 4
    rescan(session)
    session.undoing.undo().result()
    session.bin.settled().result()
    rescan(session)
    assert {path.name: path.read_bytes() for path in root.iterdir()} == before
    assert {("theirs",), ("more",)} <= tags_of(session, photo_at(session, root / "a.jpg"))


def test_a_raw_file_and_its_picture(root: Path, session: Session) -> None:
    (root / "a.nef").write_bytes(b"what only a camera understands")
    (root / "a.xmp").write_bytes(packet(bag("dc:subject", "of the RAW")))
    photo = photo_at(session, root / "a.jpg")
    alone = session.bin.plan([photo], ALONE).result()
    assert [Path(one.source).name for one in alone.units[0]] == ["a.jpg"]  # the sidecar is the RAW file's
    both = session.bin.plan([photo]).result()
    assert [Path(one.source).name for one in both.units[0]] == ["a.jpg", "a.nef", "a.xmp"]
    session.bin.move_to_bin(both).result()
    assert {path.name for path in root.iterdir()} == {"b.jpg", "c.jpg"}
    session.undoing.undo().result()
    session.bin.settled().result()
    assert {path.name for path in root.iterdir()} == {"a.jpg", "a.nef", "a.xmp", "b.jpg", "c.jpg"}


def test_of_a_photo_with_two_files_the_shown_one_goes_or_both(root: Path, session: Session) -> None:
    (root / "z").mkdir()
    twin = root / "z" / "twin.jpg"
    twin.write_bytes((root / "a.jpg").read_bytes())
    os.utime(twin, ns=((root / "a.jpg").stat().st_mtime_ns,) * 2)
    rescan(session)
    photo = photo_at(session, root / "a.jpg")
    one = session.bin.plan([photo]).result()
    assert (one.files, one.copies) == (1, 1)
    session.bin.move_to_bin(one).result()
    assert names(session) == ["b.jpg", "c.jpg", "twin.jpg"]
    session.undoing.undo().result()
    session.bin.settled().result()
    both = session.bin.plan([photo], MoveScope(copies=True)).result()
    assert (both.files, both.copies) == (2, 0)
    session.bin.move_to_bin(both).result()
    assert names(session) == ["b.jpg", "c.jpg"]
    session.undoing.undo().result()
    session.bin.settled().result()
    assert len(session.browsing.photo(photo).result().files) == 2  # type: ignore[union-attr]


def test_a_file_manager_brings_it_back(session: Session, root: Path, tmp_path: Path) -> None:
    photo = photo_at(session, root / "a.jpg")
    session.marking.rate([photo], 5).result()
    put(session, root / "a.jpg")
    (tmp_path / "data" / "Trash" / "files" / "a.jpg").rename(root / "a.jpg")
    (tmp_path / "data" / "Trash" / "info" / "a.jpg.trashinfo").unlink()
    rescan(session)
    assert photo_at(session, root / "a.jpg") == photo
    assert session.bin.listed().result() == []
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]


def test_an_emptied_bin_leaves_the_words_waiting(session: Session, root: Path, tmp_path: Path) -> None:
    photo, content = photo_at(session, root / "a.jpg"), (root / "a.jpg").read_bytes()
    session.marking.rate([photo], 5).result()
    put(session, root / "a.jpg")
    (tmp_path / "data" / "Trash" / "files" / "a.jpg").unlink()
    (tmp_path / "data" / "Trash" / "info" / "a.jpg.trashinfo").unlink()
    assert session.bin.listed().result() == []
    refused: list[object] = []
    session.bin.moving.on_refused = refused.extend
    assert session.undoing.undo().result()
    session.bin.settled().result()
    assert names(session) == ["b.jpg", "c.jpg"]
    assert session.store.read(missing_photos).result() == []
    draw(root / "new.jpg", seed=77)
    (root / "found again.jpg").write_bytes(content)
    os.utime(root / "found again.jpg", (1e9, 1e9))
    rescan(session)
    assert photo_at(session, root / "found again.jpg") == photo
    assert session.browsing.photo(photo).result().rating == 5  # type: ignore[union-attr]


def test_what_vanished_changed_or_is_refused_is_said(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = session.browsing.photos("name").result()
    before = names(session)
    (root / "a.jpg").unlink()
    (root / "b.jpg").write_bytes(b"edited")
    session.work.background.pause()
    plan = session.bin.plan(photos).result()
    assert {Path(path).name for path, _ in plan.obstacles} <= {"a.jpg", "b.jpg"}
    assert [Path(unit[0].source).name for unit in plan.units] == ["c.jpg"]
    monkeypatch.setattr(free_rename, "_kernel_rename", lambda: lambda *_: errno.EACCES)
    outcome = session.bin.move_to_bin(plan).result()
    assert outcome.photos == 0
    assert "permission" in str(outcome.obstacles[-1][1])
    assert (root / "c.jpg").exists()
    assert "c.jpg" in names(session)
    assert before[-1] == "c.jpg"
    assert session.bin.listed().result() == []


def test_one_that_changes_between_plan_and_act_stays_with_its_words(session: Session, root: Path) -> None:
    session.work.background.pause()
    photo = photo_at(session, root / "a.jpg")
    session.marking.rate([photo], 3).result()
    plan = session.bin.plan([photo]).result()
    draw(root / "a.jpg", colour="green", seed=9)
    outcome = session.bin.move_to_bin(plan).result()
    assert outcome.photos == 0
    assert "changed" in str(outcome.obstacles[0][1])
    session.work.background.resume()
    rescan(session)
    assert photo_at(session, root / "a.jpg") == photo
    assert session.browsing.photo(photo).result().rating == 3  # type: ignore[union-attr]


def test_a_sidecar_that_is_refused_keeps_the_photo(session: Session, root: Path) -> None:
    (root / "a.xmp").write_bytes(packet(bag("dc:subject", "theirs")))
    rescan(session)
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    (root / "a.xmp").write_bytes(b"written by another program meanwhile")
    outcome = session.bin.move_to_bin(plan).result()
    assert (outcome.photos, len(outcome.obstacles)) == (0, 1)
    assert (root / "a.jpg").exists()
    rescan(session)
    assert "a.jpg" in names(session)


def test_the_name_is_taken_when_it_is_to_come_back(session: Session, root: Path) -> None:
    content = (root / "a.jpg").read_bytes()
    put(session, root / "a.jpg")
    draw(root / "a.jpg", colour="green", seed=5)
    rescan(session)
    refused: list[tuple[str, PhotonError]] = []
    session.bin.moving.on_refused = refused.extend
    session.undoing.undo().result()
    session.bin.settled().result()
    assert "another file has this name" in str(refused[0][1])
    (one,) = session.bin.listed().result()
    assert Path(one.target).read_bytes() == content
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]


def test_it_can_be_stopped_and_what_was_moved_is_one_step(session: Session, root: Path) -> None:
    for number in range(120):
        draw(root / f"n{number:03}.jpg", seed=100 + number, size=(8, 6))
    rescan(session)
    photos = session.browsing.photos("name").result()
    told: list[tuple[int, int]] = []
    plan = session.bin.plan(photos).result()
    outcome = session.bin.move_to_bin(plan, lambda *so_far: told.append(so_far), lambda: bool(told)).result()
    assert (outcome.photos, outcome.left, told) == (50, 73, [(50, 123)])
    assert len(names(session)) == 73
    session.undoing.undo().result()
    session.bin.settled().result()
    assert len(names(session)) == 123
    rescan(session)
    assert len(session.browsing.photos("name").result()) == 123


@pytest.mark.usefixtures("all_words")
def test_hidden_photos_are_not_listed(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "a.jpg")
    session.tags.mark([photo], [("nudity",)], "confirmed").result()
    put(session, root / "a.jpg", root / "b.jpg")
    session.hiding.set(True).result()
    until(lambda: photo in session.hiding.away)
    assert [Path(one.path).name for one in session.bin.listed().result()] == ["b.jpg"]
    session.hiding.unlock().result()
    assert len(session.bin.listed().result()) == 2


def test_views_hear_of_it(session: Session, root: Path) -> None:
    heard: list[object] = []
    session.store.events.subscribe(heard.append)
    photo = photo_at(session, root / "a.jpg")
    put(session, root / "a.jpg")
    assert changed("photos", "problems", "bin", photos=frozenset({photo})) in heard


def test_a_folder_that_is_watched_no_more(session: Session, root: Path) -> None:
    put(session, root / "a.jpg")
    (folder,) = session.store.read(lambda lib: lib.column("SELECT id FROM folders")).result()
    session.work.remove_folder(folder).result()
    (one,) = session.bin.listed().result()
    assert session.bin.put_back([one.id]).result().photos == 1
    assert (root / "a.jpg").exists()
    assert session.store.read(lambda lib: file_moves.of_batch(lib, 1, "over")).result()


def test_an_error_while_photos_come_back_is_reported(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, root / "a.jpg")
    refused: list[tuple[str, PhotonError]] = []
    session.bin.moving.on_refused = refused.extend

    def fail(*_: object) -> None:
        raise PhotonError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("photon.app.bin.file_moving.file_moves.turn_back", fail)
        session.undoing.undo().result()
        session.bin.settled().result()
    assert [str(error) for _, error in refused] == ["The disk is full."]
    assert session.store.at_rest.is_set()
    assert names(session) == ["b.jpg", "c.jpg"]
