"""A list and sections below each other in one area that scrolls; keys move through all of it as through one list."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.item_views import reveal
from photon.ui.kit.layouts import vbox
from photon.ui.widgets.section import Section

LEAST_LINES = 3
"""Smallest number of lines that are visible at a time."""


class SectionColumn(QScrollArea):
    """A column of lists, each as high as its lines."""

    def __init__(self, top: QAbstractItemView, sections: Sequence[Section]) -> None:
        """Arrange the parts.

        Args:
            top: Lines without a head, above all sections.
            sections: Each has a list or a tree as its body.
        """
        super().__init__()
        self._parts: list[QWidget] = [top, *(part for section in sections for part in (section.head, section.body))]
        self._sections: dict[QWidget, Section] = {section.head: section for section in sections}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        vbox(top, *sections, None, to=self._content, margins=0, spacing=tokens.TIGHT)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        for part in self._parts:
            part.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a part that can be scrolled."""
        return QSize(0, LEAST_LINES * tokens.LINE)

    def open_section(self, section: Section) -> None:
        """Unfold a section and show it at the top, with the keyboard focus on its first line."""
        if not section.is_open:
            section.toggle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        _enter(section.body, 0)
        self.verticalScrollBar().setValue(section.y())

    # -- the keyboard --------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move from one part to the next with the keys that move within a list."""
        if isinstance(watched, QWidget) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return watched in self._parts and self._move(watched, event)
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Show the line with the cursor rather than the middle of a list that is higher than the panel."""
        top = self.verticalScrollBar().value()
        is_moved = super().focusNextPrevChild(following)
        part = self.focusWidget()
        if is_moved and part in self._parts:
            self.verticalScrollBar().setValue(top)
            reveal(part, _cursor(part))
        return is_moved

    def _move(self, part: QWidget, event: QKeyEvent) -> bool:
        """Handle a key at a part; return False if the part handles it itself."""
        keys, key = Qt.Key, event.key()
        shown = [each for each in self._parts if each.isVisible() and each.height() > 0]
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or part not in shown:
            return False
        at, cursor, section = shown.index(part), _cursor(part), self._sections.get(part)
        here, page = part.mapTo(self._content, cursor.center()).y(), self.viewport().height() - tokens.LINE
        leaps = {keys.Key_Home: 0, keys.Key_End: self._content.height(),
                 keys.Key_PageUp: here - page, keys.Key_PageDown: here + page}  # fmt: skip
        if key in leaps:
            self._leap(shown, leaps[keys(key)])
        elif key == keys.Key_Down and part is not shown[-1] and cursor.bottom() + tokens.LINE > part.height():
            _enter(shown[at + 1], 0)
        elif key == keys.Key_Up and at > 0 and cursor.top() < tokens.LINE:
            _enter(shown[at - 1], shown[at - 1].height())
        elif section is not None and key == (keys.Key_Left if section.is_open else keys.Key_Right):
            section.toggle()
        else:
            return False
        return True

    def _leap(self, shown: Sequence[QWidget], height: int) -> None:
        """Enter the part at a height of the column, or the nearest one."""
        tops = [part.mapTo(self._content, QPoint(0, 0)).y() for part in shown]
        at = max([place for place, top in enumerate(tops) if top <= height], default=0)
        _enter(shown[at], height - tops[at])


def _enter(part: QWidget, height: int) -> None:
    """Give a part the keyboard focus, and put its cursor on the line at this height without running it."""
    if isinstance(part, QAbstractItemView):
        with QSignalBlocker(part):
            part.setCurrentIndex(part.indexAt(QPoint(0, min(max(0, height), part.height() - 1))))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    reveal(part, _cursor(part))


def _cursor(part: QWidget) -> QRect:
    """Return where the line with the cursor is in a list, or a head."""
    return part.visualRect(part.currentIndex()) if isinstance(part, QAbstractItemView) else part.rect()
