"""A film in the grid plays under the pointer if that was chosen, and while power need not be saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.films import hover_path
from photon.app.films.hover_path import saves_power
from photon.ui.films.film_controller import FilmController
from photon.ui.films.hover_preview import HOVER
from photon.ui.kit.settings import settings
from photon.ui.window.main_window import MainWindow


def point_at(window: MainWindow, name: str) -> None:
    grid = window.grid
    model = grid.grid_model
    row = next(row for row in range(3) if (card := model.card_at(row)) and card.name == name)
    place = grid.visualRect(model.index(row)).center()
    for at in (place, place + QPoint(2, 0)):
        QTest.mouseMove(grid.viewport(), at)


@pytest.fixture
def chosen(film_window: MainWindow) -> None:
    settings().setValue(HOVER, "true")


@pytest.mark.usefixtures("chosen")
def test_it_plays_while_the_pointer_rests_on_it(qtbot: QtBot, film_window: MainWindow, films: FilmController) -> None:
    point_at(film_window, "clip.mp4")
    qtbot.waitUntil(lambda: films.hover.isVisible() and films.hover.player.seconds > 0.2)
    assert not films.hover.player.has_sound
    point_at(film_window, "photo.jpg")
    assert not films.hover.isVisible()
    qtbot.wait(600)
    assert not films.hover.isVisible()


def test_nothing_plays_unless_it_was_chosen(qtbot: QtBot, film_window: MainWindow, films: FilmController) -> None:
    point_at(film_window, "clip.mp4")
    qtbot.wait(600)
    assert "player" not in vars(films.hover)


@pytest.mark.usefixtures("chosen")
def test_nothing_plays_while_power_is_saved(
    qtbot: QtBot, film_window: MainWindow, films: FilmController, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(hover_path, "saves_power", lambda signs: asked.append(signs) or True)
    point_at(film_window, "clip.mp4")
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(100)
    assert "player" not in vars(films.hover)


def test_power_is_saved_if_the_system_says_so(tmp_path: Path) -> None:
    profile, other = tmp_path / "platform_profile", tmp_path / "energy"
    signs = [(str(profile), "low-power"), (str(other), "power")]
    assert not saves_power(signs)
    profile.write_text("balanced\n")
    assert not saves_power(signs)
    other.write_text("power\n")
    assert saves_power(signs)
