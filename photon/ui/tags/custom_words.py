"""The part of the vocabulary page in which a person adds words of their own."""

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
from photon.language import counted
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import number
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox

FILES = "Keyword lists (*.txt *.csv);;All files (*)"
MOST_FAULTS, HIGHEST = 6, 150  # lines, pixels; more are scrolled
FORMS: dict[str, KeywordForm] = {
    "For Lightroom, darktable, Capture One (*.txt)": "lightroom",
    "For digiKam (*.txt)": "digikam",
    "For Photon (*.txt)": "photon",
}
HINT = "Surfboard\nPlaces/Lisbon, Places/Porto"


class _Field(QPlainTextEdit):
    """Several lines; Tab leaves it, Ctrl+Enter adds."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds what stands there."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class CustomWords(QFrame):
    """Asks for words.

    Signals: ``added`` brings typed text, ``file_picked`` the path of a list to read, ``saved`` that of one to write and
    its form, ``folders_wanted`` and ``remove_wanted`` what the buttons say.
    """

    added = Signal(str)
    file_picked = Signal(str)
    saved = Signal(str, str)
    folders_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = _Field(self)
        self.add = make_button("Add words", "Ctrl+Enter", self._give, icon_name="plus")
        hint = "Import a keyword list from Lightroom, digiKam or another program"
        self.load = make_button("Import list…", hint, self._choose, icon_name="file-text")
        hint = "Export your tags and your own words as a keyword list, without sensitive ones"
        self.save = make_button("Export list…", hint, self._choose_place, icon_name="export")
        hint = "Add the names of the folders with photos"
        self.folders = make_button("Use folder names", hint, self.folders_wanted, icon_name="folder")
        self.remove = make_button("Remove word", "", self.remove_wanted, icon_name="minus-circle")
        self.result = make_label(wraps=True)
        self.faults = QListWidget(self)
        self._compose()
        self.field.textChanged.connect(self._follow)
        self.field.entered.connect(self._give)
        self._follow()
        self.show_chosen(0)

    def _compose(self) -> None:
        words = make_label(
            "One per line, or separated by commas; use / for sub-tags. Photon suggests them just like the words of its"
            " own list. You can also import keyword lists from other photo programs.",
            "quiet",
            wraps=True,
        )
        self.field.setPlaceholderText(HINT)
        self.field.setAccessibleName("Your own words")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(84)
        self.faults.setAccessibleName("Lines that could not be added")
        self.faults.setWordWrap(True)
        self.faults.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pairs = ((self.add, self.folders), (self.load, self.save), (self.remove,))
        rows = (hbox(*((button, 1) for button in pair), spacing=tokens.TIGHT) for pair in pairs)
        heading = make_label("Your own words", "heading")
        below = (self.result, self.faults)
        vbox(heading, words, self.field, *rows, *below, to=self, margins=0, spacing=tokens.TIGHT)
        self.result.hide()
        self.faults.hide()

    def show_chosen(self, words: int) -> None:
        """So many own words are selected in the tree."""
        self.remove.setEnabled(words > 0)
        self.remove.setText("Remove word" if words < 2 else f"Remove {number(words)} words")
        self.remove.setToolTip("Del" if words else "Select one of your own words (person icon) first")

    def show_added(self, added: WordsAdded) -> None:
        """Say what came of it."""
        said = [f"Added {counted(added.words, 'word')}." if added.words else "No new words."]
        if added.faults:
            said.append(f"{counted(len(added.faults), 'line')} could not be added:")
        self._say(" ".join(said), added.faults, "quiet")
        if not added.faults:
            self.field.clear()

    def show_saved(self, saved: KeywordList) -> None:
        """Say what was written."""
        left = f" Skipped {counted(saved.left_out, 'sensitive keyword')}." if saved.left_out else ""
        self._say(f"Exported {counted(saved.keywords, 'keyword')} to {Path(saved.path).name}.{left}", (), "quiet")

    def refuse(self, sentence: str) -> None:
        """Say why nothing was added."""
        self._say(sentence, (), "danger")

    def _say(self, sentence: str, faults: Sequence[VocabularyFault], role: str) -> None:
        show_text(self.result, sentence, role)
        self.faults.clear()
        self.faults.addItems([f"Line {number(fault.line)}: {fault.reason}" for fault in faults])
        self.faults.setVisible(bool(faults))
        lines = range(min(len(faults), MOST_FAULTS))
        self.faults.setFixedHeight(min(HIGHEST, sum(self.faults.sizeHintForRow(line) for line in lines) + tokens.TIGHT))

    def _follow(self) -> None:
        self.add.setEnabled(bool(self.field.toPlainText().strip()))

    def _give(self) -> None:
        if self.add.isEnabled():
            self.added.emit(self.field.toPlainText())

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Import keyword list", str(Path.home()), FILES)
        if path:
            self.file_picked.emit(path)

    def _choose_place(self) -> None:
        path, form = QFileDialog.getSaveFileName(
            self, "Export keyword list", str(Path.home() / "keywords.txt"), ";;".join(FORMS)
        )
        if path:
            self.saved.emit(path, FORMS.get(form, "lightroom"))
