"""A window whose library has themes, in a real catalogue with drawn photos."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.app.engine.engine_questions import EngineQuestions
from photon.app.explore.explore import Explore
from photon.app.explore.related import RelatedLine
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import changed
from photon.library.photos import ratings
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.explore.explore_page import ExplorePage
from photon.ui.window.main_window import MainWindow
from tests.app.explore.explored_library import NO_QUESTIONS, find_themes
from tests.ui.driving import NONE, opened
from tests.ui.tagged_session import TaggedSession


def turn_wheel(widget: QWidget, at: QPointF, notches: int) -> bool:
    """Turn the wheel over a point; return whether the widget did something itself."""
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    widget.event(event)
    return event.isAccepted()


class RelatingExplore(Explore):
    """What is related is what tests say.

    Attributes:
        lines: By photo.
        asked: The photos that were asked about.
    """

    def __init__(self, store: LibraryThreads, history: History, questions: EngineQuestions) -> None:
        super().__init__(store, history, questions)
        self.lines: dict[int, list[RelatedLine]] = {}
        self.asked: list[int] = []

    def related(self, photo: int) -> Future[list[RelatedLine]]:
        self.asked.append(photo)
        return self._store.read(lambda _: self.lines.get(photo, []))


class ExploredSession(TaggedSession):
    """Themes are what tests say."""

    explore: RelatingExplore

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.explore = RelatingExplore(self.store, self.history, NO_QUESTIONS)

    def find(self, **photos: Sequence[int]) -> None:
        self.store.write(lambda library: find_themes(library, **photos)).result()
        self.tell(changed("topics"))


@pytest.fixture
def explored(tmp_path: Path, folder: str) -> Iterator[ExploredSession]:
    """24 photos, four of them rated; the themes beach (12 photos), harbour (8) and snow (4)."""
    made = ExploredSession(tmp_path / "library")
    made.work.add_folder(folder).result()
    made.find(beach=range(1, 13), harbour=range(13, 21), snow=range(21, 25))
    made.store.write(ratings.label, dict.fromkeys(range(1, 5), "red")).result()
    yield made
    made.close()


@pytest.fixture
def explored_window(qtbot: QtBot, explored: ExploredSession) -> Iterator[MainWindow]:
    """The window of this library."""
    made = opened(qtbot, explored)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, explored_window: MainWindow) -> ExplorePage:
    """The page with its shelves."""
    explored_window.commands["explore"].trigger()
    page = explored_window.part(ExploreController).page
    qtbot.waitUntil(lambda: not page.content.is_awaited)
    qtbot.waitUntil(page.strips["themes"].cards.hasFocus)
    return page
