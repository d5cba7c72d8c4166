"""The page that asks where the photos are; shown as long as there is no folder."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from photon.app.session import Session
from photon.language import counted, tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.icons import make_emblem
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import dress
from photon.ui.widgets.folder_dialog import FolderBox, choose_folder, folders_in

PROMISES = (tr("Photon never changes your photos unless you ask."), tr("Nothing leaves this computer."))
WIDTH = 560


class FirstRun(QFrame):
    """“Where are your photos?”; ``started`` brings the chosen folders."""

    started = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self.setProperty("role", "photos")
        self.setAcceptDrops(True)
        self.boxes: dict[str, FolderBox] = {}
        self._list = vbox(spacing=tokens.HAIR)
        self.start = make_button(tr("Start"), clicked=lambda: self.started.emit(self.chosen()), role="primary")
        self.start.setDefault(True)
        self._drop = QFrame()
        outer = vbox((self._composed_page(), 0, Qt.AlignmentFlag.AlignHCenter), to=self)
        outer.insertStretch(0, 2)
        outer.addStretch(3)
        for path in session.proposed_folders():
            self.offer(path, is_checked=len(self.boxes) == 0)
        self._enable_start()

    def offer(self, path: str, *, is_checked: bool = True) -> None:
        """Put a folder on the list."""
        if path in self.boxes:
            self.boxes[path].setChecked(True)
            return
        box = FolderBox(_shortened(path), self)
        box.setToolTip(path)
        box.setChecked(is_checked)
        box.toggled.connect(self._enable_start)
        self.boxes[path] = box
        self._list.addWidget(box)
        self._enable_start()
        box.say(tr("counting photos…"))
        found = self._session.count_photos(path)
        self._bridge.call(found, lambda photos: box.say(counted(photos, "photo")), box, lambda _: box.say(""))

    def help_topic(self) -> str:
        """The page of the guide about the first start."""
        return "start"

    def chosen(self) -> list[str]:
        """The folders with a check."""
        return [path for path, box in self.boxes.items() if box.isChecked()]

    def _composed_page(self) -> QWidget:
        page = QWidget()
        page.setFixedWidth(WIDTH)
        promises = vbox(*(make_label(promise, "quiet") for promise in PROMISES), spacing=2)
        vbox(
            make_emblem(),
            tokens.HAIR,
            make_label(tr("Where are your photos?"), "title"),
            make_label(tr("Photon looks through these folders and makes the photos in them searchable."), "quiet"),
            self._list,
            self._composed_drop(),
            tokens.TIGHT,
            hbox((promises, 1), (self.start, 0, Qt.AlignmentFlag.AlignVCenter)),
            to=page,
            spacing=tokens.SPACE,
        )
        return page

    def _composed_drop(self) -> QFrame:
        self._drop.setProperty("role", "drop")
        self._drop.setMinimumHeight(132)
        words, middle = QLabel(tr("Drop a folder here")), Qt.AlignmentFlag.AlignHCenter
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choose = make_button(tr("Choose a folder…"), clicked=self._choose)
        icon = IconLabel("folder-open", 32)
        vbox(None, icon, words, (choose, 0, middle), None, to=self._drop, spacing=tokens.TIGHT)
        return self._drop

    def _choose(self) -> None:
        path = choose_folder(self)
        if path:
            self.offer(path)

    def _enable_start(self) -> None:
        self.start.setEnabled(bool(self.chosen()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders, and show where they go."""
        if folders_in(event.mimeData()):
            self._show_over(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The folder went away again."""
        self._show_over(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the dropped folders on the list."""
        self._show_over(is_over=False)
        for path in folders_in(event.mimeData()):
            self.offer(path)
        event.acceptProposedAction()

    def _show_over(self, *, is_over: bool) -> None:
        dress(self._drop, "over", "true" if is_over else "false")


def _shortened(path: str) -> str:
    """With ``~`` for the home folder."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path.startswith(home + "/") else path
