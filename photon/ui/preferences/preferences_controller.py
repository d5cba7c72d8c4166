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

Act = Callable[[], object]


class PreferencesController(QObject):
    """Makes the pages and adds them to the preferences."""

    def __init__(self, context: WindowContext, history: QWidget) -> None:
        """Make those that need no commands.

        Args:
            context: The window.
            history: The page of the preferences that lists what was done.
        """
        super().__init__(context.widget)
        self._settings = settings = context.settings
        session, bridge = context.session, context.bridge
        self.folders, self.privacy = FoldersPage(session, bridge), PrivacyPage(session, bridge)
        self.library, self.about, self.files = LibraryPage(session, bridge), AboutPage(session, bridge), FilesPage()
        for name, icon_name, page, topic in (
            ("Folders", "folders", self.folders, "folders"),
            ("Files and metadata", "file-text", self.files, "save-metadata"),
            ("Privacy", "shield-check", self.privacy, "privacy"),
            ("Library", "hard-drives", self.library, "library"),
            ("About", "info", self.about, "index"),
        ):
            settings.add_page(name, icon_name, page, topic)
        self.files.history_wanted.connect(lambda: settings.open(history))

    def add_look(self, schemes: Mapping[str, QAction], switches: Mapping[str, QAction]) -> None:
        """Add the page that does what commands do, see ``LookPage``."""
        self.look = LookPage(schemes, switches)
        self._settings.add_page("Look", "palette", self.look, "look")

    def lead_to(self, *, conflicts: Act, problems: Act) -> None:
        """Let buttons leave the preferences for pages of the window."""
        self.files.conflicts_wanted.connect(lambda: self._leave_for(conflicts))
        self.library.problems_wanted.connect(lambda: self._leave_for(problems))

    def _leave_for(self, act: Act) -> None:
        self._settings.leave()
        act()
