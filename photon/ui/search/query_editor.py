"""Converts the content of the search bar: typed text to chips, a query to both, and both to one text."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from photon.domain import Filter, Ignored, Like, Mistake, Part, Query
from photon.domain.query.filter_kinds.known_kinds import group_of
from photon.domain.query.query_suggestion import Suggestion
from photon.search.filter_hints import FilterHint, find_name_hint
from photon.ui.search import chip_parsing
from photon.ui.search.blend_row import BlendRow
from photon.ui.search.chip import PartChip
from photon.ui.search.chip_row import ChipRow
from photon.ui.search.query_draft import QueryDraft
from photon.ui.search.search_line import SearchLine


class QueryEditor(QObject):
    """Manages the content of a search bar.

    Signals:
        edited: The user changed the text.
        example_added: Brings a Like whose picture and name are not known yet.

    Attributes:
        is_text: Whether the text is the whole search, without chips.
        people: The filters that names of people mean, by the folded name.
        places: The filters that names of places could mean, likewise.
    """

    edited = Signal()
    example_added = Signal(object)

    def __init__(self, words: SearchLine, chips: ChipRow, blend: BlendRow) -> None:
        super().__init__(words)
        self._words, self._chips, self._blend = words, chips, blend
        self._names: dict[Like, str] = {}
        self._ignored: dict[Part, Ignored] = {}
        self.is_text = False
        self.people: Mapping[str, Sequence[Filter]] = {}
        self.places: Mapping[str, Sequence[Filter]] = {}
        words.textEdited.connect(self.follow_edit)
        chips.edited.connect(self._edit_chip)
        chips.typed.connect(self._type)
        chips.ended.connect(self.focus_words)

    # -- content -----------------------------------------------------------------------------

    @property
    def draft(self) -> QueryDraft:
        """The content of the bar."""
        if self.is_text:
            return QueryDraft((), self._words.text())  # the text contains balance and strength, too
        return QueryDraft(self._chips.parts, self._words.text(), self._blend.balance, self._blend.strength)

    @property
    def is_empty(self) -> bool:
        """Whether there are neither chips nor text."""
        return not self._words.text() and not self._chips.chips

    @property
    def examples(self) -> dict[Like, PartChip]:
        """The chips of example pictures."""
        return {chip.part: chip for chip in self._chips.chips if isinstance(chip.part, Like)}

    def empty(self) -> None:
        """Remove chips and text."""
        self.is_text = False
        self._words.clear()
        self._chips.empty()
        self._blend.show_values()

    def show_query(self, query: Query | None) -> None:
        """Replace the content by a query."""
        self.empty()
        draft = QueryDraft.from_query(query)
        for part in draft.parts:
            self.add_part(part)
        self._words.show_text(draft.text)
        self._blend.show_values(draft.balance, draft.strength)

    def add_part(self, part: Part, name: str = "") -> None:
        """Add a chip, unless there is one with the same content."""
        if isinstance(part, Like):
            name = name or self._names.get(_thing(part), "")
            self._names[_thing(part)] = name
        chip = self._chips.add(part, name)
        if chip is not None and isinstance(part, Like):
            self.example_added.emit(part)

    def toggle_filter(self, part: Filter) -> None:
        """Add a filter, replacing another one of its group if a photo fits only one, or remove it if it is set."""
        group = group_of(part)
        is_single = group is None or not group.allows_several
        for chip in list(self._chips.chips):
            if chip.part == part or (is_single and isinstance(chip.part, Filter) and group_of(chip.part) == group):
                was = self._chips.pop(chip)
                if was == part:
                    return
        self.add_part(part)

    def finish(self) -> None:
        """Turn all complete parts into chips."""
        balance, strength, text = chip_parsing.take_settings(self._words.text())
        if not self.is_text and text != self._words.text():
            self._words.show_text(text)
            self._blend.show_values(balance, strength)
        self._make_chips(None)

    def show_as_text(self) -> None:
        """Show the whole search as text, selected for copying."""
        text = self.draft.written
        self._chips.empty()
        self._blend.show_values()
        self.is_text = True
        self._words.show_text(text)

    def insert(self, suggestion: Suggestion, text: str) -> bool:
        """Insert a suggestion into the text that it was made for.

        Returns:
            Whether the search is complete; False if a value or the rest of a phrase must follow.
        """
        if suggestion.kind in ("saved", "recent"):
            self.empty()  # the suggestion is a whole search
        before, insert = text[: suggestion.start], suggestion.insert
        self._words.show_text(before + insert + text[suggestion.end :], len(before + insert))
        return suggestion.kind != "concept" and not insert.endswith(":")

    # -- names and pictures of examples --------------------------------------------------------------

    def show_picture(self, like: Like, jpeg: bytes) -> None:
        """Show an example's preview in its chip."""
        for chip in self._chips.chips_of(like):
            chip.show_picture(jpeg)
        self._chips.fit()

    def show_name(self, like: Like, name: str) -> None:
        """Show the name of an example in its chip."""
        self._names[_thing(like)] = name
        for chip in self._chips.chips_of(like):
            chip.show_name(name)
        self._chips.fit()

    def forget(self, photos: Set[int]) -> None:
        """Drop the names of these photos."""
        self._names = {like: name for like, name in self._names.items() if like.photo not in photos}

    # -- mistakes -------------------------------------------------------------------------------

    def show_ignored(self, ignored: Sequence[Ignored]) -> None:
        """Mark the parts that the answer could not use."""
        self._ignored = {one.part: one for one in ignored}
        self._chips.show_ignored(self._ignored)
        self.underline()

    def underline(self, *, is_typing: bool = False) -> None:
        """Underline mistakes, except the one at the cursor, which may only be incomplete."""
        cursor = self._words.cursor_place if is_typing else -1
        found = chip_parsing.mistakes_in(chip_parsing.parse_once(self._words.text()), self._ignored)
        self._words.show_mistakes([one for one in found if not one.start <= cursor <= one.end])

    def find_hint(self) -> FilterHint | None:
        """Find words that are not a filter but resemble one, or name a person, or else a place."""
        text = self._words.text()
        parsed = chip_parsing.parse_once(text)
        named = find_name_hint(parsed, text, self.people) or find_name_hint(parsed, text, self.places)
        return chip_parsing.find_hint_once(text) or named

    def find_mistake(self) -> Mistake | None:
        """Find the first mistake in the text."""
        return next(iter(chip_parsing.parse_once(self._words.text()).mistakes), None)

    # -- keys ----------------------------------------------------------------------------------------

    def focus_words(self) -> None:
        """Focus the text without selecting it."""
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._words.deselect()

    def follow_edit(self) -> None:
        """Handle a change of the text as if it was typed."""
        self._make_chips(self._words.cursor_place)
        self.underline(is_typing=True)
        self.edited.emit()

    def _make_chips(self, cursor: int | None) -> None:
        if self.is_text:
            return
        parts, text, cursor = chip_parsing.take_chips(self._words.text(), cursor)
        for part in parts:
            self.add_part(part)
        if text != self._words.text():
            self._words.show_text(text, cursor)

    def _edit_chip(self, chip: PartChip) -> None:
        """Turn a chip into text, with the cursor after it."""
        part = self._chips.pop(chip)
        own = chip_parsing.joined(part, "")
        self._words.show_text(chip_parsing.joined(part, self._words.text()), len(own))
        self.focus_words()
        self.edited.emit()

    def _type(self, event: QKeyEvent) -> None:
        self.focus_words()
        self._words.end(False)  # noqa: FBT003 - Qt's switch
        again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
        QApplication.sendEvent(self._words, again)


def _thing(like: Like) -> Like:
    return replace(like, weight=1.0, unwanted=False)
