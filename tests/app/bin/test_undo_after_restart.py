"""Undo in a newly started session also covers moved files, in the order of the user's actions."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from photon.app.bin import move_kinds, move_steps
from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata import hybrid_clock
from photon.domain.photo.file_move import FileMove, Whereabouts
from photon.export.naming import read_template
from photon.library.bin import file_moves
from photon.media.file.free_rename import whereabouts
from photon.media.trash import bin as any_bin
from tests.app.bin.test_photo_bin import names, photo_at
from tests.app.conftest import settle
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        draw(tmp_path / "photos" / name, seed=number, size=(16, 12))
    return tmp_path / "photos"


@pytest.fixture
def session(open_session: Callable[..., Session], root: Path) -> Session:
    opened = open_session(background=False)
    opened.work.add_folder(str(root)).result()
    opened.start_work()
    settle(opened)
    return opened


def put(session: Session, *paths: Path) -> None:
    plan = session.bin.plan([photo_at(session, path) for path in paths]).result()
    assert session.bin.move_to_bin(plan).result().photos == len(paths)


def undo(session: Session) -> str | None:
    name = session.undoing.undo().result()
    session.bin.settled().result()
    return name


def test_moves_and_decisions_of_earlier_session_are_undone_in_reverse_order(
    session: Session, root: Path, open_session: Callable[..., Session]
) -> None:
    photo = photo_at(session, root / "c.jpg")
    put(session, root / "a.jpg")
    session.marking.rate([photo], 4).result()
    plan = session.bin.renaming.plan([photo], RenameChoice(read_template("new-{name}"))).result()
    session.bin.renaming.rename(plan).result()
    put(session, root / "b.jpg")
    session.close()
    later = open_session(background=False)
    assert names(later) == ["new-c.jpg"]
    presses = [later.undoing.undo(), later.undoing.undo()]  # pressed twice quickly, they undo two steps
    assert [press.result() for press in presses] == ["moved 1 photo to the bin", "renamed 1 photo"]
    later.bin.settled().result()
    assert names(later) == ["b.jpg", "c.jpg"]
    assert undo(later) == "rated 1 photo"
    assert undo(later) == "moved 1 photo to the bin"
    assert names(later) == ["a.jpg", "b.jpg", "c.jpg"]
    assert undo(later) is None
    assert later.undoing.redo().result() == "moved 1 photo to the bin"
    later.bin.settled().result()
    assert names(later) == ["b.jpg", "c.jpg"]
    assert undo(later) == "moved 1 photo to the bin"
    assert names(later) == ["a.jpg", "b.jpg", "c.jpg"]


@pytest.mark.parametrize("wrong_by", [timedelta(days=3650), timedelta(days=-1)], ids=["ahead", "behind"])
def test_the_number_of_a_step_determines_the_order_whatever_the_clock_says(
    session: Session, root: Path, open_session: Callable[..., Session], wrong_by: timedelta
) -> None:
    seconds = int(wrong_by.total_seconds())
    names_of_steps = ["moved 1 photo to the bin", "rated 1 photo", "moved 1 photo to the bin", "labelled 1 photo red"]
    photo = photo_at(session, root / "c.jpg")
    session.marking.label([photo], "red").result()
    put(session, root / "a.jpg")
    with pytest.MonkeyPatch.context() as patch:
        now = time.time_ns
        patch.setattr(hybrid_clock, "time", SimpleNamespace(time_ns=lambda: now() + seconds * 1_000_000_000))
        session.marking.rate([photo], 4).result()
    put(session, root / "b.jpg")
    session.close()
    for name in names_of_steps[:2]:  # as in the terminal, each in a process of its own
        later = open_session(background=False)
        assert later.decisions.steps.undo(later.decisions.steps.find_latest().result()).result().name == name
        later.close()
    later = open_session(background=False)
    for name in names_of_steps[2:]:
        assert undo(later) == name
    assert names(later) == ["a.jpg", "b.jpg", "c.jpg"]
    assert undo(later) is None


def test_the_journal_of_moved_files_never_goes_back_in_time(session: Session, root: Path) -> None:
    put(session, root / "a.jpg")
    future = "2999-01-01T00:00:00.000000Z"
    sql = "UPDATE file_moves SET noted = ?"
    session.store.write(lambda library: library.db.execute(sql, (future,)).rowcount).result()
    begun = file_moves.moment_now(session.store.here())  # of a scan that lists files after the clock was put right
    put(session, root / "b.jpg")
    assert str(root / "b.jpg") in file_moves.touched_since(session.store.here(), begun)


def test_any_move_is_undone_by_its_number(session: Session, root: Path, open_session: Callable[..., Session]) -> None:
    put(session, root / "a.jpg", root / "b.jpg")
    put(session, root / "c.jpg")
    session.close()
    later = open_session(background=False)
    newer, older = later.decisions.steps.steps(2).result()
    assert [(one.name, one.photos) for one in (newer, older)] == [
        ("moved 1 photo to the bin", 1), ("moved 2 photos to the bin", 2)
    ]  # fmt: skip
    assert later.decisions.steps.undo(older.id).result().name == "moved 2 photos to the bin"
    assert names(later) == ["a.jpg", "b.jpg"]
    assert [one.is_undone for one in later.decisions.steps.steps(2).result()] == [False, True]
    with pytest.raises(PhotonError, match="is already undone"):
        later.decisions.steps.undo(older.id).result()
    assert undo(later) == "moved 1 photo to the bin"
    assert names(later) == ["a.jpg", "b.jpg", "c.jpg"]


def test_a_move_that_moved_nothing_is_no_step(session: Session, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session.marking.rate([photo_at(session, root / "c.jpg")], 4).result()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    with monkeypatch.context() as patch:
        patch.setattr(any_bin, "rename_freely", refuse)
        assert session.bin.move_to_bin(plan).result().moved == []
    assert session.decisions.steps.steps(1).result()[0].name == "rated 1 photo"
    assert undo(session) == "rated 1 photo"


def test_files_no_longer_in_bin_are_skipped(session: Session, root: Path, open_session: Callable[..., Session]) -> None:
    put(session, root / "a.jpg")
    put(session, root / "b.jpg")
    put(session, root / "c.jpg")
    listed = {Path(one.path).name: one for one in session.bin.listed().result()}
    session.bin.put_back([listed["c.jpg"].id]).result()
    session.close()
    Path(listed["b.jpg"].target).unlink()  # the user emptied part of it
    later = open_session(background=False)
    assert undo(later) == "moved 1 photo to the bin"
    assert names(later) == ["a.jpg", "c.jpg"]
    assert undo(later) is None


def test_other_edits_do_not_wait_for_a_drive_that_does_not_answer(
    session: Session, root: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, root / "a.jpg")
    session.close()
    later = open_session(background=False)
    photo = photo_at(later, root / "b.jpg")
    asked, answered = Event(), Event()

    def hang(move: FileMove) -> Whereabouts:
        asked.set()
        assert answered.wait(60)
        return whereabouts(move)

    monkeypatch.setattr(move_steps, "whereabouts", hang)
    waiting = later.undoing.undo()
    assert asked.wait(60)
    later.marking.rate([photo], 4).result(timeout=60)
    assert not waiting.done()
    answered.set()
    with pytest.raises(PhotonError, match="no longer the last step"):
        waiting.result()
    assert undo(later) == "rated 1 photo"
    assert undo(later) == "moved 1 photo to the bin"


def test_a_decision_after_all_moves_is_undone_without_looking_for_files(
    session: Session, root: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, root / "a.jpg")
    session.marking.rate([photo_at(session, root / "b.jpg")], 4).result()
    session.close()
    later = open_session(background=False)
    looked: list[FileMove] = []
    monkeypatch.setattr(move_steps, "whereabouts", looked.append)
    assert undo(later) == "rated 1 photo"
    assert looked == []


def test_undo_covers_only_decisions_if_bin_cannot_restore(
    session: Session, root: Path, open_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    session.marking.rate([photo_at(session, root / "c.jpg")], 4).result()
    put(session, root / "a.jpg")
    session.close()
    monkeypatch.setattr(move_kinds, "gives_back", lambda: False)
    later = open_session(background=False)
    assert undo(later) == "rated 1 photo"
    assert names(later) == ["b.jpg", "c.jpg"]


def test_a_move_that_cannot_be_undone_is_not_undone_as_an_earlier_one(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, root / "a.jpg")
    draw(root / "a.jpg", seed=9, size=(16, 12))  # its old path is occupied
    refused: list[tuple[str, Exception]] = []
    session.bin.moving.on_refused = refused.extend
    assert undo(session) == "moved 1 photo to the bin"
    assert len(refused) == 1
    assert undo(session) is None
