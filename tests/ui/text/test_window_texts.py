"""Text in photos in the window: in the details, and over the photo, where it is marked, selected and used."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.text.text_selection import part_of
from photon.search.query_language import parse
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.text.text_controller import TextController
from photon.ui.text.text_overlay import TextOverlay
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, click, withdraw
from tests.ui.fake_texts import FakeTexts
from tests.ui.written_session import WrittenSession

PAGE = PageText(
    (
        TextLine("GATE 12 open", (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2), 0.9),
        TextLine("see www.example.org", (0.1, 0.5, 0.9, 0.5, 0.9, 0.6, 0.1, 0.6), 0.9),
    )
)


@pytest.fixture
def photo(written_window: MainWindow) -> int:
    """The first photo of the grid."""
    return written_window.grid.grid_model.ids[0]


@pytest.fixture
def texts(written: WrittenSession, photo: int) -> FakeTexts:
    """The texts of the library: one photo has some."""
    written.texts.read[photo] = PAGE
    return written.texts


@pytest.fixture
def controller(written_window: MainWindow) -> TextController:
    return written_window.part(TextController)


@pytest.fixture
def overlay(qtbot: QtBot, written_window: MainWindow, controller: TextController, texts: FakeTexts) -> TextOverlay:
    """Over the first photo in the loupe, with boxes."""
    click(written_window, 0)
    QTest.keyClick(written_window.grid, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(controller.overlay.page.lines))
    QTest.keyClick(written_window.part(Loupe), Key.Key_O)
    assert controller.overlay.isVisible()
    return controller.overlay


def at(overlay: TextOverlay, line: int, share: float) -> QPoint:
    """Return a point in the middle of a line, at a share of its length."""
    shape = overlay.shape(overlay.page.lines[line].corners)
    start, end = (shape.at(0) + shape.at(3)) / 2, (shape.at(1) + shape.at(2)) / 2
    return (start + (end - start) * min(max(share, 0.002), 0.998)).toPoint()


def drag(overlay: TextOverlay, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(overlay, LEFT, NONE, start)
    QTest.mouseMove(overlay, end)
    QTest.mouseRelease(overlay, LEFT, NONE, end)


def menu_of(overlay: TextOverlay, place: QPoint) -> dict[str, QAction]:
    """Open the context menu at a place, and return its actions by their texts."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, overlay.mapToGlobal(place))
    QApplication.sendEvent(overlay, event)
    return {action.text(): action for menu in overlay.findChildren(QMenu) for action in menu.actions()}


def test_the_details_show_the_text_of_one_photo(
    qtbot: QtBot, written_window: MainWindow, controller: TextController, texts: FakeTexts
) -> None:
    section = controller.section
    click(written_window, 0)
    qtbot.waitUntil(section.isVisible)
    assert section.text.toPlainText() == "GATE 12 open\nsee www.example.org"
    assert not section.note.isVisible()
    section.copy_button.click()
    assert QGuiApplication.clipboard().text() == section.text.toPlainText()
    click(written_window, 1)
    qtbot.waitUntil(lambda: not section.isVisible())
    click(written_window, 0, CTRL)
    assert not section.isVisible(), "of several photos, none is shown"
    texts.read[written_window.grid.grid_model.ids[2]] = PageText(unreadable=2)
    click(written_window, 2)
    qtbot.waitUntil(section.isVisible)
    assert section.note.text() == "2 lines are in a script that Photon can't read."
    assert not section.text.isVisible()


def test_text_of_a_photo_that_is_hidden_goes_at_once(
    qtbot: QtBot, written_window: MainWindow, controller: TextController, overlay: TextOverlay, photo: int
) -> None:
    qtbot.waitUntil(lambda: bool(controller.section.page.lines))
    withdraw(written_window.bridge, photo)
    assert (controller.section.page, controller.overlay.page) == (PageText(), PageText())
    assert controller.section.text.toPlainText() == ""


