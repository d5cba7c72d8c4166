"""Pages of the preferences without a package of their own, and the ways from them into the window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.kit.theme import SCHEMES, recall_motion
from photon.ui.tags.tag_controller import TagController
from photon.ui.widgets.late_widget import LateWidget, make_ahead

if TYPE_CHECKING:
    from photon.ui.preferences.about_page import AboutPage
    from photon.ui.preferences.files_page import FilesPage
    from photon.ui.preferences.folders_page import FoldersPage
    from photon.ui.preferences.health_page import HealthPage
    from photon.ui.preferences.library_page import LibraryPage
    from photon.ui.preferences.look_page import LookPage
    from photon.ui.preferences.privacy_page import PrivacyPage


class PreferencesController(QObject):
    """Adds the pages to the preferences; each is created when it is first shown."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        recall_motion()
        self._settings, self._context = context.settings, context
        self.folders = LateWidget(self._make_folders)
        self.files = LateWidget(self._make_files)
        self.privacy = LateWidget(self._make_privacy)
        self.library = LateWidget(self._make_library)
        self.health = LateWidget(self._make_health)
        self.about = LateWidget(self._make_about)
        self.look = LateWidget(self._make_look)
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

    def open_about(self) -> None:
        """Show the page about Photon."""
        self._settings.open(self.about)

    def _make_folders(self) -> "FoldersPage":
        from photon.ui.preferences.folders_page import FoldersPage

        return FoldersPage(self._context.session, self._context.bridge)

    def _make_privacy(self) -> "PrivacyPage":
        from photon.ui.preferences.privacy_page import PrivacyPage

        return PrivacyPage(self._context.session, self._context.bridge)

    def _make_files(self) -> "FilesPage":
        from photon.ui.preferences.files_page import FilesPage

        page = FilesPage()
        page.conflicts_wanted.connect(lambda: self._leave_for("conflicts"))
        page.history_wanted.connect(lambda: self._settings.open(self._context.part(TagController).runs))
        return page

    def _make_library(self) -> "LibraryPage":
        from photon.ui.preferences.library_page import LibraryPage

        page = LibraryPage(self._context.session, self._context.bridge)
        page.problems_wanted.connect(lambda: self._leave_for("problems"))
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
        page.problems_wanted.connect(lambda: self._leave_for("problems"))
        page.backups_wanted.connect(lambda: self._settings.open(self.library))
        return page

    def _make_look(self) -> "LookPage":
        from photon.ui.preferences.look_page import LookPage

        schemes = {scheme: self._context.action(f"scheme-{scheme}") for scheme in SCHEMES}
        return LookPage(schemes, [self._context.action(name) for name in ("fill", "rows", "names", "stacked")])

    def _leave_for(self, command: str) -> None:
        self._settings.leave()
        self._context.action(command).trigger()
