"""Dates corrected in the window: what the dialog shows beforehand, what is said afterwards, and undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from photon.app.session import Session
from photon.ui.dates.date_controller import DateController
from photon.ui.dates.date_dialog import DateDialog
from photon.ui.window.main_window import MainWindow
from photon.ui.window.photo_selection import PhotoSelection
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import opened, withdraw
from tests.ui.held_back import HeldBack

NAMES = ("IMG_20200131_123456.jpg", "IMG-20200201-WA0001.jpg", "plain.jpg")


@pytest.fixture
def dated(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    for number, name in enumerate(NAMES):
        draw(tmp_path / "photos" / name, seed=number)
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == len(NAMES))
        yield window
        window.close()


def begin(qtbot: QtBot, window: MainWindow) -> DateDialog:
    """Select all photos, and press the key."""
    window.grid.setFocus()
    window.commands["all"].trigger()
    qtbot.waitUntil(lambda: len(window.grid.selected()) == len(NAMES))
    QTest.keyClick(window.grid, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: window.part(DateController).dialog is not None)
    assert window.part(DateController).dialog is not None
    return window.part(DateController).dialog


def test_hiding_photos_closes_the_dialog_and_afterwards_does_nothing(qtbot: QtBot, dated: MainWindow) -> None:
    dialog = begin(qtbot, dated)
    QTest.keyClick(dialog, Qt.Key.Key_D)
    dated.commands["dates"].trigger()
    assert dated.part(DateController).dialog is dialog
    withdraw(dated.bridge, 999_999)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert dated.part(DateController).dialog is None
    withdraw(dated.bridge, 999_999)


def test_dates_are_taken_from_names_and_undone(qtbot: QtBot, dated: MainWindow) -> None:
    before = list(dated.grid.grid_model.ids)
    dialog = begin(qtbot, dated)
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: len(dialog.rows.texts()) == len(NAMES))  # as they are now
    assert {row[1:] for row in dialog.rows.texts()} == {("no date", "")}
    dialog.form.choose("name")
    qtbot.waitUntil(dialog.go.isEnabled)
    assert set(dialog.rows.texts()) == {
        ("IMG_20200131_123456.jpg", "no date", "2020-01-31 12:34:56"),
        ("IMG-20200201-WA0001.jpg", "no date", "2020-02-01 00:00:00"),
        ("plain.jpg", "no date", ""),
    }
    assert dialog.message.text() == "2 photos get another date. 1 file name has no date."
    dialog.go.click()
    qtbot.waitUntil(lambda: dated.toast.words.text() == "Corrected the dates of 2 photos.")
    assert dated.part(DateController).dialog is None
    names = {photo: card.name for photo in before if (card := dated.grid.grid_model.cards.find(photo))}
    wanted = [photo for name in (NAMES[1], NAMES[0], "plain.jpg") for photo in before if names.get(photo) == name]
    qtbot.waitUntil(lambda: list(dated.grid.grid_model.ids) == wanted)  # newest first, undated last
    dated.commands["undo"].trigger()
    qtbot.waitUntil(lambda: dated.toast.words.text() == "Undid: corrected the dates of 2 photos")
    qtbot.waitUntil(lambda: list(dated.grid.grid_model.ids) == before)


def test_the_dialog_stays_open_until_everything_is_written(
    qtbot: QtBot, dated: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = begin(qtbot, dated)
    dialog.form.choose("name")
    qtbot.waitUntil(dialog.go.isEnabled)
    held = HeldBack(monkeypatch, dated.session.dates, "correct")
    dialog.go.click()
    assert not dialog.shut.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    held.let_go()
    qtbot.waitUntil(lambda: dated.part(DateController).dialog is None)
    qtbot.waitUntil(lambda: "Corrected the date" in dated.toast.words.text())


def test_what_is_typed_is_read_or_said(qtbot: QtBot, dated: MainWindow) -> None:
    dialog = begin(qtbot, dated)
    dialog.form.choose("set")
    QTest.keyClicks(dialog.form.date, "31.1.2020")
    qtbot.waitUntil(lambda: "This is no date" in dialog.message.text())
    assert not dialog.go.isEnabled()
    dialog.form.date.setText("1700-01-31 12:34")
    qtbot.waitUntil(dialog.go.isEnabled)
    assert {row[2] for row in dialog.rows.texts()} == {"1700-01-31 12:34:00"}
    assert "3 photos get a date before 1826 or in the future. Check them." in dialog.message.text()
    dialog.form.choose("zone")
    qtbot.waitUntil(lambda: not dialog.go.isEnabled())
    dialog.form.zone.setText("Paris")
    qtbot.waitUntil(lambda: "This is no time zone" in dialog.message.text())
    dialog.form.zone.setText("+2")
    qtbot.waitUntil(lambda: "3 photos have no date to start from." in dialog.message.text())
    dialog.form.choose("shift")
    dialog.form.hours.setValue(-1)
    qtbot.waitUntil(lambda: "No photo gets another date." in dialog.message.text())
    dialog.shut.click()
    qtbot.waitUntil(lambda: dated.part(DateController).dialog is None)


def test_without_a_photo_it_says_what_to_do(qtbot: QtBot, dated: MainWindow) -> None:
    dated.part(PhotoSelection).grid.clearSelection()
    dated.grid.grid_model.show_photos([])
    dated.commands["dates"].trigger()
    qtbot.waitUntil(lambda: "Select photos first" in dated.toast.words.text())
