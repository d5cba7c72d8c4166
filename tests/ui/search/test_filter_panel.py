"""The panel of filters, by mouse and by keyboard alone."""

import time
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Filter, Like, Query
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS
from photon.domain.query.filter_kinds.names import ALBUM, ALBUMS, FOLDER, FOLDERS, LENSES, TAGS
from photon.domain.query.filter_kinds.states import FAVOURITES, STACKS
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.icons import icon
from photon.ui.search.filter_list import name_of
from photon.ui.search.filter_panel import COUNTS_ALL, COUNTS_SOME, FilterPanel
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, said, typed, withdraw
from tests.ui.fake_session import FakeSession

FOUND: dict[str, tuple[FilterChoice, ...]] = {
    "rating": (FilterChoice(Filter("rating", "5"), 3), FilterChoice(Filter("rating", ">=3"), 9)),
    "favourite": tuple(replace(offer, photos=n) for offer, n in zip(FAVOURITES.offers, (2, 10), strict=True)),
    "tag": tuple(FilterChoice(Filter("tag", f"Group {n // 100}/tag {n:05}"), n) for n in range(1, 10_001)),
    "folder": tuple(FilterChoice(Filter("folder", f"/p/{n:04}"), 1, f"Pictures/{n:04}") for n in range(2_000)),
}


