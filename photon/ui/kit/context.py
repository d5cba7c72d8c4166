"""The interface of the window for its controllers and pages."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.app.session import Session
from photon.domain import Query
from photon.ui.keys.command_table import Need
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.key_filter import Act
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings_pages import SettingsPages

P = TypeVar("P")


class WindowNews(QObject):
    """What parts of a window tell each other without knowing each other.

    Signals:
        followed: Brings the current page, for the loupe the page it was opened from, and its ResultsState or None.
        selected: Brings the number of selected photos.
        counted: Brings the Counts of the library.
        folders_counted: Brings a list with each watched Folder.
        conflicts_counted: Brings the number of metadata conflicts.
        flags_counted: Brings the FlagCounts of the photos shown.
        export_wanted: Brings the path and the name of a folder whose photos are to be exported.
        compare_wanted: Brings photos to compare and the page to return to.
        upgrading: Brings the titles of the encoder being prepared and of the one that is used until then.
        tracks_dropped: Brings the files of GPS tracks that were dropped on the window.
        closing: The window is about to close.
    """

    followed = Signal(Page, object)
    selected = Signal(int)
    counted = Signal(object)
    folders_counted = Signal(list)
    conflicts_counted = Signal(int)
    flags_counted = Signal(object)
    export_wanted = Signal(str, str)
    compare_wanted = Signal(list, object)
    upgrading = Signal(str, str)
    tracks_dropped = Signal(list)
    closing = Signal()


class WindowContext(Protocol):
    """The window as its parts see it.

    Attributes:
        session: The opened library.
        bridge: Brings results and events to the main thread.
        widget: The window itself, the parent of controllers, panels and dialogs.
        outer: Holds the frame with all pages, the first run and pages over the whole window.
        pages: The pages in the middle of the window.
        settings: The pages of the preferences.
        news: What parts of the window tell each other.
        needs: Calls a function once a command has what it needs, by the need; see ``Command.needs``.
        opened_from: The page that the loupe was opened from; None while the loupe is closed.
    """

    session: Session
    bridge: Bridge
    widget: QWidget
    outer: QStackedWidget
    pages: PageStack
    settings: SettingsPages
    news: WindowNews
    needs: dict[Need, Callable[[Act], object]]
    opened_from: Page | None

    def add_part(self, part: P) -> P:
        """Make a part of the window known by its class, and return it."""

    def part(self, kind: type[P]) -> P:
        """Return the part of the window of this class, such as its search bar or a controller, made when first needed.

        A class that is not among the window's own parts is called with the window as the only argument.
        """

    def action(self, command: str) -> QAction:
        """Return the action of a command of the window."""

    def say(self, words: str, *, undo: bool = False) -> None:
        """Show a message for some seconds, with an Undo button if ``undo`` is set."""

    def undo(self) -> None:
        """Undo the last step."""

    def targets(self) -> list[int]:
        """Return the photos that a command acts on: the one in the loupe, or those selected on the current page."""

    def selection(self) -> tuple[list[int], str]:
        """Return the photo in the loupe or the selected photos, or the implied ones, and a phrase that names them."""

    def inspect(self, photos: Sequence[int], at: QWidget | None = None) -> None:
        """Show the details of photos.

        Args:
            photos: The photos.
            at: A part of the details panel; the panel opens and scrolls to it.
        """

    def search(self, query: Query | None) -> None:
        """Show the results of a query; None shows the current folder."""

    def show_folder(self, folder: str | None) -> None:
        """Show the photos of a folder; None shows all photos."""

    def renew(self) -> None:
        """Request what is shown again, keeping the place."""

    def renew_soon(self) -> None:
        """Request what is shown again at the pace at which arriving photos are shown."""

    def let_go(self, photos: Sequence[int]) -> None:
        """Remove photos from the view at once, before they are moved or removed; the next one becomes the current."""

    def open_photos(self, page: Page, photos: Sequence[int], at: int) -> None:
        """Open the photo at index ``at`` of a list in the loupe; leaving the loupe returns to the page."""

    def focus_page(self) -> None:
        """Give the keyboard focus to the current page."""
