"""The Explore page: shelves with cards, all cards of a shelf, and the map of themes."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from photon.app.explore.shelves import SHELVES, Shelf
from photon.domain.explore.shelf_card import ShelfCard
from photon.language import tr
from photon.ui.explore.card_acts import CardActs
from photon.ui.explore.card_list import CardList
from photon.ui.explore.shelf_content import ShelfContent
from photon.ui.explore.shelf_strip import ShelfStrip
from photon.ui.explore.theme_map import ThemeMap
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import KeyFilter, press_button
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.pages import Page
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.photos.photo_list_page import button_row
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHeader, calm_page

C = TypeVar("C", CardList, ThemeMap)
_SHELVES, _ALL, _MAP, _SMALL, _NOTHING = range(5)
_THEMES = "themes"


class ExplorePage(Page):
    """Shows what there is in the library; a card opens as an ordinary answer."""

    topic = "explore"
    least_width = 560
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self.acts, self.content = CardActs(context, self), ShelfContent(context, self)
        self._shown = ""  # the shelf of which all cards are shown
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Explore"))
        self._keys = KeyFilter(
            {"Esc": self._leave},
            {f"explore.{name}": partial(self._act, act) for name, act in self.acts.by_key.items()},
        )
        self._covers = CoverPictures(context.session, context.bridge, context.part(Thumbnails))
        self.strips = {shelf.key: self._make_strip(shelf) for shelf in SHELVES}
        self.all = self._followed(CardList(tr("All cards"), self._covers, self._keys, is_strip=False))
        self.map = self._followed(ThemeMap(self._covers, self._keys))
        self.map.photo_dropped.connect(partial(self.acts.place_photo, self.map))
        self.head = PageHeader(tr("Explore"))
        self.map_button = make_button(tr("Map of themes"), clicked=self._open_map, icon_name="map-trifold")
        self.hidden_button = make_button(tr("Show hidden"), tr("Show what you hid on this page"), self._show_shelves)
        self.hidden_button.setCheckable(True)
        self._compose()
        self.content.changed.connect(self._show_shelves)
        self.content.emptied.connect(self._show_empty)

    def _compose(self) -> None:
        shelves, self.pages = QWidget(), QStackedWidget()
        vbox(*self.strips.values(), None, to=shelves, margins=0, spacing=tokens.WIDE)
        self.area = QScrollArea()
        self.area.setWidget(shelves)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        small = tr("There are too few photos to put on shelves. Add more, and this page shows what is in them.")
        nothing = tr("Photon looks through your photos in the background. What it finds appears here.")
        for page in (
            self.area, self.all, self.map,
            calm_page("compass", tr("Nothing to explore yet"), small),
            calm_page("compass", tr("Nothing found yet"), nothing),
        ):  # fmt: skip
            self.pages.addWidget(page)
        self.head.add_row(button_row(self.map_button, after=(self.hidden_button,)))
        self.map_button.hide()
        self.hidden_button.hide()
        self.head.left.connect(self._leave)
        edges = (tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        vbox(self.head, (self.pages, 1), to=self, margins=edges, spacing=tokens.SPACE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _make_strip(self, shelf: Shelf) -> ShelfStrip:
        strip = ShelfStrip(shelf.title, self._covers, self._keys, partial(self._open_all, shelf.key))
        self._followed(strip.cards).passed.connect(partial(self._pass_on, strip))
        strip.hide()
        return strip

    def _followed(self, cards: C) -> C:
        cards.opened.connect(self.acts.open)
        cards.menu_wanted.connect(self._open_menu)
        return cards

    # -- content -------------------------------------------------------------------------------------

    def _show_shelves(self) -> None:
        every = [card for cards in self.content.cards.values() for card in cards]
        self.hidden_button.setVisible(any(card.state == "hidden" for card in every))
        shows_hidden = self.hidden_button.isChecked()
        shown = {
            key: [card for card in self.content.cards.get(key, ()) if shows_hidden or card.state != "hidden"]
            for key in self.strips
        }
        for key, strip in self.strips.items():
            strip.cards.show_cards(shown[key])
            strip.setVisible(bool(shown[key]))
        self.all.show_cards(shown.get(self._shown, ()))
        self.map.show_cards(shown[_THEMES])
        self.map_button.setVisible(len(self.map.cards) > 1 and self.pages.currentIndex() == _SHELVES)
        is_open = {_ALL: bool(self.all.rows.cards), _MAP: bool(self.map.cards)}.get(self.pages.currentIndex(), False)
        if any(shown.values()) and not is_open:
            has_keyboard = self.hasFocus()
            self._enter(_SHELVES, tr("Explore"))
            if has_keyboard:
                self._seen()[0].cards.go_to(0)

    def _show_empty(self, is_small: bool) -> None:  # noqa: FBT001 - a slot
        self.pages.setCurrentIndex(_SMALL if is_small else _NOTHING)
        self.hand_keyboard_to(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what has changed."""
        super().showEvent(event)
        self.content.follow(is_shown=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while another page is shown."""
        super().hideEvent(event)
        self.content.follow(is_shown=False)

    # -- cards ---------------------------------------------------------------------------------------

    @property
    def current(self) -> ShelfCard | None:
        """The card at the cursor."""
        if self.pages.currentIndex() == _MAP:
            return self.map.cards[self.map.current] if self.map.current >= 0 else None
        lists = [self.all] if self.pages.currentIndex() == _ALL else [strip.cards for strip in self._seen()]
        return next((one.current for one in lists if one.hasFocus()), None)

    def _act(self, act: Callable[[ShelfCard], object]) -> None:
        if self.current is not None:
            act(self.current)

    def _open_menu(self, card: ShelfCard, at: QPoint) -> None:
        open_menu(self, at, lambda menu: make_actions(menu, self.acts.rows(card)))

    def _seen(self) -> list[ShelfStrip]:
        return [strip for strip in self.strips.values() if strip.isVisibleTo(self.area)]

    def _pass_on(self, strip: ShelfStrip, step: int) -> None:
        """Move the cursor to the shelf above or below."""
        seen = self._seen()
        place = seen.index(strip) + step
        if 0 <= place < len(seen):
            seen[place].cards.go_to(strip.cards.currentIndex().row())
            self.area.ensureWidgetVisible(seen[place])

    # -- ways ----------------------------------------------------------------------------------------

    def _open_all(self, key: str) -> None:
        self._shown, cards = key, self.strips[key].cards
        self.all.setAccessibleName(cards.accessibleName())
        self.all.show_cards(cards.rows.cards)
        self._enter(_ALL, cards.accessibleName())
        self.all.go_to(cards.currentIndex().row())

    def _open_map(self) -> None:
        self._enter(_MAP, tr("Map of themes"))
        self.map.setFocus()

    def _enter(self, page: int, title: str) -> None:
        self.pages.setCurrentIndex(page)
        first = next((strip.cards for strip in self._seen()), None)
        self.hand_keyboard_to({_ALL: self.all, _MAP: self.map}.get(page, first))
        self.head.title.setText(title)
        self.map_button.setVisible(page == _SHELVES and len(self.map.cards) > 1)

    def _leave(self) -> None:
        if self.pages.currentIndex() in (_ALL, _MAP):
            self._enter(_SHELVES, tr("Explore"))
            self.strips[self._shown or _THEMES].cards.setFocus()
            self._shown = ""
        else:
            self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep letters and digits from the window, so that keys cannot rate photos that are off screen."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of the page, wherever the focus is on it, and Enter on a button."""
        if not press_button(event) and not self._keys.act(event):
            super().keyPressEvent(event)
