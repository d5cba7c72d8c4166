"""A film in the loupe: keys, mouse, scenes, full screen, and what is left of it when it is gone."""

from concurrent.futures import Future
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.domain import Hit, Like, Query
from photon.domain.films.film import Frame
from photon.domain.photo.heat import Explanation
from photon.domain.query.query import Moment
from photon.library.films.frames import FilmPart, store_frames
from photon.media.read.metadata_reading import read_words
from photon.media.read.reading import read
from photon.ui.films.film_controller import FilmController
from photon.ui.films.film_panel import FilmPanel
from photon.ui.films.storyboard import DOT
from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.kit.theme import theme
from photon.ui.search.examples import ExampleController
from photon.ui.search.results import Gallery
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key
from tests.ui.films.conftest import film_hash, picture


def press(key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def open_file(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Open a file of the grid in the loupe by Enter."""
    model = window.grid.grid_model
    window.grid.setFocus()
    window.grid.go_to(next(card.id for row in range(3) if (card := model.card_at(row)) and card.name == name))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.loupe.loader.card is not None and window.loupe.loader.card.name == name)


@pytest.fixture
def panel(qtbot: QtBot, film_window: MainWindow, films: FilmController) -> FilmPanel:
    """Below the film in the loupe, whose first frame is shown."""
    open_file(qtbot, film_window, "clip.mp4")
    qtbot.waitUntil(lambda: films.panel.picture.isVisible() and films.panel.board.isVisible())
    return films.panel


def test_keys_play_it_and_lead_through_it(qtbot: QtBot, film_window: MainWindow, panel: FilmPanel) -> None:
    player = panel.player
    assert QApplication.focusWidget() is panel.picture
    press(Key.Key_Period)
    qtbot.waitUntil(lambda: player.seconds == 0.1)
    press(Key.Key_Comma)
    qtbot.waitUntil(lambda: player.seconds == 0.0)
    press(Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: player.seconds == 1.0)
    press(Key.Key_Right, SHIFT)
    qtbot.waitUntil(lambda: player.seconds == 2.9)
    press(Key.Key_Left, SHIFT)
    qtbot.waitUntil(lambda: player.seconds == 0.0)
    press(Key.Key_L)
    assert (player.span, panel.bar.loop.isChecked()) == ((0.0, 1.0), True)
    press(Key.Key_Up, CTRL)
    assert (player.speed, panel.bar.speed.text()) == (1.5, "1.5×")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: player.is_playing and player.seconds > 0.3)
    press(Key.Key_Space)
    assert not player.is_playing
    assert film_window.loupe.isVisible()


def test_keys_lead_to_the_moments_that_were_found(
    qtbot: QtBot, film_window: MainWindow, films: FilmController, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = film_window.grid.grid_model
    clip = next(card.id for row in range(3) if (card := cards.card_at(row)) and card.name == "clip.mp4")
    hit = Hit(clip, 0.9, True, ("meaning",), "clip.mp4", moments=(Moment(2.0, 0.9), Moment(0.0, 0.5)))
    monkeypatch.setattr(Gallery, "hits", [Hit(clip + 99, 0.9, True, (), "", moments=(Moment(1.0, 0.9),)), hit])
    open_file(qtbot, film_window, "clip.mp4")
    qtbot.waitUntil(lambda: films.panel.picture.isVisible() and films.panel.board.isVisible())
    board, player = films.panel.board, films.panel.player
    assert board.found == [0.0, 2.0]
    corner = [board.place(number).topRight() + DOT for number in range(3)]
    accent = theme().colour("accent").rgb()
    painted = board.grab().toImage()
    assert [painted.pixel(point) == accent for point in corner] == [True, False, True]
    press(Key.Key_Right, CTRL | SHIFT)
    qtbot.waitUntil(lambda: player.seconds == 2.0)
    press(Key.Key_Right, CTRL | SHIFT)  # there is no other
    press(Key.Key_Left, CTRL | SHIFT)
    qtbot.waitUntil(lambda: player.seconds == 0.0)
    monkeypatch.setattr(Gallery, "hits", [])
    press(Key.Key_Escape)
    open_file(qtbot, film_window, "clip.mp4")
    qtbot.waitUntil(lambda: board.isVisible() and not board.found)


def test_the_frame_shown_is_the_example(
    qtbot: QtBot, film_window: MainWindow, panel: FilmPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ExampleController, "replace_by", lambda _, likes: asked.extend(likes))
    press(Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: panel.player.seconds == 1.0)
    press(Key.Key_S)
    clip = film_window.loupe.current
    assert asked == [Like(photo=clip, seconds=1.0)]
    qtbot.waitUntil(lambda: not film_window.loupe.isVisible())
    press(Key.Key_S)  # in the grid, the whole video
    assert asked[1:] == [Like(photo=clip)]


def test_the_frame_shown_is_explained_once_the_film_rests(
    qtbot: QtBot, film_window: MainWindow, panel: FilmPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def explain(*wanted: object) -> Future[Explanation]:
        asked.append(wanted[-1])
        made: Future[Explanation] = Future()
        made.set_result(Explanation(np.zeros((2, 2), np.float32), 0.9))
        return made

    heat, player = film_window.loupe.heat, panel.player
    monkeypatch.setattr(heat._searching, "explain", explain)
    heat.set_query(Query.build("green"))
    bright = panel.picture.grab().toImage().pixelColor(panel.picture.rect().center()).lightness()
    press(Key.Key_H)
    qtbot.waitUntil(lambda: "strong match" in heat.accessibleName())
    assert panel.picture.grab().toImage().pixelColor(panel.picture.rect().center()).lightness() != bright
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: player.seconds > 0.3)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: len(asked) == 2 and asked[1] == player.seconds)
    assert asked[0] == 0.0


def test_the_player_is_made_when_films_are_on_the_screen(qtbot: QtBot, films: FilmController) -> None:
    qtbot.waitUntil(lambda: "panel" in vars(films))
    assert not films.panel.isVisible()


def test_messages_cover_neither_bar_nor_scenes(film_window: MainWindow, panel: FilmPanel) -> None:
    assert film_window.loupe.kept_clear() == panel.height() + film_window.loupe.filmstrip.height()


def test_other_keys_are_those_of_the_loupe(qtbot: QtBot, film_window: MainWindow, panel: FilmPanel) -> None:
    film = film_window.loupe.current
    press(Key.Key_3)
    qtbot.waitUntil(lambda: film_window.loupe.loader.card is not None and film_window.loupe.loader.card.rating == 3)
    assert panel.picture.isVisible()
    steps = [Key.Key_Left, Key.Key_Right] if film_window.loupe.index else [Key.Key_Right, Key.Key_Left]
    press(steps[0])
    qtbot.waitUntil(lambda: film_window.loupe.current != film)
    press(steps[1])
    qtbot.waitUntil(lambda: film_window.loupe.current == film and panel.picture.isVisible())
    press(Key.Key_Escape)
    assert not film_window.loupe.isVisible()
    assert not panel.isVisible()
    assert panel.player.length == 0.0


def test_a_photo_has_no_bar_and_gets_the_keys(qtbot: QtBot, film_window: MainWindow, films: FilmController) -> None:
    open_file(qtbot, film_window, "photo.jpg")
    assert "panel" not in vars(films) or not films.panel.isVisible()
    assert QApplication.focusWidget() is film_window.loupe
    press(Key.Key_Space)
    assert not film_window.loupe.isVisible()


def test_the_mouse_plays_scrubs_and_chooses_scenes(qtbot: QtBot, panel: FilmPanel) -> None:
    player, middle = panel.player, panel.picture.rect().center()
    QTest.mouseClick(panel.picture, LEFT, NONE, middle)
    qtbot.waitUntil(lambda: player.is_playing)
    slider = panel.bar.slider
    QTest.mousePress(slider, LEFT, NONE, QPoint(slider.width() // 2, slider.height() // 2))
    qtbot.waitUntil(lambda: not player.is_playing and 1.2 < player.seconds < 1.8)
    QTest.mouseMove(slider, QPoint(slider.width() - 3, slider.height() // 2))
    qtbot.waitUntil(lambda: player.seconds > 2.7)
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width() - 3, slider.height() // 2))
    QTest.mouseClick(panel.board, LEFT, NONE, panel.board.place(1).center())
    qtbot.waitUntil(lambda: player.seconds == 1.0)


def test_it_pauses_while_preferences_are_over_it(qtbot: QtBot, film_window: MainWindow, panel: FilmPanel) -> None:
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: panel.player.is_playing)
    film_window.commands["preferences"].trigger()
    assert not panel.player.is_playing


def test_scenes_appear_as_they_are_chosen(
    qtbot: QtBot, film_session: Session, film_window: MainWindow, panel: FilmPanel
) -> None:
    film = film_window.loupe.current
    assert film is not None
    part = FilmPart(film, film_hash("clip.mp4"), 3.0, 2.5, 3.0)
    film_session.store.write(store_frames, part, 3.0, [Frame(2.5, picture("white"))]).result()
    qtbot.waitUntil(lambda: len(panel.board._times) == 4)


def test_full_screen_shows_the_bar_with_that_of_the_loupe(
    qtbot: QtBot, film_window: MainWindow, panel: FilmPanel
) -> None:
    loupe = film_window.loupe
    loupe.set_alone(alone=True)
    assert not panel.isVisible()
    loupe.chrome.show()
    assert panel.isVisible()
    qtbot.waitUntil(lambda: loupe.view.height() == loupe.height())
    assert panel.geometry().bottom() < loupe.filmstrip.geometry().top()
    loupe.chrome.hide()
    assert not panel.isVisible()
    loupe.set_alone(alone=False)
    assert panel.isVisible()
    assert loupe.view.geometry().bottom() < panel.geometry().top()


def test_what_cant_be_played_says_so(qtbot: QtBot, film_window: MainWindow, films: FilmController) -> None:
    open_file(qtbot, film_window, "broken.mp4")
    qtbot.waitUntil(films.panel.complaint.isVisible)
    assert films.panel.bar.isHidden()
    assert films.panel.picture.isHidden()
    press(Key.Key_Space)  # nothing plays
    press(Key.Key_Escape)
    open_file(qtbot, film_window, "clip.mp4")
    qtbot.waitUntil(lambda: films.panel.bar.isVisible() and films.panel.complaint.isHidden())


@pytest.mark.qt_log_ignore("PulseAudioService", extend=True)  # there may be no device
def test_sound_is_off_at_first_and_remembered(qtbot: QtBot, film_window: MainWindow, panel: FilmPanel) -> None:
    assert not panel.player.has_sound
    press(Key.Key_M)
    assert panel.player.has_sound
    assert remembered_switch("films/sound", usual=False)
    settings().setValue("films/sound", "false")
    press(Key.Key_Escape)
    open_file(qtbot, film_window, "clip.mp4")
    qtbot.waitUntil(panel.picture.isVisible)
    assert not panel.player.has_sound


def test_a_frame_becomes_a_photo(
    qtbot: QtBot, film_session: Session, film_folder: Path, films: FilmController, panel: FilmPanel
) -> None:
    film = films._loupe.current
    assert film is not None
    film_session.tags.mark([film], [("Places", "Lisbon")], "confirmed").result()
    film_session.captions.write([film], text="At the sea").result()
    panel.player.seek(1.0)
    qtbot.waitUntil(lambda: panel.player.seconds == 1.0)
    saved = film_folder / "clip 0-00-01.jpg"
    panel.bar.save.click()
    qtbot.waitUntil(saved.exists)
    found = read(str(saved))
    assert (found.facts.width, found.facts.height) == (160, 90)
    assert (found.facts.taken, found.facts.camera) == ("2024-07-04T12:00:01+02:00", "Apple iPhone 12")
    assert found.facts.gps == pytest.approx((38.7, -9.1), abs=1e-5)
    words = read_words(str(saved)).metadata
    assert words is not None
    assert (words.caption, words.keywords) == ("At the sea", (("Places", "Lisbon"),))
    image = QImage(str(saved)).pixelColor(120, 20)
    assert image.green() > 100 > image.red()
    films.save_frame()
    qtbot.waitUntil((film_folder / "clip 0-00-01 (2).jpg").exists)
    assert saved.stat().st_mtime_ns <= (film_folder / "clip 0-00-01 (2).jpg").stat().st_mtime_ns


def test_a_moment_becomes_a_video(
    qtbot: QtBot, film_window: MainWindow, film_folder: Path, films: FilmController, panel: FilmPanel
) -> None:
    panel.player.repeat((0.5, 1.5))
    films.save_clip()
    saved = film_folder / "clip 0-00-00 to 0-00-01.mp4"
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: "clip 0-00-00" in film_window.toast.words.text())
    with av.open(str(saved)) as clip:
        assert clip.duration / 1e6 == pytest.approx(1.0, abs=0.1)


def test_without_a_film_nothing_is_saved(
    qtbot: QtBot, film_window: MainWindow, film_folder: Path, films: FilmController
) -> None:
    open_file(qtbot, film_window, "photo.jpg")
    films.save_frame()
    films.save_clip()
    assert len(list(film_folder.iterdir())) == 3
