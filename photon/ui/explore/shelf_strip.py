"""A shelf on the Explore page: its title, and its cards in one line."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.ui.explore.card_list import CardList
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.map.cover_pictures import CoverPictures


class ShelfStrip(QWidget):
    """Shows a shelf; a click on its title shows all its cards at once.

    Attributes:
        title: Its title.
        cards: Its cards.
    """

    def __init__(self, title: str, covers: CoverPictures, keys: KeyFilter, open_all: Callable[..., object]) -> None:
        super().__init__()
        self.title = make_button(title, tr("Show all of them"), open_all, role="heading")
        self.cards = CardList(title, covers, keys, is_strip=True)
        vbox(hbox(self.title, None, margins=0), self.cards, to=self, margins=0, spacing=tokens.HAIR)
