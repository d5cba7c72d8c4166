"""What came of an export: a headline, what was left out and why."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from photon.domain.metadata.export_recipe import ENDS, Exported, SkippedPhoto
from photon.ui.export.export_messages import outcome_words
from photon.ui.kit import tokens
from photon.ui.kit.formatting import counted
from photon.ui.kit.icons import icon, wear
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import theme

_SIGN = 40
_MOST_LINES = 2000


class ExportOutcome(QWidget):
    """``show_wanted`` when the person wants to see what was made."""

    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.head, self.about, self.left = QLabel(), QLabel(), QLabel(), QLabel()
        self.list, self.show_button = QListWidget(), QPushButton("Show in folder")
        self._is_good = True
        wear(self.show_button, "folder-open", "text")
        self.head.setProperty("role", "heading")
        for label in (self.about, self.left):
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.setAccessibleName("What was left out, and why")
        self.list.setWordWrap(True)
        self.show_button.clicked.connect(self.show_wanted)
        words = vbox(self.head, self.about, spacing=tokens.HAIR)
        top = hbox(
            (self.sign, 0, Qt.AlignmentFlag.AlignTop),
            (words, 1),
            (self.show_button, 0, Qt.AlignmentFlag.AlignTop),
            spacing=tokens.WIDE,
        )
        column = vbox(top, self.left, (self.list, 1), to=self, margins=0, spacing=tokens.SPACE)
        column.addStretch(0)
        theme().changed.connect(self._dress)

    def show_outcome(self, done: Exported, noun: str) -> None:
        """Say what came of it."""
        head, about = outcome_words(done, noun)
        self.head.setText(head)
        self.about.setText(about)
        self._is_good = done.is_whole and (not done.left_out or bool(done.made or done.there))
        self.show_button.setVisible(bool(done.made or done.there))
        left_out = [one for one in done.left_out if one.reason not in ENDS]
        self.left.setText(f"{counted(len(left_out), 'photo')} left out:")
        self.list.clear()
        for one in left_out[:_MOST_LINES]:
            self.list.addItem(_line(one))
        for part in (self.left, self.list):
            part.setVisible(bool(left_out))
        self._dress()

    def _dress(self) -> None:
        sign = icon("check-circle" if self._is_good else "warning-circle", "good" if self._is_good else "warning")
        self.sign.setPixmap(sign.pixmap(_SIGN, _SIGN))


def _line(one: SkippedPhoto) -> QListWidgetItem:
    name = Path(one.path).name
    item = QListWidgetItem(f"{name}\n{one.message}" if name else one.message)
    item.setToolTip("\n".join(filter(None, (one.path, one.message, one.hint))))
    return item
