"""The page of the library in the preferences: its folder, its size, and its backups."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent

from photon.app.library_upkeep import DiskUse
from photon.app.session import Session
from photon.domain import Counts
from photon.language import counted, exact_size, number, tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.file_manager import open_folder
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox
from photon.ui.preferences.backup_section import BackupSection
from photon.ui.widgets.property_table import PropertyTable, WrappedText
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr("Everything that Photon knows about your photos is in one folder.")
PARTS = {
    "data": tr("Tags, captions, ratings"),
    "index": tr("Search index"),
    "previews": tr("Thumbnails"),
    "backups": tr("Backups"),
    "other": tr("Records, settings, log"),
    "models": tr("Search models"),
    "cache": tr("Starter"),
}


class LibraryPage(ScrollPage):
    """Shows folder, size and backups of the library.

    Signals:
        problems_wanted: The user wants to see the files that could not be used.
        health_wanted: The user wants to check whether the library is intact.
    """

    problems_wanted, health_wanted = Signal(), Signal()

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self._use, self._count = (LatestRequest(bridge, self, of_photos=False) for _ in range(2))
        place = str(session.store.directory)
        self.show_button = make_button(tr("Show in file manager"), icon_name="folder-open")
        self.copy_button = make_button(tr("Copy path"), icon_name="copy")
        self.show_button.clicked.connect(lambda: open_folder(place, bridge.problem.emit))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(place))
        self.sizes, self.counts = PropertyTable(), PropertyTable()
        self.health_button = make_button(tr("Check the library"), clicked=self.health_wanted, icon_name="heartbeat")
        self.problems_button = make_button(tr("Show problem files"), clicked=self.problems_wanted, icon_name="warning")
        self.backups = BackupSection(session, bridge)
        self._compose(
            tr("Library"),
            INTRODUCTION,
            WrappedText(place),
            hbox(self.show_button, self.copy_button, None, spacing=tokens.TIGHT),
            tokens.TIGHT,
            make_label(tr("Size"), "heading"),
            self.counts,
            self.sizes,
            tokens.TIGHT,
            self.backups,
            tokens.TIGHT,
            make_label(tr("Health"), "heading"),
            hbox(self.health_button, self.problems_button, None, spacing=tokens.TIGHT),
        )
        self.problems_button.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Count and measure again."""
        super().showEvent(event)
        self._use.ask(self._session.upkeep.disk_use(), self._show_use)
        self._count.ask(self._session.searching.counts(), self._show_counts)

    def _show_use(self, use: DiskUse) -> None:
        rows = [(name, exact_size(use.sizes[part])) for part, name in PARTS.items() if use.sizes[part]]
        self.sizes.set_rows([*rows, (tr("In total"), exact_size(sum(use.sizes.values())))])

    def _show_counts(self, counts: Counts) -> None:
        named = {tr("Photos"): counts.photos - counts.videos, tr("Videos"): counts.videos}
        self.counts.set_rows([(name, number(count)) for name, count in named.items() if count])
        self.problems_button.setText(tr("Show {problems}", problems=counted(counts.problems, "problem")))
        self.problems_button.setVisible(counts.problems > 0)
