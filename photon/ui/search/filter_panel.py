"""The panel under the search bar for choosing filters instead of typing them."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from photon.domain import Changes, Query
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.search.filter_list import FilterLine, FilterList, lines_of_choices
from photon.ui.widgets.count_delegate import CountDelegate, CountRole
from photon.ui.widgets.keyed_line import KeyedLine
from photon.ui.widgets.overlay_panel import OverlayPanel

ROWS = len(FILTER_GROUPS)
GROUP_WIDTH, LIST_WIDTH = 150, 330
COUNTS_ALL = tr("Numbers count all photos.")
COUNTS_SOME = tr("Numbers count the photos that the folder and the other filters leave.")
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -ROWS, Qt.Key.Key_PageDown: ROWS}


class FilterSource(Protocol):
    """Provides the available filters."""

    def filter_choices(self, group: FilterGroup, query: Query) -> Future[list[FilterChoice]]:
        """Return the choices of a group, given the folder and the other filters of a query."""


class FilterGroups(QListWidget):
    """The groups of filters; ``entered_from`` is emitted when a key moves from a group to its filters."""

    entered_from = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the filters of the group on Right and Enter."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_from.emit()
        else:
            super().keyPressEvent(event)


class FilterPanel(OverlayPanel):
    """Groups on the left, the filters of one group on the right.

    Signals: ``toggled`` brings a Filter to add to the search, or to remove if it is set.
    """

    toggled = Signal(object)
    is_right = True

    def __init__(self, below: QWidget, source: FilterSource, bridge: Bridge, query: Callable[[], Query]) -> None:
        """Create the panel.

        Args:
            below: The search bar, which must already be in its window.
            source: Provides the choices.
            bridge: Delivers the answers.
            query: Returns the current query and its folder.
        """
        super().__init__(below.window(), below)
        self._source, self._query = source, query
        self._latest = LatestRequest(bridge, self)
        self._group = FILTER_GROUPS[0]
        self.setAccessibleName(tr("Filters"))
        self.groups = FilterGroups(self)
        self.field = KeyedLine(self, self._take_field_key)
        self.list = FilterList(self)
        self.nothing, self.scope = make_label(role="quiet", wraps=True), make_label(role="small", wraps=True)
        self._compose()
        self._connect()
        bridge.changed.connect(self._hear)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._follow_focus)

    def _compose(self) -> None:
        self.groups.setAccessibleName(tr("Kinds of filters"))
        self.groups.setFixedSize(GROUP_WIDTH, ROWS * tokens.LINE + 2 * self.groups.frameWidth())
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.groups.setItemDelegate(CountDelegate("", self.groups))
        for group in FILTER_GROUPS:
            QListWidgetItem(group.title, self.groups).setData(CountRole.ICON, group.icon)
        self.list.setFixedWidth(LIST_WIDTH)
        self.nothing.hide()
        right = vbox(self.field, self.nothing, (self.list, 1), spacing=tokens.TIGHT)
        columns = hbox(self.groups, (right, 1), spacing=tokens.SPACE)
        vbox(columns, self.scope, to=self, margins=tokens.SPACE, spacing=tokens.TIGHT)

    def _connect(self) -> None:
        self.groups.entered_from.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.groups.currentRowChanged.connect(self._choose_group)
        self.groups.itemActivated.connect(lambda _: self.field.setFocus())
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self._toggle_current)
        self.list.clicked.connect(self._toggle)
        self.list.entered.connect(self.list.setCurrentIndex)

    # -- showing and hiding ----------------------------------------------------------------------------

    def open_or_close(self) -> None:
        """Show the panel and focus its list of groups, or hide it."""
        if self.isVisible():
            self.leave()
            return
        self.groups.setCurrentRow(FILTER_GROUPS.index(self._group))
        self.field.clear()
        self.refresh()
        self.appear()
        self.groups.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Close the panel when the focus moves elsewhere in the window."""
        if now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self.hide()

    def refresh(self) -> None:
        """Request the choices again."""
        query = self._query()
        is_limited = query.folder is not None or bool(query.filters)
        self.scope.setText(COUNTS_SOME if is_limited else COUNTS_ALL)
        show = partial(self._show, query)
        lines = combined(lines_of_choices, self._source.filter_choices(self._group, query))
        self._latest.ask(lines, show, lambda _: show([]))

    def _choose_group(self, row: int) -> None:
        self._group = FILTER_GROUPS[row]
        name_field(self.field, self._group.find)
        self.list.choices.show_lines([], ())
        self.field.clear()
        if self.isVisible():
            self.refresh()

    def _hear(self, changes: Changes) -> None:
        """Drop the choices when photos must not be seen any more, because they may name these."""
        if changes.gone:
            self.hide()
            self.list.choices.show_lines([], ())

    def _show(self, query: Query, lines: list[FilterLine]) -> None:
        row = self.list.currentIndex().row()
        self.list.choices.show_lines(lines, query.filters)
        self._go_to(row)
        self.nothing.setText(tr("No photos have this.") if not lines else "")
        self.nothing.setVisible(not lines)

    # -- choosing ------------------------------------------------------------------------------------

    def _find(self, text: str) -> None:
        self.list.choices.find(text)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        """Move the cursor to a choice; the focused field reports it to screen readers."""
        self.list.go_to(row)
        words = self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        self.field.setAccessibleDescription(words or "")

    def _toggle_current(self) -> None:
        self._toggle(self.list.currentIndex())

    def _toggle(self, index: AnyIndex) -> None:
        self.list.setCurrentIndex(index)
        choice = self.list.current
        if choice is not None:
            self.toggled.emit(choice.part)
            self.field.selectAll()  # the next word replaces it
            self.refresh()

    def _take_field_key(self, event: QKeyEvent) -> bool:
        """Move through the choices with the field's keys, and back to the groups."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._go_to(self.list.currentIndex().row() + _MOVES[key])
        elif key == Qt.Key.Key_Left and self.field.cursorPosition() == 0 and not self.field.hasSelectedText():
            self.groups.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True
