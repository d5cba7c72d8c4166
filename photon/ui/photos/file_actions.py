"""Actions on the files of photos: show, open, copy, drag out."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QMimeDatabase,
    QObject,
    QProcess,
    Qt,
    QUrl,
)
from PySide6.QtGui import QAction, QDrag, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from photon.app.indexing.missing_texts import no_file_words
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.bounded_cache import BoundedCache
from photon.language import counted, tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.desktop_entry import Application, applications_for
from photon.ui.kit.file_manager import file_url, open_files, show_files
from photon.ui.kit.icons import wear
from photon.ui.kit.menus import make_actions
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in
from photon.ui.photos.picture_cache import PaintablePicture, make_paintable

OPENED_AT_ONCE = 20
"""Largest number of photos that the menu offers to open, because each opens a window."""
SHOWN_AT_ONCE = 100
COPIED_LONG_SIDE = 6000
"""Long side in pixels of a copied picture; larger ones cause problems in other programs."""
KNOWN = 50_000

Paths = list[str]


class FileActions(QObject):
    """Creates the actions; paths are requested from the session when an action is used.

    A drag needs its paths immediately: call :meth:`prepare` when photos are pressed or selected.
    """

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._known: BoundedCache[int, str] = BoundedCache(KNOWN)
        self._copies = 0  # only the latest copy reaches the clipboard
        self._moves = 0  # number of changes after which files may have other paths
        bridge.changed.connect(self._hear)

    def menu_for(self, photos: Sequence[int], parent_widget: QWidget) -> list[QAction]:
        """Return the actions for these photos, in the order of a menu; ``parent_widget`` owns them."""
        photos = list(photos)
        if not photos:
            return []
        self.prepare(photos)

        def make(text: str, icon_name: str, call: Callable[[Sequence[int]], None]) -> list[QAction]:
            return make_actions(parent_widget, ((text, icon_name, lambda: call(photos)),), "text")

        made: list[QAction] = []

        if len(photos) <= OPENED_AT_ONCE:
            made += make(tr("Open in default app"), "arrow-square-out", self.open_default)
            if sys.platform.startswith("linux"):
                made.append(self._open_with(photos, parent_widget))
        made += make(tr("Show in folder"), "folder-open", self.show_in_folder)
        separator = QAction(parent_widget)
        separator.setSeparator(True)
        made.append(separator)
        made += make(
            tr("Copy") if len(photos) == 1 else tr("Copy {photos}", photos=counted(len(photos), "photo")),
            "copy",
            self.copy,
        )
        made += make(tr("Copy path") if len(photos) == 1 else tr("Copy paths"), "clipboard-text", self.copy_path)
        return made

    # -- the actions -------------------------------------------------------------------------------

    def show_in_folder(self, photos: Sequence[int]) -> None:
        """Open the folder of the photos in the file manager, with the files selected."""
        self._with_paths(photos[:SHOWN_AT_ONCE], lambda paths: show_files(paths, self, self._complain))

    def open_default(self, photos: Sequence[int]) -> None:
        """Open the photos in the system's default application."""
        self._with_paths(photos[:OPENED_AT_ONCE], lambda paths: open_files(paths, self._complain))
        self._session.explore.note_looks(photos[:OPENED_AT_ONCE])

    def copy_path(self, photos: Sequence[int]) -> None:
        """Copy the paths to the clipboard, one per line."""
        self._copies += 1
        copied = self._copies

        def put(paths: Paths) -> None:
            if copied == self._copies:
                mime = QMimeData()
                mime.setText("\n".join(paths))
                QGuiApplication.clipboard().setMimeData(_marked(mime, photos))

        self._with_paths(photos, put)

    def copy(self, photos: Sequence[int]) -> None:
        """Copy the files to the clipboard; for a single photo also the picture, as soon as it is read."""
        self._copies += 1
        copied = self._copies

        def put(paths: Paths) -> None:
            if copied != self._copies:
                return
            QGuiApplication.clipboard().setMimeData(_marked(mime_of(paths), photos))
            if len(photos) == 1:  # requested now: a picture that arrived before the path was dropped
                picture = make_paintable(self._session.work.rendering.picture(photos[0], COPIED_LONG_SIDE))
                self._bridge.call(
                    picture, partial(self._add_picture, copied, photos, paths), self, self._leave_picture_out
                )

        self._with_paths(photos, put)

    def _add_picture(self, copied: int, photos: Sequence[int], paths: Paths, picture: PaintablePicture) -> None:
        clipboard = QGuiApplication.clipboard()
        # The user may have copied something else while the picture was being read.
        held = clipboard.mimeData()
        is_ours = held is not None and held.urls() == [file_url(path) for path in paths]
        if copied == self._copies and is_ours:
            mime = _marked(mime_of(paths), photos)
            mime.setImageData(picture.image)
            clipboard.setMimeData(mime)

    def _leave_picture_out(self, _error: PhotonError) -> None:
        """Ignore the error: the file is on the clipboard anyway."""

    # -- opening in another application ------------------------------------------------------------

    def _open_with(self, photos: Sequence[int], parent_widget: QWidget) -> QAction:
        menu = QMenu(tr("Open with"), parent_widget)
        wear(menu.menuAction(), "app-window", "text")
        menu.setProperty("role", "applications")
        menu.aboutToShow.connect(lambda: self._with_paths(photos, partial(self._fill, menu, photos), menu))
        return menu.menuAction()

    def _fill(self, menu: QMenu, photos: Sequence[int], paths: Paths) -> None:
        menu.clear()
        # By extension: reading the file could take long on a disk in standby.
        mime = QMimeDatabase().mimeTypeForFile(paths[0], QMimeDatabase.MatchMode.MatchExtension).name()
        applications = applications_for(mime)
        for application in applications:
            action = menu.addAction(_icon_of(application), application.name)
            action.triggered.connect(partial(self._start, application, photos, paths))
        if not applications:
            menu.addAction(tr("No other application can open this")).setEnabled(False)

    def _start(self, application: Application, photos: Sequence[int], paths: Paths) -> None:
        program, *arguments = application.arguments(paths)
        started, _ = QProcess.startDetached(program, arguments, str(Path(paths[0]).parent))
        if not started:
            self._complain(tr("{name} did not start.", name=application.name), tr("Check that it is still installed."))
        self._session.explore.note_looks(photos)

    # -- dragging out ------------------------------------------------------------------------------

    def prepare(self, photos: Sequence[int]) -> None:
        """Request the paths for a drag that may start with these photos."""
        self._with_paths(photos, lambda _: None, tells=False)

    def start_drag(self, photos: Sequence[int], source: QWidget, picture: QPixmap | None = None) -> None:
        """Drag files out of a widget as soon as their paths are known, if the button is still pressed."""

        def drag(paths: Paths) -> None:
            if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
                return
            started = QDrag(source)
            started.setMimeData(_marked(mime_of(paths), photos))  # for Photon's own search bar
            if picture is not None:
                started.setPixmap(picture)
            started.exec(Qt.DropAction.CopyAction)

        self._with_paths(photos, drag, tells=False)

    # -- paths -------------------------------------------------------------------------------------

    def _with_paths(
        self, photos: Sequence[int], act: Callable[[Paths], object], owner: QObject | None = None, *, tells: bool = True
    ) -> None:
        """Call ``act`` once all paths are known, if ``owner`` still exists.

        Photos without a file are omitted. If none has one, a message says so, if ``tells`` is set.
        """
        paths = ((photo, self._known.get(photo)) for photo in photos)
        known = {photo: path for photo, path in paths if path is not None}
        asked, withdrawn = self._moves, self._bridge.withdrawals

        def finish(found: dict[int, str]) -> None:
            if withdrawn != self._bridge.withdrawals:  # some of these photos may have been
                self._with_paths(photos, act, owner, tells=tells)
                return
            if asked == self._moves:
                for photo, path in found.items():
                    self._known.store(photo, path)
            known.update(found)
            paths = [known[photo] for photo in photos if photo in known]
            if paths:
                act(paths)
            elif tells:
                self._complain(*no_file_words(len(photos)))

        missing = [photo for photo in photos if photo not in known]
        if missing:
            self._bridge.call(self._session.browsing.paths(missing), finish, owner or self)
        else:
            finish({})

    def _complain(self, message: str, hint: str) -> None:
        self._bridge.problem.emit(message, hint)

    def _hear(self, changes: Changes) -> None:
        """Drop stored paths when files may have been moved or renamed, and what was copied with withdrawn photos."""
        if changes.kinds & {"photos", "folders"}:
            self._moves += 1
            for photo in changes.photos or list(self._known):
                self._known.discard(photo)
        held = QGuiApplication.clipboard().mimeData() if changes.gone else None
        if held is not None and not changes.gone.isdisjoint(photos_in(held)):
            self._copies += 1
            QGuiApplication.clipboard().clear()


def _marked(mime: QMimeData, photos: Sequence[int]) -> QMimeData:
    """Return the same data with the photos' ids, by which Photon recognises its own photos."""
    mime.setData(PHOTOS_MIME, " ".join(map(str, photos)).encode())
    return mime


def mime_of(paths: Sequence[str]) -> QMimeData:
    """Return files in the formats that other programs accept from a drag or from the clipboard."""
    mime = QMimeData()
    urls = [file_url(path) for path in paths]
    mime.setUrls(urls)
    if sys.platform.startswith("linux"):
        # GNOME's file manager pastes files only if the data states that they were copied, not cut.
        lines = ["copy", *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls)]
        mime.setData("x-special/gnome-copied-files", QByteArray("\n".join(lines).encode()))
    return mime


def _icon_of(application: Application) -> QIcon:
    if application.icon.startswith("/"):
        return QIcon(application.icon)
    return QIcon.fromTheme(application.icon) if application.icon else QIcon()
