"""The heat map in the loupe: switched by key and button, over the right photo, never late."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import PhotonError, Query
from photon.domain.photo.heat import Explanation
from photon.search.query_language import parse
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.settings import remember_in
from photon.ui.loupe.heat_overlay import NO_WORDS, NO_WORDS_ASKED
from photon.ui.loupe.loupe import Loupe
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, search_words
from tests.ui.studio_session import StudioSession

WORDS = Query.build("green")


class SlowSession(StudioSession):
    """Explanations arrive when the test allows."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.waiting: list[tuple[int, Future[Explanation]]] = []

    def explain(self, photo: int, query: Query, seconds: float | None = None) -> Future[Explanation]:  # noqa: ARG002
        future: Future[Explanation] = Future()
        self.waiting.append((photo, future))
        return future


@pytest.fixture
def session(tmp_path: Path) -> Iterator[SlowSession]:
    made = SlowSession(tmp_path / "library")
    made.directory.mkdir()
    remember_in(made.directory)
    yield made
    made.close()


Wait = Callable[[int], Future[Explanation]]


@pytest.fixture
def asked(qtbot: QtBot, session: SlowSession) -> Wait:
    """Wait for the request about a photo, and return it."""

    def wait(photo: int) -> Future[Explanation]:
        qtbot.waitUntil(lambda: any(one == photo for one, _ in session.waiting))
        return next(future for one, future in session.waiting if one == photo)

    return wait


def hot(row: int, column: int, score: float = 0.9) -> Explanation:
    heat = np.zeros((2, 2), np.float32)
    heat[row, column] = 1.0
    return Explanation(heat, score)


def brightness(loupe: Loupe, x: float, y: float) -> int:
    """Return the colour of the painted photo at a point given in shares of it."""
    rect = loupe.view.photo_rect()
    at = rect.topLeft() + QPointF(x * rect.width(), y * rect.height())
    return QColor(loupe.view.grab().toImage().pixel(QPoint(round(at.x()), round(at.y())))).lightness()


def test_h_shows_and_hides_the_heat_map(qtbot: QtBot, loupe: Loupe, session: SlowSession, asked: Wait) -> None:
    photos = session.fill(2)
    loupe.heat.set_query(WORDS)
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: loupe.view.resolution > 0)
    before = brightness(loupe, 0.2, 0.2), brightness(loupe, 0.8, 0.8)
    QTest.keyClick(loupe, Key.Key_H)
    assert loupe.heat.isVisible()
    asked(photos[0]).set_result(hot(0, 0))
    qtbot.waitUntil(lambda: "strong match" in loupe.heat.accessibleName())
    assert brightness(loupe, 0.2, 0.2) > before[0], "what matches glows"
    assert brightness(loupe, 0.8, 0.8) < before[1] - 20, "what does not grows dark"
    QTest.keyClick(loupe, Key.Key_H)
    assert not loupe.heat.isVisible()
    assert (brightness(loupe, 0.2, 0.2), brightness(loupe, 0.8, 0.8)) == before


def test_it_stays_on_for_other_photos_and_late_maps_are_dropped(
    qtbot: QtBot, loupe: Loupe, session: SlowSession, asked: Wait
) -> None:
    photos = session.fill(3)
    loupe.heat.set_query(WORDS)
    loupe.open(photos, 0)
    loupe.heat.toggle()
    first = asked(photos[0])
    QTest.keyClick(loupe, Key.Key_Right)
    asked(photos[1]).set_result(hot(1, 1, 0.1))
    qtbot.waitUntil(lambda: "weak match" in loupe.heat.accessibleName())
    first.set_result(hot(0, 0))
    qtbot.wait(60)
    assert "weak match" in loupe.heat.accessibleName()
    assert brightness(loupe, 0.8, 0.8) > brightness(loupe, 0.2, 0.2)
    assert loupe.heat.is_on


def test_an_unknown_photo_is_not_requested(loupe: Loupe, session: SlowSession) -> None:
    loupe.heat.set_query(WORDS)
    loupe.heat.toggle()
    assert session.waiting == []
    loupe.open(session.fill(1), 0)
    assert session.waiting == [], "its card is still on its way"


def test_an_edited_photo_is_explained_again(qtbot: QtBot, loupe: Loupe, session: SlowSession, asked: Wait) -> None:
    photos = session.fill(2)
    loupe.heat.set_query(WORDS)
    loupe.open(photos, 0)
    loupe.heat.toggle()
    asked(photos[0]).set_result(hot(0, 0))
    session.edit(photos[0], like=photos[1])
    qtbot.waitUntil(lambda: len(session.waiting) == 2)


