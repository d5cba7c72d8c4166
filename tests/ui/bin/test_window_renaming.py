"""Photos renamed in the window: the new names as one types, what is in their way, and undo."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.bin.rename_plan import RenameChoice, RenamePlan
from photon.app.session import Session
from photon.ui.bin.rename_controller import RenameController
from photon.ui.bin.rename_dialog import RenameDialog
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        draw(tmp_path / "photos" / name, seed=number)
    (tmp_path / "photos" / "a.jpg.xmp").write_bytes(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    return tmp_path / "photos"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, place: Path) -> Iterator[MainWindow]:
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(place)).result()
        settle(session)
        made = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(made.grid.grid_model.ids) == 3)
        yield made
        made.close()


def begin(qtbot: QtBot, window: MainWindow) -> RenameDialog:
    """Select all photos, and press the key."""
    window.grid.setFocus()
    window.commands["all"].trigger()
    qtbot.waitUntil(lambda: len(window.grid.selected()) == 3)
    QTest.keyClick(window.grid, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.part(RenameController).dialog is not None)
    dialog = window.part(RenameController).dialog
    assert dialog is not None
    return dialog


def names(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_names_are_shown_given_and_taken_back(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    before = names(place)
    dialog = begin(qtbot, window)
    dialog.template.setText("trip/{name}-new")
    qtbot.waitUntil(dialog.go.isEnabled)
    assert set(dialog.rows.texts()) == {
        ("a.jpg", "trip/a-new.jpg"), ("a.jpg.xmp", "trip/a-new.jpg.xmp"), ("b.jpg", "trip/b-new.jpg"),
        ("c.jpg", "trip/c-new.jpg"),
    }  # fmt: skip
    assert dialog.message.text() == "3 photos get new names."
    assert names(place) == before
    dialog.go.click()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Renamed 3 photos.")
    assert names(place) == {"trip/a-new.jpg", "trip/a-new.jpg.xmp", "trip/b-new.jpg", "trip/c-new.jpg"}
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Undid: renamed 3 photos")
    qtbot.waitUntil(lambda: names(place) == before)


def test_what_is_in_the_way_is_said(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    dialog = begin(qtbot, window)
    dialog.template.setText("same")
    qtbot.waitUntil(lambda: "gets that name" in dialog.message.text())
    assert not dialog.go.isEnabled()
    assert "Nothing is renamed until all photos can be." in dialog.message.text()
    dialog.template.setText("{nam}")
    qtbot.waitUntil(lambda: "There is no placeholder {nam}." in dialog.message.text())
    assert dialog.rows.texts() == []
    dialog.template.setText("{name}")
    qtbot.waitUntil(lambda: "3 photos have these names already." in dialog.message.text())
    assert not dialog.go.isEnabled()
    dialog.shut.click()
    qtbot.waitUntil(lambda: window.part(RenameController).dialog is None)


def test_a_name_that_was_typed_over_is_not_planned(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, go_on = begin(qtbot, window), Event()
    qtbot.waitUntil(lambda: bool(dialog.message.text()))
    window.session.bin.moving.after(lambda: go_on.wait(60))
    plan, planned = window.session.bin.renaming.plan, list[Future[RenamePlan]]()

    def spy(photos: Sequence[int], how: RenameChoice) -> Future[RenamePlan]:
        planned.append(plan(photos, how))
        return planned[-1]

    monkeypatch.setattr(window.session.bin.renaming, "plan", spy)
    dialog.template.setText("one-{name}")
    qtbot.waitUntil(lambda: len(planned) == 1)
    dialog.template.setText("two-{name}")
    qtbot.waitUntil(lambda: len(planned) == 2)
    assert [one.cancelled() for one in planned] == [True, False]
    go_on.set()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert ("b.jpg", "two-b.jpg") in dialog.rows.texts()
