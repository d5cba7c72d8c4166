"""Actions on files, up to the clipboard and the system's own openers."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.kit.desktop_entry import Application
from photon.ui.photos import file_actions as file_actions_module
from photon.ui.photos.file_actions import FileActions
from tests.ui.held_back import HeldBack
from tests.ui.studio_session import StudioSession


class Opener(QObject):
    """Replaces the system: records what it is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "open")  # type: ignore[arg-type]

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def opener(qtbot: QtBot) -> Iterator[Opener]:
    yield Opener()
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    made = StudioSession(tmp_path)
    yield made
    made.close()


@pytest.fixture
def files(session: StudioSession, bridge: Bridge) -> FileActions:
    QGuiApplication.clipboard().setText("from before")
    return FileActions(session, bridge)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def named(actions: list[QAction], text: str) -> QAction:
    return next(action for action in actions if action.text() == text)


def copied_names() -> list[str]:
    mime = QGuiApplication.clipboard().mimeData()
    return [url.fileName() for url in mime.urls()] if mime is not None else []


def copied(qtbot: QtBot, files: FileActions, photos: Sequence[int]) -> QMimeData:
    """Copy these photos and wait until they are on the clipboard."""
    QGuiApplication.clipboard().clear()
    files.copy(photos)
    qtbot.waitUntil(lambda: copied_names() != [])
    return QGuiApplication.clipboard().mimeData()


def test_menu_of_one_photo_and_of_many(files: FileActions, session: StudioSession, parent: QWidget) -> None:
    photos = session.fill(30)
    with_linux = ["Open with"] if sys.platform.startswith("linux") else []
    one = [action.text() for action in files.menu_for(photos[:1], parent)]
    assert one == ["Open in default app", *with_linux, "Show in folder", "", "Copy", "Copy path"]
    many = [action.text() for action in files.menu_for(photos, parent)]
    assert many == ["Show in folder", "", "Copy 30 photos", "Copy paths"]
    assert files.menu_for([], parent) == []


def test_opening_in_the_default_application(
    qtbot: QtBot, files: FileActions, session: StudioSession, parent: QWidget, opener: Opener
) -> None:
    photos = session.fill(2, folder="/photos/#1 ä%20")
    named(files.menu_for(photos, parent), "Open in default app").trigger()
    qtbot.waitUntil(lambda: len(opener.opened) == 2)
    assert opener.opened[0] == "/photos/#1 ä%20/green-00001.jpg"
    assert session.explore.looked == photos


def test_an_existing_file_is_opened(qtbot: QtBot, files: FileActions, session: StudioSession, opener: Opener) -> None:
    photos = session.fill(1)
    session.move_away(photos[0])
    session.add_file(photos[0], "/copy/here.jpg")
    files.open_default(photos)
    qtbot.waitUntil(lambda: opener.opened == ["/copy/here.jpg"])


def test_showing_in_the_folder(
    qtbot: QtBot, files: FileActions, session: StudioSession, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []
    monkeypatch.setattr(file_actions_module, "show_files", lambda paths, _owner, _complain: shown.append(paths))
    photos = session.fill(2)
    named(files.menu_for(photos, parent), "Show in folder").trigger()
    qtbot.waitUntil(lambda: shown == [["/photos/green-00001.jpg", "/photos/trip/blue-00002.jpg"]])


def test_copying_one_photo_gives_the_file_immediately_and_the_picture_later(
    qtbot: QtBot, files: FileActions, session: StudioSession
) -> None:
    photos = session.fill(1)
    session.held = []
    files.copy(photos)
    qtbot.waitUntil(lambda: copied_names() == ["green-00001.jpg"])
    assert not QGuiApplication.clipboard().mimeData().hasImage()
    session.answer(photos[0], 6000)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasImage())
    image = QGuiApplication.clipboard().image()
    assert isinstance(image, QImage)
    assert (image.width(), image.height()) == (2400, 1600)
    assert copied_names() == ["green-00001.jpg"]


