"""The page that asks for the folders of photos; shown while the library has none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QMouseEvent, QShowEvent
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


class DropBox(QFrame):
    """The dashed box for folders; ``clicked`` reports a click on it."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setMinimumHeight(132)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Accept the press, so that no widget below the box handles it."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class FirstRun(QFrame):
    """The page “Where are your photos?”; ``started`` brings the chosen folders."""

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
        self._drop, self._explanation = DropBox(), make_label(role="quiet", wraps=True)
        outer = vbox((self._composed_page(), 0, Qt.AlignmentFlag.AlignHCenter), to=self)
        outer.insertStretch(0, 2)
        outer.addStretch(3)
        self._has_proposed = False
        self._show_choice()

    def showEvent(self, event: QShowEvent) -> None:
        """Propose folders; not before, because their photos are counted, and a library that has folders needs none."""
        if not self._has_proposed:
            self._has_proposed = True
            for path in self._session.work.proposed_folders():
                self.offer(path, is_checked=len(self.boxes) == 0)
        super().showEvent(event)

    def offer(self, path: str, *, is_checked: bool = True) -> None:
        """Add a folder to the list."""
        if path in self.boxes:
            self.boxes[path].setChecked(True)
            return
        box = FolderBox(_shortened(path), self)
        box.setToolTip(path)
        box.setChecked(is_checked)
        box.toggled.connect(self._show_choice)
        self.boxes[path] = box
        self._list.addWidget(box)
        self._show_choice()
        box.say(tr("counting photos…"))
        found = self._session.work.count_photos(path)
        self._bridge.call(found, lambda photos: box.say(counted(photos, "photo")), box, lambda _: box.say(""))

    def help_topic(self) -> str:
        """Return the topic on the first start."""
        return "start"

    def chosen(self) -> list[str]:
        """Return the checked folders."""
        return [path for path, box in self.boxes.items() if box.isChecked()]

    def _composed_page(self) -> QWidget:
        page = QWidget()
        page.setFixedWidth(WIDTH)
        promises = vbox(*(make_label(promise, "quiet") for promise in PROMISES), spacing=2)
        vbox(
            make_emblem(),
            tokens.HAIR,
            make_label(tr("Where are your photos?"), "title"),
            self._explanation,
            self._list,
            self._composed_drop(),
            tokens.TIGHT,
            hbox((promises, 1), (self.start, 0, Qt.AlignmentFlag.AlignVCenter)),
            to=page,
            spacing=tokens.SPACE,
        )
        return page

    def _composed_drop(self) -> QFrame:
        self._drop.clicked.connect(self._choose)
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

    def _show_choice(self) -> None:
        self._explanation.setText(
            tr("Photon looks through these folders and makes the photos in them searchable.")
            if self.boxes
            else tr("Choose a folder. Photon looks through it and makes the photos in it searchable.")
        )
        self.start.setEnabled(bool(self.chosen()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept folders, and highlight the box they go to."""
        if folders_in(event.mimeData()):
            self._show_over(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Remove the highlight."""
        self._show_over(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped folders to the list."""
        self._show_over(is_over=False)
        for path in folders_in(event.mimeData()):
            self.offer(path)
        event.acceptProposedAction()

    def _show_over(self, *, is_over: bool) -> None:
        dress(self._drop, "over", "true" if is_over else "false")


def _shortened(path: str) -> str:
    """Return a path with ``~`` for the home folder."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path.startswith(home + "/") else path
