"""The page that asks where the photos are; shown as long as there is no folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photon.domain.resources import resource
from photon.ui.kit import tokens
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.theme import with_role
from photon.ui.widgets.folder_dialog import FolderDialog, choose_folder, folders_in

PROMISES = ("Photon never changes your photos unless you ask.", "Nothing leaves this computer.")
WIDTH = 560


class FirstRun(QFrame):
    """“Where are your photos?”; ``started`` brings the chosen folders."""

    started = Signal(list)

    def __init__(self, proposed: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        self.setAcceptDrops(True)
        self.boxes: dict[str, FolderDialog] = {}
        page = QWidget(self)
        page.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(page)
        self._column.setSpacing(tokens.SPACE)
        self._list = QVBoxLayout()
        self._list.setSpacing(tokens.HAIR)
        self.start = QPushButton("Start", page)
        self._drop = QFrame(page)
        self._compose()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        for path in proposed:
            self.offer(path, is_checked=len(self.boxes) == 0)
        self._count()

    def offer(self, path: str, *, is_checked: bool = True) -> None:
        """Put a folder on the list."""
        if path in self.boxes:
            self.boxes[path].setChecked(True)
            return
        box = FolderDialog(_shortened(path), self)
        box.setToolTip(path)
        box.setChecked(is_checked)
        box.toggled.connect(self._count)
        self.boxes[path] = box
        self._list.addWidget(box)
        self._count()

    def chosen(self) -> list[str]:
        """The folders with a check."""
        return [path for path, box in self.boxes.items() if box.isChecked()]

    def _compose(self) -> None:
        self._column.addWidget(_emblem(self))
        title = with_role(QLabel("Where are your photos?", self), "title")
        words = with_role(
            QLabel("Photon looks through these folders and makes the photos in them findable.", self), "quiet"
        )
        self._column.addSpacing(tokens.HAIR)
        self._column.addWidget(title)
        self._column.addWidget(words)
        self._column.addLayout(self._list)
        self._column.addWidget(self._compose_drop())
        self._column.addSpacing(tokens.TIGHT)
        self.start.setProperty("role", "primary")
        self.start.setDefault(True)
        self.start.clicked.connect(lambda: self.started.emit(self.chosen()))
        row = QHBoxLayout()
        promises = QVBoxLayout()
        promises.setSpacing(2)
        for promise in PROMISES:
            label = with_role(QLabel(promise, self), "quiet")
            promises.addWidget(label)
        row.addLayout(promises, 1)
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(row)

    def _compose_drop(self) -> QFrame:
        self._drop.setProperty("role", "drop")
        self._drop.setMinimumHeight(132)
        column = QVBoxLayout(self._drop)
        column.setSpacing(tokens.TIGHT)
        picture = IconLabel("folder-open", 32, "quiet", self._drop)
        words = QLabel("Drop a folder here", self._drop)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choose = QPushButton("Choose a folder…", self._drop)
        choose.clicked.connect(self._choose)
        column.addStretch(1)
        column.addWidget(picture)
        column.addWidget(words)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return self._drop

    def _choose(self) -> None:
        path = choose_folder(self)
        if path:
            self.offer(path)

    def _count(self) -> None:
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
        self._drop.setProperty("over", "true" if is_over else "false")
        self._drop.style().unpolish(self._drop)
        self._drop.style().polish(self._drop)


def _shortened(path: str) -> str:
    """With ``~`` for the home folder."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path.startswith(home + "/") else path


def _emblem(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setPixmap(QIcon(str(resource("icons/photon.svg"))).pixmap(QSize(56, 56)))
    return label
