"""Photos rotated and flipped in the window: grid, loupe and compare show it at once, and one key undoes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.compare.compare_controller import CompareController
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.app.turns.test_turning import SIDES, draw_corner
from tests.fakes import ColourEncoding
from tests.ui.driving import CTRL, Key, opened

WIDE = SIDES
HIGH = SIDES[::-1]


@pytest.fixture
def turned(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    for number in range(3):
        draw_corner(tmp_path / "photos" / f"{number}.jpg", number)
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 3)
        yield window
        window.close()


def sides(window: MainWindow, photo: int) -> tuple[int, int]:
    card = window.grid.grid_model.cards.find(photo)
    return (card.width, card.height) if card is not None else (0, 0)


def corner(image: QImage) -> str:
    """Return which corner is red."""
    small = image.scaled(QSize(2, 2), mode=Qt.TransformationMode.SmoothTransformation)
    places = {"upper left": (0, 0), "upper right": (1, 0), "lower left": (0, 1), "lower right": (1, 1)}
    return max(places, key=lambda name: small.pixelColor(*places[name]).red())


def painted(view: PhotoView) -> tuple[bool, str]:
    """Return whether the photo is higher than wide on the screen, and which corner is red."""
    place = view.photo_rect().toRect()
    return place.height() > place.width(), corner(view.grab(place).toImage())


def thumbnail(window: MainWindow, photo: int) -> str:
    """Return which corner is red in the grid; empty if there is no thumbnail."""
    card = window.grid.grid_model.cards.find(photo)
    found = window.grid.grid_model.thumbnails.find(photo, card.version) if card is not None else None
    return corner(found.pixmap.toImage()) if found is not None else ""


def test_keys_turn_selected_photos_and_undo(qtbot: QtBot, turned: MainWindow) -> None:
    first, second, third = turned.grid.grid_model.ids
    turned.grid.go_to(first)
    turned.grid.setFocus()
    turned.grid.select_rows(0, 1)
    qtbot.waitUntil(lambda: all(thumbnail(turned, photo) == "upper left" for photo in (first, second, third)))
    QTest.keyClick(turned.grid, Key.Key_BracketRight, CTRL)
    for photo in (first, second):
        qtbot.waitUntil(lambda photo=photo: (sides(turned, photo), thumbnail(turned, photo)) == (HIGH, "upper right"))
    assert (sides(turned, third), thumbnail(turned, third)) == (WIDE, "upper left")
    qtbot.waitUntil(lambda: turned.toast.words.text() == "Rotated 2 photos right")
    QTest.keyClick(turned.grid, Key.Key_Greater)
    qtbot.waitUntil(lambda: (sides(turned, first), thumbnail(turned, first)) == (WIDE, "lower right"))
    QTest.keyClick(turned.grid, Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: thumbnail(turned, first) == "lower left")
    for there in ("lower right", "upper right", "upper left"):
        QTest.keyClick(turned, Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda there=there: thumbnail(turned, first) == there)
    assert sides(turned, first) == WIDE


def test_the_open_photo_is_turned_in_place(qtbot: QtBot, turned: MainWindow) -> None:
    first = turned.grid.grid_model.ids[0]
    turned.grid.go_to(first)
    turned.navigation.open_loupe()
    view = turned.loupe.view
    qtbot.waitUntil(lambda: painted(view) == (False, "upper left"))
    QTest.keyClick(turned.loupe, Key.Key_BracketLeft, CTRL)
    qtbot.waitUntil(lambda: painted(view) == (True, "lower left"))
    qtbot.waitUntil(lambda: turned.toast.words.text() == "Rotated 1 photo left")
    turned.commands["rotate-back"].trigger()
    qtbot.waitUntil(lambda: painted(view) == (False, "upper left"))
    qtbot.waitUntil(lambda: turned.toast.words.text() == "1 photo is shown as its file says")


def test_a_photo_in_compare_is_turned(qtbot: QtBot, turned: MainWindow) -> None:
    turned.grid.setFocus()
    turned.grid.select_rows(0, 1)
    turned.commands["compare"].trigger()
    page = turned.part(CompareController).page
    qtbot.waitUntil(lambda: turned.pages.current is page)
    (photo,) = page.photos()
    QTest.keyClick(page, Key.Key_BracketRight, CTRL)
    qtbot.waitUntil(lambda: sides(turned, photo) == HIGH)
    pane = next(pane for pane in page.panes if pane.photo == photo)
    qtbot.waitUntil(lambda: painted(pane.view) == (True, "upper right"))


def test_a_message_explains_what_to_do_without_a_photo(qtbot: QtBot, turned: MainWindow) -> None:
    turned.grid.clearSelection()
    turned.grid.setCurrentIndex(turned.grid.grid_model.index(-1))
    turned.commands["rotate-left"].trigger()
    qtbot.waitUntil(lambda: turned.toast.words.text() == "Select photos first, then rotate them.")
