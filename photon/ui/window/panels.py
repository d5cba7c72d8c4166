"""Sidebar, middle and inspector beside each other; widths and what is hidden are remembered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_number, remembered_switch


class Panels(QSplitter):
    """Three parts; only the middle one takes what is left."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._left = left
        self._right = right
        self.sides = (left, right)
        for part in (left, middle, right):
            self.addWidget(part)
        for part, (least, _, most) in ((left, tokens.SIDEBAR), (right, tokens.INSPECTOR)):
            part.setMinimumWidth(least)
            part.setMaximumWidth(most)
        middle.setMinimumWidth(320)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setStretchFactor(2, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)

    def toggle(self, *, left: bool = False, right: bool = False) -> None:
        """Hide these panels if any of them is shown, else show them."""
        parts = [part for part, is_meant in ((self._left, left), (self._right, right)) if is_meant]
        are_shown = any(not part.isHidden() for part in parts)
        for part in parts:
            part.setVisible(not are_shown)

    def recall(self) -> None:
        """As it was last time."""
        left = remembered_number("panels/left", tokens.SIDEBAR[1])
        right = remembered_number("panels/right", tokens.INSPECTOR[1])
        self.setSizes([left, max(320, tokens.WINDOW[0] - left - right), right])
        self._left.setVisible(remembered_switch("panels/left-shown", usual=True))
        self._right.setVisible(remembered_switch("panels/right-shown", usual=True))

    def state(self) -> dict[str, object]:
        """How it is, by the names under which it is remembered."""
        left, _, right = self.sizes()
        found: dict[str, object] = {}
        for name, part, width in (("left", self._left, left), ("right", self._right, right)):
            found[f"panels/{name}-shown"] = not part.isHidden()
            if width > 0:
                found[f"panels/{name}"] = width
        return found