class Choices:
    """Knows FOUND, and records the requests."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Query]] = []

    def filter_choices(self, group: FilterGroup, query: Query) -> Future[list[FilterChoice]]:
        self.asked.append((group.name, query))
        answer: Future[list[FilterChoice]] = Future()
        answer.set_result(list(FOUND.get(group.name, ())))
        return answer


@pytest.fixture
def source() -> Choices:
    return Choices()


@pytest.fixture
def bar(window: MainWindow, source: Choices) -> SearchBar:
    made = window.top_bar.search
    made.filter_by(source, window.bridge, lambda: window.gallery.asked.folder)
    return made


def opened(bar: SearchBar) -> FilterPanel:
    QTest.mouseClick(bar.filter_button, LEFT)
    assert bar.filters is not None
    assert bar.filters.isVisible()
    return bar.filters


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        QTest.keyClick(focused, key)


def shown(panel: FilterPanel) -> list[str]:
    return [f"{line.name} {line.choice.photos}" for line in panel.list.choices.shown]


def test_a_filter_is_chosen_with_the_keyboard_alone(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    QTest.keyClick(window, Key.Key_L, CTRL)
    panel = bar.filters
    assert panel is not None
    assert panel.groups.hasFocus()
    qtbot.waitUntil(lambda: shown(panel) == ["5 stars 3", "3 stars or more 9"])
    press(Key.Key_Down)
    qtbot.waitUntil(lambda: shown(panel) == ["Favourites 2", "Not a favourite 10"])
    press(Key.Key_Up)
    qtbot.waitUntil(lambda: len(shown(panel)) == 2)
    press(Key.Key_Right)
    assert panel.field.hasFocus()
    press(Key.Key_Down)
    assert panel.field.accessibleDescription() == "3 stars or more, 9 photos"
    press(Key.Key_Return)
    assert said(bar) == ["3 stars or more"]
    assert panel.isVisible()  # so that another can be chosen
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    press(Key.Key_Left)
    assert panel.groups.hasFocus()
    press(Key.Key_Escape)
    assert not panel.isVisible()
    assert bar.words.hasFocus()


def test_a_chosen_filter_is_marked_and_removed_when_chosen_again(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "dog rating:5 ")
    panel = opened(bar)
    qtbot.waitUntil(lambda: len(shown(panel)) == 2)
    first, second = panel.list.choices.index(0), panel.list.choices.index(1)
    assert [first.data(CountRole.ICON), second.data(CountRole.ICON)] == ["check", "star"]
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "5 stars, 3 photos, chosen"
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualRect(second).center())
    assert said(bar) == ["3 stars or more"]  # a photo has one rating
    second = panel.list.choices.index(1)
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualRect(second).center())
    assert said(bar) == []
    assert bar.words.text() == "dog "


def test_several_tags_are_combined(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "tag:beach like:#3 ")
    panel = opened(bar)
    panel.groups.setCurrentRow(FILTER_GROUPS.index(TAGS))
    qtbot.waitUntil(lambda: panel.list.choices.rowCount() == 10_000)
    press(Key.Key_Right)
    QTest.keyClicks(panel.field, "00007")
    press(Key.Key_Return)
    assert [chip.part for chip in bar.chips.chips] == [
        Filter("tag", "beach"),
        Like(photo=3),
        Filter("tag", "Group 0/tag 00007"),
    ]


def test_an_album_is_added_to_another_and_a_folder_replaces_another(bar: SearchBar) -> None:
    typed(bar, "album:Italy folder:a ")
    bar.editor.toggle_filter(ALBUM.filter_by("Peru"))
    bar.editor.toggle_filter(FOLDER.filter_by("b"))
    assert [chip.part for chip in bar.chips.chips] == [
        ALBUM.filter_by("Italy"),
        ALBUM.filter_by("Peru"),
        FOLDER.filter_by("b"),
    ]


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (FilterChoice(Filter("album", "trips"), 3), "trips"),
        (FilterChoice(Filter("camera", "iPhone 15"), 3), "iPhone 15"),
        (FilterChoice(Filter("label", "red"), 3), "Red label"),
        (ALBUMS.offers[0], "In no album"),
        (STACKS.offers[0], "In a stack"),
        (STACKS.offers[1], "In no stack"),
    ],
)
def test_names_stay_as_they_are_and_what_a_photo_lacks_is_said(choice: FilterChoice, name: str) -> None:
    assert name_of(choice) == name


def test_ten_thousand_tags_are_searched_by_letters(qtbot: QtBot, bar: SearchBar) -> None:
    panel = opened(bar)
    began = time.thread_time()
    panel.groups.setCurrentRow(FILTER_GROUPS.index(TAGS))
    qtbot.waitUntil(lambda: panel.list.choices.rowCount() == 10_000)
    press(Key.Key_Return)
    QTest.keyClicks(panel.field, "GROUP 42/ 99")
    assert shown(panel) == ["Group 42/tag 04299 4299"]
    assert time.thread_time() - began < 5  # generous: it takes a tenth of a second
    press(Key.Key_Return)
    assert said(bar) == ["Group 42/tag 04299"]
    panel.groups.setCurrentRow(FILTER_GROUPS.index(FOLDERS))
    assert panel.field.text() == ""
    qtbot.waitUntil(lambda: panel.list.choices.rowCount() == 2_000)
    QTest.keyClicks(panel.field, "no such")
    assert panel.list.current is None
    press(Key.Key_Return)
    assert said(bar) == ["Group 42/tag 04299"]


def test_counts_are_requested_for_the_folder_and_the_other_filters(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Choices, folder: str
) -> None:
    panel = opened(bar)
    assert panel.scope.text() == COUNTS_ALL
    press(Key.Key_Escape)
    window.navigation.show_folder(f"{folder}/trip")
    typed(bar, "is:favourite ")
    panel = opened(bar)
    assert panel.scope.text() == COUNTS_SOME
    group, query = source.asked[-1]
    assert (group, query.folder, query.filters) == ("rating", f"{folder}/trip", (Filter("is", "favourite"),))


def test_it_closes_when_the_focus_leaves(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    panel = opened(bar)
    QTest.mouseClick(bar.filter_button, LEFT)  # the same button
    assert not panel.isVisible()
    panel = opened(bar)
    window.grid.setFocus()
    assert not panel.isVisible()


def test_its_content_is_removed_with_hidden_photos(qtbot: QtBot, bridge: Bridge, source: Choices) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    panel = FilterPanel(QWidget(around), source, bridge, Query)
    around.show()
    panel.open_or_close()
    qtbot.waitUntil(lambda: len(shown(panel)) == 2)
    withdraw(bridge, 1)
    assert not panel.isVisible()
    assert shown(panel) == []


def test_a_group_without_photos_says_so(qtbot: QtBot, bar: SearchBar) -> None:
    panel = opened(bar)
    panel.groups.setCurrentRow(FILTER_GROUPS.index(LENSES))
    qtbot.waitUntil(panel.nothing.isVisible)
    assert panel.nothing.text() == "No photos have this."


def test_counts_come_from_the_library(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.marking.rate([1, 2], 4).result()
    bar = window.top_bar.search
    panel = opened(bar)
    qtbot.waitUntil(lambda: "4 stars or more 2" in shown(panel))
    assert shown(panel)[-1] == "No stars 22"


@pytest.mark.parametrize("group", FILTER_GROUPS, ids=lambda group: group.name)
def test_every_group_has_a_name_and_an_icon(qapp: object, group: FilterGroup) -> None:
    assert group.title
    assert group.find
    assert not icon(group.icon).isNull()
