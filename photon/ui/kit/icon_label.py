"""A label that shows an icon in the colours of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme


class IconLabel(QLabel):
    """A Phosphor icon of a given size in pixels."""

    def __init__(self, name: str, pixels: int, role: str = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._pixels = pixels
        self._role = role
        self._is_icon = True
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme().changed.connect(self._paint)
        self._paint()

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        self._name, self._role, self._is_icon = name, role, True
        self._paint()

    def show_instead(self, pixmap: QPixmap) -> None:
        """Show a picture in place of the icon; it does not change with the theme."""
        self._is_icon = False
        self.setPixmap(pixmap)

    def _paint(self) -> None:
        if self._is_icon:
            self.setPixmap(icon(self._name, self._role).pixmap(QSize(self._pixels, self._pixels)))
