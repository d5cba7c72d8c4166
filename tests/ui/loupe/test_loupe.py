"""The loupe with real keys, clicks and painting; pictures arrive late, in the wrong order, or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QCursor, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from photon.domain import changed
from photon.ui.kit.bridge import Bridge
from photon.ui.loupe import picture_loader
from photon.ui.loupe.loupe import Loupe
from photon.ui.loupe.loupe_notice import OFFLINE
from tests.ui.studio_session import StudioSession, opened

KEY = Qt.Key
SCREEN = 800  # long side of the photos on the screen of the offscreen platform


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


Shows = Callable[[int], bool]


@pytest.fixture
def shows(loupe: Loupe, session: StudioSession) -> Shows:
    """Return whether the photo is painted, at any sharpness."""

    def ask(photo: int) -> bool:
        shot = loupe.view.grab().toImage()
        corner = shot.pixelColor(loupe.view.photo_rect().topLeft().toPoint() + QPoint(40, 60))
        wanted = QColor(session.colour(photo))
        return all(abs(a - b) < 8 for a, b in zip(corner.getRgb(), wanted.getRgb(), strict=True))

    return ask


def press(loupe: Loupe, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(loupe, key)


def test_the_preview_appears_immediately_and_the_sharp_picture_follows(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, shows: Shows
) -> None:
    photos = session.fill(5)
    session.held = []
    loupe.open(photos, 2)
    qtbot.waitUntil(lambda: loupe.view.resolution == 768)
    assert shows(photos[2])
    qtbot.waitUntil(lambda: (photos[2], SCREEN) in session.asked)
    session.answer(photos[2], SCREEN)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    assert shows(photos[2])


def without_full_pictures_ahead(loupe: Loupe) -> Loupe:
    """Let no photo rest long enough for its full picture to be read before it is enlarged."""
    loupe.loader._rested.setInterval(3_600_000)
    return loupe


def test_the_full_picture_is_read_at_once_when_enlarged(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(1)
    without_full_pictures_ahead(loupe).open(photos, 0)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    qtbot.wait(150)
    assert session.asked == [(photos[0], SCREEN)]
    press(loupe, KEY.Key_Z)
    qtbot.waitUntil(lambda: loupe.view.resolution == 2400)
    assert loupe.view.zoom == 1
    assert session.asked == [(photos[0], SCREEN), (photos[0], None)]


def test_neighbours_are_prefetched_the_next_one_first(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(9)
    without_full_pictures_ahead(loupe).open(photos, 4)
    qtbot.waitUntil(lambda: len(session.asked) == 5)
    assert [photo for photo, _ in session.asked] == [photos[4], photos[5], photos[6], photos[7], photos[3]]
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN and not loupe.loader._pictures._running)
    session.asked.clear()
    session.held = []
    press(loupe, KEY.Key_Right)
    assert loupe.view.resolution == SCREEN, "it was there already"


def test_a_late_picture_never_replaces_the_current_photo(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, shows: Shows
) -> None:
    photos = session.fill(3)
    session.held = []
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: (photos[0], SCREEN) in session.asked)
    press(loupe, KEY.Key_Right)
    qtbot.waitUntil(lambda: (photos[1], SCREEN) in session.asked)
    session.answer(photos[1], SCREEN)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    session.answer(photos[0], SCREEN)
    qtbot.wait(60)
    assert shows(photos[1])
    assert not shows(photos[0])


def test_quick_browsing_reads_only_where_it_stops(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(30)
    session.held = []
    without_full_pictures_ahead(loupe).open(photos, 0)
    qtbot.waitUntil(lambda: session.asked == [(photos[0], SCREEN)])
    press(loupe, *[KEY.Key_Right] * 20)
    qtbot.waitUntil(lambda: (photos[20], SCREEN) in session.asked)
    assert [photo for photo, _ in session.asked] == [photos[0], photos[20]]
    assert session.held[0][2].cancelled(), "nobody looks at the first one any more"


def test_keys_move_through_the_list_and_stop_at_its_ends(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(6)
    seen: list[int] = []
    loupe.current_changed.connect(seen.append)
    loupe.open(photos, 1)
    press(loupe, KEY.Key_Right, KEY.Key_Down, KEY.Key_Left, KEY.Key_Up, KEY.Key_End, KEY.Key_Right)
    press(loupe, KEY.Key_Home, KEY.Key_Left)
    assert seen == [photos[at] for at in (1, 2, 3, 2, 1, 5, 0)]
    assert loupe.bar.words.endswith("1 of 6 · Fit")


@pytest.mark.parametrize("key", ["Escape", "G", "Return", "Enter", "Space"])
def test_several_keys_close_it(qtbot: QtBot, loupe: Loupe, session: StudioSession, key: str) -> None:
    loupe.open(session.fill(1), 0)
    with qtbot.waitSignal(loupe.closed):
        press(loupe, getattr(KEY, f"Key_{key}"))


def test_a_double_click_closes_it(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    loupe.open(session.fill(1), 0)
    with qtbot.waitSignal(loupe.closed):
        QTest.mouseDClick(loupe.view, Qt.MouseButton.LeftButton)


def test_digits_rate_and_the_stars_are_shown_briefly(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(2)
    loupe.rated.connect(session.marking.rate)
    loupe.open(photos, 1)
    with qtbot.waitSignal(loupe.rated) as rated:
        press(loupe, KEY.Key_4)
    assert rated.args == [[photos[1]], 4]
    assert loupe.flash.isVisible()
    qtbot.waitUntil(lambda: session.browsing.photo(photos[1]).result().rating == 4)
    qtbot.waitUntil(lambda: not loupe.flash.isVisible())
    press(loupe, KEY.Key_0)
    qtbot.waitUntil(lambda: session.browsing.photo(photos[1]).result().rating == 0)


def test_b_toggles_the_favourite_even_when_pressed_quickly(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(1)
    asked: list[object] = []
    loupe.favoured.connect(lambda photos, favourite: asked.append((photos, favourite)))
    loupe.open(photos, 0)
    press(loupe, KEY.Key_B, KEY.Key_B)
    assert asked == [(photos, True), (photos, False)]


def test_external_marks_are_shown(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(1)
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: "-00001.jpg" in loupe.bar.words)
    session.marking.rate(photos, 3).result()
    qtbot.waitUntil(lambda: loupe.bar.stars.stars == 3)


def test_the_filmstrip_is_toggled_with_a_key_and_stored(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, bridge: Bridge
) -> None:
    loupe.open(session.fill(3), 0)
    assert loupe.filmstrip.isVisible()
    press(loupe, KEY.Key_F)
    assert loupe.filmstrip.isHidden()
    another = Loupe(session, bridge)
    qtbot.addWidget(another)
    assert another.filmstrip.isHidden()
    press(loupe, KEY.Key_F)
    assert loupe.filmstrip.isVisible()


def test_the_list_can_change_under_the_current_photo(loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(6)
    seen: list[int] = []
    loupe.open(photos, 3)
    loupe.current_changed.connect(seen.append)
    loupe.set_ids([photos[5], photos[3], photos[0]])
    assert (loupe.current, loupe.index, seen) == (photos[3], 1, [])
    assert "2 of 3" in loupe.bar.words


def test_the_neighbour_replaces_a_removed_current_photo(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(4)
    loupe.open(photos, 3)
    with qtbot.waitSignal(loupe.current_changed) as changed_to:
        loupe.set_ids(photos[:3])
    assert changed_to.args == [photos[2]]
    with qtbot.waitSignal(loupe.closed):
        loupe.set_ids([])
    assert loupe.current is None
    press(loupe, KEY.Key_Right, KEY.Key_5, KEY.Key_B, KEY.Key_Z, KEY.Key_End)


def test_an_offline_photo_shows_its_preview_and_a_message(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(1)
    session.move_away(photos[0])
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: loupe.notice.text() == OFFLINE)
    qtbot.waitUntil(lambda: loupe.view.resolution == 768)
    qtbot.wait(120)
    assert session.asked == [], "a file that is away is not looked for"
    session.come_back(photos[0])
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    assert loupe.notice.isHidden()


def test_a_damaged_photo_is_shown_with_a_message(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(2)
    session.put(photos[1], damage="The lower third is missing.")
    loupe.open(photos, 1)
    qtbot.waitUntil(lambda: loupe.notice.text() == "The lower third is missing.")
    assert loupe.notice.isVisible()
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    press(loupe, KEY.Key_Left)
    assert loupe.notice.isHidden()


def test_an_unreadable_file_leaves_the_preview_and_a_message(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, bridge: Bridge
) -> None:
    photos = session.fill(1)
    session.broken[photos[0]] = "The disk reports an error."
    complaints: list[str] = []
    bridge.problem.connect(lambda message, _hint: complaints.append(message))
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: loupe.notice.text() == "The disk reports an error. Showing the saved preview.")
    assert loupe.view.resolution == 768
    assert complaints == [], "the sentence on the photo is enough"


def test_a_photo_edited_meanwhile_is_shown_again(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, shows: Shows, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = session.fill(2)
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    assert not shows(photos[1])
    session.edit(photos[0], like=photos[1])
    qtbot.waitUntil(lambda: shows(photos[1]))


def test_nothing_covers_the_photo_until_the_mouse_moves(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    loupe.chrome.rest.setInterval(80)
    QCursor.setPos(loupe.view.mapToGlobal(QPoint(300, 290)))
    loupe.open(session.fill(1), 0)
    assert loupe.bar.isHidden()
    QTest.mouseMove(loupe.view, QPoint(300, 300))
    QTest.mouseMove(loupe.view, QPoint(310, 300))
    assert loupe.bar.isVisible()
    qtbot.waitUntil(loupe.bar.isHidden)
    assert loupe.view.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(loupe.view, QPoint(300, 300))
    assert loupe.view.cursor().shape() != Qt.CursorShape.BlankCursor


def test_the_buttons_of_the_bar_work(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    loupe.open(session.fill(1), 0)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    QTest.mouseMove(loupe.view, QPoint(300, 300))
    QTest.mouseMove(loupe.view, QPoint(310, 300))
    fitted = loupe.view.zoom

    def click(name: str) -> None:
        button = next(b for b in loupe.bar.buttons if b.toolTip().startswith(name))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    click("Zoom in")
    assert loupe.view.zoom == pytest.approx(fitted * 1.25)
    click("Zoom out")
    assert loupe.view.is_fitted
    click("Actual size")
    assert "100%" in loupe.bar.words
    with qtbot.waitSignal(loupe.rated) as rated:
        stars = loupe.bar.stars
        QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars.star_rect(2).center())
    assert rated.args[1] == 2
    with qtbot.waitSignal(loupe.favoured):
        click("Mark as favourite")
    click("Show or hide")
    assert loupe.filmstrip.isHidden()
    with qtbot.waitSignal(loupe.closed):
        click("Back")


def test_its_keys_precede_the_windows_shortcuts(qtbot: QtBot, session: StudioSession, bridge: Bridge) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = Loupe(session, bridge)
    window.setCentralWidget(made)
    stolen: list[str] = []
    for keys in ("3", "G", "B", "Ctrl+C", "Ctrl+Z"):
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked, keys=keys: stolen.append(keys))
        window.addAction(action)
    with qtbot.waitActive(window):
        window.show()
    made.open(session.fill(1), 0)
    with qtbot.waitSignal(made.rated):
        QTest.keyClick(made, KEY.Key_3)
    with qtbot.waitSignal(made.closed):
        QTest.keyClick(made, KEY.Key_G)
    QTest.keyClick(made, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stolen == ["Ctrl+Z"]


def test_copy_puts_the_file_on_the_clipboard(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(1)
    QGuiApplication.clipboard().setText("before")
    loupe.open(photos, 0)
    QTest.keyClick(loupe, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text().endswith("/green-00001.jpg"))


def test_the_context_menu_has_the_actions_for_the_file(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    loupe.open(session.fill(1), 0)
    at = QPoint(200, 200)
    QApplication.sendEvent(
        loupe.view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, loupe.view.mapToGlobal(at))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert "Show in folder" in texts
    assert "Copy path" in texts
    menu.close()


def test_memory_is_released_some_time_after_closing(
    qtbot: QtBot, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_loader, "FORGET_MS", 30)
    made = Loupe(session, bridge)
    qtbot.addWidget(made)
    made.show()
    made.open(session.fill(1), 0)
    qtbot.waitUntil(lambda: made.view.resolution == SCREEN)
    assert made.loader._pictures.bytes > 0
    made.hide()
    qtbot.waitUntil(lambda: made.loader._pictures.bytes == 0)


def test_changes_of_other_photos_have_no_effect(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> None:
    photos = session.fill(2)
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: loupe.view.resolution == SCREEN)
    press(loupe, KEY.Key_Z)
    session.tell(changed("photos", "vectors", photos=frozenset({photos[1]})))
    session.tell(changed("photos"))
    qtbot.wait(200)
    assert loupe.view.zoom == 1
