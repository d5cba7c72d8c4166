"""Missing photos in the window: shown with their previews, linked, removed; commands for files explain themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.export.export_controller import ExportController
from photon.ui.photos.file_actions import FileActions
from photon.ui.preferences.missing_controller import NONE, ONE
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import entries, opened


@pytest.fixture
def lost(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of a library with five photos, of which two are missing."""
    for number in range(5):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number)
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        for number in range(2):
            (tmp_path / "photos" / f"{number}.jpg").unlink()
        session.work.rescan().result()
        until(lambda: len(session.watched.missing().result()) == 2)
        settle(session)
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 3)
        yield window
        window.close()


def show_missing(qtbot: QtBot, window: MainWindow) -> list[int]:
    """Show the missing photos, and return them once they are drawn."""
    window.commands["missing"].trigger()
    model = window.grid.grid_model
    qtbot.waitUntil(lambda: len(model.ids) == 2)
    ids = list(model.ids)
    qtbot.waitUntil(lambda: all((card := model.cards.find(photo)) is not None and card.missing for photo in ids))
    cards = [model.cards.find(photo) for photo in ids]
    qtbot.waitUntil(lambda: all(card and model.thumbnails.find(card.id, card.version) is not None for card in cards))
    window.grid.setFocus()
    return ids


def test_they_are_shown_with_previews_and_a_mark(qtbot: QtBot, lost: MainWindow) -> None:
    show_missing(qtbot, lost)
    index = lost.grid.grid_model.index(0)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).endswith(".jpg, missing")
    lost.grid.go_to(lost.grid.grid_model.ids[0])
    qtbot.waitUntil(lambda: "file is missing" in lost.inspector.note.text())


def test_the_loupe_says_where_the_file_was(qtbot: QtBot, lost: MainWindow, tmp_path: Path) -> None:
    ids = show_missing(qtbot, lost)
    name = lost.grid.grid_model.index(0).data()
    lost.navigation.open_photo(ids[0])
    qtbot.waitUntil(lambda: lost.loupe.notice.text().endswith(f"It was at {tmp_path / 'photos' / name}"))
    assert lost.loupe.notice.text().startswith("This photo's file has been missing since ")


def test_commands_for_files_explain_that_there_is_none(qtbot: QtBot, lost: MainWindow) -> None:
    ids = show_missing(qtbot, lost)
    lost.grid.selectAll()
    for name in ("export", "write-words", "rename", "to-bin"):
        lost.notice.clear()
        lost.commands[name].trigger()
        qtbot.waitUntil(lambda: lost.notice.message.text() == "The files of these 2 photos are missing.")
    assert lost.part(ExportController).dialog is None
    lost.notice.clear()
    lost.grid.go_to(ids[0])
    lost.part(FileActions).copy_path([ids[0]])
    qtbot.waitUntil(lambda: lost.notice.message.text() == "This photo's file is missing.")


def test_del_offers_to_remove_them_and_that_is_undone(qtbot: QtBot, lost: MainWindow) -> None:
    ids = show_missing(qtbot, lost)
    lost.grid.go_to(ids[0])
    QTest.keyClick(lost.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: lost.notice.message.text() == "This photo's file is missing.")
    lost.notice.offered.click()
    qtbot.waitUntil(lambda: list(lost.grid.grid_model.ids) == ids[1:])
    qtbot.waitUntil(lambda: lost.toast.words.text() == "Removed 1 missing photo.")
    lost.toast.button.click()
    qtbot.waitUntil(lambda: list(lost.grid.grid_model.ids) == ids)


def test_one_is_linked_to_its_file(
    qtbot: QtBot, lost: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = show_missing(qtbot, lost)
    lost.grid.selectAll()
    lost.commands["link-missing"].trigger()
    qtbot.waitUntil(lambda: lost.toast.words.text() == ONE)
    asked: list[str] = []
    target = tmp_path / "photos" / "3.jpg"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (asked.append(given[2]), (str(target), ""))[1])
    lost.grid.go_to(ids[0])
    lost.session.marking.rate([ids[0]], 5).result()
    lost.commands["link-missing"].trigger()
    qtbot.waitUntil(lambda: list(lost.grid.grid_model.ids) == ids[1:])
    qtbot.waitUntil(lambda: "“3.jpg”" in lost.toast.words.text())
    assert asked == [str(tmp_path / "photos")]
    paths = lost.session.browsing.paths(lost.session.browsing.photos("name").result()).result()
    photo = next(photo for photo, path in paths.items() if path == str(target))
    assert lost.session.browsing.cards([photo]).result()[photo].rating == 5


def test_with_other_photos_nothing_happens(qtbot: QtBot, lost: MainWindow) -> None:
    ids = list(lost.grid.grid_model.ids)
    lost.grid.go_to(ids[0])
    for name in ("forget-missing", "link-missing"):
        lost.toast.clear()
        lost.commands[name].trigger()
        qtbot.waitUntil(lambda: lost.toast.words.text() == NONE)
    assert list(lost.grid.grid_model.ids) == ids


def test_their_menu_has_what_is_possible(qtbot: QtBot, lost: MainWindow) -> None:
    lost.grid.go_to(show_missing(qtbot, lost)[0])
    menu = lost.commands.photo_menu()
    texts = {action.text() for action in entries(menu)}
    assert {"Link to file…", "Remove from library", "Correct dates…"} <= texts
    assert not {"Show in folder", "Export…", "Move to the bin"} & texts
