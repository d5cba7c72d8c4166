"""The outcome of an export: a headline, and what was left out and why."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from photon.domain.metadata.export_recipe import ENDS, Exported, SkippedPhoto
from photon.language import tr, tr_n
from photon.ui.export.export_messages import outcome_words
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox

_SIGN = 40
_MOST_LINES = 2000


class ExportOutcome(QWidget):
    """``show_wanted`` is emitted when the user wants to see the exported files."""

    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = IconLabel("check-circle", _SIGN, "good")
        self.head = make_label(role="heading")
        self.about = make_label(role="quiet", wraps=True, is_selectable=True)
        self.left = make_label(role="quiet", wraps=True)
        self.list = QListWidget()
        self.show_button = make_button(tr("Show in folder"), clicked=self.show_wanted, icon_name="folder-open")
        self.list.setAccessibleName(tr("Skipped photos and reasons"))
        self.list.setWordWrap(True)
        words = vbox(self.head, self.about, spacing=tokens.HAIR)
        top = hbox(
            (self.sign, 0, Qt.AlignmentFlag.AlignTop),
            (words, 1),
            (self.show_button, 0, Qt.AlignmentFlag.AlignTop),
            spacing=tokens.WIDE,
        )
        column = vbox(top, self.left, (self.list, 1), to=self, margins=0, spacing=tokens.SPACE)
        column.addStretch(0)

    def show_outcome(self, done: Exported, noun: str) -> None:
        """Show the outcome."""
        head, about = outcome_words(done, noun)
        self.head.setText(head)
        self.about.setText(about)
        is_good = done.is_whole and (not done.left_out or bool(done.made or done.there))
        self.sign.show_icon(*(("check-circle", "good") if is_good else ("warning-circle", "warning")))
        self.show_button.setVisible(bool(done.made or done.there))
        left_out = [one for one in done.left_out if one.reason not in ENDS]
        self.left.setText(tr_n("Skipped {count:,} photo:", "Skipped {count:,} photos:", len(left_out)))
        self.list.clear()
        for one in left_out[:_MOST_LINES]:
            self.list.addItem(_line(one))
        for part in (self.left, self.list):
            part.setVisible(bool(left_out))


def _line(one: SkippedPhoto) -> QListWidgetItem:
    name = Path(one.path).name
    item = QListWidgetItem(f"{name}\n{one.message}" if name else one.message)
    item.setToolTip("\n".join(filter(None, (one.path, one.message, one.hint))))
    return item
