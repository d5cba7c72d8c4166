"""The page of tags in the preferences: what may be suggested, in which language, and the user's own words."""

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from photon.annotate.tags.keyword_lists import KeywordForm
from photon.app.session import Session
from photon.app.tags.vocabularies import WordsAdded
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath
from photon.domain.setting import LibrarySetting, Value
from photon.language import counted, tr, tr_n
from photon.library.tags.tag_settings import LANGUAGE, SENSITIVE, SUGGEST
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.timers import single_shot
from photon.ui.tags.custom_words import CustomWords, words_added
from photon.ui.tags.vocabulary_lines import Kind, lines_of
from photon.ui.tags.vocabulary_tree import VocabularyTree

FILTER_MS, REFRESH_MS = 120, 150
SIDE = 372  # width of the right part in pixels
NOT_YOURS = tr("You can only remove your own words. Press Space to switch others off.")
KINDS: dict[Kind, str] = {"all": tr("All words"), "own": tr("Your own words"), "off": tr("Switched off")}
INTRODUCTION = tr(
    "Photon suggests tags from this list and from your own words. It never adds a tag until you confirm it."
)


class VocabularyPage(QWidget):
    """Edits the vocabulary; ``done`` brings a message about a step that can be undone, ``undone`` requests undo."""

    done = Signal(str)
    undone = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabularies = session.vocabularies
        self._bridge = bridge
        self._is_outdated = True
        self._lines, self._settings = (LatestRequest(bridge, self, of_photos=False) for _ in range(2))
        self._writing = 0
        self.suggest = QCheckBox(tr("Suggest tags"), self)
        self.sensitive = QCheckBox(tr("Also suggest sensitive tags"), self)
        self.language, self.kind = QComboBox(self), QComboBox(self)
        self.filter, self.count = QLineEdit(self), make_label(role="small")
        self.tree, self.own = VocabularyTree(self), CustomWords(self)
        self._finding = single_shot(self, FILTER_MS, self._find)
        self._refresh = single_shot(self, REFRESH_MS, self.refresh)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        head = (make_label(tr("Tags"), "title"), make_label(INTRODUCTION, "quiet", wraps=True))
        below = hbox((self._compose_tree(), 1), self._compose_side(), spacing=tokens.LOOSE)
        margins = (tokens.LOOSE, tokens.LOOSE, tokens.LOOSE, tokens.WIDE)
        vbox(*head, (below, 1), to=self, margins=margins, spacing=tokens.SPACE)

    def _compose_tree(self) -> QVBoxLayout:
        name_field(self.filter, tr("Find a word"))
        self.filter.setClearButtonEnabled(True)
        self.kind.setAccessibleName(tr("Words to show"))
        for kind, name in KINDS.items():
            self.kind.addItem(name, kind)
        top = hbox((self.filter, 1), self.kind, spacing=tokens.TIGHT)
        return vbox(top, (self.tree, 1), self.count, spacing=tokens.TIGHT)

    def _compose_side(self) -> QScrollArea:
        self.suggest.setToolTip(tr("Suggest tags when idle"))
        self.sensitive.setToolTip(tr("Nudity, identity cards, bank cards, passwords on screens, and medical photos"))
        self.language.setAccessibleName(tr("Language of suggested tags"))
        for language in self._vocabularies.languages():
            self.language.addItem(language.name, language.code)
        inside = QWidget()
        label = QLabel(tr("Language of suggested tags"))
        label.setBuddy(self.language)
        above = (self.suggest, self.sensitive, label, self.language)
        margins = (0, 0, tokens.TIGHT, 0)
        vbox(*above, tokens.SPACE, self.own, None, to=inside, margins=margins, spacing=tokens.TIGHT)
        side = QScrollArea(self)
        side.setAccessibleName(tr("Settings of suggested tags"))
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFixedWidth(SIDE)
        side.setWidget(inside)
        return side

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._finding.start)
        self.kind.activated.connect(self._find)
        self.tree.words.switched.connect(self._switch)
        for shown in (self.tree.words.modelReset, self.tree.words.boxes_changed):
            shown.connect(self._show_count)
        self.tree.remove_wanted.connect(self._remove)
        self.tree.selectionModel().selectionChanged.connect(self._follow_selection)
        self.suggest.clicked.connect(lambda on: self._choose(SUGGEST, on))
        self.sensitive.clicked.connect(lambda on: self._choose(SENSITIVE, on))
        self.language.activated.connect(lambda _: self._choose(LANGUAGE, self.language.currentData()))
        self.own.added.connect(lambda text: self._add(self._vocabularies.add(text)))
        self.own.file_picked.connect(lambda path: self._add(self._vocabularies.add_file(path)))
        self.own.saved.connect(self._save)
        self.own.folders_wanted.connect(lambda: self._add(self._vocabularies.add_folder_names()))
        self.own.remove_wanted.connect(self._remove)
        self._bridge.changed.connect(self._hear)

    # -- display -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Request words and settings again."""
        self._is_outdated = False
        words = self._vocabularies
        if not self._writing:  # it is requested again afterwards
            self._lines.ask(combined(lines_of, words.get(), words.own()), self.tree.show_lines, self.own.refuse)
            shown = (words.setting(name) for name in (SUGGEST, SENSITIVE, LANGUAGE))
            self._settings.ask(combined(lambda *found: found, *shown), lambda found: self._show_settings(*found))

    def _show_settings(self, suggest: object, sensitive: object, language: object) -> None:
        self.suggest.setChecked(bool(suggest))
        self.sensitive.setChecked(bool(sensitive))
        self.language.setCurrentIndex(self.language.findData(language))

    def _find(self) -> None:
        self._finding.stop()
        self.tree.show_matching(self.filter.text(), self.kind.currentData())

    def _show_count(self) -> None:
        lines = self.tree.words.lines
        if lines is None:
            return
        parts = [counted(sum(lines.choosable), "word")]
        parts += [tr_n("{count:,} added by you", "{count:,} added by you", len(lines.own))] if lines.own else []
        parts += [tr_n("{count:,} switched off", "{count:,} switched off", len(lines.off))] if lines.off else []
        if self.filter.text().strip() and not self.tree.words.rowCount():
            parts = [tr("No matching words.")]
        self.count.setText(" · ".join(parts))
        self._follow_selection()

    def _follow_selection(self) -> None:
        self.own.show_chosen(len(self.tree.chosen_own))

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"vocabulary", "tags"}:
            self._is_outdated = True
            if self.isVisible():
                self._refresh.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Update what was not updated while the page was hidden."""
        super().showEvent(event)
        if self._is_outdated:
            self.refresh()

    # -- actions ----------------------------------------------------------------------------

    def _switch(self, paths: list[tuple[str, ...]], on: bool) -> None:  # noqa: FBT001 - a slot
        self._write(self._vocabularies.switch(paths, on), _switched_words(paths, on=on))

    def _choose(self, one: LibrarySetting[Value], value: Value) -> None:
        self._write(self._vocabularies.choose(one, value))

    def _write(self, future: Future[Changes], words: str = "") -> None:
        """Store the state of a pressed check box; an older answer would revert it."""

        def written(error: PhotonError | None = None) -> None:
            self._writing -= 1
            self._refresh.start()
            if error is not None:
                self.own.refuse(error)
            elif words:
                self.done.emit(words)

        self._writing += 1
        for question in (self._lines, self._settings):
            question.forget()
        self._bridge.call(future, lambda _: written(), self, written)

    def _add(self, future: object) -> None:
        def added(result: WordsAdded) -> None:
            self.own.show_added(result)
            if result.words:
                self.done.emit(words_added(result.words))

        self._bridge.call(future, added, self, self.own.refuse)  # type: ignore[arg-type]

    def _save(self, path: str, form: KeywordForm) -> None:
        # the dialog has already asked whether to replace an existing file
        saved = self._vocabularies.save(path, form, replace=True)
        self._bridge.call(saved, self.own.show_saved, self, self.own.refuse)

    def _remove(self) -> None:
        paths = self.tree.chosen_own
        if not paths:
            self.own.refuse(NOT_YOURS)
        else:
            words = tr_n(
                "Removed {count:,} word. Photos keep their tags.",
                "Removed {count:,} words. Photos keep their tags.",
                len(paths),
            )
            self._bridge.call(self._vocabularies.remove(paths), lambda _: self.done.emit(words), self, self.own.refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, which works here, too; find a word on Ctrl+F."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.filter.setFocus()
        else:
            super().keyPressEvent(event)


def _switched_words(paths: Sequence[TagPath], *, on: bool) -> str:
    word = paths[0][-1]
    if on:
        return tr_n("Switched “{word}” on.", "Switched {count:,} words on.", len(paths), word=word)
    return tr_n("Switched “{word}” off.", "Switched {count:,} words off.", len(paths), word=word)
