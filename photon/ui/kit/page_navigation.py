"""Pages with a photo in each row: its details beside them, the photo itself in the loupe, and the way back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


class _Row(Protocol):
    @property
    def photo(self) -> int: ...


class _Page(Protocol):
    """What such a page tells.

    Attributes:
        closed: The person wants the photos back.
        opened: Brings the photos of the list and which of them is to be looked at.
        current_changed: Brings the photo of the row with the cursor.
    """

    closed: SignalInstance
    opened: SignalInstance
    current_changed: SignalInstance

    @property
    def current(self) -> _Row | None: ...


class Leafing(QObject):
    """Follows such pages.

    Attributes:
        pages: Those that are followed.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._way_back: QWidget | None = None  # where the loupe was opened from
        self.pages: dict[QWidget, _Page] = {}
        window.loupe.closed.connect(self._come_back)
        window.middle.currentChanged.connect(lambda _: self._forget_way_back())

    @property
    def is_on(self) -> bool:
        """Whether the loupe goes through the photos of one of the pages."""
        return self._way_back is not None

    def follow(self, widget: QWidget, page: _Page) -> None:
        """Follow a page, which is this widget."""
        self.pages[widget] = page
        page.closed.connect(self._window.show_grid)
        page.opened.connect(lambda photos, at: self._open_photo(widget, photos, at))
        page.current_changed.connect(lambda photo: self._show_details(widget, photo))

    def show_page(self, widget: QWidget) -> None:
        """Show a page that is followed."""
        self._window.show_page(widget)
        widget.setFocus()
        current = self.pages[widget].current
        if current is not None:
            self._show_details(widget, current.photo)

    def _open_photo(self, widget: QWidget, photos: Sequence[int], at: int) -> None:
        """Open a photo of a page; leaving it leads back there."""
        self._way_back = widget
        self._window.show_page(self._window.loupe)
        self._window.loupe.open(photos, at)

    def _come_back(self) -> None:
        widget, self._way_back = self._way_back, None
        if widget is not None:
            QTimer.singleShot(0, self, lambda: self.show_page(widget))  # the window shows the grid first

    def _forget_way_back(self) -> None:
        """The person went elsewhere than from a page to a photo."""
        if not self._window.is_loupe_open():
            self._way_back = None

    def _show_details(self, widget: QWidget, photo: int) -> None:
        if self._window.middle.currentWidget() is widget:
            self._window.inspector.show_photos([photo] if photo else [])
