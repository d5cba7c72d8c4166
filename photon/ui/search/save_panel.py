"""The small field below the search bar for naming a search."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import name_field
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import with_role
from photon.ui.widgets.keyed_line import KeyedLine
from photon.ui.widgets.overlay_panel import OverlayPanel

LONGEST = 80  # maximum length of a name
WIDE = 240  # width of the field in pixels


class SavePanel(OverlayPanel):
    """Asks for the name of a search.

    Signals: ``named`` brings the name, ``album_wanted`` brings it where the search is to fill a smart album instead.
    """

    named = Signal(str)
    album_wanted = Signal(str)
    is_right = True
    gap = tokens.HAIR

    def __init__(self, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent, below)
        self._taken: frozenset[str] = frozenset()
        self.name = KeyedLine(self)
        self.name.setMaxLength(LONGEST)
        self.name.setMinimumWidth(WIDE)
        name_field(self.name, tr("Search name"))
        self.name.left.connect(self.hide)
        self.name.returnPressed.connect(self._give)
        self.name.textChanged.connect(self._show_button)
        self.button = with_role(QPushButton(tr("Save search"), self), "primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._give)
        self.button.setToolTip(tr("Search for the same again with one click: all photos, best first"))
        hint = KeyedText(
            tr("An album of the good matches alone, which follows new photos and which you can correct"), "smart-album"
        )
        self.album = make_button(tr("Smart album…"), hint, self._give_album)
        self.album.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        margins = (tokens.SPACE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        parts = (QLabel(tr("Save as"), self), self.name, self.button, self.album)
        hbox(*parts, to=self, margins=margins, spacing=tokens.TIGHT)

    def ask(self, proposed: str, taken: Collection[str]) -> None:
        """Ask for a name.

        Args:
            proposed: The initial text of the field, selected.
            taken: Names of the saved searches; using one of them replaces that search.
        """
        self._taken = frozenset(name.casefold() for name in taken)
        self.name.setText(proposed)
        self.name.selectAll()
        self._show_button()
        self.appear()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_button(self) -> None:
        name = self._tidied()
        self.button.setText(tr("Replace search") if name.casefold() in self._taken else tr("Save search"))
        self.button.setEnabled(bool(name))

    def _tidied(self) -> str:
        return " ".join(self.name.text().split())

    def _give_album(self) -> None:
        self.leave()
        self.album_wanted.emit(self._tidied())

    def _give(self) -> None:
        if self._tidied():
            self.leave()
            self.named.emit(self._tidied())
