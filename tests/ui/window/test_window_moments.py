"""Moments of videos in the window: frames in the grid, what cells say of them, and searches for more like them."""

from concurrent.futures import Future
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Answer, Like, Query
from photon.domain.query.query import Moment
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, click, search_words
from tests.ui.fake_session import FakeSession


def find_moments(session: FakeSession, seconds: float) -> None:
    """Let answers to words say when in the first hit, a video, it is."""
    truly = session.search

    def search(query: Query, *, closely: bool = False) -> Future[Answer]:
        answer = truly(query, closely=closely).result()
        film = replace(answer.hits[0], part=-1, moments=(Moment(seconds, 0.9), Moment(1.0, 0.4)))
        return session._do(lambda: replace(answer, hits=(film, *answer.hits[1:])))

    session.search = search  # type: ignore[method-assign]


def test_a_hit_is_shown_by_the_frame_of_its_moment_and_says_when_it_is(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    asked: dict[int, float] = {}
    previews = session.previews

    def noting(photos: list[int], moments: dict[int, float]) -> object:
        asked.update(moments)
        return previews(photos)

    session.previews = noting  # type: ignore[assignment, method-assign]
    find_moments(session, 83.5)
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    model, film = window.grid.grid_model, window.gallery.hits[0].photo
    qtbot.waitUntil(lambda: asked == {film: 83.5})
    first = model.index(0)
    name = first.data(Qt.ItemDataRole.DisplayRole)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == f"{name}, at 1:23"
    second = model.index(1)
    assert second.data(Qt.ItemDataRole.AccessibleTextRole) == second.data(Qt.ItemDataRole.DisplayRole)
    window.gallery.search(None)
    qtbot.waitUntil(lambda: model.thumbnails.moments == {})


def test_the_time_is_painted_on_the_photo(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    find_moments(session, 83.5)
    search_words(window, "red")
    grid = window.grid
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4 and bool(grid.grid_model.thumbnails.moments))
    qtbot.waitUntil(lambda: grid.grid_model.card_at(0) is not None)
    card = grid.grid_model.card_at(0)
    photo = grid.delegate.photo_rect(grid.visualRect(grid.grid_model.index(0)), card)
    corner = photo.bottomRight() - QPoint(70, 28)

    def shown() -> list[int]:
        picture = grid.viewport().grab().toImage()
        return [picture.pixel(corner + QPoint(x, y)) for x in range(66) for y in range(26)]

    with_time = shown()
    grid.grid_model.thumbnails.moments = {}
    assert with_time != shown()


def test_more_like_this_is_about_the_moment(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    find_moments(session, 83.5)
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    film, photo = (hit.photo for hit in window.gallery.hits[:2])
    click(window, 0)
    assert window.grid.current() == film
    QTest.keyClick(window.grid, Key.Key_S)
    qtbot.waitUntil(lambda: session.queries[-1].likes == (Like(photo=film, seconds=83.5),))
    chip = window.top_bar.search.editor.examples[Like(photo=film, seconds=83.5)]
    assert "at 1:23" in chip.toolTip()
    window.navigation.go_back()
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4 and bool(window.grid.grid_model.thumbnails.moments))
    window.grid.liked.emit(photo)
    qtbot.waitUntil(lambda: session.queries[-1].likes == (Like(photo=photo),))
