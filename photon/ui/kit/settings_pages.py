"""The page of preferences over the whole window: at the left what there is, at the right one page of it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)  # fmt: skip

from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_back_button
from photon.ui.kit.icons import icon
from photon.ui.kit.key_filter import press_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, make_divider, vbox
from photon.ui.kit.theme import theme, with_role

LIST_WIDTH = 200
KEYS = ("Ctrl+,",)
_OF_THE_WINDOW = ("F11", "Ctrl+Q")  # keys that do here what they do elsewhere


class SettingsPages(QFrame):
    """Pages with a list beside them, shown in place of the window's other content.

    Keys do not reach the commands of the window, so that they cannot rate photos that are off screen.

    Signals:
        opened: The preferences are shown.
    """

    opened = Signal()

    def __init__(self, stack: QStackedWidget, fallback: QWidget) -> None:
        """Belong to a stack.

        Args:
            stack: Shows the preferences or what was shown before.
            fallback: Gets the keyboard on leaving if the widget that had it before is gone.
        """
        super().__init__(stack)
        self.hide()
        self._stack = stack
        self._before: QWidget | None = None
        self._focus = self._fallback = fallback
        self.setProperty("role", "photos")
        self.list = QListWidget(self)
        self.pages = QStackedWidget(self)
        self._icons: list[str] = []
        self.back = make_back_button(self.leave)
        self._compose()
        self.list.currentRowChanged.connect(self.pages.setCurrentIndex)
        theme().changed.connect(self._dress)

    def _compose(self) -> None:
        self.list.setAccessibleName("Pages")
        self.list.setIconSize(QSize(tokens.ICON, tokens.ICON))
        side = with_role(QFrame(self), "panel")
        side.setFixedWidth(LIST_WIDTH)
        vbox(self.list, to=side, margins=(tokens.TIGHT, tokens.SPACE))
        below = hbox(side, make_divider(), (self.pages, 1), spacing=0)
        vbox(self._compose_bar(), (below, 1), to=self, margins=0, spacing=0)

    def _compose_bar(self) -> QFrame:
        title = make_label("Preferences", "heading")
        bar = with_role(QFrame(self), "bar")
        bar.setFixedHeight(tokens.TOP_BAR + 1)
        hbox(self.back, (title, 1), to=bar, margins=(tokens.TIGHT, 0, tokens.SPACE, 0), spacing=tokens.TIGHT)
        return bar

    def open(self, page: QWidget | None = None) -> None:
        """Show the preferences, at this page if one is given."""
        if page is not None:
            self.list.setCurrentRow(self.pages.indexOf(page))
        if self._stack.currentWidget() is not self:
            self._before, self._focus = self._stack.currentWidget(), self.window().focusWidget() or self._fallback
            self._stack.addWidget(self)  # does nothing the second time
            self._stack.setCurrentWidget(self)
            self.opened.emit()

    def leave(self) -> None:
        """Show what was shown before."""
        if self._before is not None:
            self._stack.setCurrentWidget(self._before)
        (self._focus if self._focus.isVisible() else self._fallback).setFocus()

    def add_page(self, name: str, icon_name: str, page: QWidget) -> None:
        """Put a page at the end of the list."""
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(0, tokens.LINE))
        self._icons.append(icon_name)
        self.list.addItem(item)
        self.pages.addWidget(page)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._dress()

    def _dress(self) -> None:
        for row, name in enumerate(self._icons):
            self.list.item(row).setIcon(icon(name))

    # -- keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take all keys before the commands of the photos do."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence(event.keyCombination())
            if not any(keys == QKeySequence(name) for name in _OF_THE_WINDOW):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Enter presses the button that has the keyboard."""
        keys = QKeySequence(event.keyCombination())
        if event.key() == Qt.Key.Key_Escape or any(keys == QKeySequence(name) for name in KEYS):
            self.leave()
        elif not press_button(event):
            super().keyPressEvent(event)
