"""Full screen: the photo alone on the whole screen; leaving it restores the window."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.loupe.loupe import Loupe
from photon.ui.window.navigation import Navigation
from photon.ui.window.panels import Panels

_STATE = Qt.WindowState


class FullScreen(QObject):
    """Hides everything but the loupe while full screen is on.

    Attributes:
        is_on: Whether the photo is alone on the screen.
    """

    def __init__(self, context: WindowContext, panels: Panels, bars: Sequence[QWidget]) -> None:
        """Create the full screen, switched off.

        Args:
            context: The window.
            panels: The panels beside the loupe.
            bars: The bars above and below them.
        """
        super().__init__(context.widget)
        self._context, self._navigation, self._loupe = context, context.part(Navigation), context.part(Loupe)
        self.window, self._panels, self._bars = context.widget, panels, bars
        self.is_on = self._is_opened_here = False
        self._shown: list[QWidget] = []
        self._before = _STATE.WindowNoState
        self._loupe.full_screen_toggled.connect(self.toggle)
        context.pages.currentChanged.connect(lambda _: self._follow_page())
        context.outer.currentChanged.connect(lambda _: self.leave())
        context.needs["bars"] = self._leave_for

    def toggle(self) -> None:
        """Show the current photo alone, or restore the window; without a photo, the window fills the screen."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Show the current photo alone on the screen."""
        at = self._navigation
        is_opened = at.is_loupe_open
        if not is_opened and at.is_frame_shown and isinstance(self._context.pages.current.grid, PhotoGrid):
            at.open_loupe()
        if not (at.is_frame_shown and at.is_loupe_open):
            self.toggle_window()
        elif not self.is_on:
            self._is_opened_here = not is_opened
            self._hide_all()

    def start_slideshow(self) -> None:
        """Show the current photo alone and start a slideshow from it; a running slideshow is stopped."""
        self.enter()
        if self.is_on:
            self._loupe.slideshow.toggle()

    def leave(self) -> None:
        """Restore the window, with the page that ``enter`` opened the photo from."""
        if not self.is_on:
            return
        self._show_all()
        if self._is_opened_here and self._navigation.is_loupe_open:
            self._navigation.show_grid()

    def step_back(self) -> None:
        """Go one step back; if there is none, leave full screen."""
        if not self._navigation.leave() and self.window.isFullScreen():
            self.toggle_window()

    def _leave_for(self, act: Act) -> None:
        """Leave full screen and call a function that needs the bars of the window."""
        self.leave()
        act()

    def toggle_window(self) -> None:
        """Switch the window between full screen with all its panels and its normal size."""
        self.leave()
        self.window.setWindowState(self.window.windowState() ^ _STATE.WindowFullScreen)

    def _hide_all(self) -> None:
        self.is_on = True
        self._before = self.window.windowState()
        self._shown = [bar for bar in self._bars if not bar.isHidden()]
        for bar in self._shown:
            bar.hide()
        self._panels.set_alone(alone=True)
        self._loupe.set_alone(alone=True)
        self.window.setWindowState(self._before | _STATE.WindowFullScreen)
        self._loupe.setFocus()

    def _show_all(self) -> None:
        self.is_on = False
        self._loupe.set_alone(alone=False)
        self._panels.set_alone(alone=False)
        for bar in self._shown:
            bar.show()
        self.window.setWindowState(self._before & ~_STATE.WindowMinimized)

    def _follow_page(self) -> None:
        """Leave full screen when another page is opened, which needs the bars and panels."""
        if self.is_on and not self._navigation.is_loupe_open:
            self._show_all()
