"""The pages of preferences that belong to no other room, and the ways from them into the window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from photon.ui.kit.context import WindowContext
from photon.ui.preferences.about_page import AboutPage
from photon.ui.preferences.files_page import FilesPage
from photon.ui.preferences.folders_page import FoldersPage
from photon.ui.preferences.library_page import LibraryPage
from photon.ui.preferences.look_page import LookPage
from photon.ui.preferences.privacy_page import PrivacyPage
from photon.ui.widgets.late_widget import LateWidget

Act = Callable[[], object]


class PreferencesController(QObject):
    """Adds the pages to the preferences; each is made when it is first shown."""

    def __init__(self, context: WindowContext, history: QWidget) -> None:
        """Add those that need no commands.

        Args:
            context: The window.
            history: The page of the preferences that lists what was done.
        """
        super().__init__(context.widget)
        self._settings, self._history = context.settings, history
        self._conflicts: Act = lambda: None
        self._problems: Act = lambda: None
        session, bridge = context.session, context.bridge
        self.folders = LateWidget(lambda: FoldersPage(session, bridge))
        self.files = LateWidget(self._make_files)
        self.privacy = LateWidget(lambda: PrivacyPage(session, bridge))
        self.library = LateWidget(lambda: self._make_library(context))
        self.about = LateWidget(lambda: AboutPage(session, bridge))
        for name, icon_name, page, topic in (
            ("Folders", "folders", self.folders, "folders"),
            ("Files and metadata", "file-text", self.files, "save-metadata"),
            ("Privacy", "shield-check", self.privacy, "privacy"),
            ("Library", "hard-drives", self.library, "library"),
            ("About", "info", self.about, "index"),
        ):
            self._settings.add_page(name, icon_name, page, topic)

    def add_look(self, schemes: Mapping[str, QAction], switches: Mapping[str, QAction]) -> None:
        """Add the page that does what commands do, see ``LookPage``."""
        self.look = LateWidget(lambda: LookPage(schemes, switches))
        self._settings.add_page("Look", "palette", self.look, "look#change-the-colours-and-the-size")

    def lead_to(self, *, conflicts: Act, problems: Act) -> None:
        """Let buttons leave the preferences for pages of the window."""
        self._conflicts, self._problems = conflicts, problems

    def _make_files(self) -> FilesPage:
        page = FilesPage()
        page.conflicts_wanted.connect(lambda: self._leave_for(self._conflicts))
        page.history_wanted.connect(lambda: self._settings.open(self._history))
        return page

    def _make_library(self, context: WindowContext) -> LibraryPage:
        page = LibraryPage(context.session, context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for(self._problems))
        return page

    def _leave_for(self, act: Act) -> None:
        self._settings.leave()
        act()
