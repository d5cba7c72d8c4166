"""Colour labels and flags in the window: keys, what is shown, going on, leaving the filters, undo."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Card, Filter, Query, changed
from photon.ui.kit.timers import SpacedTimer
from photon.ui.marks.departures import Departures, is_about_marks
from photon.ui.marks.flag_tally import FlagTally
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key
from tests.ui.fake_session import FakeSession


def card(session: FakeSession, photo: int) -> Card:
    return session.browsing.cards([photo]).result()[photo]


def choose(window: MainWindow, count: int) -> list[int]:
    """Select the first photos of the grid."""
    ids = list(window.grid.grid_model.ids[:count])
    window.grid.go_to(ids[0])
    window.grid.setFocus()
    if count > 1:
        window.grid.select_rows(0, count - 1)
    return ids


@pytest.mark.parametrize(
    ("key", "label", "flag"),
    [(Key.Key_6, "red", 0), (Key.Key_7, "yellow", 0), (Key.Key_8, "green", 0), (Key.Key_9, "blue", 0),
     (Key.Key_P, "", 1), (Key.Key_X, "", -1)],
)  # fmt: skip
def test_a_key_marks_the_selected_photos_and_is_undone(
    qtbot: QtBot, window: MainWindow, session: FakeSession, key: Key, label: str, flag: int
) -> None:
    photos = choose(window, 3)
    QTest.keyClick(window.grid, key)
    for photo in photos:
        qtbot.waitUntil(lambda photo=photo: (card(session, photo).label, card(session, photo).flag) == (label, flag))
    shown = window.grid.grid_model.cards.find(photos[0])
    assert shown is not None
    assert (shown.label, shown.flag) == (label, flag)
    qtbot.waitUntil(lambda: bool(window.inspector.badge.words))
    QTest.keyClick(window, Key.Key_Z, CTRL)
    for photo in photos:
        qtbot.waitUntil(lambda photo=photo: (card(session, photo).label, card(session, photo).flag) == ("", 0))


def test_the_status_line_counts_flags_of_the_photos_shown(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str
) -> None:
    flags = window.status.flags
    assert flags.isHidden()
    whole = list(window.grid.grid_model.ids)
    session.marking.flag(whole, 1).result()
    qtbot.waitUntil(lambda: flags.text() == "24 picked")
    qtbot.waitUntil(flags.isVisible)
    window.gallery.show_folder(f"{folder}/trip")
    qtbot.waitUntil(lambda: flags.text() == "12 picked")
    window.grid.select_rows(2, 3)
    QTest.keyClick(window.grid, Key.Key_X)
    qtbot.waitUntil(lambda: flags.text() == "10 picked · 2 rejected")
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: flags.text() == "12 picked")
    session.marking.flag(whole, 0).result()
    qtbot.waitUntil(flags.isHidden)


def test_flags_of_another_folder_are_counted_at_once_also_while_photos_arrive(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.marking.flag(list(window.grid.grid_model.ids), 1).result()
    qtbot.waitUntil(lambda: window.status.flags.text() == "24 picked")
    tally = window.part(FlagTally)
    window.bridge.changed.disconnect(tally._hear)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in tally.findChildren(QTimer)))
    spaced: list[object] = []
    monkeypatch.setattr(SpacedTimer, "request", lambda timer: spaced.append(timer.parent()))  # not later
    window.gallery.show_folder(f"{folder}/trip")
    qtbot.waitUntil(lambda: window.status.flags.text() == "12 picked")
    spaced.clear()
    window.grid.grid_model.show_photos(window.grid.grid_model.ids[:5])  # as a renewal does
    assert spaced.count(tally) == 1


def test_the_same_colour_again_takes_the_label_away(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    (photo,) = choose(window, 1)
    QTest.keyClick(window.grid, Key.Key_6)
    qtbot.waitUntil(lambda: card(session, photo).label == "red")
    QTest.keyClick(window.grid, Key.Key_8)
    qtbot.waitUntil(lambda: card(session, photo).label == "green")
    QTest.keyClick(window.grid, Key.Key_8)
    qtbot.waitUntil(lambda: card(session, photo).label == "")


def test_purple_is_in_the_menu_only(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    (photo,) = choose(window, 1)
    action = window.commands["label-purple"]
    assert not action.shortcuts()
    action.trigger()
    qtbot.waitUntil(lambda: card(session, photo).label == "purple")


def test_the_open_photo_alone_is_marked_and_says_so(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photos = choose(window, 3)
    window.navigation.open_loupe()
    shown = window.loupe.current
    assert shown is not None
    QTest.keyClick(window.loupe, Key.Key_X)
    qtbot.waitUntil(lambda: card(session, shown).flag == -1)
    assert [card(session, photo).flag for photo in photos if photo != shown] == [0, 0]
    assert window.loupe.flash.accessibleName() == "Rejected"
    qtbot.waitUntil(lambda: window.loupe.bar.marks.words == "rejected")
    QTest.keyClick(window.loupe, Key.Key_U)
    qtbot.waitUntil(lambda: card(session, shown).flag == 0)
    qtbot.waitUntil(window.loupe.bar.marks.isHidden)


def test_it_goes_on_to_the_next_photo_if_that_is_chosen(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    ids = list(window.grid.grid_model.ids)
    choose(window, 1)
    QTest.keyClick(window.grid, Key.Key_P)
    assert window.grid.current() == ids[0]  # off at first
    window.commands["goes-on"].trigger()
    for key in (Key.Key_P, Key.Key_X, Key.Key_6, Key.Key_3):
        QTest.keyClick(window.grid, key)
    assert window.grid.current() == ids[4]
    window.navigation.open_loupe()
    QTest.keyClick(window.loupe, Key.Key_P)
    assert window.loupe.current == ids[5]
    QTest.keyClick(window.loupe, Key.Key_2)
    assert window.loupe.current == ids[6]
    window.loupe.go_to_end()
    QTest.keyClick(window.loupe, Key.Key_X)  # the last one stays
    assert window.loupe.current == ids[-1]
    qtbot.waitUntil(lambda: card(session, ids[-1]).flag == -1)
    assert [card(session, photo).flag for photo in (ids[0], ids[1], ids[4])] == [1, -1, 1]
    assert (card(session, ids[2]).label, card(session, ids[3]).rating, card(session, ids[5]).rating) == ("red", 3, 2)


def _shows(window: MainWindow, photos: Sequence[int]) -> bool:
    return list(window.grid.grid_model.ids) == list(photos)


def test_a_photo_that_falls_out_of_the_filter_leaves_at_the_next_move(
    qtbot: QtBot, window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not under the cursor, and not into an empty screen."""
    ids = choose(window, 3)
    renewed: list[int] = []
    monkeypatch.setattr(window.gallery, "renew", lambda: renewed.append(window.grid.current()))
    asked = Query(parts=(Filter("is", "unflagged"),))
    window.gallery.asked = replace(window.gallery.asked, query=asked)
    window.grid.go_to(ids[0])
    QTest.keyClick(window.grid, Key.Key_X)
    qtbot.waitUntil(lambda: window.part(Departures).is_due)
    assert renewed == []
    assert window.grid.current() == ids[0]
    window.grid.go_to(ids[1])
    qtbot.waitUntil(lambda: renewed == [ids[1]])
    window.grid.go_to(ids[2])
    assert not window.part(Departures).is_due


