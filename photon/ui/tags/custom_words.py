"""The part of the vocabulary page for adding the user's own words."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)  # fmt: skip

from photon.annotate.tags.keyword_lists import KeywordForm
from photon.annotate.tags.vocabulary_file import VocabularyFault
from photon.app.tags.vocabularies import KeywordList, WordsAdded
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.layouts import hbox, vbox

FILES = tr("Keyword lists (*.txt *.csv);;All files (*)")
MOST_FAULTS, HIGHEST = 6, 150  # lines, pixels; longer texts scroll
FORMS: dict[str, KeywordForm] = {
    tr("For Lightroom, darktable, Capture One (*.txt)"): "lightroom",
    tr("For digiKam (*.txt)"): "digikam",
    tr("For Photon (*.txt)"): "photon",
}
HINT = tr("Surfboard\nPlaces/Lisbon, Places/Porto")


class _Field(QPlainTextEdit):
    """A field of several lines; Tab leaves it, Ctrl+Enter adds its words."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the words on Ctrl+Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class CustomWords(QFrame):
    """The form for adding words.

    Signals: ``added`` brings typed text, ``file_picked`` the path of a list to import, ``saved`` the path and format
    of a list to write; ``folders_wanted`` and ``remove_wanted`` are emitted by their buttons.
    """

    added = Signal(str)
    file_picked = Signal(str)
    saved = Signal(str, str)
    folders_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _Field(self)
        self.add = make_button(tr("Add words"), tr("Ctrl+Enter"), self._give, icon_name="plus")
        hint = tr("Import a keyword list from Lightroom, digiKam or another program")
        self.load = make_button(tr("Import list…"), hint, self._choose, icon_name="file-text")
        hint = tr("As a keyword list for other photo programs, without sensitive ones")
        self.save = make_button(tr("Export my tags and words…"), hint, self._choose_place, icon_name="export")
        hint = tr("Add the names of the folders with photos")
        self.folders = make_button(tr("Use folder names"), hint, self.folders_wanted, icon_name="folder")
        self.remove = make_button("", "", self.remove_wanted, icon_name="minus-circle")
        self.result = make_label(wraps=True)
        self.faults = QListWidget(self)
        self._compose()
        self.field.textChanged.connect(self._follow)
        self.field.entered.connect(self._give)
        self._follow()
        self.show_chosen(0)

    def _compose(self) -> None:
        words = make_label(
            tr(
                "One per line, or separated by commas; use / for sub-tags. Photon suggests them just like the words of"
                " its own list. You can also import keyword lists from other photo programs."
            ),
            "quiet",
            wraps=True,
        )
        name_field(self.field, tr("Your own words"), HINT)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(84)
        self.faults.setAccessibleName(tr("Lines that could not be added"))
        self.faults.setWordWrap(True)
        self.faults.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pairs = ((self.add, self.load), (self.folders,), (self.save,), (self.remove,))
        rows = (hbox(*((button, 1) for button in pair), spacing=tokens.TIGHT) for pair in pairs)
        heading = make_label(tr("Your own words"), "heading")
        below = (self.result, self.faults)
        vbox(heading, words, self.field, *rows, *below, to=self, margins=0, spacing=tokens.TIGHT)
        self.result.hide()
        self.faults.hide()

    def show_chosen(self, words: int) -> None:
        """Show how many own words are selected in the tree."""
        self.remove.setEnabled(words > 0)
        self.remove.setText(tr_n("Remove word", "Remove {count:,} words", max(1, words)))
        self.remove.setToolTip(tr("Del") if words else tr("Select one of your own words (person icon) first"))

    def show_added(self, added: WordsAdded) -> None:
        """Show the result of adding words."""
        sentences = [words_added(added.words) if added.words else tr("No new words.")]
        if added.faults:
            sentences.append(
                tr_n("{count:,} line could not be added:", "{count:,} lines could not be added:", len(added.faults))
            )
        self._say(" ".join(sentences), added.faults, "quiet")
        if not added.faults:
            self.field.clear()

    def show_saved(self, saved: KeywordList) -> None:
        """Say what was written."""
        sentences = [
            tr_n(
                "Exported {count:,} keyword to {file}.",
                "Exported {count:,} keywords to {file}.",
                saved.keywords,
                file=Path(saved.path).name,
            )
        ]
        if saved.left_out:
            sentences.append(
                tr_n("Skipped {count:,} sensitive keyword.", "Skipped {count:,} sensitive keywords.", saved.left_out)
            )
        self._say(" ".join(sentences), (), "quiet")

    def refuse(self, why: PhotonError | str) -> None:
        """Show why nothing was added."""
        self._say(str(why), (), "danger")

    def _say(self, sentence: str, faults: Sequence[VocabularyFault], role: str) -> None:
        show_text(self.result, sentence, role)
        self.faults.clear()
        self.faults.addItems([tr("Line {line:,}: {reason}", line=fault.line, reason=fault.reason) for fault in faults])
        self.faults.setVisible(bool(faults))
        lines = range(min(len(faults), MOST_FAULTS))
        self.faults.setFixedHeight(min(HIGHEST, sum(self.faults.sizeHintForRow(line) for line in lines) + tokens.TIGHT))

    def _follow(self) -> None:
        self.add.setEnabled(bool(self.field.toPlainText().strip()))

    def _give(self) -> None:
        if self.add.isEnabled():
            self.added.emit(self.field.toPlainText())

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import keyword list"), str(Path.home()), FILES)
        if path:
            self.file_picked.emit(path)

    def _choose_place(self) -> None:
        path, form = QFileDialog.getSaveFileName(
            self, tr("Export keyword list"), str(Path.home() / "keywords.txt"), ";;".join(FORMS)
        )
        if path:
            self.saved.emit(path, FORMS.get(form, "lightroom"))


def words_added(words: int) -> str:
    """Return a message about how many words were added."""
    return tr_n("Added {count:,} word.", "Added {count:,} words.", words)
