"""The small field below the search bar in which an album is named: one that is there, or a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QPushButton, QWidget

from photon.domain.metadata.tag import tag_key
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import with_role
from photon.ui.widgets.keyed_line import KeyedLine
from photon.ui.widgets.overlay_panel import OverlayPanel

WIDE = 260  # pixels of the field


class AlbumPanel(OverlayPanel):
    """Asks for an album.

    Signals: ``named`` brings it as text, ``empty_named`` one that takes no photos, ``smart_named`` a smart one.
    """

    named = Signal(str)
    empty_named = Signal(str)
    smart_named = Signal(str)
    is_right = True
    gap = tokens.HAIR

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent, below)
        self._known: frozenset[str] = frozenset()
        self._smart: frozenset[str] = frozenset()
        self._offered: Sequence[str] = ()
        self._adds = self._takes = self._is_for_search = False
        self.title = make_label()
        self.name = KeyedLine(self)
        self.name.setMinimumWidth(WIDE)
        name_field(self.name, tr("Album"), tr("Such as: Trips/Italy 2024"))
        self.name.left.connect(self.hide)
        self.name.returnPressed.connect(self._give)
        self.name.textChanged.connect(self._show_button)
        self.button = with_role(QPushButton(self), "primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._give)
        self.other = QPushButton(self)
        self.other.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.other.clicked.connect(self._give_other)
        margins = (tokens.SPACE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        hbox(self.title, self.name, self.button, self.other, to=self, margins=margins, spacing=tokens.TIGHT)

    def ask(self, title: str, albums: Sequence[str], proposed: str = "", *, adds: bool, takes: bool = False) -> None:
        """Ask for an album.

        Args:
            title: What it is for.
            albums: Those that are there.
            proposed: Stands in the field.
            adds: Whether photos are added; else the album is to be a new one.
            takes: Whether a new album takes photos; an empty one is then the second choice.
        """
        self._known, self._smart, self._adds, self._takes = _keys(albums), frozenset(), adds, takes
        self._is_for_search = False
        self._ask(title, albums if adds else (), proposed)

    def ask_smart(self, title: str, proposed: str, smart: Sequence[str], by_hand: Sequence[str]) -> None:
        """Ask for a smart album.

        Args:
            title: Title of the panel.
            proposed: Initial text of the field.
            smart: Existing smart albums, whose search can be changed.
            by_hand: Existing albums that are filled by hand, which cannot be chosen.
        """
        self._known, self._smart, self._adds = _keys(by_hand), _keys(smart), False
        self._takes = False
        self._is_for_search = True
        self._ask(title, smart, proposed)
        self.name.selectAll()

    def _ask(self, title: str, offered: Sequence[str], proposed: str) -> None:
        self.title.setText(title)
        self._complete(offered)
        self.name.setText(proposed)
        self._show_button()
        self.appear()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)  # else what is proposed would be typed over
        if self._adds and offered:
            self.name.completer().complete()

    def _complete(self, albums: Sequence[str]) -> None:
        self._offered = albums
        completer = QCompleter(list(albums), self.name)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)  # which deletes the one before

    def _path(self) -> str:
        return "/".join(" ".join(name.split()) for name in self.name.text().split("/"))

    def _match(self) -> str:
        """Return the album that Enter adds to: the one of this name, else the first with a name that begins with it."""
        path = self._path()
        if not self._adds or not path or tag_key(tuple(path.split("/"))) in self._known:
            return path
        begun = f"/{path}".casefold()
        return next((album for album in self._offered if begun in f"/{album}".casefold()), path)

    def _show_button(self) -> None:
        path, match = self._path(), self._match()
        key = tag_key(tuple(path.split("/")))
        is_known = key in self._known
        words = tr("Add") if self._adds and (is_known or not path) else tr("Make album")
        words = tr("Add to “{album}”", album=match) if match != path else words
        self.button.setText(tr("Change its search") if key in self._smart else words)
        self.other.setText(tr("Make empty album") if self._takes else tr("Make album"))
        self.other.setVisible(self._takes or match != path)
        self.other.setEnabled(bool(path) and not is_known)
        self.button.setEnabled(bool(path) and (self._adds or not is_known))
        if self.isVisible():
            self.place()  # the text of the button has another length

    def _give(self) -> None:
        if self.button.isEnabled():
            album = self._match()
            self.leave()
            (self.smart_named if self._is_for_search else self.named).emit(album)

    def _give_other(self) -> None:
        self.leave()
        (self.empty_named if self._takes else self.named).emit(self._path())


def _keys(albums: Sequence[str]) -> frozenset[str]:
    return frozenset(tag_key(tuple(album.split("/"))) for album in albums)
