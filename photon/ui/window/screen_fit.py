"""Fits the window to its screen: at the start, on another screen, and when the screen becomes smaller."""

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QMainWindow

from photon.ui.kit import tokens

_TITLE_BAR = QSize(0, 40)  # most desktops add one above


class ScreenFit(QObject):
    """Sets the first and the minimum size of a window, and shrinks it when its screen offers less room.

    Sizes are in device-independent pixels, so a scaled screen has fewer: 1366 × 768 at 150% is 911 × 512, less
    than ``WINDOW_LEAST``. The window must not be larger than the visible area.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._screen = window, window.screen()
        window.resize(QSize(*tokens.WINDOW).boundedTo(self._room()))
        window.setMinimumSize(QSize(*tokens.WINDOW_LEAST).boundedTo(self._room()))
        self._screen.availableGeometryChanged.connect(self._fit)
        self._follows = False

    def follow(self) -> None:
        """Follow the window to other screens, as reported by its handle. Call this when the window is shown."""
        handle = self._window.windowHandle()
        if not self._follows and handle is not None:
            self._follows = True
            handle.screenChanged.connect(self._change_screen)
            self._change_screen(handle.screen())

    def _change_screen(self, screen: QScreen) -> None:
        if screen is not self._screen:
            self._screen.availableGeometryChanged.disconnect(self._fit)
            self._screen = screen
            screen.availableGeometryChanged.connect(self._fit)
            self._fit()

    def _fit(self) -> None:
        """Shrink the window to its screen, and move it to where it is visible."""
        window, room = self._window, self._room()
        window.setMinimumSize(QSize(*tokens.WINDOW_LEAST).boundedTo(room))
        if window.windowState():
            return  # maximised or full screen: it follows the screen anyway
        window.resize(window.size().boundedTo(room))
        seen, frame = self._screen.availableGeometry(), window.frameGeometry()
        window.move(
            max(seen.left(), min(frame.left(), seen.right() + 1 - frame.width())),
            max(seen.top(), min(frame.top(), seen.bottom() + 1 - frame.height())),
        )

    def _room(self) -> QSize:
        """Return the area the window may fill: the screen without the window frame, whose size is known once shown."""
        frame = self._window.frameGeometry().size() - self._window.size()
        return self._screen.availableSize() - frame.expandedTo(_TITLE_BAR)
