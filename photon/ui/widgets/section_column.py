"""The sections of a panel in a column: if space is short, their lists shrink first; then the column scrolls."""

from collections.abc import Sequence
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.layouts import vbox
from photon.ui.widgets.section import Section

LEAST_LINES = 3
"""Smallest number of lines of a list, unless it has fewer."""


class LineList(Protocol):
    """A list or tree whose height is a number of lines."""

    @property
    def wanted_lines(self) -> int:
        """The number of lines it would show."""

    @property
    def shown_lines(self) -> int:
        """The number of lines it shows."""

    def limit_lines(self, lines: int) -> None:
        """Show at most this many lines; the list scrolls to the others."""


class SectionColumn(QScrollArea):
    """A column no higher than its sections need, which gives up space before other widgets do."""

    def __init__(self, sections: Sequence[Section]) -> None:
        """Arrange the sections.

        Args:
            sections: Each has a ``LineList`` as its body.
        """
        super().__init__()
        self._sections = sections
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = QWidget()
        vbox(*sections, None, to=self._content, margins=0, spacing=tokens.TIGHT)
        self.setWidget(self._content)
        self.setWidgetResizable(True)

    def sizeHint(self) -> QSize:
        """Return the height of all sections with all the lines that they want."""
        return QSize(0, self._rest() + tokens.LINE * sum(each.wanted_lines for each in self._lists()))

    def minimumSizeHint(self) -> QSize:
        """Return the size of a part that can be scrolled."""
        return QSize(0, min(LEAST_LINES * tokens.LINE, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lists to the space."""
        super().resizeEvent(event)
        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the lists when a section was added, removed or folded, or a list has more or fewer lines."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._share_room()
        return super().eventFilter(watched, event)

    def _lists(self) -> list[LineList]:
        shown = (section for section in self._sections if not section.isHidden() and section.is_open)
        return [cast("LineList", section.body) for section in shown]

    def _rest(self) -> int:
        """Return the height of everything that is not a line of a list."""
        return self._content.sizeHint().height() - tokens.LINE * sum(each.shown_lines for each in self._lists())

    def _share_room(self) -> None:
        """Give each list a few lines, then one more to all lists in turn."""
        lists = self._lists()
        given = [min(each.wanted_lines, LEAST_LINES) for each in lists]
        left = (self.viewport().height() - self._rest()) // tokens.LINE - sum(given)
        while left > 0 and (short := [at for at, each in enumerate(lists) if given[at] < each.wanted_lines]):
            for at in short[:left]:
                given[at] += 1
            left -= len(short)
        for each, lines in zip(lists, given, strict=True):
            each.limit_lines(lines)
