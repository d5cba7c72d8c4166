"""The window as its controllers see it: its parts, its commands, its messages."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from photon.app.session import Session
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.keys.command_table import Need
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.context import WindowContext, WindowNews
from photon.ui.kit.key_filter import Act
from photon.ui.kit.pages import Page, PageStack
from photon.ui.kit.settings_pages import SettingsPages
from photon.ui.loupe.loupe import Loupe
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.photos.file_actions import FileActions
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import NoticeBar, Toast
from photon.ui.window.commands import WindowCommands
from photon.ui.window.inspector import Inspector
from photon.ui.window.navigation import Navigation
from photon.ui.window.photo_selection import PhotoSelection
from photon.ui.window.results_page import ResultsPage

P = TypeVar("P")


class WindowParts(QObject):
    """The ``WindowContext`` of a window; parts are known by their classes."""

    def __init__(self, session: Session, widget: QWidget) -> None:
        super().__init__(widget)
        self.session, self.widget = session, widget
        self.bridge, self.news = Bridge(session, widget), WindowNews(widget)
        self.needs: dict[Need, Callable[[Act], object]] = {}
        self.opened_from: Page | None = None
        self._parts: dict[type, object] = {}
        grid = self.add_part(PhotoGrid(self.add_part(PhotoGridModel(session, self.bridge, widget))))
        self.add_part(grid.grid_model.thumbnails)
        self.pages, self.outer = PageStack(), QStackedWidget()
        self.settings = self.add_part(SettingsPages(self.outer, grid))
        self.toast = self.add_part(Toast(widget, self.pages.kept_clear))
        notice = self.add_part(NoticeBar())
        self.bridge.problem.connect(notice.show_problem)
        self.bridge.bug.connect(notice.show_bug)
        self.add_part(SearchBar())
        self.add_part(FileActions(session, self.bridge, widget))
        self.add_part(Loupe(session, self.bridge, widget))
        self.add_part(Inspector(session, self.bridge, widget))
        gallery = self.add_part(Gallery(session, self.bridge, grid, widget))
        self.renew, self.renew_soon = gallery.renew, gallery.renewal.renew_soon
        self.needs["photos"] = gallery.requests.await_all
        self.part(WindowCommands)
        chosen = self.part(PhotoSelection)
        self.selection, self.let_go = chosen.selection, chosen.let_go
        for page in (self.part(ResultsPage), self.part(Loupe)):
            self.pages.add(page)
        at = self.part(Navigation)
        self.search, self.show_folder, self.open_photos = at.search, at.show_folder, at.open_photos
        self.undo = self.part(MarkCommands).undo

    def add_part(self, part: P) -> P:
        """Make a part known by its class, and return it."""
        self._parts[type(part)] = part
        return part

    def part(self, kind: type[P]) -> P:
        """Return the part of this class, made when it is first needed."""
        if kind not in self._parts:
            self._parts[kind] = cast(Callable[[WindowContext], P], kind)(self)
        return cast(P, self._parts[kind])

    def action(self, command: str) -> QAction:
        """Return the action of a command of the window."""
        return self.part(WindowCommands)[command]

    def say(self, words: str, *, undo: bool = False) -> None:
        """Show a message for some seconds, with a button that undoes the last step if ``undo`` is set."""
        self.toast.say(words, self.undo if undo else None)

    def targets(self) -> list[int]:
        """Return the photos that a command acts on: the one in the loupe, or those selected on the current page."""
        return self.pages.current.photos()

    def inspect(self, photos: Sequence[int], at: QWidget | None = None) -> None:
        """Show the details of photos; with ``at``, reveal this part of the panel."""
        panel = self.part(Inspector)
        panel.setHidden(panel.isHidden() and at is None)
        panel.show_photos(photos)
        if at is not None:
            panel.reveal(at)

    def focus_page(self) -> None:
        """Give the keyboard focus to the current page."""
        self.pages.current.take_keyboard()
