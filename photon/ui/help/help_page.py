"""The guide over the whole window: pages and a search on the left, the current page on the right."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from photon.domain.guide import HelpTopic, help_topics, search_topics
from photon.language import tr
from photon.ui.help.guide_view import GuideView
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.full_page import FullPage
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.layouts import hbox, make_divider, vbox
from photon.ui.kit.theme import with_role
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.keyed_line import KeyedLine

LIST_WIDTH = 272
NOTHING = tr("No page has all of these words.")
LIST_AFTER_MS = 30
_NAME = Qt.ItemDataRole.UserRole + 1


class HelpPage(FullPage):
    """The guide, opened at the page about what the user is doing."""

    def __init__(self, stack: QStackedWidget, fallback: QWidget) -> None:
        """Create it without reading any page; see ``FullPage``."""
        super().__init__(stack, fallback)
        self.view = GuideView()
        self.field, self.list = KeyedLine(self, self._take_key), QListWidget()
        self.nothing = make_label(NOTHING, "quiet", wraps=True)
        self.earlier = make_icon_button("caret-left", tr("Previous page (Alt+Left)"), self.view.backward)
        self.later = make_icon_button("caret-right", tr("Next page (Alt+Right)"), self.view.forward)
        self._list_later = single_shot(self, LIST_AFTER_MS, lambda: self._search(self.field.text()))
        self._compose()
        self.field.textChanged.connect(self._search)
        self.list.currentItemChanged.connect(self._follow_list)
        self.view.page_shown.connect(self._show_in_list)
        self.view.backwardAvailable.connect(self.earlier.setEnabled)
        self.view.forwardAvailable.connect(self.later.setEnabled)

    def _compose(self) -> None:
        name_field(self.field, tr("Search the guide"))
        self.field.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("Pages of the guide"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing.hide()
        for button in (self.earlier, self.later):
            button.setEnabled(False)
        side = with_role(QFrame(self), "panel")
        side.setFixedWidth(LIST_WIDTH)
        column = (self.field, self.nothing, (self.list, 1))
        vbox(*column, to=side, margins=(tokens.TIGHT, tokens.SPACE), spacing=tokens.TIGHT)
        below = hbox(side, make_divider(), (self.view, 1), spacing=0)
        vbox(self._compose_bar(tr("Guide"), self.earlier, self.later), (below, 1), to=self, margins=0, spacing=0)

    def open(self, topic: str) -> None:
        """Show a page of the guide.

        Args:
            topic: Name of the page; a heading may follow after ``#``.
        """
        self.appear()
        self.field.clear()
        if not self.list.count():  # once the page is painted, because titles are read from all files
            self._list_later.start()
        self.view.open(topic)
        self._show_in_list(self.view.page)
        self.view.setFocus()

    # -- the list ----------------------------------------------------------------------------------

    def _search(self, words: str) -> None:
        """List the pages with these words; without words, list all."""
        found = search_topics(words) if words.strip() else list(help_topics())
        with QSignalBlocker(self.list):
            self.list.clear()
            for topic in found:
                self.list.addItem(_make_item(topic, words))
        self._show_in_list(self.view.page)
        self.view.mark(words)
        show_text(self.nothing, "" if found else NOTHING)

    def _show_in_list(self, name: str) -> None:
        with QSignalBlocker(self.list):
            rows = [row for row in range(self.list.count()) if self.list.item(row).data(_NAME) == name]
            self.list.setCurrentRow(rows[0] if rows else -1)

    def _follow_list(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.view.open(item.data(_NAME))
            self.view.mark(self.field.text())

    # -- keys --------------------------------------------------------------------------------------

    def _take_key(self, event: QKeyEvent) -> bool:
        """In the search field: arrows move through the list, Enter reads the page, Esc clears the field first."""
        keys = Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down):
            step = 1 if event.key() == keys.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            return True
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._read_first()
            return True
        if event.key() == keys.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False

    def _read_first(self) -> None:
        """Open the first result, unless one of the results is open, and focus it."""
        if self.list.count():
            if self.list.currentRow() < 0:
                self.list.setCurrentRow(0)
            self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search, and move back and forward between pages."""
        keys = QKeySequence(event.keyCombination())
        acts = {"Ctrl+F": self.field.setFocus, "Alt+Left": self.view.backward, "Alt+Right": self.view.forward}
        act = next((act for name, act in acts.items() if keys == QKeySequence(name)), None)
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)


def _make_item(topic: HelpTopic, words: str) -> QListWidgetItem:
    excerpt = topic.excerpt(words) if words.strip() else ""
    item = QListWidgetItem(f"{topic.title}\n{excerpt}" if excerpt else topic.title)
    item.setData(_NAME, topic.name)
    return item
