"""While hiding is on, the window contains nothing of a hidden photo: no text, no row, no picture, whoever hid it."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.app import session as sessions
from photon.app.session import Session
from photon.cli.kit.commands import run
from photon.domain import Changes, PhotonError, Query
from photon.library.tags import tag_suggestions
from photon.search.query_language import parse
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.export.export_controller import ExportController
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import theme
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.photos.file_actions import FileActions
from photon.ui.search.examples import ExampleController
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import TeachingController
from photon.ui.window.main_window import MainWindow
from tests import marked
from tests.fakes import ColourEncoding
from tests.ui.driving import opened
from tests.ui.kit.window_content import in_widgets, on_clipboard, pictured, pictures_on_the_clipboard, told_by

Scene = Callable[[QtBot, MainWindow, int], None]
pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    return marked.library(tmp_path_factory.mktemp("marked"))


@pytest.fixture
def photo(filled: tuple[Path, int]) -> int:
    return filled[1]


@pytest.fixture
def truly(
    filled: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Session]:
    """A real session with a real library; it works in the background only if a test requests it."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    shutil.copytree(filled[0] / "library", tmp_path / "library")
    works = getattr(request, "param", False)
    with Session.open(tmp_path / "library", encoder=ColourEncoding(), background=works) as session:
        remember_in(session.store.directory)
        yield session


@pytest.fixture
def main(qtbot: QtBot, truly: Session, photo: int) -> Iterator[MainWindow]:
    theme().choose("dark")
    made = opened(qtbot, truly)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 7)
    qtbot.waitUntil(lambda: made.grid.grid_model.cards.find(photo) is not None)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


# -- scenes ----------------------------------------------------------------------------------------


