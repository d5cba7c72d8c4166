"""Rotations are saved into files on request: the page offers it, lists it, saves it and brings the originals back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.metadata.write_messages import turn_words
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.app.turns.test_turning import draw_corner
from tests.fakes import ColourEncoding
from tests.pictures import orientation_of
from tests.ui.driving import LEFT, opened


@pytest.fixture
def turned(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of a library with one photo, which is rotated right."""
    draw_corner(tmp_path / "photos" / "a.jpg")
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        session.turning.turn(session.browsing.photos("name").result(), "right").result()
        settle(session)
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 1)
        yield window
        window.close()


def test_a_rotation_is_saved_on_request_only(qtbot: QtBot, turned: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "photos" / "a.jpg"
    before = path.read_bytes()
    turned.commands["write-words"].trigger()
    page = turned.part(MetadataController).page
    qtbot.waitUntil(lambda: page.state == "planned")
    assert not page.files.rows
    assert not page.choice.rotation.isEnabled()  # sidecars can't contain it
    page.choice.place.setCurrentIndex(page.choice.place.findData("embed"))
    qtbot.waitUntil(lambda: page.state == "planned")
    assert (page.choice.rotation.isEnabled(), page.choice.turns) == (True, False)
    assert not page.files.rows
    page.choice.rotation.click()
    qtbot.waitUntil(lambda: page.state == "planned" and bool(page.files.rows))
    assert page.choice.about.text().endswith("Other programs then show photos as you rotated them.")
    assert [(line.name, line.gone, line.new) for line in page.files.rows[0].lines] == [("Rotation", ("0°",), ("90°",))]
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "asking")
    assert path.read_bytes() == before
    QTest.mouseClick(page.question.agree, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    assert orientation_of(path) == 6
    QTest.mouseClick(page.put_back_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "restored")
    assert path.read_bytes() == before


def test_orientations_in_words() -> None:
    words = ["0°", "flipped, 0°", "180°", "flipped, 180°", "flipped, 270°", "90°", "flipped, 90°", "270°"]
    assert [turn_words(str(turn)) for turn in range(1, 9)] == words
    assert turn_words("9") == "9"
