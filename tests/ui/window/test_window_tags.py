"""Tags in the window with a real session: files on disk, a real catalogue, a real search."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.library import Library
from photon.library.tags import runs, tag_suggestions
from photon.library.tags.tag_settings import SUGGEST
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import theme
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.window.main_window import MainWindow
from tests.fakes import ColourEncoding
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, click

COLOURS = ("red", "green", "blue", "orange", "purple", "yellow")


@pytest.fixture
def library(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """Six photos, each of one colour; nothing is suggested automatically."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for number, colour in enumerate(COLOURS):
        held = io.BytesIO()
        Image.new("RGB", (90 + number, 60), colour).save(held, "JPEG")
        (photos / f"{number}-{colour}.jpg").write_bytes(held.getvalue())
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.vocabularies.choose(SUGGEST, False).result()
        session.work.add_folder(str(photos)).result()
        qtbot.waitUntil(lambda: session.work.up_to_date and len(session.browsing.photos("name").result()) == 6)
        yield session


@pytest.fixture
def window(qtbot: QtBot, library: Session) -> Iterator[MainWindow]:
    remember_in(library.store.directory)
    theme().choose("dark")
    made = MainWindow(library)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 6)
    made.gallery.set_order("name")
    qtbot.waitUntil(lambda: made.grid.grid_model.ids == library.browsing.photos("name").result())
    made.grid.setFocus()
    yield made
    made.close()


def tags(session: Session, photo: int) -> list[tuple[str, str]]:
    return [("/".join(one.path), one.state) for one in session.tags.tags_for_photos([photo]).result()[photo]]


def suggest(session: Session, ids: list[int]) -> None:
    def act(library: Library) -> None:
        run = runs.begin(library, "suggest", "colours-1", "1", "Suggested tags")
        found = {photo: [(("nature", "beach"), 0.95 - 0.1 * place)] for place, photo in enumerate(ids)}
        session.store.events.send(tag_suggestions.store(library, SuggestionOrigin("colours-1", "1", run), found))
        runs.count(library, run, len(ids))

    session.store.write(act).result()


def test_typed_tags_are_found(qtbot: QtBot, window: MainWindow, library: Session) -> None:
    ids = list(window.grid.grid_model.ids)
    click(window, 1)
    click(window, 3, SHIFT)
    QTest.keyClick(window.grid, Key.Key_T)
    line = window.part(TagController).panel.line
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "Places/Lisbon, Oma,")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: tags(library, ids[2]) == [("Oma", "confirmed"), ("Places/Lisbon", "confirmed")])
    QTest.keyClick(line, Key.Key_Escape)
    tree = window.part(TagController).tree
    qtbot.waitUntil(lambda: tree.isVisible() and len(tree.paths) == 3)
    # the panel distributes its space among the sections a moment later
    qtbot.waitUntil(lambda: tree.viewport().rect().contains(tree.visualRect(tree.index_of(("Places",)))))
    qtbot.wait(50)
    QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualRect(tree.index_of(("Places",))).center())
    qtbot.waitUntil(lambda: set(window.grid.grid_model.ids) == set(ids[1:4]))
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: tags(library, ids[2]) == [])


def test_a_review_from_suggestion_to_tag_and_back(qtbot: QtBot, window: MainWindow, library: Session) -> None:
    ids = list(window.grid.grid_model.ids)
    suggest(library, ids)
    qtbot.waitUntil(window.part(TagController).side.isVisible)
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    page = window.part(Review).page
    qtbot.waitUntil(lambda: page.grid.grid_model.ids == ids)
    assert page.grid.above == 2
    qtbot.waitUntil(lambda: page.confirm_all.text().startswith("Confirm the top 2"))  # they were on the screen
    QTest.keyClick(page.grid, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: tags(library, ids[1]) == [("nature/beach", "confirmed")])
    QTest.keyClick(page.grid, Key.Key_N)
    qtbot.waitUntil(lambda: tags(library, ids[2]) == [("nature/beach", "rejected")])
    assert page.counter.text() == "3 of 6 decided"
    QTest.keyClick(page.grid, Key.Key_U)
    qtbot.waitUntil(lambda: tags(library, ids[2]) == [("nature/beach", "suggested")])
    qtbot.waitUntil(page.undo.isEnabled)
    QTest.keyClick(page.grid, Key.Key_U)
    qtbot.waitUntil(lambda: page.grid.grid_model.ids == ids)
    assert all(state == "suggested" for photo in ids for _, state in tags(library, photo))
