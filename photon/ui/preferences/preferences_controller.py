"""Pages of the preferences without a package of their own, and the ways from them into the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.context import WindowContext
from photon.ui.preferences.about_page import AboutPage
from photon.ui.preferences.files_page import FilesPage
from photon.ui.preferences.folders_page import FoldersPage
from photon.ui.preferences.health_page import HealthPage
from photon.ui.preferences.library_page import LibraryPage
from photon.ui.preferences.look_page import LookPage
from photon.ui.preferences.privacy_page import PrivacyPage
from photon.ui.widgets.late_widget import LateWidget

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Functions that lead from the preferences to the metadata conflicts and to the problem files."""

    conflicts: Act
    problems: Act


class PreferencesController(QObject):
    """Adds the pages to the preferences; each is created when it is first shown."""

    def __init__(self, context: WindowContext, history: QWidget, look: Callable[[], LookPage], ways: WaysOut) -> None:
        """Add the pages.

        Args:
            context: The window.
            history: The history page of the preferences.
            look: Creates the page of the appearance.
            ways: Functions that lead to pages of the window.
        """
        super().__init__(context.widget)
        self._settings, self._history, self._ways = context.settings, history, ways
        session, bridge = context.session, context.bridge
        self.folders = LateWidget(lambda: FoldersPage(session, bridge))
        self.files = LateWidget(self._make_files)
        self.privacy = LateWidget(lambda: PrivacyPage(session, bridge))
        self.library = LateWidget(lambda: self._make_library(context))
        self.health = LateWidget(lambda: self._make_health(context))
        self.about = LateWidget(lambda: self._make_about(context))
        self.look = LateWidget(look)
        for name, icon_name, page, topic in (
            (tr("Folders"), "folders", self.folders, "folders"),
            (tr("Files and metadata"), "file-text", self.files, "save-metadata"),
            (tr("Look"), "palette", self.look, "look#change-the-colours-and-the-size"),
            (tr("Privacy"), "shield-check", self.privacy, "privacy"),
            (tr("Library"), "hard-drives", self.library, "library"),
            (tr("Library health"), "heartbeat", self.health, "library#check-and-repair-it"),
            (tr("About"), "info", self.about, "changelog"),
        ):
            self._settings.add_page(name, icon_name, page, topic)

    def open_health(self) -> None:
        """Show the health page."""
        self._settings.open(self.health)

    def _make_files(self) -> FilesPage:
        page = FilesPage()
        page.conflicts_wanted.connect(lambda: self._leave_for(self._ways.conflicts))
        page.history_wanted.connect(lambda: self._settings.open(self._history))
        return page

    def _make_library(self, context: WindowContext) -> LibraryPage:
        page = LibraryPage(context.session, context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for(self._ways.problems))
        page.health_wanted.connect(self.open_health)
        return page

    def _make_about(self, context: WindowContext) -> AboutPage:
        page = AboutPage(context.session, context.bridge)
        page.news_wanted.connect(context.settings.help_wanted)
        return page

    def _make_health(self, context: WindowContext) -> HealthPage:
        page = HealthPage(context.session, context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for(self._ways.problems))
        page.backups_wanted.connect(lambda: self._settings.open(self.library))
        return page

    def _leave_for(self, act: Act) -> None:
        self._settings.leave()
        act()
