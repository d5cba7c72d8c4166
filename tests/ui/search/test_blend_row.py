"""The sliders below the search bar: photo or words, and how much words change a photo."""

import threading
from concurrent.futures import Future

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Answer, Like, Query
from photon.ui.search.blend_row import BlendRow
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, Key, click
from tests.ui.fake_session import FakeSession


def photo_and_words(qtbot: QtBot, window: MainWindow) -> None:
    search = window.top_bar.search
    search.add_examples([(Like(photo=3), "three.jpg")])
    assert not search.blend.isVisible()
    search.words.setFocus()
    QTest.keyClicks(search.words, "red")
    qtbot.waitUntil(search.blend.isVisible)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4 and not window.gallery.renewal.is_asking)


def test_it_is_shown_only_if_weights_matter(qtbot: QtBot, window: MainWindow) -> None:
    search = window.top_bar.search
    photo_and_words(qtbot, window)
    assert search.blend.y() >= window.top_bar.geometry().bottom()
    QTest.keyClick(search.words, Key.Key_Home)
    QTest.keyClick(search.words, Key.Key_Backspace)
    QTest.keyClick(search.chips.chips[0], Key.Key_Backspace)
    assert not search.blend.isVisible()
    QTest.keyClicks(search.words, "dark ")
    assert not search.blend.isVisible()


def test_dragging_repeats_the_search_without_jumps(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photo_and_words(qtbot, window)
    click(window, 9)
    bar = window.grid.verticalScrollBar()
    bar.setValue(40)
    chosen = window.grid.selected()
    slider = window.top_bar.search.blend.balance_slider
    middle = slider.rect().center()
    QTest.mousePress(slider, LEFT, NONE, middle)
    for step in range(10, 60, 5):
        QTest.mouseMove(slider, middle + QPoint(step, 0))
    QTest.mouseRelease(slider, LEFT, NONE, middle + QPoint(55, 0))
    asked = slider.value() / 40
    assert asked > 0.8
    qtbot.waitUntil(lambda: session.queries[-1].balance == asked)
    qtbot.waitUntil(lambda: not window.gallery.renewal.is_asking)
    assert (bar.value(), window.grid.selected()) == (40, chosen)
    QTest.mouseDClick(slider, LEFT, NONE, middle + QPoint(55, 0))
    qtbot.waitUntil(lambda: session.queries[-1].balance == 0.5)


def test_the_first_change_is_applied_immediately_and_the_last_is_not_lost(qtbot: QtBot) -> None:
    row = BlendRow()
    qtbot.addWidget(row)
    row.show()
    told: list[float] = []
    row.changed.connect(lambda: told.append(row.balance))
    for _ in range(5):
        QTest.keyClick(row.balance_slider, Key.Key_Right)
    assert len(told) == 1
    qtbot.waitUntil(lambda: told[-1] == row.balance)
    assert len(told) == 2


def test_keys_change_the_strength(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photo_and_words(qtbot, window)
    blend = window.top_bar.search.blend
    blend.strength_slider.setFocus()
    QTest.keyClick(blend.strength_slider, Key.Key_End)
    qtbot.waitUntil(lambda: session.queries[-1].strength == 2.0)
    assert blend.strength_slider.accessibleDescription() == "2 times the normal change"
    QTest.keyClick(blend.strength_slider, Key.Key_Escape)
    assert window.top_bar.search.words.hasFocus()
    assert window.gallery.asked.query is not None
    window.top_bar.search.clear()
    photo_and_words(qtbot, window)
    assert session.queries[-1].strength == 1.0  # another search starts in the middle


def test_one_request_is_in_flight_and_the_newest_wins(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photo_and_words(qtbot, window)
    held: list[tuple[Query, Future[Answer]]] = []
    lock = threading.Lock()

    def search(query: Query) -> Future[Answer]:
        with lock:
            held.append((query, Future()))
            return held[-1][1]

    session.search = search  # type: ignore[method-assign]
    blend = window.top_bar.search.blend
    blend.balance_slider.setFocus()
    before = list(window.grid.grid_model.ids)
    QTest.keyClick(blend.balance_slider, Key.Key_Right)
    qtbot.waitUntil(lambda: len(held) == 1)
    for _ in range(3):
        QTest.keyClick(blend.balance_slider, Key.Key_Right)
        qtbot.wait(60)
    assert len(held) == 1
    assert list(window.grid.grid_model.ids) == before  # the old results stay meanwhile
    assert window.results.header.first.text() != "Searching…"
    held[0][1].set_result(Answer(sentence="first"))
    qtbot.waitUntil(lambda: len(held) == 2)
    assert held[1][0].balance == blend.balance == 0.6
    held[1][1].set_result(Answer(sentence="second"))
    qtbot.waitUntil(lambda: window.gallery.state.sentence == "second")
    assert window.gallery.asked.query is not None
    assert window.gallery.asked.query.balance == 0.6
    assert len(held) == 2
