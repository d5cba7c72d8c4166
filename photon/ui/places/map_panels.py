"""The columns of the map page, of which the map has most of the width."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

# pixels: the usual widths of places and photos, the least ones, and that of the map
_LIST, _GRID, _LEAST, _MAP = 220, 244, 150, 240


class MapPanels(QSplitter):
    """Places, map and photos; both sides become narrower in a narrow window, and wide again afterwards."""

    def __init__(self, places: QWidget, middle: QWidget, photos: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._photos, self._sides = photos, [_LIST, _GRID]  # as wide as the user wants them
        for part, least in ((places, _LEAST), (middle, _MAP), (photos, 0)):
            self.addWidget(part)
            part.setMinimumWidth(least)  # photos: their button may need more
        self.setStretchFactor(1, 1)
        self.setHandleWidth(1)
        self.splitterMoved.connect(lambda *_: self._keep_sides())

    def _keep_sides(self) -> None:
        self._sides = self.sizes()[::2]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the width to the map, also when the details are open; the places go where it is scarce."""
        super().resizeEvent(event)
        wide, least = self.width(), self._photos.minimumSizeHint().width()
        left, right = (min(side, max(_LEAST, wide // 5)) for side in self._sides)
        left = left if wide >= _LEAST + _MAP + max(right, least) else 0
        self.setSizes([left, wide - left - right, right])
