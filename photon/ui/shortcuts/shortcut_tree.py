"""The list of all commands with their keys, menu by menu and page by page."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from photon.language import tr
from photon.ui.keys.command_table import (
    ALL_COMMANDS,
    MENUS,
    PAGES,
    commands_of,
    commands_outside,
    iterate_menu,
)
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_names import key_name
from photon.ui.keys.refused_keys import ALWAYS
from photon.ui.keys.shipped_maps import Keys
from photon.ui.kit import tokens
from photon.ui.kit.item_views import AnyIndex

_KEYS_WIDTH = 250  # pixels; more keys are elided, and shown by a tooltip
_NAME = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


class ShortcutTree(QTreeWidget):
    """Lists the commands; each row shows the keys in use.

    Signals:
        picked: Brings the name of the current command; empty on a heading.
        change_wanted: The current command is to have another key.
        removal_wanted: The current command is to have no key.
    """

    picked = Signal(str)
    change_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Commands and their keys"))
        self.setColumnCount(3)
        self.setHeaderLabels([tr("Command"), tr("Keys"), ""])
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # else each text would measure all rows
        self.header().resizeSection(1, _KEYS_WIDTH)
        self.header().resizeSection(2, self.fontMetrics().horizontalAdvance(tr("changed")) + 2 * tokens.SPACE)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionsMovable(False)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._titles: dict[str, str] = {}
        self.currentItemChanged.connect(lambda *_: self.picked.emit(self.command))
        self.itemDoubleClicked.connect(lambda *_: self._ask_to_change())
        self._fill()
        current_keys().follow(self, "keys", ShortcutTree.show_keys)

    def _fill(self) -> None:
        for title, names in _groups():
            heading = QTreeWidgetItem([title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            for path, name in names:
                row = QTreeWidgetItem([path])
                row.setData(0, _NAME, name)
                heading.addChild(row)
                self._rows[name], self._titles[name] = row, title
            self.addTopLevelItem(heading)
        self.expandAll()
        self.setCurrentItem(next(iter(self._rows.values())))

    def show_keys(self) -> None:
        """Show the keys in use."""
        key_map = current_keys().key_map
        for name, row in self._rows.items():
            keys = _all_keys(name, key_map.keys_of(name))
            shown = f" {tr('or')} ".join(key_name(key) for key in keys)
            changed = tr("changed") if key_map.is_changed(name) else ""
            if row.data(0, _WORDS) and (row.text(1), row.text(2)) == (shown, changed):
                continue
            row.setText(1, shown)
            row.setToolTip(1, shown)
            row.setText(2, changed)
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(
                part for part in (row.text(0), shown or tr("no key"), changed) if part
            ))  # fmt: skip
            row.setData(0, _WORDS, " ".join((self._titles[name], row.text(0), shown, *keys, changed)).casefold())

    @property
    def command(self) -> str:
        """The name of the current command; empty on a heading."""
        row = self.currentItem()
        return str(row.data(0, _NAME) or "") if row is not None else ""

    @property
    def shown(self) -> list[str]:
        """The names of the commands that are listed now, from the top."""
        return [name for name, row in self._rows.items() if not row.isHidden()]

    def row_of(self, command: str) -> QTreeWidgetItem:
        """Return the row of a command."""
        return self._rows[command]

    def filter(self, text: str) -> None:
        """List only commands with all of these words in their name, menu or keys; make the first one current."""
        words = text.casefold().split()
        for row in self._rows.values():
            row.setHidden(not all(word in row.data(0, _WORDS) for word in words))
        titles = {self._titles[name] for name in self.shown}
        for at in range(self.topLevelItemCount()):
            if (heading := self.topLevelItem(at)) is not None:
                heading.setHidden(heading.text(0) not in titles)
        if words and self.command not in self.shown:
            first = next(iter(self.shown), "")
            self.setCurrentItem(self._rows[first] if first else None)  # type: ignore[arg-type]  # Qt takes none

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sets the key of the current command, Del removes its keys."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self.command:
            self._ask_to_change()
        elif event.key() == keys.Key_Delete and self.command:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row without the style's colour before the current one."""
        option.palette.setBrush(QPalette.ColorRole.Highlight, option.palette.base())
        super().drawRow(painter, option, index)

    def drawBranches(self, _painter: QPainter, _rect: QRect, _index: AnyIndex) -> None:
        """Draw nothing before a row: headings can't be closed."""

    def _ask_to_change(self) -> None:
        if self.command:
            self.change_wanted.emit()


def _all_keys(command: str, keys: Keys) -> Keys:
    """Return the keys of a command, with the one that always belongs to it."""
    return (ALWAYS[command], *keys) if command in ALWAYS else keys


def _groups() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the headings; for each, the texts and names of its commands."""
    for title in MENUS:
        yield title, [(" › ".join((*path[1:], ALL_COMMANDS[name].text)), name) for path, name in iterate_menu(title)]
    yield tr("Outside menus"), [(ALL_COMMANDS[name].text, name) for name in commands_outside()]
    for page, title in PAGES.items():
        yield title, [(ALL_COMMANDS[name].text, name) for name in commands_of(page)]
