"""One file move at a time: moves to the bin, renames and decisions about sets exclude each other; closing waits."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.app.bin.file_moving import MoveOutcome
from photon.domain import PhotonError
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.bin.rename_controller import RenameController
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.window.main_window import MainWindow
from tests.ui.fake_session import FakeSession
from tests.ui.held_back import HeldBack
from tests.ui.held_move import HeldMove

BUSY = "Photos are still being moved."


@pytest.fixture
def moves(window: MainWindow) -> MoveRunner:
    return window.part(MoveRunner)


def run(moves: MoveRunner, count: int = 200, *, joins: bool = False) -> HeldMove:
    held = HeldMove()
    assert moves.run(MoveTask("Renaming photos", count, held.begin, held.done, held.failed, joins))
    return held


def test_nothing_else_is_moved_during_a_rename(
    qtbot: QtBot, window: MainWindow, moves: MoveRunner, session: FakeSession
) -> None:
    ids = list(window.grid.grid_model.ids)
    held = run(moves)
    for act in (
        lambda: window.part(BinController).move_to_bin(ids[:1]),
        window.part(RenameController).begin,
        lambda: window.part(DuplicatesController)._ask_all([]),
        lambda: moves.run(MoveTask("Deciding", 1, HeldMove().begin, print, joins=True)),
    ):
        window.toast.clear()
        act()
        assert window.toast.words.text() == BUSY
    assert session.bin.scopes == []
    assert window.part(RenameController).dialog is None
    assert window.part(DuplicatesController).question is None
    held.finish()
    qtbot.waitUntil(lambda: not moves.is_busy)
    window.part(BinController).move_to_bin(ids[:1])
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[1:])


def test_nothing_is_renamed_while_a_move_to_the_bin_is_planned(
    window: MainWindow, moves: MoveRunner, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = HeldBack(monkeypatch, session.bin, "plan")
    window.part(BinController).move_to_bin(list(window.grid.grid_model.ids)[:1])
    assert moves.is_busy
    window.part(RenameController).begin()
    assert window.toast.words.text() == BUSY
    plans.let_go()


def test_decisions_about_sets_wait_for_each_other(qtbot: QtBot, moves: MoveRunner) -> None:
    first, second = run(moves, 1, joins=True), run(moves, 1, joins=True)
    assert not moves.run(MoveTask("Renaming photos", 1, HeldMove().begin, print))
    first.finish()
    second.finish()
    qtbot.waitUntil(lambda: not moves.is_busy)
    assert len(first.outcomes) == len(second.outcomes) == 1


def test_the_progress_message_shows_progress_and_stops_the_move(
    qtbot: QtBot, window: MainWindow, moves: MoveRunner
) -> None:
    held = run(moves)
    assert (window.notice.message.text(), window.notice.hint.text()) == ("Renaming photos", "0 of 200")
    held.tell(50, 200)
    assert window.notice.hint.text() == "50 of 200"
    assert not held.is_stopped()
    window.notice.offered.click()
    assert held.is_stopped()
    held.tell(100, 200)
    assert window.notice.is_free
    held.finish()
    qtbot.waitUntil(lambda: not moves.is_busy)
    assert not run(moves, 1).is_stopped()


def test_another_message_is_not_replaced_by_progress(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    held = run(moves)
    window.notice.show_problem("The drive is full.")
    held.tell(50, 200)
    assert window.notice.message.text() == "The drive is full."
    window.notice.shut.click()
    held.tell(100, 200)  # there is room for the progress message again
    assert (window.notice.message.text(), window.notice.hint.text()) == ("Renaming photos", "100 of 200")
    window.notice.show_problem("The drive is full.")
    held.finish()
    qtbot.waitUntil(lambda: not moves.is_busy)
    assert window.notice.message.text() == "The drive is full."
    assert window.notice.isVisible()


def test_closing_window_waits_for_moves(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    held = run(moves)
    held.tell(50, 200)
    assert not window.close()
    assert window.isVisible()
    assert window.notice.message.text() == "Photon closes once the photos are moved"
    assert window.notice.hint.text() == "50 of 200"
    held.finish()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_closing_window_twice_stops_moves(window: MainWindow, moves: MoveRunner) -> None:
    held = run(moves, 3)
    assert not window.close()
    assert not held.is_stopped()
    assert window.close()
    assert held.is_stopped()


def test_closing_window_stays_open_for_refused_files(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    held = run(moves, 3)
    assert not window.close()
    held.finish(MoveOutcome(obstacles=[("a.jpg", PhotonError("a.jpg can't be moved.", "Look."))]))
    qtbot.waitUntil(lambda: not moves.is_busy)
    assert window.isVisible()
    assert window.notice.message.text() == "a.jpg can't be moved."
    assert window.close()


def test_an_error_is_shown_and_ends_the_task(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    held = run(moves)
    held.fail(PhotonError("The library can't be written to."))
    qtbot.waitUntil(lambda: not moves.is_busy)
    assert window.notice.message.text() == "The library can't be written to."
    assert held.failures == 1


def test_other_widgets_close_during_a_move(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    run(moves)
    other = QWidget(window)
    other.show()
    assert other.close()
    window.close()


def test_photos_are_restored_one_move_at_a_time(qtbot: QtBot, window: MainWindow, moves: MoveRunner) -> None:
    ids = list(window.grid.grid_model.ids)
    window.part(BinController).move_to_bin(ids[:2])
    page = window.part(BinController).page
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == len(ids) - 2)
    qtbot.waitUntil(lambda: not moves.is_busy)
    window.commands["bin"].trigger()
    qtbot.waitUntil(lambda: len(page.rows.rows) == 2)
    held = run(moves)
    page.put_back()
    assert window.toast.words.text() == BUSY
    held.finish()
    qtbot.waitUntil(lambda: not moves.is_busy)
    page.put_back()
    qtbot.waitUntil(lambda: len(page.rows.rows) == 1)
