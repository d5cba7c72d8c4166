"""While hiding is on, the window contains nothing of a hidden photo: no text, no row, no picture, whoever hid it."""

import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from photon.app import session as sessions
from photon.app.session import Session
from photon.cli.kit.commands import run
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

Scene = Callable[[QtBot, MainWindow, int], None]
TEXTS = (
    "text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "statusTip", "whatsThis",
    "windowTitle", "placeholderText", "title",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("all_words")
ROLES = [Qt.ItemDataRole(role) for role in (0, 3, 11, 12)] + [int(Qt.ItemDataRole.UserRole) + more for more in range(6)]


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
        remember_in(session.directory)
        yield session


@pytest.fixture
def main(qtbot: QtBot, truly: Session, photo: int) -> Iterator[MainWindow]:
    theme().choose("dark")
    made = opened(qtbot, truly)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 7)
    qtbot.waitUntil(lambda: made.grid.grid_model.card(photo) is not None)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


# -- the content of a window -----------------------------------------------------------------------


def told_by(window: MainWindow) -> dict[str, set[str]]:
    """Return which marks are found, and where: in widgets, models, the screen, the clipboard, memory."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found: dict[str, set[str]] = {}
    screen = ("screen", pictured(window.grab().toImage()))
    for where, marks in (*in_widgets(), *in_models(window), screen, *on_clipboard(), *in_memory(window)):
        if marks:
            found.setdefault(where, set()).update(marks)
    return found


def in_widgets() -> Iterator[tuple[str, set[str]]]:
    for widget in QApplication.allWidgets():
        yield type(widget).__name__, words_of(widget)


def in_models(window: MainWindow) -> Iterator[tuple[str, set[str]]]:
    for one in [window, *window.findChildren(QObject)]:
        if isinstance(one, QAbstractItemModel):
            yield type(one).__name__, set().union(*map(marked.words_in, items_of(one)))
        if isinstance(one, QAction):
            yield "QAction", marked.words_in(f"{one.text()} {one.toolTip()}")


def on_clipboard() -> Iterator[tuple[str, set[str]]]:
    held = QGuiApplication.clipboard().mimeData()
    if held is not None:
        yield "clipboard", marked.words_in(" ".join([held.text(), *(url.toString() for url in held.urls())]))
    yield "clipboard", pictures_on_the_clipboard()


def words_of(widget: QWidget) -> set[str]:
    found: set[str] = set()
    for name in TEXTS:
        read = getattr(widget, name, None)
        if callable(read):
            try:
                said = read()
            except TypeError:
                continue
            found |= marked.words_in(said) if isinstance(said, str) else set()
    return found


def items_of(items: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    parent = parent or QModelIndex()
    for row in range(items.rowCount(parent)):
        index = items.index(row, 0, parent)
        yield from (str(items.data(index, role)) for role in ROLES)
        yield from items_of(items, index)


def pictured(image: QImage) -> set[str]:
    if image.isNull():
        return set()
    pixels = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), pixels.bytesPerLine())
    return {marked.COLOUR} if has_colour(rows[:, : 3 * pixels.width()].reshape(pixels.height(), -1, 3)) else set()


def has_colour(pixels: np.ndarray) -> bool:
    """Return whether the marked colour is visible, even in a small cell of a large window."""
    some = pixels[::3, ::3].astype(np.int16)
    return bool((np.abs(some - np.array(marked.PURPLE, np.int16)).max(axis=2) < 45).sum() > 25)


def in_memory(window: MainWindow) -> Iterator[tuple[str, set[str]]]:
    """Yield the content of attributes of the window's objects, at any depth; the session is excluded."""
    waiting: deque[tuple[str, object]] = deque(
        (type(one).__name__, one) for one in [window, *window.findChildren(QObject)]
    )
    seen: set[int] = set()
    while waiting:
        where, one = waiting.popleft()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, QPixmap):
            one = one.toImage()
        if isinstance(one, QImage):
            yield where, pictured(one)
        elif isinstance(one, str | bytes):
            yield where, marked.found_in(one)
        else:
            waiting.extend((f"{where}", inner) for inner in inside(one))


def inside(one: object) -> list[object]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, list | tuple | set | frozenset | deque):
        return list(one)
    if is_dataclass(one) and not isinstance(one, type):
        return [getattr(one, field.name) for field in fields(one)]
    if type(one).__module__.startswith("photon.ui"):
        slots = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
        return [*vars(one).values()] if hasattr(one, "__dict__") else [getattr(one, name, None) for name in slots]
    return []


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


def pictures_on_the_clipboard() -> set[str]:
    held = QGuiApplication.clipboard().mimeData()
    return pictured(held.imageData()) if held is not None and held.hasImage() else set()


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
    main.bridge.hidden.connect(lambda _: seen.append(told_by(main)))  # connected last, after all other receivers
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: bool(seen))
    if scene is not searched_by_its_tag:  # for a chip with a tag, the library is asked for other photos with it
        assert {where for where in seen[0] if where not in ASKED_ANEW} == set(), seen[0]
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: told_by(main) == {})


@pytest.mark.slow
@pytest.mark.parametrize("truly", [True], indirect=True)
def test_hidden_on_the_command_line_it_leaves_a_paused_window(
    qtbot: QtBot, main: MainWindow, photo: int, truly: Session
) -> None:
    in_the_loupe(qtbot, main, photo)
    truly.pause()
    assert run(["--library", str(truly.directory), "hide", "on"], lambda *_: 0) == 0
    qtbot.waitUntil(lambda: told_by(main) == {})
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    assert run(["--library", str(truly.directory), "hide", "off"], lambda *_: 0) == 0
    qtbot.waitUntil(lambda: photo in main.grid.grid_model.ids)
    qtbot.waitUntil(main.status.hidden.isHidden)
    truly.resume()


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
    log = truly.directory / "photon.log"
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
    asked = [truly.previews([photo]), truly.cards([photo]), truly.picture(photo, 300)]
    for future in asked:
        future.result()
    main.navigation.open_photo(photo)  # requests card, preview and picture; nothing of it has been delivered yet
    truly.hiding.set(True).result()
    qtbot.waitUntil(lambda: main.status.hidden.text() == "1 hidden · Unlock")
    qtbot.waitUntil(lambda: told_by(main) == {})
    qtbot.wait(300)
    assert told_by(main) == {}
