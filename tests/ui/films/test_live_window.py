"""Live and motion photos in a real window with a real library: badge, holding, and another still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.media.read.metadata_reading import read_words
from photon.media.read.reading import read
from photon.ui.films.live_controller import LiveController
from photon.ui.grid.film_badge import film_words
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.live_photos import film, micro_video, still
from tests.pictures import age
from tests.ui.driving import opened

L, LEFT, NONE = Qt.Key.Key_L, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("pipewire", "No RHI backend")  # what Qt's player does without


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A motion photo, then a plain one."""
    made = tmp_path / "photos"
    made.mkdir()
    (made / "a.jpg").write_bytes(still(xmp=micro_video(5)) + film(2.0))
    (made / "b.jpg").write_bytes(still(seed=2))
    for path in made.iterdir():
        age(path)
    return made


@pytest.fixture
def session(tmp_path: Path, folder: Path) -> Iterator[Session]:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as made:
        made.work.add_folder(str(folder)).result()
        settle(made)
        yield made


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    made = opened(qtbot, session)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 2)
    photos = session.browsing.photos("name").result()
    made.navigation.open_photos(made.results, photos, 0)
    qtbot.waitUntil(lambda: made.loupe.loader.card is not None and made.loupe.isVisible())
    yield made
    made.close()


@pytest.fixture
def live(window: MainWindow) -> LiveController:
    return window.part(LiveController)


def is_moving(live: LiveController) -> bool:
    return live.film.isVisible() and live.film.player.seconds > 0.1


def test_a_badge_says_that_a_photo_is_live(window: MainWindow, live: LiveController, qtbot: QtBot) -> None:
    assert live.badge.isVisible()
    cards = window.grid.grid_model.cards
    qtbot.waitUntil(lambda: all(cards.find(photo) for photo in window.loupe._photos))
    words = [film_words(card, None) for photo in window.loupe._photos if (card := cards.find(photo))]
    assert words == ["Live", ""]
    window.loupe.leaf(1)
    qtbot.waitUntil(lambda: window.loupe.loader.card is not None and not live.badge.isVisible())
    window.loupe.leaf(-1)
    qtbot.waitUntil(live.badge.isVisible)


def test_it_plays_while_the_key_is_held(window: MainWindow, live: LiveController, qtbot: QtBot) -> None:
    QTest.keyPress(window.loupe, L)
    qtbot.waitUntil(lambda: is_moving(live))
    assert window.loupe.view.grab().toImage() != live.film.grab().toImage()
    QTest.keyPress(window.loupe, L)
    assert is_moving(live)
    QTest.keyRelease(window.loupe, L)
    assert not live.film.isVisible()
    assert live.film.player.length == 0
    assert live.badge.isVisible()


def test_it_plays_while_the_badge_or_the_photo_is_held(window: MainWindow, live: LiveController, qtbot: QtBot) -> None:
    for widget in (live.badge, window.loupe.view):
        QTest.mousePress(widget, LEFT, NONE, widget.rect().center())
        qtbot.waitUntil(lambda: is_moving(live))
        QTest.mouseRelease(widget, LEFT, NONE, widget.rect().center())
        assert not live.film.isVisible()
    qtbot.wait(300)  # longer than the view waits for a double click
    assert window.loupe.view.is_fitted


def test_a_click_and_a_drag_are_not_taken_for_holding(window: MainWindow, live: LiveController, qtbot: QtBot) -> None:
    view = window.loupe.view
    QTest.mouseClick(view, LEFT, NONE, view.rect().center())
    qtbot.waitUntil(lambda: not view.is_fitted)
    assert "film" not in vars(live)
    view.fit()
    view.dragged.disconnect()
    with qtbot.waitSignal(view.dragged):
        QTest.mousePress(view, LEFT, NONE, view.rect().center())
        QTest.mouseMove(view, view.rect().center() + QPoint(60, 0))
    assert not live._hold.isActive()


def test_leaving_the_photo_ends_the_film(window: MainWindow, live: LiveController, qtbot: QtBot) -> None:
    QTest.keyPress(window.loupe, L)
    qtbot.waitUntil(lambda: is_moving(live))
    window.loupe.leaf(1)
    qtbot.waitUntil(lambda: not live.film.isVisible())
    QTest.keyPress(window.loupe, L)
    qtbot.wait(50)
    assert not live._is_held


def test_another_still_becomes_a_photo_beside_it(
    window: MainWindow, live: LiveController, qtbot: QtBot, folder: Path
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    live.choose_still()
    dialog = live.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.stills.count() > 1)
    dialog.stills.setCurrentRow(1)
    dialog.go.click()
    qtbot.waitUntil(lambda: live.dialog is None)
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    (new,) = after.keys() - before.keys()
    assert {name: after[name] for name in before} == before
    assert new.startswith("a 0-0")
    reading = read(str(folder / new))
    assert (reading.facts.width, reading.facts.height, reading.film.has_film) == (160, 120, False)
    facts = read_words(str(folder / new)).facts
    assert facts is not None
    assert "iPhone" in (facts.camera or "")
