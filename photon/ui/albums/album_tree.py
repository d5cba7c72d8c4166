"""Albums in the left panel, as a tree with counts: shown, renamed, deleted, filled by dropping photos on them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from photon.domain.metadata.album import Album, album_text
from photon.domain.metadata.tag import tag_key
from photon.language import counted, number, tr
from photon.ui.albums.cover_cache import CoverCache
from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.theme import theme
from photon.ui.photos.drag_data import PHOTOS_MIME, photos_in
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.count_tree import CountTree
from photon.ui.widgets.line_model import Lines

ALBUM_ICON, SMART_ICON = "book-bookmark", "funnel"
MOST_LINES = 9


def lines_of_albums(albums: Iterable[Album]) -> Lines[Album]:
    """The tree of albums, by key."""
    keyed = sorted(((tag_key(album.path), album) for album in albums), key=lambda each: each[0])
    return Lines.build((key, tag_key(album.path[:-1]) if len(album.path) > 1 else None, album) for key, album in keyed)


class AlbumTree(CountTree[Album]):
    """Shows albums; the signals emit an album as text, such as ``Trips/Italy 2024``.

    Signals:
        search_wanted: Show the photos of the album.
        new_wanted: Create an album in it; an empty text means the top level.
        renamed: The album, and its new path as text.
        remove_wanted: Delete the album.
        photos_dropped: The album, and the photos that were dropped on it.
        change_wanted: Change the search of a smart album.
    """

    search_wanted = Signal(str)
    new_wanted = Signal(str)
    renamed = Signal(str, str)
    remove_wanted = Signal(str)
    photos_dropped = Signal(str, list)
    change_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Albums"), parent)
        self._albums: Lines[Album] = Lines()
        self._covers: CoverCache | None = None
        self._over = QPersistentModelIndex()
        self.setItemDelegate(CountDelegate(ALBUM_ICON, self))
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)
        self.limit_lines(0)
        self.clicked.connect(self._run)
        self.customContextMenuRequested.connect(self._show_menu)
        for signal in (self.expanded, self.collapsed):
            signal.connect(lambda _: self.updateGeometry())

    # -- what is shown -------------------------------------------------------------------------------

    @property
    def albums(self) -> list[Album]:
        """The albums, in order."""
        return list(self._albums.things)

    def show_covers(self, covers: CoverCache) -> None:
        """Show the photos that stand for albums in place of icons."""
        self._covers = covers
        covers.arrived.connect(self.viewport().update)

    def show_albums(self, albums: Lines[Album]) -> None:
        """Show these; what is open, and the line with the cursor, stay."""
        if self.state() == self.State.EditingState:
            return
        self._albums = albums
        if self.show_lines(albums):
            self.updateGeometry()

    def describe(self, thing: Album, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """What a line shows."""
        if role == CountRole.PICTURE:
            return self._covers.picture(thing.cover) if self._covers and thing.cover and not thing.is_smart else None
        words = _WORDS.get(role)
        return words(thing) if words is not None else None

    def text_at(self, index: AnyIndex) -> str:
        """The album of a line; empty beside all lines."""
        album = self.thing_at(index)
        return album_text(album.path) if album is not None else ""

    def index_of(self, album: str) -> QModelIndex:
        """The line of an album."""
        return self.lines.index_of(tag_key(tuple(album.split("/"))))

    def album(self, album: str) -> Album | None:
        """Return the album at a path, which is given as text."""
        return self.thing_at(self.index_of(album))

    def unfold(self, album: str) -> None:
        """Open what an album is in."""
        index = self.index_of(album).parent()
        while index.isValid():
            self.expand(index)
            index = index.parent()

    @property
    def wanted_lines(self) -> int:
        """How many lines it would show."""
        return self.count_open_lines(MOST_LINES)

    @property
    def shown_lines(self) -> int:
        """How many lines it shows."""
        return self.maximumHeight() // tokens.LINE

    def limit_lines(self, lines: int) -> None:
        """Show so many lines; the others are scrolled to."""
        self.setFixedHeight(self.height_of(lines))

    def drawRow(self, painter: QPainter, option: object, index: AnyIndex) -> None:
        """A ring around the album on which photos would be dropped."""
        super().drawRow(painter, option, index)  # type: ignore[arg-type]
        if self._over.isValid() and self._over == index:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(theme().colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.visualRect(index).adjusted(1, 1, -1, -1), 6, 6)
            painter.restore()

    # -- what can be done ----------------------------------------------------------------------------

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            self.search_wanted.emit(self.text_at(index))

    def take_name(self, thing: Album, name: str) -> None:
        """Ask for another name of an album; with a slash it goes into another one."""
        if name.strip() and name != thing.name:
            self.renamed.emit(album_text(thing.path), album_text((*thing.path[:-1], name)))

    def actions_for(self, album: str, parent: QWidget) -> list[QAction]:
        """What can be done with an album."""
        found = self.album(album)
        change = (tr("Change its search…"), "funnel", lambda: self.change_wanted.emit(album))
        rows = (
            (tr("Show"), "magnifying-glass", lambda: self.search_wanted.emit(album)),
            *([change] if found is not None and found.is_smart else []),
            (tr("New album in this one…"), "plus", lambda: self.new_wanted.emit(album)),
            (tr("Rename…\tF2"), "pencil-simple", lambda: self.edit(self.index_of(album))),
            (tr("Delete\tDel"), "trash", lambda: self.remove_wanted.emit(album)),
        )
        return make_actions(parent, rows)

    def _show_menu(self, place: QPoint) -> None:
        album = self.text_at(self.indexAt(place))
        if album:
            self.setCurrentIndex(self.index_of(album))
            open_menu(self, self.viewport().mapToGlobal(place), partial(self.actions_for, album))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows an album, F2 renames it, Del deletes it."""
        keys, index = Qt.Key, self.currentIndex()
        album = self.text_at(index)
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._run(index)
        elif album and event.key() == keys.Key_F2:
            self.edit(index)
        elif album and event.key() == keys.Key_Delete:
            self.remove_wanted.emit(album)
        else:
            super().keyPressEvent(event)

    # -- photos that are dropped -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos."""
        if event.mimeData().hasFormat(PHOTOS_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on which album they would be dropped."""
        self._hover(self.indexAt(event.position().toPoint()))
        if self._over.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt's signature
        """On none."""
        self._hover(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the photos to the album."""
        album = self.text_at(self.indexAt(event.position().toPoint()))
        self._hover(QModelIndex())
        if album and event.mimeData().hasFormat(PHOTOS_MIME):
            self.photos_dropped.emit(album, photos_in(event.mimeData()))
            event.acceptProposedAction()

    def _hover(self, index: QModelIndex) -> None:
        self._over = QPersistentModelIndex(index)
        self.viewport().update()


def _tip(album: Album) -> str:
    lines = [album_text(album.path)]
    if album.photos is not None:
        lines.append(counted(album.photos, "photo"))
    if album.is_smart:
        lines.append(tr("Smart album: {query}", query=album.query))
    if album.is_smart and (album.own or album.vetoes):
        lines.append(tr("{kept:,} kept in it, {left_out:,} left out", kept=album.own, left_out=album.vetoes))
    return "\n".join(lines)


_WORDS: dict[int, Callable[[Album], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda album: album.name,
    Qt.ItemDataRole.EditRole: lambda album: album.name,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: lambda album: _tip(album).replace("\n", ", "),
    CountRole.COUNT: lambda album: "" if album.photos is None else number(album.photos),
    CountRole.ICON: lambda album: SMART_ICON if album.is_smart else ALBUM_ICON,
}
