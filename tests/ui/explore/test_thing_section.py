"""What a photo shows, in the details panel: lines from general to particular, each step a search."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import changed
from photon.domain.explore.topic import Topic
from photon.library.explore.topics import replace_topics
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.explore.thing_section import ThingSection
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.library.explore.found_topics import made_topic
from tests.ui.driving import said
from tests.ui.explore.conftest import ExploredSession
from tests.ui.window.test_accessibility import faults


def find_things(store: LibraryThreads, *things: tuple[str, str, Sequence[int]]) -> None:
    made = [
        made_topic(Topic("thing", name, name.removeprefix("~00"), above), *photos) for name, above, photos in things
    ]
    store.write(replace_topics, "thing", made, "").result()


def words(section: ThingSection) -> str:
    return " ".join(part.text() for part in section.flow.parts if isinstance(part, QLabel | QPushButton))


def select(window: MainWindow, *photos: int) -> None:
    window.grid.clearSelection()
    for photo in photos:
        index = window.grid.grid_model.index(window.grid.grid_model.row_of(photo))
        window.grid.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def test_each_step_of_the_line_is_a_search(
    qtbot: QtBot, explored_window: MainWindow, explored: ExploredSession
) -> None:
    section = explored_window.part(ExploreController).section
    select(explored_window, 1)
    qtbot.wait(50)
    assert not section.isVisible()  # nothing is known yet
    find_things(
        explored.store, ("animal", "", range(1, 9)), ("dog", "animal", range(1, 5)), ("cat", "animal", range(5, 9)),
        ("~00", "", (1, 2)), ("guitar case", "", (1, 20)),
    )  # fmt: skip
    explored.tell(changed("topics"))
    qtbot.waitUntil(section.isVisible)
    assert words(section) == "animal › dog · guitar case"
    assert faults(section) == []
    select(explored_window, 20)
    qtbot.waitUntil(lambda: words(section) == "guitar case")
    select(explored_window, 1, 2)
    qtbot.waitUntil(lambda: not section.isVisible())
    select(explored_window, 5)
    qtbot.waitUntil(lambda: words(section) == "animal › cat")
    next(part for part in section.flow.parts if isinstance(part, QPushButton)).click()
    assert said(explored_window.part(SearchBar)) == ["animal"]
