"""The search bar: chips for all that is more than words, and words; it asks while one types."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from photon.domain import Ignored, Like, Part, Query
from photon.domain.query.query import BALANCE, STRENGTH
from photon.domain.query.query_suggestion import Suggestion
from photon.search.query_language import format_query
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.layouts import hbox
from photon.ui.kit.menus import make_menu
from photon.ui.kit.theme import dress
from photon.ui.kit.timers import single_shot
from photon.ui.photos.drag_data import Example, examples_of
from photon.ui.search import chip_parsing
from photon.ui.search.blend_row import PAUSE_MS, BlendRow
from photon.ui.search.chip import PartChip
from photon.ui.search.chip_row import ChipRow
from photon.ui.search.completion import Completion, CompletionSource
from photon.ui.search.completion_popup import CompletionPopup
from photon.ui.search.search_line import SearchLine
from photon.ui.widgets.folder_dialog import folders_in

DEBOUNCE_MS = 200


class SearchBar(QFrame):
    """Words and chips.

    Signals:
        query_changed: A Query, or None when nothing is asked.
        left: The person is done with the bar; the grid should get the keyboard.
        example_added: A Like whose picture and name are not known yet.
        examples_dropped: A list of Example.

    Attributes:
        words: The line one types in.
        blend: The row of sliders, which belongs under the bar.
    """

    query_changed = Signal(object)
    left = Signal()
    folder_removed = Signal()
    example_added = Signal(object)
    examples_dropped = Signal(list)
    folder_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setAcceptDrops(True)
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names: dict[Like, str] = {}
        self._asked: Query | None = None
        self._ignored: dict[Part, Ignored] = {}
        self.completion: Completion | None = None
        self.is_text = False
        self.words = SearchLine(self)
        self.chips = ChipRow(self)
        self.blend = BlendRow(self)
        self._compose()
        self._pause = single_shot(self, DEBOUNCE_MS, self.ask)
        self._quick = single_shot(self, PAUSE_MS, self.ask)
        self._connect()
        self._show_state()

    def _compose(self) -> None:
        glass = self._button("magnifying-glass", "Search (Ctrl+F)", self.focus)
        glass.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words.setPlaceholderText("Search: what does the photo show?")
        self.words.setAccessibleName("Search photos")
        self.text_button = self._button("text-t", "Show the search as text (Ctrl+Shift+F)", self.toggle_text)
        self.text_button.setCheckable(True)
        self._clear_button = self._button("x", "Clear the search (Esc)", self.clear)
        parts = (glass, self.chips, (self.words, 1), self.text_button, self._clear_button)
        hbox(*parts, to=self, margins=(6, 0, 4, 0), spacing=6)

    def _button(self, icon_name: str, words: str, run: Callable[[], None]) -> QToolButton:
        button = make_icon_button(icon_name, words, run)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(words.partition(" (")[0])
        return button

    def _connect(self) -> None:
        self.words.textEdited.connect(self._edited)
        self.words.returnPressed.connect(self.submit)
        self.words.menu_wanted.connect(self._fill_menu)
        self.words.escaped.connect(self._escape)
        self.words.went_down.connect(self._leave)
        self.words.went_left.connect(self.chips.focus_last)
        self.words.erased_left.connect(self._erase)
        self.words.focused.connect(lambda has_focus: dress(self, "focused", "true" if has_focus else "false"))
        self.chips.changed.connect(self.ask)
        self.chips.weighed.connect(lambda: self._quick.isActive() or self._quick.start())
        self.chips.edited.connect(self._edit)
        self.chips.ended.connect(self._focus_words)
        self.chips.typed.connect(self._type)
        self.chips.folder_removed.connect(self.folder_removed)
        self.blend.changed.connect(self.ask)
        self.blend.left.connect(self._focus_words)

    # -- what the window asks ----------------------------------------------------------------------

    def query(self) -> Query | None:
        """What is asked, or None."""
        around = Query(
            () if self.is_text else self.chips.parts, balance=self.blend.balance, strength=self.blend.strength
        )
        asked = chip_parsing.parse_once(self.words.text(), around).query
        if not chip_parsing.has_photo_and_words(asked):
            asked = replace(asked, balance=BALANCE, strength=STRENGTH)
        return None if asked.empty else asked

    def text(self) -> str:
        """All of the search as one text, with its mistakes."""
        text = self.words.text()
        if not self.is_text and chip_parsing.has_photo_and_words(self.query()):
            text = f"{text} {chip_parsing.settings_text(self.blend.balance, self.blend.strength)}".strip()
        for part in () if self.is_text else reversed(self.chips.parts):
            text = chip_parsing.joined(part, text)
        return text

    @property
    def examples(self) -> dict[Like, PartChip]:
        """The chips of example pictures."""
        return {chip.part: chip for chip in self.chips.chips if isinstance(chip.part, Like)}

    def focus(self) -> None:
        """Put the cursor into the bar, with the words selected."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def add_examples(self, examples: Sequence[Example]) -> None:
        """Add example pictures and search at once."""
        self.show_chips()
        for like, name in examples:
            self._add(like, name)
        self.ask()

    def ask_for(self, examples: Sequence[Example]) -> None:
        """Search for photos like these, and for nothing else."""
        self._empty()
        self.add_examples(examples)

    def ask_query(self, query: Query) -> None:
        """Show a query and search by it."""
        self._asked = self.query()
        self._fill(query)
        self.ask()

    def recall(self, query: Query | None) -> None:
        """Show a query that was asked here before, without asking it."""
        self._fill(query)
        self._pause.stop()
        self._asked = self.query()
        self._show_state()

    def show_picture(self, like: Like, jpeg: bytes) -> None:
        """Show an example's preview in its chip."""
        for chip in self.chips.chips_of(like):
            chip.show_picture(jpeg)
        self.chips.fit()

    def show_name(self, like: Like, name: str) -> None:
        """Say what an example is called."""
        self._names[_thing(like)] = name
        for chip in self.chips.chips_of(like):
            chip.show_name(name)
        self.chips.fit()

    def forget(self, photos: Set[int]) -> None:
        """Do not know any more what these photos are called."""
        self._names = {like: name for like, name in self._names.items() if like.photo not in photos}

    def show_folder(self, name: str | None) -> None:
        """Show that the search is limited to a folder; None when it is not."""
        self.chips.show_folder(name)

    def show_ignored(self, ignored: Sequence[Ignored]) -> None:
        """Mark what the answer could not use."""
        self._ignored = {one.part: one for one in ignored}
        self.chips.show_ignored(self._ignored)
        self._underline(is_typing=False)

    def complete_by(self, source: CompletionSource, bridge: Bridge) -> None:
        """Offer suggestions from there on; the bar must be in its window already."""
        self.completion = Completion(source, bridge, self.words, CompletionPopup(self.window()))
        self.completion.accepted.connect(self._accept)
        self.completion.passed.connect(self._leave)

    def clear(self) -> None:
        """Ask nothing; the folder stays."""
        self._empty()
        self.ask()

    def ask(self) -> None:
        """Search now."""
        self._pause.stop()
        self._quick.stop()
        query = self.query()
        self._show_state()
        if query != self._asked:
            self._asked = query
            self.query_changed.emit(query)

    def submit(self) -> None:
        """Search now, and make chips of all that can be one."""
        balance, strength, text = chip_parsing.take_settings(self.words.text())
        if not self.is_text and text != self.words.text():
            self.words.show_text(text)
            self.blend.show_values(balance, strength)
        self._make_chips(None)
        self.ask()

    # -- chips and text ----------------------------------------------------------------------------

    def toggle_text(self) -> None:
        """Show the whole search as text, selected to be copied; or as chips again."""
        if self.is_text:
            self.show_chips()
            self._focus_words()
            return
        text = self.text()
        self.chips.empty()
        self.blend.show_values()  # the text says it now
        self.is_text = True
        self.words.show_text(text)
        self._show_state()
        self.focus()

    def show_chips(self) -> None:
        """From one text back to chips and words."""
        if self.is_text:
            self.is_text = False
            self.submit()

    def copy_text(self) -> None:
        """Put the whole search as text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _edited(self) -> None:
        self._make_chips(self.words.cursor_place)
        self._show_buttons()
        self._underline(is_typing=True)
        self._pause.start()

    def _make_chips(self, cursor: int | None) -> None:
        if self.is_text:
            return
        parts, text, cursor = chip_parsing.take_chips(self.words.text(), cursor)
        for part in parts:
            self._add(part)
        if text != self.words.text():
            self.words.show_text(text, cursor)

    def _add(self, part: Part, name: str = "") -> None:
        if isinstance(part, Like):
            name = name or self._names.get(_thing(part), "")
            self._names[_thing(part)] = name
        chip = self.chips.add(part, name)
        if chip is not None and isinstance(part, Like):
            self.example_added.emit(part)

    def _fill(self, query: Query | None) -> None:
        self._empty()
        if query is None:
            return
        plain = tuple(part for part in query.parts if chip_parsing.is_plain(part))
        for part in (part for part in query.parts if part not in plain):
            self._add(part)
        self.words.show_text(format_query(Query(plain)))
        self.blend.show_values(query.balance, query.strength)

    def _empty(self) -> None:
        self.is_text = False
        self.words.clear()
        self.chips.empty()
        self.blend.show_values()

    def _edit(self, chip: PartChip) -> None:
        """Make text of a chip, with the cursor behind it."""
        part = self.chips.pop(chip)
        own = chip_parsing.joined(part, "")
        self.words.show_text(chip_parsing.joined(part, self.words.text()), len(own))
        self._focus_words()
        self._show_buttons()
        self._pause.start()

    def _accept(self, suggestion: Suggestion, text: str) -> None:
        if suggestion.kind in ("saved", "recent"):
            self._empty()  # it is a whole search
        before, insert = text[: suggestion.start], suggestion.insert
        self.words.show_text(before + insert + text[suggestion.end :], len(before + insert))
        if suggestion.kind == "concept" or insert.endswith(":"):
            self._edited()  # a value follows, or the rest of the sentence
        else:
            self.submit()

    # -- how it looks ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self._show_buttons()
        self._underline(is_typing=False)
        # As text the search says itself how it is weighed.
        self.blend.setVisible(not self.is_text and chip_parsing.has_photo_and_words(self.query()))

    def _show_buttons(self) -> None:
        self._clear_button.setVisible(bool(self.words.text() or self.chips.chips))
        self.text_button.setVisible(self.is_text or bool(self.chips.chips))
        self.text_button.setChecked(self.is_text)

    def _underline(self, *, is_typing: bool) -> None:
        """Show mistakes; while one types not the one that is being typed, for it may not be one yet."""
        cursor = self.words.cursor_place if is_typing else -1
        found = chip_parsing.mistakes_in(chip_parsing.parse_once(self.words.text()), self._ignored)
        self.words.show_mistakes([one for one in found if not one.start <= cursor <= one.end])

    def _focus_words(self) -> None:
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.deselect()

    def _type(self, event: QKeyEvent) -> None:
        self._focus_words()
        self.words.end(False)  # noqa: FBT003 - Qt's switch
        again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
        QApplication.sendEvent(self.words, again)

    def _fill_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        copy = menu.addAction("Copy search as text")
        copy.setEnabled(bool(self.text()))
        copy.triggered.connect(self.copy_text)
        show = menu.addAction("Show search as chips" if self.is_text else "Show search as text")
        show.triggered.connect(self.toggle_text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu beside the words."""
        menu = make_menu(self)
        self._fill_menu(menu)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips get a part of the width."""
        super().resizeEvent(event)
        self.chips.set_room(self.width())

    # -- keys --------------------------------------------------------------------------------------

    def _erase(self) -> None:
        """A step back over the last chip: a picture goes, all else becomes text again."""
        if self.chips.chips:
            last = self.chips.chips[-1]
            (self.chips.remove if isinstance(last.part, Like) else self._edit)(last)

    def _escape(self) -> None:
        if self.is_text:
            self.toggle_text()
        elif self.query() is not None or self.words.text():
            self.clear()
        else:
            self.left.emit()

    def _leave(self) -> None:
        self.ask()
        self.left.emit()

    # -- drops -------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos of the grid, files and folders."""
        if examples_of(event.mimeData()) or folders_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search for photos like the dropped ones; a dropped folder is added to the library."""
        for folder in folders_in(event.mimeData()):
            self.folder_dropped.emit(folder)
        if examples := examples_of(event.mimeData()):
            self.examples_dropped.emit(examples)
            self.words.setFocus()
        event.acceptProposedAction()


def _thing(like: Like) -> Like:
    return replace(like, weight=1.0, unwanted=False)
