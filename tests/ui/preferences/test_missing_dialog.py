"""The list of missing photos: their metadata, a link to a new file, and removing or keeping them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from photon.domain.photo.missing_photo import MissingPhoto
from photon.ui.kit.bridge import Bridge
from photon.ui.preferences.missing_dialog import MissingDialog
from tests.ui.driving import LEFT
from tests.ui.fake_session import FakeSession

LOST = [
    MissingPhoto(11, "/photos/trip/a.jpg", "2026-05-01T10:00:00Z", tags=2, caption="By the sea.", rating=4),
    MissingPhoto(12, "/photos/trip/b.jpg", "2026-05-02T10:00:00Z"),
    MissingPhoto(13, "/photos/home/c.jpg", "2026-05-03T10:00:00Z", rating=1),
]


@pytest.fixture
def dialog(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> Iterator[MissingDialog]:
    session.watched.lost = list(LOST)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = MissingDialog(session, bridge, parent)
    made.open()
    qtbot.waitUntil(lambda: made.model.rowCount() == 3)
    yield made
    made.close()


def texts(dialog: MissingDialog, row: int) -> list[str]:
    return [str(dialog.model.index(row, column).data()) for column in range(3)]


def test_it_shows_the_metadata_of_each_photo(dialog: MissingDialog) -> None:
    assert texts(dialog, 0) == ["a.jpg", "/photos/trip", "missing since 2026-05-01, 2 tags, with a caption, 4 stars"]
    assert texts(dialog, 1)[2] == "missing since 2026-05-02"
    assert (dialog.link.isEnabled(), dialog.remove.isEnabled()) == (False, False)


def test_a_photo_is_linked_to_the_chosen_file(
    qtbot: QtBot, dialog: MissingDialog, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ["/photos/notes.txt", "/photos/a-edited.jpg"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (files.pop(0), ""))
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    QTest.mouseClick(dialog.link, LEFT)
    qtbot.waitUntil(lambda: "isn't a photo" in dialog.message.text())
    assert dialog.model.rowCount() == 3
    QTest.mouseClick(dialog.link, LEFT)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    qtbot.waitUntil(lambda: "“a-edited.jpg”" in dialog.message.text())
    assert session.watched.linked == [(11, "/photos/a-edited.jpg")]


def test_several_are_removed_with_the_delete_key(qtbot: QtBot, dialog: MissingDialog, session: FakeSession) -> None:
    dialog.view.setFocus()
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    dialog.view.selectionModel().select(dialog.model.index(2, 0), rows)
    assert (dialog.link.isEnabled(), dialog.remove.isEnabled()) == (False, True)
    QTest.keyClick(dialog.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    qtbot.waitUntil(lambda: dialog.message.text().startswith("Removed 2 missing photos."))
    assert [one.photo for one in session.watched.lost] == [12]


def test_the_retention_of_missing_photos_is_chosen(qtbot: QtBot, dialog: MissingDialog, session: FakeSession) -> None:
    assert dialog.kept.currentText() == "Until I remove them"
    dialog.kept.setFocus()
    QTest.keyClick(dialog.kept, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: session.watched.days == 30)
    QTest.keyClick(dialog.kept, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: session.watched.days is None)
    session.watched.days = 45  # set on the command line
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.kept.currentText() == "45 days")


def test_it_updates_when_photos_return(qtbot: QtBot, dialog: MissingDialog, session: FakeSession) -> None:
    session.watched.forget_missing([one.photo for one in LOST]).result()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert dialog.message.text() == "No photos are missing."
