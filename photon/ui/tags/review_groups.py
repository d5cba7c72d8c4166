"""The list of suggested tags with their numbers of undecided photos."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import number, tr, tr_n
from photon.library.tags.tag_suggestions import ReviewGroup
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.count_delegate import CountDelegate, CountRole

WIDTH = 184
LATER_MS = 100


class ReviewGroups(QListWidget):
    """One line per tag; ``picked`` brings the TagPath of a chosen line, ``entered`` is emitted on Enter."""

    picked = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[ReviewGroup] = []  # by row
        self._rows: dict[str, int] = {}
        self._wanted: tuple[Mapping[str, ReviewGroup], TagPath | None] = {}, None
        self._later = single_shot(self, LATER_MS, self._list_groups)
        self.setItemDelegate(CountDelegate("", self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setMinimumWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Suggested tags"))
        self.currentItemChanged.connect(self._emit_picked)
        theme().changed.connect(self.viewport().update)

    @property
    def paths(self) -> list[TagPath]:
        """The tags listed, from the top."""
        return [group.path for group in self._groups]

    @property
    def rows(self) -> Mapping[str, int]:
        """The row of each tag, by its key."""
        return self._rows

    def show_groups(self, groups: Mapping[str, ReviewGroup], current: TagPath | None) -> None:
        """List these tags, given by key, with the cursor on one of them, without emitting a signal.

        A hidden list is filled later: together with a repaint of all photos, it blocked the window for 60 ms.
        """
        self._wanted = groups, current
        if self.isVisible():
            self._list_groups()
        else:
            self._later.start()

    def _list_groups(self) -> None:
        groups, current = self._wanted
        self._later.stop()
        scrolled = self.verticalScrollBar().value()
        before = self._groups
        with QSignalBlocker(self):
            if list(groups) != list(self._rows):
                self.clear()
                self.addItems([group.path[-1] for group in groups.values()])
                before, self._rows = [], {key: row for row, key in enumerate(groups)}
            self._groups = list(groups.values())
            for row, group in enumerate(self._groups):
                if not before or before[row] != group:
                    _fill(self.item(row), group)
        self.verticalScrollBar().setValue(scrolled)
        self.point_at(current)

    def show_waiting(self, path: TagPath, waiting: int) -> None:
        """Update the number of undecided photos of a tag."""
        if self._later.isActive():  # it would bring the number from before
            self._list_groups()
        row = self._row_of(path)
        if row >= 0 and self._groups[row].waiting != waiting:
            self._groups[row] = replace(self._groups[row], waiting=waiting)
            _fill(self.item(row), self._groups[row])

    def point_at(self, path: TagPath | None) -> None:
        """Move the cursor to a tag without emitting a signal."""
        self._wanted = self._wanted[0], path
        with QSignalBlocker(self):
            self.setCurrentRow(self._row_of(path))
        self.viewport().update()

    def after(self, path: TagPath) -> TagPath | None:
        """Return the next tag with undecided photos, starting at this one's line; None if there is none."""
        row = self._row_of(path)
        around = (*self._groups[row + 1 :], *self._groups[: max(0, row)])
        return next((group.path for group in around if group.waiting), None)

    def _row_of(self, path: TagPath | None) -> int:
        return self._rows.get(tag_key(path), -1) if path is not None else -1

    def _emit_picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(CountRole.THING))

    def showEvent(self, event: QShowEvent) -> None:
        """Fill a list that was put off."""
        if self._later.isActive():
            self._list_groups()
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on to the photos on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _fill(item: QListWidgetItem, group: ReviewGroup) -> None:
    item.setData(CountRole.THING, group.path)
    item.setData(CountRole.COUNT, number(group.waiting))
    parts = [tag_text(group.path), tr_n("{count:,} photo to review", "{count:,} photos to review", group.waiting)]
    item.setToolTip("\n".join(parts))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(parts))