@pytest.mark.parametrize(
    ("part", "is_due"),
    [(Filter("is", "unflagged"), False), (Filter("is", "receipt"), True), (Filter("total", ">50"), True),
     (Filter("from", "bakery"), True)],
)  # fmt: skip
def test_facts_of_documents_move_photos_out_of_filters_by_facts_alone(
    window: MainWindow, part: Filter, is_due: bool
) -> None:
    window.gallery.asked = replace(window.gallery.asked, query=Query(parts=(part,)))
    window.bridge.changed.emit(changed("facts", photos=frozenset({1})))
    assert window.part(Departures).is_due == is_due


def test_which_filters_marks_decide() -> None:
    assert is_about_marks(Filter("label", "red"))
    assert is_about_marks(Filter("rating", ">=3"))
    assert not is_about_marks(Filter("camera", "canon"))


def test_nothing_selected_is_no_mark(window: MainWindow, session: FakeSession) -> None:
    window.grid.clearSelection()
    window.grid.setCurrentIndex(window.grid.grid_model.index(-1))
    QTest.keyClick(window.grid, Key.Key_X)
    assert session.undoing.undo().result() is None


def test_stars_in_the_bar_are_not_shown_on_the_photo_that_comes_next(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    first, second = choose(window, 2)
    window.grid.go_to(first)
    window.commands["goes-on"].trigger()
    QTest.keyClick(window.grid, Key.Key_Return)
    qtbot.waitUntil(lambda: window.loupe.current == first)
    window.loupe.rate(3)
    qtbot.waitUntil(lambda: window.loupe.current == second)
    assert window.loupe.bar.stars.stars == card(session, second).rating == 0
    qtbot.waitUntil(lambda: card(session, first).rating == 3)