def test_without_words_it_explains_what_to_do(qtbot: QtBot, loupe: Loupe, session: SlowSession) -> None:
    loupe.open(session.fill(1), 0)
    with qtbot.waitSignal(loupe.heat.message) as said:
        QTest.keyClick(loupe, Key.Key_H)
    assert said.args == [with_way(NO_WORDS, "heat")]
    assert not loupe.heat.is_on
    loupe.bar.heat.click()
    assert not loupe.bar.heat.isChecked(), "a button must not look pressed when nothing was switched on"


def test_the_button_toggles_it_and_shows_its_state(loupe: Loupe, session: SlowSession) -> None:
    loupe.open(session.fill(1), 0)
    loupe.heat.set_query(WORDS)
    loupe.bar.heat.click()
    assert loupe.heat.is_on
    assert loupe.bar.heat.isChecked()
    QTest.keyClick(loupe, Key.Key_H)
    assert not loupe.bar.heat.isChecked()
    loupe.bar.heat.click()
    loupe.heat.set_query(None)
    assert not loupe.heat.is_on, "there is nothing to explain any more"


def test_the_legend_is_inside_the_photo_area(loupe: Loupe, session: SlowSession) -> None:
    loupe.heat.set_query(WORDS)
    loupe.open(session.fill(1), 0)
    loupe.heat.toggle()
    for size in ((720, 560), (400, 300), (1600, 1000)):
        loupe.resize(*size)
        assert loupe.view.rect().contains(loupe.heat.geometry())


def test_without_maps_it_is_switched_off_with_a_message(
    qtbot: QtBot, loupe: Loupe, session: SlowSession, asked: Wait
) -> None:
    photos = session.fill(1)
    loupe.heat.set_query(WORDS)
    loupe.open(photos, 0)
    loupe.heat.toggle()
    with qtbot.waitSignal(loupe.heat.message) as said:
        asked(photos[0]).set_exception(PhotonError("It has no maps.", "Use another."))
    assert said.args == ["It has no maps. Use another."]
    assert not loupe.heat.is_on
    assert not loupe.bar.heat.isChecked()


def test_in_the_window(qtbot: QtBot, window: MainWindow, session: SlowSession) -> None:
    """From the search to the heat map and the reasons next to it."""
    assert window.inspector.why.isHidden()
    search_words(window, "the green")  # with the letter that is a key elsewhere
    assert window.top_bar.search.words.text() == "the green"
    qtbot.waitUntil(lambda: window.gallery.state.strong > 0)
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.grid.setFocus()
    qtbot.waitUntil(lambda: window.inspector.reasons.rows == [("Match", "strong"), ("Based on", "what it shows")])
    assert window.inspector.why.isVisible()
    QTest.keyClick(window.grid, Key.Key_H)
    assert window.loupe.isVisible()
    assert window.loupe.heat.is_on
    QTest.keyClick(window.loupe, Key.Key_Escape)
    window.top_bar.search.clear()
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    assert window.inspector.why.isHidden()
    assert not window.loupe.heat.is_on
    QTest.keyClick(window, Key.Key_H)
    assert window.toast.words.text() == with_way(NO_WORDS, "heat")
    assert not window.loupe.isVisible()


def test_it_names_the_words_of_a_composed_search_that_it_shows(
    qtbot: QtBot, loupe: Loupe, session: SlowSession, asked: Wait
) -> None:
    photos = session.fill(1)
    loupe.heat.set_query(parse("like:#7 green -people").query)
    loupe.open(photos, 0)
    QTest.keyClick(loupe, Key.Key_H)
    asked(photos[0]).set_result(hot(0, 0, 0.1))
    qtbot.waitUntil(lambda: "“green”: weak match" in loupe.heat.accessibleName())
    loupe.heat.set_query(parse("(red OR green)").query)
    with qtbot.waitSignal(loupe.heat.message) as said:
        QTest.keyClick(loupe, Key.Key_H)
    assert said.args == [NO_WORDS_ASKED]


def test_it_shows_where_a_small_thing_is(loupe: Loupe, session: SlowSession, asked: Wait) -> None:
    photos = session.fill(1)
    loupe.heat.set_query(parse("find:green").query)
    loupe.open(photos, 0)
    QTest.keyClick(loupe, Key.Key_H)
    assert loupe.heat.isVisible()
    asked(photos[0]).set_result(hot(0, 0))
