"""The preferences over the whole window: a list of pages on the left, one page on the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)  # fmt: skip

from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.full_page import FullPage
from photon.ui.kit.icons import icon
from photon.ui.kit.layouts import hbox, make_divider, vbox
from photon.ui.kit.theme import theme, with_role

LIST_WIDTH = 200  # pixels; wider for longer names
_AROUND_NAME = 76  # its icon and the margins
ORDER = (
    tr("Folders"), tr("Search quality"), tr("Tags"), tr("Captions"), tr("Text in photos"), tr("Files and metadata"),
    tr("Look"), tr("Keyboard shortcuts"), tr("Privacy"), tr("Library"), tr("Library health"), tr("History"),
    tr("About"),
)  # fmt: skip
"""Names of the pages from the top, in whatever order they are added; other pages come last."""


class SettingsPages(FullPage):
    """Settings pages with a list beside them.

    Signals:
        help_wanted: The user wants help on the current page.
    """

    help_wanted = Signal()
    command = "preferences"

    def __init__(self, stack: QStackedWidget, fallback: QWidget) -> None:
        """Create it without pages; see ``FullPage`` for the arguments."""
        super().__init__(stack, fallback)
        help_button = make_icon_button("question", KeyedText(tr("Help on this page"), "help"), self.help_wanted)
        bar = self._compose_bar(tr("Preferences"), help_button)  # first: Tab leads from the list to its page
        self.list = QListWidget(self)
        self.pages = QStackedWidget(self)
        self._icons: list[str] = []
        self._topics: list[str] = []
        self._compose(bar)
        self.list.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.opened.connect(lambda: self.list.setFocus(Qt.FocusReason.ShortcutFocusReason))
        theme().changed.connect(self._dress)

    def _compose(self, bar: QWidget) -> None:
        self.list.setAccessibleName(tr("Pages"))
        self.list.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self._side = with_role(QFrame(self), "panel")
        self._side.setFixedWidth(LIST_WIDTH)
        vbox(self.list, to=self._side, margins=(tokens.TIGHT, tokens.SPACE))
        below = hbox(self._side, make_divider(), (self.pages, 1), spacing=0)
        vbox(bar, (below, 1), to=self, margins=0, spacing=0)

    def open(self, page: QWidget | None = None) -> None:
        """Show the preferences, on this page if one is given."""
        if page is not None:
            self.list.setCurrentRow(self._row_of(page))
        self.appear()

    def _row_of(self, page: QWidget) -> int:
        """Return the row of a page that was added, or of the one that contains it."""
        around: QWidget | None = page
        while around is not None and self.pages.indexOf(around) < 0:
            around = around.parentWidget()
        return self.pages.indexOf(around) if around is not None else 0

    def add_page(self, name: str, icon_name: str, page: QWidget, topic: str = "index") -> None:
        """Add a page at its position in the list.

        Args:
            name: Its name in the list.
            icon_name: Name in the icon family.
            page: The widget to show.
            topic: Its page of the guide.
        """
        row = sum(_place(self.list.item(at).text()) <= _place(name) for at in range(self.list.count()))
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(0, tokens.LINE))
        self._icons.insert(row, icon_name)
        self._topics.insert(row, topic)
        self.pages.insertWidget(row, page)
        self.list.insertItem(row, item)
        wanted = self.list.fontMetrics().horizontalAdvance(name) + _AROUND_NAME
        self._side.setFixedWidth(max(self._side.width(), wanted))
        self.list.setCurrentRow(0)
        self._dress()

    def help_topic(self) -> str:
        """Return the topic of the current page."""
        return self._topics[self.pages.currentIndex()]

    def _dress(self) -> None:
        for row, name in enumerate(self._icons):
            self.list.item(row).setIcon(icon(name))


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
