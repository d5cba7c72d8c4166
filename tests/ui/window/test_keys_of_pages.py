"""Keys on every page act on what the page shows, and never on the photos behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.move_runner import MoveRunner
from photon.ui.bin.rename_controller import RenameController
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import opened

MARKS = ("Ctrl+A", "5", "B", "P", "X", "6", "Ctrl+I", "Ctrl+D")
MARKING = ("5", "B", "P", "X", "6")
KEYS = (*MARKS[:2], "Del", *MARKS[2:], "F2")
PAGES: dict[str, tuple[str, ...]] = {
    "bin": (), "problems": (), "conflicts": (), "write-words": (), "review": (), "review-captions": (),
    "doubt-captions": (), "loupe": MARKING, "compare": MARKING, "duplicates": MARKING,
    "preferences": (), "guide": (), "about": (), "keys": (), "health": (),
}  # fmt: skip
"""Commands that open pages, and the keys that mark the photo shown there."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Eight photos, two of them copies of each other, and a file that is no photo."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    for number in range(7):
        draw(place / f"{number}.jpg", seed=number)
    content = (place / "6.jpg").read_bytes()
    (place / "copy.jpg").write_bytes(content[:2] + b"\xff\xfe\x00\x08photon" + content[2:])
    (place / "no photo.jpg").write_bytes(b"no photo")
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as made:
        made.work.add_folder(str(place)).result()
        settle(made)
        yield made


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    made = opened(qtbot, session)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(made.grid.grid_model.ids) == 8)
    yield made
    made.close()


def press(window: MainWindow, name: str) -> None:
    key = QKeySequence.fromString(name)[0]  # type: ignore[index]  # its stubs lack the operator
    QTest.keyClick(QApplication.focusWidget() or window, key.key(), key.keyboardModifiers())


def marks(session: Session) -> dict[int, tuple[object, ...]]:
    """Return the marks of all photos in the folders, once everything is written."""
    session.undoing.last_step().result()
    cards = session.browsing.cards(session.browsing.photos("name", None).result()).result()
    return {photo: (card.rating, card.favourite, card.label, card.flag) for photo, card in cards.items()}


def shown(window: MainWindow) -> set[int]:
    return set(window.pages.current.photos()) if window.navigation.is_frame_shown else set()


@pytest.mark.parametrize("name", PAGES)
def test_keys_act_on_what_a_page_shows(qtbot: QtBot, window: MainWindow, session: Session, name: str) -> None:
    at = window.navigation
    window.part(BinController).move_to_bin(window.grid.grid_model.ids[:2])
    qtbot.waitUntil(lambda: not window.part(MoveRunner).is_busy and len(window.grid.grid_model.ids) == 6)
    window.grid.select_rows(0, 2)
    behind = window.grid.selected()
    window.commands[name].trigger()
    qtbot.waitUntil(lambda: window.pages.current is not window.results or not at.is_frame_shown)
    qtbot.waitUntil(lambda: name != "duplicates" or bool(shown(window)))
    allowed, marked = shown(window), set[str]()
    for keys in (KEYS, MARKS):
        for key in keys:
            allowed |= shown(window)
            before = marks(session)
            press(window, key)
            after = marks(session)
            some = {photo for photo in after if after[photo] != before.get(photo)}
            assert some <= allowed, key
            marked |= {key} if some else set()
        if at.is_frame_shown:
            window.sidebar.tree.setFocus()  # beside the page, where it does not block any key
    assert marked == set(PAGES[name])
    assert window.part(RenameController).dialog is None or at.is_loupe_open
    if at.is_frame_shown:
        qtbot.waitUntil(lambda: set(window.inspector._photos) <= allowed)
    if name not in {"loupe", "compare"}:
        assert window.grid.selected() == behind


def test_all_in_the_bin_is_selected_and_restored(qtbot: QtBot, window: MainWindow) -> None:
    window.part(BinController).move_to_bin(window.grid.grid_model.ids[:2])
    qtbot.waitUntil(lambda: not window.part(MoveRunner).is_busy and len(window.grid.grid_model.ids) == 6)
    window.commands["bin"].trigger()
    page = window.part(BinController).page
    qtbot.waitUntil(lambda: len(page.rows.rows) == 2)
    for key, count in (("Ctrl+D", 0), ("Ctrl+A", 2)):
        press(window, key)
        assert len(page.chosen) == count
    press(window, "Return")
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 8)
