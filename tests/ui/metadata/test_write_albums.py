"""Albums and text are saved to files on request: the page offers it, lists it, and copies follow the same choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.media.read.metadata_reading import read_words
from photon.ui.export.export_files_form import FilesForm
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.metadata.write_choice import WriteChoice
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import LEFT, opened


@pytest.fixture
def filed(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of a library with one photo, which is in an album."""
    draw(tmp_path / "photos" / "a.jpg")
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        session.albums.make("Trips/Rome", session.browsing.photos("name").result()).result()
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 1)
        yield window
        window.close()


def test_albums_are_saved_on_request_only(qtbot: QtBot, filed: MainWindow, tmp_path: Path) -> None:
    filed.commands["write-words"].trigger()
    page = filed.part(MetadataController).page
    qtbot.waitUntil(lambda: page.state == "planned")
    assert page.choice.albums == "leave"
    assert not page.files.rows
    page.choice.shelves.setCurrentIndex(page.choice.shelves.findData("keywords"))
    qtbot.waitUntil(lambda: page.state == "planned" and bool(page.files.rows))
    assert [(line.name, line.new) for line in page.files.rows[0].lines] == [("Keywords", ("Albums/Trips/Rome",))]
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    words = read_words(str(tmp_path / "photos" / "a.jpg")).metadata
    assert words is not None
    assert (words.keywords, words.albums.keywords) == ((), (("Albums", "Trips", "Rome"),))
    assert not filed.session.tags.tags_for_photos(filed.grid.grid_model.ids).result()[filed.grid.grid_model.ids[0]]


def test_a_plan_follows_the_albums(qtbot: QtBot, filed: MainWindow) -> None:
    filed.commands["write-words"].trigger()
    page = filed.part(MetadataController).page
    page.choice.shelves.setCurrentIndex(page.choice.shelves.findData("collections"))
    qtbot.waitUntil(lambda: page.state == "planned" and bool(page.files.rows))
    assert [(line.name, line.new) for line in page.files.rows[0].lines] == [("Albums", ("Trips/Rome",))]
    filed.session.albums.delete("Trips").result()
    qtbot.waitUntil(lambda: page.state == "planned" and not page.files.rows)


def read_gate(library: Library) -> Changes:
    """Store what was read in the photo."""
    (found,) = texts.unseen(library, "reader", 9)
    texts.store_chances(library, "reader", [(found, 0.9)])
    line = TextLine("Gate 12", (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2), 0.99)
    return texts.store_page(library, "reader", PendingText(found.photo, found.image_hash), PageText((line,)))


def test_text_is_saved_on_request_only(qtbot: QtBot, filed: MainWindow, tmp_path: Path) -> None:
    filed.session.store.write(read_gate).result()
    filed.commands["write-words"].trigger()
    page = filed.part(MetadataController).page
    qtbot.waitUntil(lambda: page.state == "planned")
    assert (page.choice.text, bool(page.files.rows)) == ("leave", False)
    page.choice.written.setCurrentIndex(page.choice.written.findData("description"))
    qtbot.waitUntil(lambda: page.state == "planned" and bool(page.files.rows))
    lines = [(line.name, line.new) for line in page.files.rows[0].lines]
    assert lines == [("Caption", ("Gate 12",)), ("Text in the photo", ("Gate 12",))]
    assert "find photos without a caption by the text in them" in page.choice.about.text()
    QTest.mouseClick(page.write_button, LEFT)
    qtbot.waitUntil(lambda: page.state == "written")
    words = read_words(str(tmp_path / "photos" / "a.jpg")).metadata
    assert words is not None
    assert (words.caption, words.text.description) == (None, "Gate 12")


def test_copies_follow_the_choice(qtbot: QtBot) -> None:
    form, choice = FilesForm(), WriteChoice()
    qtbot.addWidget(form)
    qtbot.addWidget(choice)
    form.words.setChecked(True)
    assert form.choice.carried.albums == "leave"
    choice.shelves.setCurrentIndex(choice.shelves.findData("collections"))
    assert form.choice.carried.albums == "collections"
    choice.written.setCurrentIndex(choice.written.findData("field"))
    assert form.choice.carried.text == "field"
    form.words.setChecked(False)
    assert (form.choice.carried.albums, form.choice.carried.text) == ("leave", "leave")