def test_a_code_is_named_in_the_details_and_used_in_the_loupe_as_a_whole(
    qtbot: QtBot,
    written_window: MainWindow,
    controller: TextController,
    texts: FakeTexts,
    photo: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    square = (0.2, 0.2, 0.6, 0.2, 0.6, 0.8, 0.2, 0.8)
    texts.read[photo] = PageText((TextLine("https://example.org/\u202ea", square, 1.0, "QR Code"),))
    click(written_window, 0)
    qtbot.waitUntil(controller.section.isVisible)
    assert controller.section.text.toPlainText() == "QR Code: https://example.org/\\u202ea"
    texts.read[photo] = PageText((TextLine("https://example.org/a", square, 1.0, "QR Code"),))
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    QTest.keyClick(written_window.grid, Key.Key_Return)
    overlay = controller.overlay
    qtbot.waitUntil(lambda: bool(overlay.page.lines))
    QTest.keyClick(written_window.part(Loupe), Key.Key_O)
    QTest.mouseClick(overlay, LEFT, NONE, at(overlay, 0, 0.5))
    assert opened == []
    menu_of(overlay, at(overlay, 0, 0.5))["Open https://example.org/a"].trigger()
    assert opened == ["https://example.org/a"]
    marked = part_of(overlay.page.lines[0], 0, 5)
    assert marked == square, "letters of a code have no place of their own"


@pytest.mark.usefixtures("texts")
def test_what_a_search_found_is_marked_in_the_loupe(
    qtbot: QtBot, written_window: MainWindow, controller: TextController, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery, overlay = written_window.part(Gallery), controller.overlay
    monkeypatch.setattr(gallery, "asked", gallery.asked.__class__(parse("text:gate").query, None, "newest", "month"))
    click(written_window, 0)
    QTest.keyClick(written_window.grid, Key.Key_Return)
    qtbot.waitUntil(overlay.isVisible)
    assert not overlay.is_on
    assert overlay.childAt(at(overlay, 0, 0.1)) is None
    view = overlay.grab().toImage()
    marked, plain = at(overlay, 0, 0.1), at(overlay, 0, 0.9)
    assert view.pixelColor(marked) != view.pixelColor(plain)


def test_text_is_selected_across_lines_and_copied(overlay: TextOverlay) -> None:
    drag(overlay, at(overlay, 0, 5 / 12), at(overlay, 1, 3 / 19))
    assert overlay.selected == "12 open\nsee"
    QTest.keyClick(overlay, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "12 open\nsee"
    QTest.keyClick(overlay, Key.Key_Escape)
    assert overlay.selected == ""
    QTest.mouseDClick(overlay, LEFT, NONE, at(overlay, 0, 0.5))
    assert overlay.selected == "GATE 12 open"
    drag(overlay, at(overlay, 1, 1.0), at(overlay, 1, 4 / 19))
    assert overlay.selected == "www.example.org", "backwards, too"
    QTest.mousePress(overlay, LEFT, NONE, at(overlay, 0, 0.5) - QPoint(0, overlay.height() // 12))
    assert overlay.selected == ""


def test_a_click_beside_the_text_belongs_to_the_photo(qtbot: QtBot, overlay: TextOverlay) -> None:
    beside = at(overlay, 1, 0.5) + QPoint(0, overlay.height() // 4)
    with qtbot.waitSignal(overlay.parent().double_clicked):
        QTest.mouseDClick(overlay, LEFT, NONE, beside)


def test_o_hides_the_boxes_again(written_window: MainWindow, overlay: TextOverlay) -> None:
    QTest.keyClick(written_window.part(Loupe), Key.Key_O)
    assert not overlay.isVisible()


def test_the_selection_becomes_a_search_a_caption_or_a_tag(
    qtbot: QtBot,
    written_window: MainWindow,
    overlay: TextOverlay,
    written: WrittenSession,
    photo: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[tuple[object, ...]] = []
    mark = written.tags.mark
    monkeypatch.setattr(
        written.tags, "mark", lambda *some, **named: (given.append((*some, named)), mark(*some, **named))[1]
    )
    drag(overlay, at(overlay, 0, 0.0), at(overlay, 0, 7 / 12))
    actions = menu_of(overlay, at(overlay, 0, 0.2))
    assert list(actions) == ["Copy", "Search for this", "Use as caption", "Add as tag"]
    actions["Use as caption"].trigger()
    qtbot.waitUntil(lambda: written.captions.captions_for_photos([photo]).result()[photo].caption.text == "GATE 12")
    actions["Add as tag"].trigger()
    assert given == [([photo], [("GATE 12",)], "confirmed", {"by_hand": True})]
    actions["Search for this"].trigger()
    query = written_window.part(SearchBar).query()
    assert query is not None
    assert query.parts == parse('text:"GATE 12"').query.parts


def test_an_address_is_opened_only_from_the_menu(overlay: TextOverlay, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    QTest.mouseClick(overlay, LEFT, NONE, at(overlay, 1, 0.5))
    QTest.mouseDClick(overlay, LEFT, NONE, at(overlay, 1, 0.5))
    assert opened == []
    menu_of(overlay, at(overlay, 1, 0.5))["Open https://www.example.org"].trigger()
    assert opened == ["https://www.example.org"]


def test_hostile_text_is_shown_as_it_is_written(
    qtbot: QtBot, written_window: MainWindow, controller: TextController, texts: FakeTexts, photo: int
) -> None:
    line = TextLine("<b>bold</b> =1+1 \u202egpj", PAGE.lines[0].corners, 0.9)
    texts.read[photo] = PageText((line,))
    click(written_window, 0)
    qtbot.waitUntil(controller.section.isVisible)
    assert controller.section.text.toPlainText() == r"<b>bold</b> =1+1 \u202egpj"
