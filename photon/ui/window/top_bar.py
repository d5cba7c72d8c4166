"""The bar at the top: menu, sidebar, search, view, order, size."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QSlider, QToolButton, QWidget

from photon.domain import Order
from photon.language import tr
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import Clicked, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.layouts import hbox
from photon.ui.kit.pages import Page
from photon.ui.kit.theme import dress
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.results_page import ResultsPage

if TYPE_CHECKING:
    from photon.ui.window.command_palette import CommandPalette

ORDER_WORDS: dict[Order, str] = {
    "relevance": tr("Best match first"),
    "newest": tr("Newest first"),
    "oldest": tr("Oldest first"),
    "name": tr("Name"),
    "sharpest": tr("Sharpest first"),
    "varied": tr("Varied"),
}
ALBUM_ORDER = tr("Album order")


class TopBar(QFrame):
    """The search bar with buttons on both sides."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._gallery, search = context, context.part(Gallery), context.part(SearchBar)
        self.setProperty("role", "bar")
        self.setFixedHeight(tokens.TOP_BAR + 1)
        self.search = search
        self.menu_button = _button("list", KeyedText(tr("Menu"), "menu"))
        self.main_menu = QMenu(self.menu_button)
        self.menu_button.setMenu(self.main_menu)
        sidebar_hint = KeyedText(tr("Show or hide the folders panel"), "sidebar")
        self.sidebar_button = _button("layout", sidebar_hint, context.action("sidebar").trigger)
        self.view_button = _button("eye", tr("How photos are shown: names, colours, panels"))
        self.view_menu = QMenu(self.view_button)
        self.view_button.setMenu(self.view_menu)
        self.order_button = _button("sort-ascending", tr("Sort order"))
        self.order_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.order_menu = QMenu(self.order_button)
        self.order_button.setMenu(self.order_menu)
        for button in (self.menu_button, self.view_button, self.order_button):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order_group = QActionGroup(self)
        self._orders: dict[Order, QAction] = {}
        self.slider = _size_slider(self)
        self.usual = _button("image-square", tr("Reset thumbnail size"), self._reset_tile)
        self._compose()
        for row in (self.search.blend, self.search.hint):
            row.shown.connect(self._join)
        self._gallery.shown.connect(lambda _: self._show_orders())
        context.part(PhotoGrid).tile_changed.connect(self._show_tile)
        context.pages.added.connect(self._follow_grid)
        context.pages.currentChanged.connect(lambda _: self._fit_to(context.pages.current))
        self._follow_grid(context.part(ResultsPage))

    @cached_property
    def command_list(self) -> "CommandPalette":
        """The panel that finds commands."""
        from photon.ui.window.command_palette import CommandPalette

        return CommandPalette(self._context.widget, self.search, self._context.action)

    def find_command(self) -> None:
        """Open the panel that finds commands."""
        self.command_list.open()

    def _follow_grid(self, page: Page) -> None:
        if isinstance(page.grid, PhotoGrid):
            self.slider.valueChanged.connect(page.grid.set_tile)

    def _compose(self) -> None:
        right = (self.view_button, self.order_button, self.usual, self.slider)
        for part in right:
            keeping = part.sizePolicy()
            keeping.setRetainSizeWhenHidden(True)
            part.setSizePolicy(keeping)
        middle = (tokens.TIGHT, None, (self.search, 12), None, tokens.TIGHT)
        margins = (tokens.TIGHT, 0, tokens.SPACE, 0)
        hbox(self.menu_button, self.sidebar_button, *middle, *right, to=self, margins=margins, spacing=tokens.HAIR)
        self.search.setMinimumWidth(320)
        self.search.setMaximumWidth(1100)
        for order, words in ORDER_WORDS.items():
            action = self.order_menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, order=order: self._gallery.set_order(order))
            self._order_group.addAction(action)
            self._orders[order] = action

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Align the rows below with the start of the search bar."""
        super().resizeEvent(event)
        self.layout().activate()  # type: ignore[union-attr]
        for row in (self.search.blend, self.search.hint):
            row.stand_below(self.search.x() + tokens.TIGHT)

    def _join(self) -> None:
        """Remove the line between the bar and the rows below it."""
        is_blending, is_hinting = not self.search.blend.isHidden(), not self.search.hint.isHidden()
        dress(self, "joined", "true" if is_blending or is_hinting else "false")
        dress(self.search.blend, "joined", "true" if is_hinting else "false")

    def _show_orders(self) -> None:
        """Offer the orders of what is shown, and mark the current one; an album's own order replaces the best match."""
        asked = self._gallery.asked
        orders, current = asked.orders, asked.order
        self._orders["relevance"].setText(ALBUM_ORDER if asked.is_album else ORDER_WORDS["relevance"])
        for order, action in self._orders.items():
            action.setVisible(order in orders)
            action.setChecked(order == current)
        widths = []
        for words in (*ORDER_WORDS.values(), ALBUM_ORDER):
            self.order_button.setText(words)
            widths.append(self.order_button.sizeHint().width())
        self.order_button.setMinimumWidth(max(widths))  # keeps the search bar in place when the order changes
        self.order_button.setText(self._orders[current].text())

    def _reset_tile(self) -> None:
        self.slider.setValue(tokens.TILE_USUAL)

    def _fit_to(self, page: Page) -> None:
        """Show the buttons that have an effect on this page; hidden ones keep their space, so the search bar stays."""
        self.order_button.setVisible(page.takes_order)
        self.usual.setVisible(page.grid is not None)
        self.slider.setVisible(page.grid is not None)

    def _show_tile(self, side: int) -> None:
        """Move the slider without emitting a signal."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(side)


def _button(icon_name: str, hint: str, clicked: Clicked = None) -> QToolButton:
    button = make_icon_button(icon_name, hint, clicked)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def _size_slider(parent: QWidget) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal, parent)
    slider.setRange(tokens.TILE_LEAST, tokens.TILE_MOST)
    slider.setSingleStep(16)
    slider.setPageStep(48)
    slider.setValue(tokens.TILE_USUAL)
    slider.setFixedWidth(120)
    slider.setToolTip(tr("Thumbnail size (Ctrl+wheel)"))
    slider.setAccessibleName(tr("Thumbnail size"))
    return slider
