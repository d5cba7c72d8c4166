"""The page about Photon: its version, the packages it uses, and their licences."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photon.app.session import Session
from photon.app.software import SoftwarePart, version_text
from photon.language import tr
from photon.ui.help.self_test_dialog import SelfTestDialog
from photon.ui.help.text_dialog import TextDialog
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icons import make_emblem
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.widgets.scroll_page import WIDTH

LICENCE = tr(
    "Photon's own code is under the MIT licence. The packages below have licences of their own, as they state them."
    " Some contain parts under further licences: the binary package of pillow_heif contains x265 (GPL-2.0), that of"
    " rawpy LibRaw (LGPL-2.1 or CDDL-1.0). The licence of each search model is on its card under Search quality."
)
COLUMNS = (tr("Package"), tr("Version"), tr("Licence"))
NOT_STATED = tr("not stated")


class AboutPage(QWidget):
    """Shows Photon's version and packages; ``news_wanted`` requests the guide's page of changes."""

    news_wanted = Signal()

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self.setAccessibleName(tr("About"))
        self.version = make_label(version_text(), "quiet", wraps=True, is_selectable=True)
        self.copy_button = make_button(tr("Copy"), tr("Copy the versions, for a report"), self.copy, icon_name="copy")
        self.news_button = make_button(tr("What's new"), clicked=self.news_wanted, icon_name="sparkle")
        self.check_button = make_button(
            tr("Check this installation…"), tr("Try everything that Photon needs"), self.check, icon_name="heartbeat"
        )
        self.texts_button = make_button(tr("Licence texts…"), clicked=self.show_texts, icon_name="file-text")
        self.list = QTreeWidget()
        self._compose()

    def _compose(self) -> None:
        words = vbox(make_label("Photon", "title"), make_label(tr("Finds your photos by what they show.")), spacing=2)
        head = hbox(make_emblem(), (words, 1), spacing=tokens.WIDE)
        versions = hbox((self.version, 1), (self.copy_button, 0, Qt.AlignmentFlag.AlignTop), spacing=tokens.SPACE)
        self.list.setHeaderLabels(COLUMNS)
        self.list.setAccessibleName(tr("Packages that Photon is built on"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(True)
        for column in (0, 1):
            self.list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        acts = hbox(self.news_button, self.check_button, None, spacing=tokens.TIGHT)
        licence = make_label(LICENCE, "quiet", wraps=True)
        below = hbox(self.texts_button, None)
        inside = QWidget()
        inside.setMaximumWidth(WIDTH + 2 * tokens.LOOSE)
        parts = (head, versions, acts, licence, (self.list, 1), below)
        vbox(*parts, to=inside, margins=tokens.LOOSE, spacing=tokens.SPACE)
        hbox(inside, to=self, margins=0)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the packages when the page is first shown."""
        super().showEvent(event)
        if not self.list.topLevelItemCount():
            self._bridge.call(self._session.upkeep.software(), self._show_parts, self)

    def copy(self) -> None:
        """Copy the versions to the clipboard."""
        QGuiApplication.clipboard().setText(version_text())

    def check(self) -> SelfTestDialog:
        """Test everything that Photon needs, in a separate process."""
        dialog = SelfTestDialog(self)
        dialog.show()
        return dialog

    def show_texts(self) -> TextDialog:
        """Show the licences of all packages in full, as soon as they are read."""
        dialog = TextDialog(self, tr("Licence texts"), LICENCE, tr("Reading the licences…"))
        self._bridge.call(self._session.upkeep.licence_texts(), dialog.text.setPlainText, dialog)
        dialog.show()
        return dialog

    def _show_parts(self, parts: Sequence[SoftwarePart]) -> None:
        self.list.clear()
        for part in parts:
            licence = part.licence or NOT_STATED
            item = QTreeWidgetItem([part.name, part.version, licence])
            item.setToolTip(2, licence)
            self.list.addTopLevelItem(item)
