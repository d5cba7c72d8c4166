"""Pages of the preferences without a package of their own, and the ways from them into the window."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.context import WindowContext
from photon.ui.widgets.late_widget import LateWidget, make_ahead

if TYPE_CHECKING:
    from photon.ui.preferences.about_page import AboutPage
    from photon.ui.preferences.files_page import FilesPage
    from photon.ui.preferences.folders_page import FoldersPage
    from photon.ui.preferences.health_page import HealthPage
    from photon.ui.preferences.library_page import LibraryPage
    from photon.ui.preferences.look_page import LookPage
    from photon.ui.preferences.privacy_page import PrivacyPage

Act = Callable[[], object]
LookActions = tuple[Mapping[str, QAction], Mapping[str, QAction]]


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Functions that lead from the preferences to the metadata conflicts and to the problem files."""

    conflicts: Act
    problems: Act


class PreferencesController(QObject):
    """Adds the pages to the preferences; each is created when it is first shown."""

    def __init__(self, context: WindowContext, history: QWidget, look: LookActions, ways: WaysOut) -> None:
        """Add the pages.

        Args:
            context: The window.
            history: The history page of the preferences.
            look: The commands of the page of the appearance; see ``LookPage``.
            ways: Functions that lead to pages of the window.
        """
        super().__init__(context.widget)
        self._settings, self._history, self._ways = context.settings, history, ways
        self._context = context
        self.folders = LateWidget(self._make_folders)
        self.files = LateWidget(self._make_files)
        self.privacy = LateWidget(self._make_privacy)
        self.library = LateWidget(self._make_library)
        self.health = LateWidget(self._make_health)
        self.about = LateWidget(self._make_about)
        self.look = LateWidget(lambda: _make_look(look))
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
        self._settings.opened.connect(partial(make_ahead, self._settings.pages))

    def open_health(self) -> None:
        """Show the health page."""
        self._settings.open(self.health)

    def _make_folders(self) -> "FoldersPage":
        from photon.ui.preferences.folders_page import FoldersPage

        return FoldersPage(self._context.session, self._context.bridge)

    def _make_privacy(self) -> "PrivacyPage":
        from photon.ui.preferences.privacy_page import PrivacyPage

        return PrivacyPage(self._context.session, self._context.bridge)

    def _make_files(self) -> "FilesPage":
        from photon.ui.preferences.files_page import FilesPage

        page = FilesPage()
        page.conflicts_wanted.connect(lambda: self._leave_for(self._ways.conflicts))
        page.history_wanted.connect(lambda: self._settings.open(self._history))
        return page

    def _make_library(self) -> "LibraryPage":
        from photon.ui.preferences.library_page import LibraryPage

        page = LibraryPage(self._context.session, self._context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for(self._ways.problems))
        page.health_wanted.connect(self.open_health)
        return page

    def _make_about(self) -> "AboutPage":
        from photon.ui.preferences.about_page import AboutPage

        page = AboutPage(self._context.session, self._context.bridge)
        page.news_wanted.connect(self._settings.help_wanted)
        return page

    def _make_health(self) -> "HealthPage":
        from photon.ui.preferences.health_page import HealthPage

        page = HealthPage(self._context.session, self._context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for(self._ways.problems))
        page.backups_wanted.connect(lambda: self._settings.open(self.library))
        return page

    def _leave_for(self, act: Act) -> None:
        self._settings.leave()
        act()


def _make_look(look: LookActions) -> "LookPage":
    from photon.ui.preferences.look_page import LookPage

    return LookPage(*look)
