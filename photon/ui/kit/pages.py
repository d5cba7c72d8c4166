"""The pages in the middle of the window, and the stack that shows one of them."""

from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget


@runtime_checkable
class Explained(Protocol):
    """An object that the guide explains."""

    def help_topic(self) -> str:
        """The page of the guide, with a heading after ``#`` if a section of it is meant."""


class Page(QFrame):
    """A page in the middle of the window.

    A new page sets the attributes below and is added to the window's ``PageStack``; no other code has to know it.

    Signals:
        closed: The person wants the photos back.
        opened: Brings photos and the index of the one to open in the loupe; leaving the loupe returns to this page.
        current_changed: Brings the photo at the cursor, or 0.
        done: Brings a sentence about what was done.

    Attributes:
        has_own_details: The details panel shows the photos of this page, not those selected in the grid.
        takes_tags: The key T adds a tag to the photos of this page.
        takes_captions: The key K writes the caption of the photos of this page.
        takes_order: The order of its photos can be chosen in the bar at the top of the window.
        grid: The grid of photos that the page shows, if it has one.
        least_width: Width in pixels that it needs; in a narrower window the details panel is hidden.
        topic: Its page of the guide.
    """

    closed = Signal()
    opened = Signal(list, int)
    current_changed = Signal(int)
    done = Signal(str)
    has_own_details = False
    takes_tags = False
    takes_captions = False
    takes_order = False
    grid: QWidget | None = None
    least_width = 320
    topic = "index"

    def photos(self) -> list[int]:
        """The photos that commands act on: those selected, or the one at the cursor."""
        return []

    def help_topic(self) -> str:
        """The page of the guide about what is shown."""
        return self.topic

    def kept_clear(self) -> int:
        """Height in pixels at the bottom that messages must not cover, because there are buttons."""
        return 0

    def point_at(self, photo: int) -> None:
        """Move the cursor to the photo that was last shown in the loupe."""


class PageStack(QStackedWidget):
    """A stack that shows one page at a time.

    Signals:
        left: The person wants the photos back.
        opened: Brings a page, photos and the index of the one to open in the loupe.
        details_wanted: Brings the photos that the details panel should show.
        laid_out: The layout of a page changed, so it may need another width.
    """

    left = Signal()
    opened = Signal(Page, list, int)
    details_wanted = Signal(list)
    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        """Emit ``laid_out`` on layout requests.

        An event filter would still be called while the window is being destroyed.
        """
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return is_done

    def add(self, page: Page) -> None:
        """Add a page and follow its signals."""
        self.addWidget(page)
        page.closed.connect(self.left)
        page.opened.connect(lambda photos, at: self.opened.emit(page, photos, at))
        if page.has_own_details:
            page.current_changed.connect(lambda _: self._show_details(page))

    @property
    def current(self) -> Page:
        """The page that is shown; there always is one."""
        return cast("Page", self.currentWidget())

    def kept_clear(self) -> int:
        """Height in pixels at the bottom of the current page that messages must not cover."""
        return self.current.kept_clear()

    def enter(self, page: Page) -> None:
        """Show a page, focus it, and show the details of the photo at its cursor."""
        self.setCurrentWidget(page)
        page.setFocus()
        if page.has_own_details:
            self._show_details(page)

    def is_focused(self, page: QWidget) -> bool:
        """Return whether a page is shown and has the focus."""
        focus = self.window().focusWidget()
        is_within = focus is not None and (focus is page or page.isAncestorOf(focus))
        return is_within and self.currentWidget() is page

    def _show_details(self, page: Page) -> None:
        if self.currentWidget() is page:
            self.details_wanted.emit(page.photos())
