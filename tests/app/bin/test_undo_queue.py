"""Undo applies to the user's last request before the key was pressed, even while files are still being moved."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from photon.app.session import Session
from photon.domain import PhotonError
from tests.app.bin.test_photo_bin import names, photo_at
from tests.app.conftest import settle
from tests.pictures import draw


class Held:
    """Blocks the thread that moves files until the test releases it."""

    def __init__(self, session: Session) -> None:
        self._session, self._go_on = session, Event()
        began = Event()
        session.bin.moving.after(lambda: (began.set(), self._go_on.wait(60)))
        assert began.wait(60)

    def let_go(self) -> None:
        self._go_on.set()
        for _ in range(2):  # undo requests another move
            self._session.bin.settled().result()


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


def stars(session: Session, photo: int) -> int:
    found = session.browsing.photo(photo).result()
    assert found is not None
    return found.rating


def test_a_request_made_during_a_move_is_undone_at_once(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    held = Held(session)
    session.marking.rate([photo], 2).result()
    moved = session.bin.move_to_bin(plan)
    session.marking.rate([photo], 4).result()
    assert session.undoing.undo().result() == "rated 1 photo"  # it waits for nothing
    assert stars(session, photo) == 2
    waiting = session.undoing.undo()
    assert not waiting.done()
    held.let_go()
    assert moved.result().photos == 1
    assert waiting.result() == "moved 1 photo to the bin"  # and not the earlier rating
    session.bin.settled().result()
    assert (names(session), stars(session, photo)) == (["a.jpg", "b.jpg", "c.jpg"], 2)
    assert session.undoing.redo().result() == "moved 1 photo to the bin"
    assert session.undoing.redo().result() == "rated 1 photo"  # still available, although the move finished after it
    assert stars(session, photo) == 4
    session.bin.settled().result()
    assert names(session) == ["b.jpg", "c.jpg"]
    assert session.undoing.undo().result() == "rated 1 photo"
    assert session.undoing.undo().result() == "moved 1 photo to the bin"
    session.bin.settled().result()
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]


def test_two_presses_undo_two_steps(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    session.marking.rate([photo], 2).result()
    held = Held(session)
    session.bin.move_to_bin(plan)
    presses = [session.undoing.undo(), session.undoing.undo(), session.undoing.redo()]
    held.let_go()
    steps = [press.result() for press in presses]
    assert steps == ["moved 1 photo to the bin", "rated 1 photo", "rated 1 photo"]
    session.bin.settled().result()
    assert (names(session), stars(session, photo)) == (["a.jpg", "b.jpg", "c.jpg"], 2)


def test_an_outdated_undo_request_changes_nothing_and_reports_it(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    plan = session.bin.plan([photo_at(session, root / "a.jpg")]).result()
    held = Held(session)
    session.bin.move_to_bin(plan)
    late = session.undoing.undo()
    session.marking.rate([photo], 4).result()  # requested before the undo runs
    held.let_go()
    with pytest.raises(PhotonError, match="no longer the last step"):
        late.result()
    assert (names(session), stars(session, photo)) == (["b.jpg", "c.jpg"], 4)
    assert session.undoing.undo().result() == "rated 1 photo"
    assert session.undoing.undo().result() == "moved 1 photo to the bin"


def test_undo_of_a_move_without_files_keeps_the_earlier_step(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    session.marking.rate([photo], 4).result()
    plan = session.bin.plan([photo]).result()
    held = Held(session)
    moved = session.bin.move_to_bin(plan, stop=lambda: True)
    undone = session.undoing.undo()
    held.let_go()
    assert moved.result().photos == 0
    with pytest.raises(PhotonError, match="Nothing was undone"):
        undone.result()
    assert stars(session, photo) == 4
    assert session.undoing.undo().result() == "rated 1 photo"


def test_undo_does_not_wait_for_listing_the_bin(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    session.marking.rate([photo], 4).result()
    held = Held(session)
    listed = session.bin.listed()
    assert session.undoing.undo().result() == "rated 1 photo"
    assert not listed.done()
    held.let_go()
    listed.result()


def test_waiting_requests_for_the_bin_share_an_answer(session: Session, root: Path) -> None:
    held = Held(session)
    waiting = session.bin.listed()
    assert session.bin.listed() is waiting
    plan = session.bin.plan([photo_at(session, root / "a.jpg")])
    held.let_go()
    assert waiting.result() == []
    session.bin.move_to_bin(plan.result()).result()
    assert len(session.bin.listed().result()) == 1


def test_two_presses_undo_no_step_before_two_moves(session: Session, root: Path) -> None:
    photo = photo_at(session, root / "b.jpg")
    session.marking.rate([photo], 4).result()
    plans = [session.bin.plan([photo_at(session, root / name)]).result() for name in ("a.jpg", "c.jpg")]
    held = Held(session)
    moves = [session.bin.move_to_bin(plans[0], stop=lambda: True), session.bin.move_to_bin(plans[1])]
    presses = [session.undoing.undo(), session.undoing.undo()]
    held.let_go()
    assert [move.result().photos for move in moves] == [0, 1]
    assert presses[0].result() == "moved 1 photo to the bin"
    with pytest.raises(PhotonError, match="Nothing was undone"):  # the first move has no step
        presses[1].result()
    assert stars(session, photo) == 4
    session.bin.settled().result()
    assert names(session) == ["a.jpg", "b.jpg", "c.jpg"]
    assert session.undoing.undo().result() == "rated 1 photo"