def test_a_late_picture_does_not_overwrite_newer_data(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    photos = session.fill(1)
    session.held = []
    files.copy(photos)
    qtbot.waitUntil(lambda: copied_names() == ["green-00001.jpg"])
    QGuiApplication.clipboard().setText("something else")
    session.answer(photos[0], 6000)
    qtbot.wait(100)
    assert QGuiApplication.clipboard().text() == "something else"


def test_a_photo_with_a_broken_file_is_copied_as_a_file(
    qtbot: QtBot, files: FileActions, session: StudioSession, bridge: Bridge
) -> None:
    photos = session.fill(1)
    session.broken[photos[0]] = "It is broken."
    with qtbot.assertNotEmitted(bridge.problem, wait=100):
        files.copy(photos)
        qtbot.waitUntil(lambda: copied_names() == ["green-00001.jpg"] and session.asked == [(photos[0], 6000)])
    assert copied_names() == ["green-00001.jpg"]


def test_copying_many_gives_files_and_paths(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    photos = session.fill(3)
    files.copy(photos)
    qtbot.waitUntil(lambda: len(copied_names()) == 3)
    assert session.asked == [], "no picture is read for many"
    files.copy_path(photos)
    paths = ["/photos/green-00001.jpg", "/photos/trip/blue-00002.jpg", "/photos/yellow-00003.jpg"]
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "\n".join(paths))


def test_the_last_copied_photo_is_on_the_clipboard(
    qtbot: QtBot, files: FileActions, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = session.fill(2)
    paths = HeldBack(monkeypatch, session, "paths")
    files.copy_path([first])
    files.copy([first, second])
    files.copy_path([second])
    paths.let_go(2, 0, 1)
    assert QGuiApplication.clipboard().text() == "/photos/trip/blue-00002.jpg"


def test_a_path_from_before_a_move_is_not_stored(
    qtbot: QtBot, files: FileActions, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photon.domain import PhotoFile

    (photo,) = session.fill(1)
    paths = HeldBack(monkeypatch, session, "paths")
    files.prepare([photo])
    with qtbot.waitSignal(bridge.changed):
        session.put(photo, files=(PhotoFile("/photos/renamed.jpg", 1, 0.0),))
    paths.let_go()
    monkeypatch.undo()
    assert copied(qtbot, files, [photo]).urls()[0].fileName() == "renamed.jpg"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="GNOME's own way")
def test_file_managers_know_that_files_were_copied(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    mime = copied(qtbot, files, session.fill(1, folder="/a b"))
    data = bytes(mime.data("x-special/gnome-copied-files").data())
    assert data == b"copy\nfile:///a%20b/green-00001.jpg"


def test_files_are_copied_in_the_order_of_the_photos(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    photos = session.fill(3)
    assert [url.toLocalFile() for url in copied(qtbot, files, [photos[2], photos[0]]).urls()] == [
        "/photos/yellow-00003.jpg", "/photos/green-00001.jpg",
    ]  # fmt: skip


def test_prepared_paths_need_no_request(
    qtbot: QtBot, files: FileActions, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(bridge.changed):  # the event of the photo's arrival
        photos = session.fill(1)
    files.prepare(photos)
    qtbot.waitUntil(lambda: photos[0] in files._known)
    monkeypatch.setattr(session, "paths", None)
    files.copy(photos)
    assert copied_names() == ["green-00001.jpg"]


def test_a_renamed_photo_is_found_under_its_new_name(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    from photon.domain import PhotoFile

    photos = session.fill(1)
    assert copied(qtbot, files, photos).urls()[0].fileName() == "green-00001.jpg"
    session.put(photos[0], files=(PhotoFile("/photos/renamed.jpg", 1, 0.0),))
    qtbot.waitUntil(lambda: copied(qtbot, files, photos).urls()[0].fileName() == "renamed.jpg")


def test_invalid_names_keep_their_bytes(qtbot: QtBot, files: FileActions, session: StudioSession) -> None:
    photos = session.fill(1, folder=b"/caf\xe9".decode(errors="surrogateescape"))
    assert copied(qtbot, files, photos).urls()[0].toEncoded() == b"file:///caf%E9/green-00001.jpg"


def test_missing_photos_do_nothing(qtbot: QtBot, files: FileActions, opener: Opener) -> None:
    files.open_default([99])
    files.copy([99])
    qtbot.wait(100)
    assert opener.opened == []
    assert copied_names() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries are a Linux thing")
def test_open_with_lists_applications_and_starts_the_chosen_one(
    qtbot: QtBot,
    files: FileActions,
    session: StudioSession,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = tmp_path / "heard"
    program = tmp_path / "a viewer"
    program.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{heard}.new" && mv "{heard}.new" "{heard}"\n')
    program.chmod(0o755)
    asked: list[str] = []

    def installed(mime: str) -> list[Application]:
        asked.append(mime)
        return [Application("Viewer", f'"{program}" %f', "", "")]

    monkeypatch.setattr("photon.ui.photos.file_actions.applications_for", installed)
    photos = session.fill(1, folder=str(tmp_path))
    actions = files.menu_for(photos, parent)
    menu = next(child for child in parent.findChildren(QMenu) if child.title() == "Open with")
    assert menu.menuAction() in actions
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: [action.text() for action in menu.actions()] == ["Viewer"])
    assert asked == ["image/jpeg"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(heard.exists)
    assert heard.read_text() == f"{tmp_path}/green-00001.jpg"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="menu entries are a Linux thing")
def test_a_missing_application_is_reported(qtbot: QtBot, files: FileActions, bridge: Bridge, tmp_path: Path) -> None:
    with qtbot.waitSignal(bridge.problem) as told:
        files._start(Application("Viewer", str(tmp_path / "gone"), "", ""), [1], ["/photos/a.jpg"])
    assert told.args[0] == "Viewer did not start."
