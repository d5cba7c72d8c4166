"""What controllers and pages get of the window that they are part of."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Query
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings_pages import SettingsPages


class WindowContext(Protocol):
    """The window as its parts see it; a part that needs a certain widget gets that as an argument of its own.

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
        """Show a sentence for some seconds, with a button that undoes the last step if ``undo`` is set."""

    def undo(self) -> None:
        """Undo the last step."""

    def targets(self) -> list[int]:
        """The photos that a command acts on: the one in the loupe, or those selected on the current page."""

    def selection(self) -> tuple[list[int], str]:
        """The photo in the loupe, else the selected photos, else what is meant; and a phrase that names them."""

    def inspect(self, photos: Sequence[int], at: QWidget | None = None) -> None:
        """Show the details of photos.

        Args:
            photos: The photos.
            at: A part of the details panel. The panel is opened and scrolled to it.
        """

    def search(self, query: Query | None) -> None:
        """Show the answer to a query; None shows the current folder."""

    def open_photos(self, page: Page, photos: Sequence[int], at: int) -> None:
        """Open the photo at place ``at`` of a list in the loupe; leaving the loupe leads back to the page."""

    def focus_page(self) -> None:
        """Give the keyboard to the current page."""
