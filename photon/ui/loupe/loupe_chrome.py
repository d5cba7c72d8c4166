"""The parts shown over the photo while the mouse moves: the bar, the pointer and, in full screen, the filmstrip."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.filmstrip import Filmstrip
from photon.ui.loupe.loupe_bar import LoupeBar
from photon.ui.loupe.photo_view import PhotoView

REST_MS = 2000
FILMSTRIP = "loupe/filmstrip"


class LoupeChrome(QObject):
    """Shows the bar when the mouse moves, and hides it when the mouse has rested for two seconds.

    Attributes:
        is_alone: Whether the photo fills the screen. The filmstrip then lies over the photo and appears with the bar;
            otherwise it stays below the photo.
        rest: Timer that fires when the mouse has rested.
    """

    def __init__(self, view: PhotoView, bar: LoupeBar, filmstrip: Filmstrip, layout: QBoxLayout) -> None:
        """Manage these parts.

        Args:
            view: The view of the photo.
            bar: The bar at its upper edge.
            filmstrip: The last item of the layout.
            layout: The layout with the view and the filmstrip.
        """
        super().__init__(view)
        self._view, self._bar, self._filmstrip, self._layout = view, bar, filmstrip, layout
        self.is_alone = False
        self._has_filmstrip = remembered_switch(FILMSTRIP, usual=True)
        self.rest = single_shot(self, REST_MS, self._hide_unused)
        self._show_filmstrip()
        bar.hide()

    def show(self) -> None:
        """Show the bar, because the mouse moved."""
        self._view.show_pointer(visible=True)
        self._bar.show()
        self._bar.raise_()
        if self.is_alone and self._has_filmstrip:
            self._filmstrip.show()
            self._filmstrip.raise_()
        self.rest.start()

    def hide(self) -> None:
        """Hide the bar; the pointer does not change."""
        self.rest.stop()
        self._bar.hide()
        if self.is_alone:
            self._filmstrip.hide()

    def set_alone(self, *, alone: bool) -> None:
        """Give the photo the whole loupe, or put the filmstrip below it again."""
        if alone == self.is_alone:
            return
        self.is_alone = alone
        if alone:
            self._layout.removeWidget(self._filmstrip)
        else:
            self._layout.addWidget(self._filmstrip)
        self._show_filmstrip()
        self._layout.activate()  # the view has its new size
        self.hide()
        self._view.show_pointer(visible=not alone)

    def toggle_filmstrip(self) -> None:
        """Switch the filmstrip on or off, and store that."""
        self._has_filmstrip = not self._has_filmstrip
        settings().setValue(FILMSTRIP, self._has_filmstrip)
        self._show_filmstrip()
        if self.is_alone:
            self.show()

    def place(self) -> None:
        """Move the parts to the edges of the photo's area."""
        self._bar.setGeometry(0, 0, self._view.width(), self._bar.height())
        if self.is_alone:
            room, height = self._view.size(), self._filmstrip.height()
            self._filmstrip.setGeometry(0, room.height() - height, room.width(), height)

    def _show_filmstrip(self) -> None:
        self._filmstrip.setVisible(self._has_filmstrip and not self.is_alone)
        self._bar.filmstrip.setChecked(self._has_filmstrip)

    def _hide_unused(self) -> None:
        if self._bar.underMouse() or self._filmstrip.underMouse():
            self.rest.start()
            return
        self.hide()
        self._view.show_pointer(visible=False)
