"""The page of folders in the preferences: watched folders, offline ones, and names to skip."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget

from photon.app.session import Session
from photon.domain import Changes, Folder
from photon.language import counted, tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.preferences.missing_dialog import MissingDialog
from photon.ui.widgets.folder_dialog import choose_folder, say_removal
from photon.ui.widgets.property_table import WrappedText
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr(
    "Photon shows the photos in these folders and in all folders below them, and notices when they change. It reads"
    " your files where they are, and changes none of them."
)
SKIPPED = tr(
    "Folders and files with these names are skipped, besides hidden ones and those of other photo programs. An asterisk"
    " matches any letters: proofs* skips every name that begins with proofs."
)
_SHOWN_PATTERNS = 5


class FolderPanel(QFrame):
    """A watched folder, with the question before it is removed.

    Signals:
        remove_wanted: The user confirmed the removal.
        switch_on_wanted: The folder, which is off, is to be watched.
    """

    remove_wanted, switch_on_wanted = Signal(), Signal()

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.folder = folder
        name = PurePath(folder.path).name or folder.path
        self.state = make_label(state_of(folder), "quiet", wraps=True)
        self.remove = make_button(tr("Remove…"), clicked=lambda: self._ask(is_asking=True))
        self.remove.setAccessibleName(tr("Remove {name}", name=name))
        asked = tr("Remove “{name}” from Photon?", name=name)
        self.question = make_label(f"{asked} {say_removal(folder.photos)}", wraps=True, is_plain=True)
        self.switch_on = make_button(tr("Watch this folder"), clicked=self.switch_on_wanted)
        self.switch_on.setVisible(folder.is_off)
        self.agree = make_button(tr("Remove folder"), clicked=self.remove_wanted)
        self.decline = make_button(tr("Keep folder"), clicked=lambda: self._ask(is_asking=False))
        texts = vbox(WrappedText(folder.path), self.state, spacing=2)
        above = Qt.AlignmentFlag.AlignTop
        top = hbox((texts, 1), (self.switch_on, 0, above), (self.remove, 0, above), spacing=tokens.SPACE)
        answers = hbox(self.agree, self.decline, None, spacing=tokens.TIGHT)
        vbox(top, self.question, answers, to=self, margins=(tokens.WIDE, tokens.SPACE), spacing=tokens.TIGHT)
        self._ask(is_asking=False)

    def _ask(self, *, is_asking: bool) -> None:
        had_focus = self.isVisible() and self.isAncestorOf(self.window().focusWidget() or self.window())
        for part in (self.question, self.agree, self.decline):
            part.setVisible(is_asking)
        self.remove.setVisible(not is_asking)
        if had_focus:
            (self.decline if is_asking else self.remove).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decline the question on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.decline.isVisible():
            self._ask(is_asking=False)
        else:
            super().keyPressEvent(event)


def state_of(folder: Folder) -> str:
    """Describe a folder: number of photos, missing photos, and whether it is offline."""
    parts = [counted(folder.photos, "photo")]
    if folder.missing:
        parts.append(tr_n("{count:,} missing", "{count:,} missing", folder.missing))
    if folder.is_off:
        parts.append(tr("off: it came with a backup or from another computer"))
    elif folder.offline:
        parts.append(tr("offline: the drive or share is not connected. Its photos stay searchable"))
    return f"{' · '.join(parts)}."


class FoldersPage(ScrollPage):
    """Adds and removes folders, and names to skip."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self._latest = LatestRequest(bridge, self)
        self._shown: list[Folder] = []
        self.panels: list[FolderPanel] = []
        self._column = vbox(spacing=tokens.TIGHT)
        self.add_button = make_button(tr("Add folder…"), clicked=self.ask_for_folder, icon_name="folder-plus")
        self.again_button = make_button(tr("Rescan folders"), clicked=session.work.rescan, icon_name="arrows-clockwise")
        self.missing_button = make_button(tr("Missing photos…"), clicked=self._show_missing)
        self.message = make_label(tr("No folders yet."), "quiet")
        self.patterns, self.pattern = QListWidget(), QLineEdit()
        self.skip_button = make_button(tr("Skip this name"), clicked=self._skip)
        self.unskip_button = make_button(tr("Remove from list"), clicked=self._unskip)
        self._compose_page()
        bridge.changed.connect(self._hear)

    def _compose_page(self) -> None:
        name_field(self.pattern, tr("Name to skip"), tr("Name to skip, for example proofs*"))
        self.pattern.textChanged.connect(lambda text: self.skip_button.setEnabled(bool(text.strip())))
        self.pattern.returnPressed.connect(self._skip)
        self.skip_button.setEnabled(False)
        self.patterns.setAccessibleName(tr("Skipped names"))
        self.patterns.setFixedHeight(_SHOWN_PATTERNS * tokens.LINE)
        self.patterns.currentRowChanged.connect(lambda row: self.unskip_button.setEnabled(row >= 0))
        self.unskip_button.setEnabled(False)
        self._compose(
            tr("Folders"),
            INTRODUCTION,
            self.message,
            self._column,
            hbox(self.add_button, self.again_button, self.missing_button, None, spacing=tokens.TIGHT),
            tokens.TIGHT,
            make_label(tr("Skipped names"), "heading"),
            make_label(SKIPPED, "quiet", wraps=True),
            hbox((self.pattern, 1), self.skip_button, spacing=tokens.TIGHT),
            self.patterns,
            hbox(self.unskip_button, None),
        )

    def refresh(self) -> None:
        """Request folders and names again."""
        asked = combined(lambda *found: found, self._session.browsing.folders(), self._session.watched.skips())
        self._latest.ask(asked, lambda found: self._show(*found))

    def showEvent(self, event: QShowEvent) -> None:
        """Update what was not updated while the page was hidden."""
        super().showEvent(event)
        self.refresh()

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"folders", "photos"} and self.isVisible():
            self.refresh()

    # -- content -----------------------------------------------------------------------------------

    def _show(self, folders: Sequence[Folder], patterns: Sequence[str]) -> None:
        if list(folders) != self._shown:
            self._show_folders(folders)
        show_text(self.message, "" if folders else tr("No folders yet."))
        if [self.patterns.item(row).text() for row in range(self.patterns.count())] != list(patterns):
            self.patterns.clear()
            self.patterns.addItems(list(patterns))
        for part in (self.patterns, self.unskip_button):
            part.setVisible(bool(patterns))

    def _show_folders(self, folders: Sequence[Folder]) -> None:
        """Show these folders; panels of unchanged folders stay, with an open question."""
        kept = {panel.folder: panel for panel in self.panels}
        self._shown = list(folders)
        self.panels = [kept.pop(folder) if folder in kept else self._panel(folder) for folder in folders]
        for panel in kept.values():
            panel.hide()
            panel.deleteLater()
        for place, panel in enumerate(self.panels):
            if self._column.indexOf(panel) != place:
                self._column.insertWidget(place, panel)

    def _panel(self, folder: Folder) -> FolderPanel:
        panel = FolderPanel(folder)
        panel.remove_wanted.connect(lambda: self._remove(folder))
        panel.switch_on_wanted.connect(lambda: self._add(folder.path))
        return panel

    # -- actions --------------------------------------------------------------------------

    def ask_for_folder(self) -> None:
        """Let the user choose a folder, and add it."""
        path = choose_folder(self)
        if path:
            self._add(path)

    def _add(self, path: str) -> None:
        self._bridge.call(self._session.work.add_folder(path), lambda _: self.refresh(), self)

    def _show_missing(self) -> None:
        MissingDialog(self._session, self._bridge, self.window()).open()

    def _remove(self, folder: Folder) -> None:
        self.add_button.setFocus()
        self._bridge.call(self._session.work.remove_folder(folder.id), lambda _: self.refresh(), self)

    def _skip(self) -> None:
        pattern = self.pattern.text().strip()
        if pattern:
            self.pattern.clear()
            self._set_skip(pattern, on=True)

    def _unskip(self) -> None:
        item = self.patterns.currentItem()
        if item is not None:
            self._set_skip(item.text(), on=False)

    def _set_skip(self, pattern: str, *, on: bool) -> None:
        self._bridge.call(self._session.watched.set_skip(pattern, on=on), lambda _: self.refresh(), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove a name from the list on Del."""
        if event.key() == Qt.Key.Key_Delete and self.patterns.hasFocus():
            self._unskip()
        else:
            super().keyPressEvent(event)
