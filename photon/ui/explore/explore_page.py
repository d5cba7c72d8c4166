"""The Explore page: shelves with cards, all cards of a shelf, and the map of themes."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from photon.app.explore.shelves import SHELVES, Shelf
from photon.domain import Changes
from photon.domain.explore.shelf_card import ShelfCard
from photon.language import tr
from photon.ui.explore.card_acts import CardActs
from photon.ui.explore.card_list import CardList
from photon.ui.explore.shelf_strip import ShelfStrip
from photon.ui.explore.theme_map import ThemeMap
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import KeyFilter, press_button
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.photos.photo_list_page import button_row
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHeader, calm_page

_REFRESH_MS = 500
_KINDS = frozenset({"topics", "photos", "marks", "styles", "texts", "places", "hidden", "folders"})
_SHELVES, _ALL, _MAP, _SMALL, _NOTHING = range(5)
_THEMES = "themes"


class ExplorePage(Page):
    """Shows what there is in the library; a card opens as an ordinary answer."""

    topic = "explore"
    least_width = 560
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self.acts = context, CardActs(context, self)
        self._cards: dict[str, Sequence[ShelfCard]] = {}  # by shelf
        self._requests = {shelf.key: LatestRequest(context.bridge, self, is_quiet=True) for shelf in SHELVES}
        self._is_outdated, self._shown = True, ""  # the shelf of which all cards are shown
        self._count = LatestRequest(context.bridge, self, is_quiet=True)
        self._soon = SpacedTimer(self, _REFRESH_MS, self.refresh)
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Explore"))
        self._keys = KeyFilter(
            {"Esc": self._leave},
            {f"explore.{name}": partial(self._act, act) for name, act in self.acts.by_key.items()},
        )
        self._covers = CoverPictures(context.session, context.bridge, context.part(Thumbnails))
        self.strips = {shelf.key: self._make_strip(shelf) for shelf in SHELVES}
        self.all = self._followed(CardList(tr("All cards"), self._covers, self._keys, is_strip=False))
        self.map = ThemeMap(self._covers, self._keys)
        self._follow_map()
        self.head = PageHeader(tr("Explore"))
        self.map_button = make_button(tr("Map of themes"), clicked=self._open_map, icon_name="map-trifold")
        self.hidden_button = make_button(tr("Show hidden"), tr("Show what you hid on this page"), self._show_shelves)
        self.hidden_button.setCheckable(True)
        self._compose()
        context.bridge.changed.connect(self._hear)

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

    def _followed(self, cards: CardList) -> CardList:
        cards.opened.connect(self.acts.open)
        cards.menu_wanted.connect(self._open_menu)
        return cards

    def _follow_map(self) -> None:
        self.map.opened.connect(self.acts.open)
        self.map.menu_wanted.connect(self._open_menu)
        self.map.photo_dropped.connect(self._place_photo)

    # -- content -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for everything again; each shelf is shown as soon as it is known."""
        self._is_outdated = False
        for key, future in self._context.session.explore.shelves().items():
            self._requests[key].ask(future, partial(self._take, key))

    def _take(self, key: str, cards: Sequence[ShelfCard]) -> None:
        self._cards[key] = cards
        self._show_shelves()

    def _show_shelves(self) -> None:
        every = [card for cards in self._cards.values() for card in cards]
        self.hidden_button.setVisible(any(card.state == "hidden" for card in every))
        shows_hidden = self.hidden_button.isChecked()
        shown = {
            key: [card for card in self._cards.get(key, ()) if shows_hidden or card.state != "hidden"]
            for key in self.strips
        }
        for key, strip in self.strips.items():
            strip.cards.show_cards(shown[key])
            strip.setVisible(bool(shown[key]))
        self.all.show_cards(shown.get(self._shown, ()))
        self.map.show_cards(shown[_THEMES])
        self.map_button.setVisible(self.pages.currentIndex() not in (_ALL, _MAP) and len(self.map.cards) > 1)
        self._choose_page(any(shown.values()))

    def _choose_page(self, has_cards: bool) -> None:  # noqa: FBT001 - its only argument
        is_open = {_ALL: bool(self.all.rows.cards), _MAP: bool(self.map.cards)}.get(self.pages.currentIndex(), False)
        if has_cards and not is_open:
            self.pages.setCurrentIndex(_SHELVES)
            self._focus_first()
        elif not has_cards and not any(request.is_awaited for request in self._requests.values()):
            self._count.ask(self._context.session.explore.is_small(), self._show_empty)

    def _show_empty(self, is_small: bool) -> None:  # noqa: FBT001 - an answer
        self.pages.setCurrentIndex(_SMALL if is_small else _NOTHING)

    def _hear(self, changes: Changes) -> None:
        if changes.gone:  # whatever shows them must drop them at once
            self._cards = {}
            self._show_shelves()
        if changes.gone or changes.kinds & _KINDS:
            self._is_outdated = True
            if self.isVisible():
                self._soon.request()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what has changed."""
        super().showEvent(event)
        if self._is_outdated:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while another page is shown."""
        super().hideEvent(event)
        self._is_outdated = self._is_outdated or self._soon.isActive()
        self._soon.stop()

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

    def _focus_first(self) -> None:
        if self.hasFocus() and (seen := self._seen()):
            seen[0].cards.go_to(0)

    def _place_photo(self, photo: int, path: str) -> None:
        """Show where a photo belongs that was dropped on the map."""
        self._context.bridge.call(self._context.session.explore.theme_of(photo, path), self._show_place, self)

    def _show_place(self, key: str) -> None:
        card = self.map.light(key)
        self._context.say(
            tr("It belongs to “{name}”.", name=card.name) if card else tr("This photo belongs to no theme on the map.")
        )

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
        self.head.title.setText(title)
        self.map_button.setVisible(page == _SHELVES and len(self.map.cards) > 1)

    def _leave(self) -> None:
        if self.pages.currentIndex() in (_ALL, _MAP):
            self._enter(_SHELVES, tr("Explore"))
            if self._shown in self.strips:
                self.strips[self._shown].cards.setFocus()
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
