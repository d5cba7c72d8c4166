"""A window over files with copies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import opened

COLOURS = ("red", "green", "blue")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three photos, each with the same picture in another file, and one that is alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    (place / "sent").mkdir(parents=True)
    for number, colour in enumerate(COLOURS):
        one = draw(place / f"{colour}.jpg", colour, seed=number, size=(320, 240))
        content = one.read_bytes()
        (place / "sent" / one.name).write_bytes(content)
        one.write_bytes(content[:2] + b"\xff\xfe\x00\x08photon" + content[2:])  # a comment: another file
    draw(place / "alone.jpg", "yellow", seed=9, size=(320, 240))
    return place


@pytest.fixture
def session(tmp_path: Path, root: Path) -> Iterator[Session]:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as made:
        made.work.add_folder(str(root)).result()
        settle(made)
        yield made


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    made = opened(qtbot, session)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(made.grid.grid_model.ids) == 7)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> DuplicatesPage:
    window.commands["duplicates"].trigger()
    found = window.part(DuplicatesController).page
    qtbot.waitUntil(lambda: len(found.sets.rows) == 3)
    return found
