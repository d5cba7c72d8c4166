"""The pages in the middle of the window: their properties, and which one is shown."""

from typing import Protocol, TypeVar, cast, runtime_checkable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStackedWidget, QWidget

from photon.ui.kit.layouts import place_in_tab_order


@runtime_checkable
class Explained(Protocol):
    """A page that has a topic in the guide."""

    def help_topic(self) -> str:
        """Return its page of the guide; if the topic is a section, its heading follows after ``#``."""


class Page(QFrame):
    """A page in the middle of the window.

    A new page sets the flags below and is added to the window's ``PageStack``; no other registration is needed.

    Signals:
        closed: The user wants to return to the photos.
        opened: Brings photos and the index of the one to open in the loupe; leaving it leads back to this page.
        current_changed: Brings the photo at the cursor, or 0.
        done: Brings a message about what was done.

    Attributes:
        has_own_details: The page tells the inspector which photos to show; otherwise it shows those selected in a grid.
        takes_tags: The key T adds a tag to the photos of this page.
        takes_captions: The key K edits the caption of the photos of this page.
        takes_moves: Del moves the photos of this page to the bin, F2 renames them.
        takes_order: The order of its photos can be chosen in the top bar.
        is_review: Suggested tags are reviewed on this page.
        grid: The grid of photos that the page shows, if it has one.
        selectable: Its list in which several things can be selected, if it has one.
        least_width: Minimum width in pixels; if the window is narrower, the inspector is hidden.
        topic: Its page of the guide.
        comes_from: The page shown when it is left; None for the photos.
    """

    closed = Signal()
    opened = Signal(list, int)
    current_changed = Signal(int)
    done = Signal(str)
    has_own_details = False
    takes_tags = False
    takes_captions = False
    takes_moves = False
    takes_order = False
    is_review = False
    grid: QWidget | None = None
    selectable: QAbstractItemView | None = None
    least_width = 320
    topic = "index"
    comes_from: "Page | None" = None
    _receiver: QWidget | None = None

    def hand_keyboard_to(self, part: QWidget | None) -> None:
        """Let a part take the keyboard in place of the page; with None, the page itself takes it.

        Qt's focus proxies won't do: Tab comes to the page itself, jumps from there to its proxy, and never reaches what
        lies between.
        """
        self._receiver = part
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if part is None else Qt.FocusPolicy.NoFocus)
        if self.hasFocus():
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard focus to the page, or to the part that takes it."""
        (self._receiver or self).setFocus()

    def photos(self) -> list[int]:
        """Return the photos that commands act on: those selected, or the one at the cursor."""
        return []

    def help_topic(self) -> str:
        """Return the page of the guide about the current content."""
        return self.topic

    @property
    def way_back(self) -> str:
        """A sentence on how to undo what this page did, if no undo can; empty if there is nothing to say."""
        return ""

    def explain_delete(self) -> bool:
        """Explain what Del can't do with what is selected, if that is no photos; return whether it was explained."""
        return False

    def kept_clear(self) -> int:
        """Return the height in pixels of the buttons at the bottom, which messages must not cover."""
        return 0

    def point_at(self, photo: int) -> None:
        """Move the cursor to the photo that was last shown in the loupe."""


G = TypeVar("G", bound=Page)


class PageStack(QStackedWidget):
    """Shows one page at a time.

    Signals:
        left: The user wants to return to the photos.
        added: Brings a page that was added.
        opened: Brings a page, photos and the index of the one to open in the loupe.
        details_wanted: Brings the photos that the inspector should show.
        laid_out: A page was laid out again, and may need another width than before.
    """

    left = Signal()
    added = Signal(Page)
    opened = Signal(Page, list, int)
    details_wanted = Signal(list)
    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        """Notice layout changes of a page; an event filter would still be called while everything is destroyed."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return is_done

    def add(self, page: G) -> G:
        """Add a page, follow its signals, and return it."""
        self.addWidget(page)
        place_in_tab_order(page, self)
        page.closed.connect(self.left)
        page.opened.connect(lambda photos, at: self.opened.emit(page, photos, at))
        if page.has_own_details:
            page.current_changed.connect(lambda _: self._show_details(page))
        self.added.emit(page)
        return page

    @property
    def current(self) -> Page:
        """The page shown; a window always shows one."""
        return cast("Page", self.currentWidget())

    def kept_clear(self) -> int:
        """Return the height in pixels at the bottom of the current page that messages must not cover."""
        return self.current.kept_clear()

    def enter(self, page: Page) -> None:
        """Show a page, give it the keyboard focus, and show the details of the photo at its cursor."""
        self.setCurrentWidget(page)
        page.take_keyboard()
        if page.has_own_details:
            self._show_details(page)

    def is_focused(self, page: QWidget) -> bool:
        """Return whether a page is shown and has the keyboard focus."""
        focus = self.window().focusWidget()
        is_within = focus is not None and (focus is page or page.isAncestorOf(focus))
        return is_within and self.currentWidget() is page

    def _show_details(self, page: Page) -> None:
        if self.currentWidget() is page:
            self.details_wanted.emit(page.photos())
