"""Rows of a set say what is different in the pictures; nothing while that is not known, and nothing of a former set."""

from collections.abc import Sequence
from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.app.duplicates.change_finding import Changed
from photon.app.duplicates.duplicates import FoundSet, FoundSets
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.duplicates.picture_changes import Change, PictureChange
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.window.main_window import MainWindow

GREY = (PictureChange(Change.GREY),)


class HeldChanges:
    """Answers when the test sets the result."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[int, list[int], Future[Changed]]] = []
        monkeypatch.setattr(session.duplicates.differences, "find", self._find)

    def _find(self, best: int, others: Sequence[int]) -> Future[Changed]:
        future: Future[Changed] = Future()
        future.set_running_or_notify_cancel()
        self.asked.append((best, list(others), future))
        return future


@pytest.fixture
def held(session: Session, monkeypatch: pytest.MonkeyPatch) -> HeldChanges:
    return HeldChanges(session, monkeypatch)


def test_what_is_different_is_painted_and_read_out(qtbot: QtBot, page: DuplicatesPage) -> None:
    qtbot.waitUntil(lambda: bool(page.panel.files.rows[1].changes))
    row = page.panel.files.rows[1]
    assert row.differences == "no visible difference"
    assert page.panel.files.rows[0].differences == ""
    index = page.panel.files.index(1)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "no visible difference" in page.panel.files.data(index, role)  # type: ignore[operator]
    assert page.panel.list.grab().width() > 0


def test_nothing_is_said_while_it_is_not_known(qtbot: QtBot, held: HeldChanges, page: DuplicatesPage) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    best, others, future = held.asked[0]
    assert (best, *others) == page.sets.rows[0].found.photos
    qtbot.waitUntil(lambda: page.panel.files.rows[1].note is not None)
    assert page.panel.files.rows[1].differences == ""
    future.set_result({others[0]: GREY})
    qtbot.waitUntil(lambda: page.panel.files.rows[1].differences == "black and white")


def test_answers_about_a_former_set_are_dropped(qtbot: QtBot, held: HeldChanges, page: DuplicatesPage) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    page.list.go_to(1)
    qtbot.waitUntil(lambda: len(held.asked) == 2)
    assert held.asked[1][0] == page.sets.rows[1].found.photos[0]
    shown = page.panel.files.rows[1].photo
    held.asked[1][2].set_result({shown: GREY})
    qtbot.waitUntil(lambda: page.panel.files.rows[1].changes == GREY)
    held.asked[0][2].set_result({shown: (PictureChange(Change.MIRRORED),)})
    qtbot.wait(50)
    assert page.panel.files.rows[1].changes == GREY


def test_each_row_says_what_is_known_and_stopping_asks_no_more(
    qtbot: QtBot, held: HeldChanges, page: DuplicatesPage
) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    photos = tuple(photo for row in page.sets.rows for photo in row.found.photos)
    paths = tuple(path for row in page.sets.rows for path in row.found.paths)
    one = FoundSet("same-picture", paths, (), offer=True, photos=photos, sizes=(1,) * len(paths))
    page._show(FoundSets((one,), 0))
    qtbot.waitUntil(lambda: len(held.asked) == 2)
    held.asked[1][2].set_result({photos[1]: GREY})
    qtbot.waitUntil(lambda: len(held.asked) == 3)
    assert held.asked[2][:2] == (photos[0], [photos[2]])
    assert [bool(row.changes) for row in page.panel.files.rows] == [False, True, False, False, False, False]
    page.panel.comparing.stop()
    held.asked[2][2].set_result({photos[2]: GREY})
    qtbot.wait(50)
    assert len(held.asked) == 3
    assert not page.panel.files.rows[2].changes


def test_a_photo_that_fails_does_not_end_the_others_and_changes_elsewhere_start_nothing(
    qtbot: QtBot, held: HeldChanges, page: DuplicatesPage
) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    photos = tuple(photo for row in page.sets.rows for photo in row.found.photos)
    paths = tuple(path for row in page.sets.rows for path in row.found.paths)
    one = FoundSet("same-picture", paths, (), offer=True, photos=photos, sizes=(1,) * len(paths))
    page._show(FoundSets((one,), 0))
    qtbot.waitUntil(lambda: len(held.asked) == 2)
    held.asked[1][2].set_exception(PhotonError("The preview is damaged.", ""))
    qtbot.waitUntil(lambda: len(held.asked) == 3)
    assert held.asked[2][1] == [photos[2]]
    page.panel._hear(Changes(frozenset({"photos"}), frozenset({max(photos) + 1})))
    assert not page.panel.comparing._soon.isActive()
    page.panel._hear(Changes(frozenset({"photos"}), frozenset({photos[0]})))
    assert page.panel.comparing._soon.isActive()


def test_leaving_the_page_asks_nothing_and_coming_back_asks_again(
    qtbot: QtBot, window: MainWindow, held: HeldChanges, page: DuplicatesPage
) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    window.commands["leave"].trigger()
    qtbot.waitUntil(lambda: not page.isVisible())
    assert not page.panel.comparing._soon.isActive()
    window.commands["duplicates"].trigger()
    qtbot.waitUntil(lambda: len(held.asked) == 2)


def test_sets_without_pictures_to_tell_apart_are_not_compared(
    qtbot: QtBot, held: HeldChanges, page: DuplicatesPage
) -> None:
    qtbot.waitUntil(lambda: len(held.asked) == 1)
    page.panel.comparing.show_set(None)
    assert not page.panel.comparing._soon.isActive()
