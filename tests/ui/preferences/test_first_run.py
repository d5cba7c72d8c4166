"""The page that asks for the folders of photos."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from photon.ui.preferences.first_run import DropBox
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, opened
from tests.ui.fake_session import FakeSession


def test_a_click_on_the_box_opens_the_folder_dialog(
    qtbot: QtBot, empty: MainWindow, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.ui.preferences.first_run.choose_folder", lambda _: folder)
    first = empty.first_run
    qtbot.waitUntil(first.isVisible)
    said = [label.text() for label in first.findChildren(QLabel)]
    assert any(text.startswith("Choose a folder.") for text in said)
    box = first.findChild(DropBox)
    assert box is not None
    QTest.mouseClick(box, LEFT, NONE, QPoint(12, 12))
    assert first.chosen() == [folder]
    said = [label.text() for label in first.findChildren(QLabel)]
    assert any("these folders" in text for text in said)


def test_in_a_library_that_has_folders_the_photos_of_others_are_not_counted(
    qtbot: QtBot, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, counted = FakeSession(tmp_path, proposed=[str(tmp_path)]), list[str]()
    count = session.work.count_photos
    monkeypatch.setattr(session, "count_photos", lambda path: counted.append(path) or count(path))
    session.work.add_folder(folder).result()
    window = opened(qtbot, session)
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() > 0)
    assert counted == []
    assert not window.first_run.boxes
    window.parts.outer.setCurrentWidget(window.first_run)
    qtbot.waitUntil(lambda: counted == [str(tmp_path)])
    assert window.first_run.chosen() == [str(tmp_path)]
    window.close()
    session.close()
