"""Sidebar, middle and inspector side by side; their widths and visibility are saved."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings import remembered_number, remembered_switch
from photon.ui.kit.timers import single_shot


class Panels(QSplitter):
    """Three parts, of which only the middle one is stretched. The right one is hidden if the page would be cut off."""

    def __init__(self, left: QWidget, middle: PageStack, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._left, self._middle, self._right = left, middle, right
        self._right_width = 0
        """Width of the right panel while it is hidden to make room, else 0."""
        self._is_chosen = False  # by F7 or F8; valid until another page is shown
        self._before: tuple[dict[str, object], list[int], list[bool]] | None = None
        """Saved state, widths, and hidden panels, from before ``set_alone``."""
        self._refit = single_shot(self, 0, self._make_room)
        self.sides = (left, right)
        for part in (left, middle, right):
            self.addWidget(part)
        for part, (least, _, most) in ((left, tokens.SIDEBAR), (right, tokens.INSPECTOR)):
            part.setMinimumWidth(least)
            part.setMaximumWidth(most)
        middle.setMinimumWidth(Page.least_width)
        middle.currentChanged.connect(lambda _: self._follow_page())
        middle.laid_out.connect(self._hide_if_cut)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setStretchFactor(2, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)

    def toggle(self, *, left: bool = False, right: bool = False) -> None:
        """Hide these panels if any of them is shown, otherwise show them."""
        parts = [part for part, is_meant in ((self._left, left), (self._right, right)) if is_meant]
        are_shown = any(not part.isHidden() for part in parts)
        for part in parts:
            part.setVisible(not are_shown)
        if right:
            self._right_width, self._is_chosen = 0, True
        self._refit.start()  # after the splitter has distributed the widths

    def set_alone(self, *, alone: bool) -> None:
        """Show the middle alone; afterwards, restore the panels as they were, whatever was toggled."""
        if alone == (self._before is not None):
            return
        if alone:
            self._before = (self.state(), self.sizes(), [side.isHidden() for side in self.sides])
            for side in self.sides:
                side.hide()
            return
        _, widths, hidden = self._before or ({}, self.sizes(), [])
        self._before = None
        for side, was_hidden in zip(self.sides, hidden, strict=True):
            side.setHidden(was_hidden)
        self.setSizes(widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show the inspector to fit."""
        super().resizeEvent(event)
        self._make_room()

    def _follow_page(self) -> None:
        self._is_chosen = False
        self._make_room()

    @property
    def _is_settled(self) -> bool:
        """Whether a key or full screen determines the panels."""
        return self._is_chosen or self._before is not None

    def _room(self) -> int:
        """Return the width in pixels that the current page leaves for the side panels."""
        page = self._middle.current
        return self.width() - 2 * self.handleWidth() - max(page.least_width, page.minimumSizeHint().width())

    def _hide_if_cut(self) -> None:
        """Make room for longer texts, too; the panel returns with another page, not with shorter texts."""
        least = min(max(tokens.SIDEBAR[0], self._left.minimumSizeHint().width()), tokens.SIDEBAR[2])
        self._left.setMinimumWidth(least)  # its buttons appear and disappear, and are long in some languages
        left, _, right = self.sizes()
        room, least = self._room(), min(left, least)
        if self._is_settled or not right or left + right <= room:
            return
        if least + right <= room:
            self.setSizes([room - right, self.width() - 2 * self.handleWidth() - room, right])
        else:
            self._right_width = right
            self._right.hide()

    def _make_room(self) -> None:
        self._hide_if_cut()
        if not self._is_settled and self._right_width and self._room() - self.sizes()[0] >= self._right_width:
            self._right.show()
            self._right_width = 0

    def recall(self) -> None:
        """Restore the saved state."""
        left = max(0, remembered_number("panels/left", tokens.SIDEBAR[1]))
        right = max(0, remembered_number("panels/right", tokens.INSPECTOR[1]))
        self.setSizes([left, max(Page.least_width, tokens.WINDOW[0] - left - right), right])
        self._left.setVisible(remembered_switch("panels/left-shown", usual=True))
        self._right.setVisible(remembered_switch("panels/right-shown", usual=True))

    def state(self) -> dict[str, object]:
        """Return the state, by its keys in the settings."""
        if self._before is not None:
            return self._before[0]
        left, _, right = self.sizes()
        found: dict[str, object] = {}
        for name, part, width in (("left", self._left, left), ("right", self._right, right)):
            found[f"panels/{name}-shown"] = not part.isHidden() or (part is self._right and self._right_width > 0)
            if width > 0:
                found[f"panels/{name}"] = width
        return found
