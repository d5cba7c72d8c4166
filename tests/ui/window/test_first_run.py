"""The page that asks for the folders of photos."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from photon.ui.window.first_run import DropBox
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE


def test_a_click_on_the_box_opens_the_folder_dialog(
    qtbot: QtBot, empty: MainWindow, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.ui.window.first_run.choose_folder", lambda _: folder)
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
