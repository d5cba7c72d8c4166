"""The interface of the window for its controllers and pages."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Query
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings_pages import SettingsPages


class WindowContext(Protocol):
    """The window as its parts see it; parts that need a particular widget get it as a separate argument.

    Attributes:
        session: The opened library.
        bridge: Brings results and events to the main thread.
        widget: The window itself, the parent of controllers, panels and dialogs.
        pages: The pages in the middle of the window.
        settings: The pages of the preferences.
        opened_from: The page that the loupe was opened from; None while the loupe is closed.
    """

    session: Session
    bridge: Bridge
    widget: QWidget
    pages: PageStack
    settings: SettingsPages
    opened_from: Page | None

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

    def open_photos(self, page: Page, photos: Sequence[int], at: int) -> None:
        """Open the photo at index ``at`` of a list in the loupe; leaving the loupe returns to the page."""

    def focus_page(self) -> None:
        """Give the keyboard focus to the current page."""