def in_the_grid(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.go_to(photo)
    qtbot.waitUntil(lambda: bool(pictured(window.grab().toImage())))
    qtbot.waitUntil(lambda: window.inspector.title.toPlainText() == f"{marked.NAME}.jpg")
    qtbot.waitUntil(lambda: marked.CAPTION in window.part(CaptionController).section.form.caption.words)


def in_the_loupe(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    in_the_grid(qtbot, window, photo)
    window.navigation.open_photo(photo)
    qtbot.waitUntil(lambda: bool(window.loupe.view.resolution))


def left_the_loupe(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    in_the_loupe(qtbot, window, photo)
    window.navigation.show_grid()


def selected_among_others(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.selectAll()
    qtbot.waitUntil(lambda: len(window.part(TagController).panel.photos) == 7)
    qtbot.waitUntil(lambda: bool(window.part(TagController).panel.own.parts))


def on_the_clipboard(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    in_the_grid(qtbot, window, photo)
    window.part(FileActions).copy([photo])
    qtbot.waitUntil(lambda: pictures_on_the_clipboard() == {marked.COLOUR})


def its_path_on_the_clipboard(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.part(FileActions).copy_path([photo])
    qtbot.waitUntil(lambda: any(marks for _, marks in on_clipboard()))


def searched_by(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.part(ExampleController).replace([photo])
    qtbot.waitUntil(lambda: any(marks for where, marks in in_widgets() if where == "PartChip"))
    qtbot.waitUntil(lambda: bool(window.gallery.hits))


def in_the_way_back(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    searched_by(qtbot, window, photo)
    other = next(one for one in window.grid.grid_model.ids if one != photo)
    window.part(ExampleController).replace([other])
    qtbot.waitUntil(
        lambda: window.gallery.asked.query is not None and window.gallery.asked.query.likes[0].photo == other
    )


def searched_by_its_tag(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.top_bar.search.ask_query(parse(f"tag:{marked.TAG}").query)
    qtbot.waitUntil(lambda: [hit.photo for hit in window.gallery.hits] == [photo])


def being_taught(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.selectAll()
    window.part(TeachingController).begin()
    qtbot.waitUntil(window.part(TeachingController).panel.isVisible)


def in_a_toast(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.go_to(photo)
    window.toast.say(f"Gave the tag “{marked.TAG}” to 1 photo.", window.part(MarkCommands).undo)
    window.notice.show_problem(f"{marked.NAME}.jpg cannot be read.")


def about_to_be_exported(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.go_to(photo)
    window.part(ExportController).begin()
    dialog = window.part(ExportController).dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: any(marked.NAME in said for said in words_in_all(dialog)))


def words_in_all(widget: QWidget) -> list[str]:
    return [str(getattr(one, "text", str)()) for one in widget.findChildren(QWidget) if not isinstance(one, QAction)]


def about_to_be_written(qtbot: QtBot, window: MainWindow, photo: int) -> None:
    window.grid.go_to(photo)
    window.part(MetadataController).write()
    qtbot.waitUntil(lambda: bool(window.part(MetadataController).page.files.rows))


ASKED_ANEW = {"TagTree", "FolderTree", "SearchList", "Review", "LineModel", "QAbstractListModel"}
"""Lists of tags, folders and searches do not know the photos; their next answer excludes hidden ones."""
SCENES: list[Scene] = [
    in_the_grid, in_the_loupe, left_the_loupe, selected_among_others, on_the_clipboard, its_path_on_the_clipboard,
    searched_by, in_the_way_back, searched_by_its_tag, being_taught, in_a_toast, about_to_be_exported,
    about_to_be_written,
]  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_of_it_stays_in_the_window(
    scene: Scene, qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    scene(qtbot, main, photo)
    assert told_by(main), "else nothing is shown by its silence"
    seen: list[dict[str, set[str]]] = []
    # connected last, after all other receivers
    main.bridge.changed.connect(lambda changes: seen.append(told_by(main)) if changes.gone else None)
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: bool(seen))
    if scene is not searched_by_its_tag:  # for a chip with a tag, the library is asked for other photos with it
        assert {where for where in seen[0] if where not in ASKED_ANEW} == set(), seen[0]
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: told_by(main) == {})


def test_hiding_photos_is_one_step_and_the_next_photo_becomes_the_current_one(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    in_the_grid(qtbot, main, photo)
    ids = list(main.grid.grid_model.ids)
    after = ids[ids.index(photo) + 1] if photo != ids[-1] else ids[-2]
    main.commands["hide"].trigger()
    assert main.grid.current() == after, "at once"
    qtbot.waitUntil(lambda: main.toast.words.text() == "Hid 1 photo")
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: told_by(main) == {})
    main.toast.button.click()
    qtbot.waitUntil(lambda: list(main.grid.grid_model.ids) == ids)
    qtbot.waitUntil(main.status.hidden.isHidden)


def test_photos_are_shown_for_good_while_they_are_unlocked(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    truly.marking.hide([photo], True).result()
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    main.status.hidden.click()
    qtbot.waitUntil(lambda: photo in main.grid.grid_model.ids)
    main.grid.go_to(photo)
    main.commands["hide"].trigger()
    qtbot.waitUntil(lambda: main.toast.words.text() == "Hid 1 photo")
    assert photo in main.grid.grid_model.ids
    main.commands["unhide"].trigger()
    qtbot.waitUntil(lambda: main.toast.words.text() == "Stopped hiding 1 photo")
    main.status.hidden.click()
    qtbot.waitUntil(main.status.hidden.isHidden)
    assert photo in main.grid.grid_model.ids


def test_a_photo_hidden_in_the_loupe_gives_way_to_the_next_one(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    in_the_loupe(qtbot, main, photo)
    main.commands["hide"].trigger()
    qtbot.waitUntil(lambda: main.loupe.current not in (photo, None))
    qtbot.waitUntil(lambda: told_by(main) == {})
    assert main.pages.current is main.loupe


def test_photos_that_could_not_be_hidden_come_back(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: Future[Changes] = Future()
    refused.set_exception(PhotonError("The disk is full."))
    monkeypatch.setattr(truly.marking, "hide", lambda *_: refused)
    before = list(main.grid.grid_model.ids)
    main.grid.go_to(photo)
    main.commands["hide"].trigger()
    assert photo not in main.grid.grid_model.ids
    qtbot.waitUntil(lambda: list(main.grid.grid_model.ids) == before)
    assert "disk is full" in main.notice.message.text()


def test_what_may_be_sensitive_is_shown_on_request_and_decided(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    other = next(one for one in main.grid.grid_model.ids if one != photo)
    origin = tag_suggestions.SuggestionOrigin("colours-1", "v1", 1)
    truly.store.write(tag_suggestions.store, origin, {other: [(("nudity",), 0.9)]}).result()
    assert main.status.suspected.isHidden()
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: main.status.suspected.text() == "1 photo may be sensitive")
    main.status.suspected.click()
    assert main.notice.isVisible()
    assert other not in main.grid.grid_model.ids
    main.notice.offered.click()
    qtbot.waitUntil(lambda: list(main.grid.grid_model.ids) == [other])
    main.grid.go_to(other)
    main.commands["unhide"].trigger()
    qtbot.waitUntil(main.status.suspected.isHidden)
    main.status.hidden.click()
    main.top_bar.search.ask_query(Query())
    qtbot.waitUntil(lambda: len(main.grid.grid_model.ids) == 6)
    assert other in main.grid.grid_model.ids
    assert photo not in main.grid.grid_model.ids


@pytest.mark.slow
@pytest.mark.parametrize("truly", [True], indirect=True)
def test_hidden_on_the_command_line_it_leaves_a_paused_window(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    in_the_loupe(qtbot, main, photo)
    truly.work.background.pause()
    assert run(["--library", str(truly.store.directory), "hide", "on"], lambda *_: 0) == 0
    qtbot.waitUntil(lambda: told_by(main) == {})
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    assert run(["--library", str(truly.store.directory), "hide", "off"], lambda *_: 0) == 0
    qtbot.waitUntil(lambda: photo in main.grid.grid_model.ids)
    qtbot.waitUntil(main.status.hidden.isHidden)
    truly.work.background.resume()


def test_photos_are_shown_for_a_while_and_hidden_again(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: main.status.counts.photos == 6)
    main.status.hidden.click()
    qtbot.waitUntil(lambda: photo in main.grid.grid_model.ids)
    qtbot.waitUntil(lambda: main.status.hidden.text() == "Lock hidden photos")
    in_the_grid(qtbot, main, photo)
    main.status.hidden.click()
    qtbot.waitUntil(lambda: told_by(main) == {})
    assert main.grid.grid_model.rowCount() == 6
    log = truly.store.directory / "photon.log"
    assert not log.exists() or not marked.words_in(log.read_text())


def test_text_typed_for_it_is_kept(qtbot: QtBot, main: MainWindow, photo: int, truly: Session) -> None:
    in_the_grid(qtbot, main, photo)
    main.part(CaptionController).section.form.caption.fill(f"An {marked.CAPTION} at noon")
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: told_by(main) == {})
    truly.hiding.set(False).result()
    assert truly.captions.captions_for_photos([photo]).result()[photo].caption.text == f"An {marked.CAPTION} at noon"


def test_pending_answers_are_dropped_when_it_is_hidden(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    asked = [truly.browsing.previews([photo]), truly.browsing.cards([photo]), truly.work.rendering.picture(photo, 300)]
    for future in asked:
        future.result()
    main.navigation.open_photo(photo)  # requests card, preview and picture; nothing of it has been delivered yet
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: told_by(main) == {})
    qtbot.wait(300)
    assert told_by(main) == {}
