"""A panel that finds commands by parts of their names."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photon.language import tr
from photon.ui.keys.command_table import COMMANDS, MENUS, iterate_menu
from photon.ui.keys.key_texts import key_of
from photon.ui.kit import tokens
from photon.ui.kit.labels import name_field
from photon.ui.kit.layouts import vbox
from photon.ui.widgets.keyed_line import KeyedLine
from photon.ui.widgets.overlay_panel import OverlayPanel

ROWS = 12
_ARROW = " › "
_ROW_HEIGHT = 26
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -ROWS, Qt.Key.Key_PageDown: ROWS}


def list_commands() -> list[tuple[str, str]]:
    """List the commands of the menus.

    Returns:
        The names of the commands, each with its menus and its text, such as ``Photo › Rating › ★★``.
    """
    found = ((name, (*path, COMMANDS[name].text)) for title in MENUS for path, name in iterate_menu(title))
    return [(name, _ARROW.join(texts)) for name, texts in found if name != "palette"]


def _own_name(row: QTreeWidgetItem) -> str:
    """Return the name of a command without its menus, to be compared."""
    return row.text(0).rpartition(_ARROW)[2].casefold()


class CommandPalette(OverlayPanel):
    """Lists the commands whose names contain all typed words; Enter runs the marked one.

    The first one that begins with these words is marked or, without such a one, the first of all.
    """

    fixed_width = 520

    def __init__(self, parent: QWidget, below: QWidget, action_of: Callable[[str], QAction]) -> None:
        """Create the panel.

        Args:
            parent: The widget it lies over.
            below: The widget it appears below.
            action_of: Returns the action for the name of a command.
        """
        super().__init__(parent, below)
        self._action_of = action_of
        self._focus: QWidget | None = None
        self.field = KeyedLine(self, self._take_key)
        name_field(self.field, tr("Find a command"))
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run_current)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(self._run)
        vbox(self.field, self.list, to=self, margins=tokens.TIGHT, spacing=tokens.TIGHT)

    def open(self) -> None:
        """Show the commands that are available now."""
        if self.isHidden():
            self._focus = self.window().focusWidget()
        self.field.clear()
        self.list.clear()
        for name, text in list_commands():
            if self._action_of(name).isEnabled():
                item = QTreeWidgetItem([text, key_of(name)])
                item.setData(0, Qt.ItemDataRole.UserRole, name)
                self.list.addTopLevelItem(item)
        self.appear()
        self._filter()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Hide the panel and restore the keyboard focus."""
        super().leave()
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()

    @property
    def shown(self) -> list[QTreeWidgetItem]:
        """The rows that match the typed words, from the top."""
        rows = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [row for row in rows if row is not None and not row.isHidden()]

    def _filter(self) -> None:
        words = self.field.text().casefold().split()
        for at in range(self.list.topLevelItemCount()):
            if (row := self.list.topLevelItem(at)) is not None:
                row.setHidden(not all(word in row.text(0).casefold() for word in words))
        shown, typed = self.shown, " ".join(words)
        # "high" means "Highlights" rather than the first of all commands about them
        best = min(shown, key=lambda row: not _own_name(row).startswith(typed), default=None)
        self.list.setCurrentItem(best)  # type: ignore[arg-type]  # Qt takes none
        row_height = max(self.list.sizeHintForRow(0), _ROW_HEIGHT)
        self.list.setFixedHeight(min(max(len(shown), 1), ROWS) * row_height + 2 * self.list.frameWidth())
        self.place()

    def _run_current(self) -> None:
        row = self.list.currentItem()
        if row is not None and not row.isHidden():
            self._run(row)

    def _run(self, row: QTreeWidgetItem) -> None:
        self.leave()
        self._action_of(row.data(0, Qt.ItemDataRole.UserRole)).trigger()

    def _move(self, step: int) -> bool:
        """Mark another row; return False if no row matches the typed words."""
        shown, current = self.shown, self.list.currentItem()
        if current not in shown:
            return False
        self.list.setCurrentItem(shown[min(max(shown.index(current) + step, 0), len(shown) - 1)])
        return True

    def _take_key(self, event: QKeyEvent) -> bool:
        """Move through the list with the arrow keys while the field has the focus."""
        step = _MOVES.get(Qt.Key(event.key()))
        return step is not None and self._move(step)
