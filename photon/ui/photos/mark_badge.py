"""The flag and the colour label of one or many photos, as small icons next to the stars."""

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from photon.domain.photo.marks import FLAG_NAMES, LABEL_NAMES, Flag, Label
from photon.language import tr
from photon.ui.kit.icons import paint_icon
from photon.ui.photos.mark_icons import flag_icons, label_icons

ICON, GAP = 16, 4
_QUIET = ("circle-dashed", "quiet")


class MarkBadge(QWidget):
    """Shows the flag and label that photos have in common; a dashed circle if labels differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons: list[tuple[str, str]] = []
        self.words = ""
        self.show_marks((), ())

    def show_marks(self, flags: Collection[Flag], labels: Collection[Label]) -> None:
        """Show marks.

        Args:
            flags: The different flags of the photos.
            labels: Their different labels.
        """
        self._icons = []
        parts = []
        if len(flags) == 1 and (flag := next(iter(flags))):
            self._icons += flag_icons(flag)
            parts.append(FLAG_NAMES[flag])
        elif len(flags) > 1:
            parts.append(tr("different flags"))
        if len(labels) == 1 and (label := next(iter(labels))):
            self._icons += label_icons(label)
            parts.append(LABEL_NAMES[label])
        elif len(labels) > 1:
            self._icons.append(_QUIET)
            parts.append(tr("different labels"))
        self.words = ", ".join(parts)
        self.setToolTip(self.words)
        self.setAccessibleName(self.words or tr("No flag and no label"))
        self.setVisible(bool(self._icons))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of the icons."""
        return QSize(len(self._icons) * (ICON + GAP), ICON)

    def minimumSizeHint(self) -> QSize:
        """Return the full size, because icons are not shortened."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icons from the left, vertically centred."""
        painter = QPainter(self)
        top = (self.height() - ICON) / 2
        for number, (name, colour) in enumerate(self._icons):
            paint_icon(painter, QRectF(number * (ICON + GAP), top, ICON, ICON), name, colour)
