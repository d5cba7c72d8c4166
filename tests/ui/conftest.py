"""The window is tested offscreen, with real key presses and real painting."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel, Role
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.shipped_maps import USUAL
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import theme
from photon.ui.kit.tokens import FADE_MS
from photon.ui.loupe.loupe import Loupe
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import opened
from tests.ui.fake_session import FakeSession
from tests.ui.filed_session import FiledSession
from tests.ui.tagged_session import TaggedSession
from tests.ui.written_session import WrittenSession

PATIENCE_MS = 60_000
"""Timeout: pytest-qt's five seconds are sometimes too short on two cores that also index photos for other tests."""


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Clear the clipboard: otherwise its data would be deleted after Python has ended, which kills the process."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    """Photon's own keys, also for tests without a window."""
    yield
    keys = current_keys()
    keys._settings = None
    if keys.key_map.name != USUAL or keys.key_map.changes:
        keys.use(KeyMap())


@pytest.fixture(scope="session", autouse=True)
def no_motion() -> Iterator[None]:
    """Let nothing fade or slide, as on a desktop that reduces motion: each window would paint its grid several times.

    Tests of motion use ``@pytest.mark.usefixtures("motion")``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "FADE_MS", 0)
        yield


@pytest.fixture
def motion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let thumbnails fade in and the filmstrip slide."""
    monkeypatch.setattr(tokens, "FADE_MS", FADE_MS)


class PatientBot(QtBot):
    """Uses long timeouts."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - Qt's
        """Wait for a condition."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # type: ignore[no-untyped-def]  # noqa: N802 - Qt's
        self, signal, *, timeout: int = PATIENCE_MS, **others
    ):
        """Wait for a signal."""
        return super().waitSignal(signal, timeout=timeout, **others)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """A bot with long timeouts for all tests of the window."""
    return PatientBot(request)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[FakeSession]:
    """An empty library."""
    made = FakeSession(tmp_path / "library")
    made.directory.mkdir()
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def bridge(qtbot: QtBot, session: FakeSession) -> Iterator[Bridge]:
    theme()
    made = Bridge(session)
    yield made
    made.close()
    for grid_model in made.findChildren(PhotoGridModel):
        grid_model.close()


@pytest.fixture
def grid(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> Iterator[PhotoGrid]:
    """A grid of 800×600 pixels, shown."""
    grid_model = PhotoGridModel(session, bridge)
    made = PhotoGrid(grid_model)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    yield made
    grid_model.close()


@pytest.fixture
def loupe(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> Loupe:
    """A loupe of 720x560 pixels, shown."""
    made = Loupe(session, bridge)
    qtbot.addWidget(made)
    made.resize(720, 560)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """An existing folder; the fake session draws its photos."""
    made = tmp_path / "holiday"
    made.mkdir()
    return str(made)


@pytest.fixture
def fill(session: FakeSession, grid: PhotoGrid, folder: str) -> Callable[[int], list[int]]:
    """Add photos to library and grid; return their ids."""

    def put(number: int) -> list[int]:
        session.arrive(number, folder)
        ids = session.browsing.photos("newest", None).result()
        grid.grid_model.show_photos(ids)
        return ids

    return put


@pytest.fixture
def empty(qtbot: QtBot, session: FakeSession) -> Iterator[MainWindow]:
    """The window of a library without folders."""
    theme().choose("dark")
    made = opened(qtbot, session)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: FakeSession, folder: str) -> Iterator[MainWindow]:
    """The window of a library with 24 photos."""
    session.work.add_folder(folder).result()
    theme().choose("dark")
    made = opened(qtbot, session)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    qtbot.waitUntil(lambda: made.grid.grid_model.index(0).data(Role.CARD) is not None)
    made.grid.setFocus()
    yield made
    made.close()


@pytest.fixture
def tagged(tmp_path: Path) -> Iterator[TaggedSession]:
    """A library with tags, decided and suggested."""
    made = TaggedSession(tmp_path / "library")
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def written(tmp_path: Path) -> Iterator[WrittenSession]:
    """A library with texts of photos; 12 photos arrive with each folder."""
    made = WrittenSession(tmp_path / "library")
    made.per_folder = 12
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def written_window(qtbot: QtBot, written: WrittenSession, folder: str) -> Iterator[MainWindow]:
    """The window of such a library with 12 photos."""
    written.work.add_folder(folder).result()
    theme().choose("dark")
    made = opened(qtbot, written)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 12)
    qtbot.waitUntil(lambda: made.grid.grid_model.index(0).data(Role.CARD) is not None)
    made.grid.setFocus()
    yield made
    made.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[FiledSession]:
    """A library with real files; 4 photos arrive with each folder."""
    made = FiledSession(tmp_path / "library")
    made.per_folder = 4
    remember_in(made.directory)
    yield made
    made.close()


@pytest.fixture
def filed_window(qtbot: QtBot, filed: FiledSession, folder: str) -> Iterator[MainWindow]:
    """The window of such a library with 4 photos, each with the tag Places/Italy and a caption."""
    filed.work.add_folder(folder).result()
    filed.tags.mark([1, 2, 3, 4], [("Places", "Italy")], "confirmed").result()
    filed.captions.write([1, 2, 3, 4], text="Am Meer").result()
    theme().choose("dark")
    made = opened(qtbot, filed)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 4)
    qtbot.waitUntil(lambda: made.grid.grid_model.index(0).data(Role.CARD) is not None)
    made.grid.setFocus()
    yield made
    made.close()
