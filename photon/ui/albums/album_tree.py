"""Albums in the left panel, as a tree with counts: shown, renamed, deleted, filled by dropping photos on them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.domain.metadata.album import Album, album_text
from photon.domain.metadata.tag import tag_key
from photon.language import counted, number, tr
from photon.ui.albums.cover_cache import CoverCache
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.photos.drop_tree import PhotoDropTree
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.widgets.line_model import Lines

ALBUM_ICON, SMART_ICON = "book-bookmark", "funnel"


def lines_of_albums(albums: Iterable[Album]) -> Lines[Album]:
    """The tree of albums, by key."""
    keyed = sorted(((tag_key(album.path), album) for album in albums), key=lambda each: each[0])
    return Lines.build((key, tag_key(album.path[:-1]) if len(album.path) > 1 else None, album) for key, album in keyed)


class AlbumTree(PhotoDropTree[Album]):
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
        super().__init__(tr("Albums"), ALBUM_ICON, parent)
        self._albums: Lines[Album] = Lines()
        self._covers: CoverCache | None = None
        self.clicked.connect(self._run)
        self.customContextMenuRequested.connect(self._show_menu)

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
        self.show_lines(albums)

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

    def is_smart(self, album: str) -> bool:
        """Return whether there is a smart album at a path."""
        found = self.album(album)
        return found is not None and found.is_smart

    def unfold(self, album: str) -> None:
        """Open what an album is in."""
        self.unfold_to(self.index_of(album))

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

    def takes_photos(self, index: QModelIndex) -> bool:
        """Return whether a line is an album."""
        return index.isValid()

    def take_photos(self, index: QModelIndex, photos: list[int]) -> None:
        """Add photos to the album of a line."""
        self.photos_dropped.emit(self.text_at(index), photos)


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
