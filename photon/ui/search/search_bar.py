"""The search bar: words, and chips for everything else; it searches during typing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from photon.domain import Filter, Query
from photon.domain.query.query_suggestion import Suggestion
from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.labels import name_field
from photon.ui.kit.layouts import hbox
from photon.ui.kit.menus import make_menu
from photon.ui.kit.theme import dress
from photon.ui.kit.timers import single_shot
from photon.ui.photos.drag_data import Example, examples_of
from photon.ui.search.bar_selection import BarSelection
from photon.ui.search.blend_row import PAUSE_MS, BlendRow
from photon.ui.search.chip_row import ChipRow
from photon.ui.search.completion import Completion, CompletionSource
from photon.ui.search.completion_popup import HANGS, CompletionPopup
from photon.ui.search.hint_row import HintRow
from photon.ui.search.query_editor import QueryEditor
from photon.ui.search.search_line import SearchLine
from photon.ui.widgets.folder_dialog import folders_in

if TYPE_CHECKING:
    from photon.ui.search.filter_panel import FilterPanel, FilterSource

DEBOUNCE_MS = 200


class SearchBar(QFrame):
    """A line for words, with chips.

    Signals:
        query_changed: Brings a Query, or None if the bar is empty.
        left: The user is done with the bar; the grid should get the focus.
        example_added: Brings a Like whose picture and name are not known yet.
        examples_dropped: Brings a list of Example.

    Attributes:
        words: The line for typing.
        chips: The chips for everything other than words.
        editor: The content of the bar.
        blend: The row of sliders, which belongs under the bar.
        hint: The row below it that offers filters for words.
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
        self._asked: Query | None = None
        self.completion: Completion | None = None
        self._make_filters: Callable[[], FilterPanel] | None = None
        self.words = SearchLine(self)
        self.chips = ChipRow(self)
        self.blend, self.hint = BlendRow(self), HintRow(self)
        self.editor = QueryEditor(self.words, self.chips, self.blend)
        self.selection = BarSelection(self.words, self.chips)
        self._compose()
        self._pause = single_shot(self, DEBOUNCE_MS, self.ask)
        self._quick = single_shot(self, PAUSE_MS, self.ask)
        self._connect_line()
        self._connect_chips()
        self._show_state()

    def _compose(self) -> None:
        glass = self._button("magnifying-glass", KeyedText(tr("Type a search"), "search"), self.focus)
        glass.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        name_field(self.words, tr("Search photos"), tr("Search: what does the photo show?"))
        self.filter_button = self._button("funnel", KeyedText(tr("Add a filter"), "filters"), self.open_filters)
        self.filter_button.hide()
        text_hint = KeyedText(tr("Edit the search as text"), "search-text")
        self.text_button = self._button("pencil-simple", text_hint, self.toggle_text)
        self.text_button.setCheckable(True)
        self._clear_button = self._button("x", tr("Clear the search"), self.clear)
        parts = (glass, self.chips, (self.words, 1), self.text_button, self._clear_button, self.filter_button)
        hbox(*parts, to=self, margins=(6, 0, 4, 0), spacing=6)

    def _button(self, icon_name: str, words: str, run: Callable[[], None]) -> QToolButton:
        button = make_icon_button(icon_name, words, run)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _connect_line(self) -> None:
        self.words.returnPressed.connect(self.submit)
        self.words.menu_wanted.connect(self._fill_menu)
        self.words.escaped.connect(self._escape)
        self.words.went_down.connect(self._leave)
        self.words.entered_hint.connect(self._follow_hint)
        self.hint.accepted.connect(self._follow_hint)
        self.words.went_left.connect(self.chips.focus_last)
        self.words.focused.connect(lambda has_focus: dress(self, "focused", "true" if has_focus else "false"))
        self.selection.erased.connect(self.clear)
        self.selection.replaced.connect(self.editor.empty)
        self.selection.copied.connect(self.copy_text)

    def _connect_chips(self) -> None:
        self.chips.changed.connect(self.ask)
        self.chips.weighed.connect(lambda: self._quick.isActive() or self._quick.start())
        self.chips.selected_all.connect(self.selection.select)
        self.chips.folder_removed.connect(self.folder_removed)
        self.blend.changed.connect(self.ask)
        self.blend.left.connect(self.editor.focus_words)
        self.editor.edited.connect(self._await_more)
        self.editor.example_added.connect(self.example_added)

    # -- for the window ----------------------------------------------------------------------

    def query(self) -> Query | None:
        """Return the current query, or None."""
        return self.editor.draft.query

    def text(self) -> str:
        """Return the whole search as one text, with its mistakes."""
        return self.editor.draft.written

    def focus(self) -> None:
        """Put the cursor into the bar and select the words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def add_examples(self, examples: Sequence[Example]) -> None:
        """Add example pictures and search immediately."""
        self.show_chips()
        for like, name in examples:
            self.editor.add_part(like, name)
        self.ask()

    def ask_for(self, examples: Sequence[Example]) -> None:
        """Search only for photos like these."""
        self.editor.empty()
        self.add_examples(examples)

    def ask_query(self, query: Query) -> None:
        """Show a query and run it; if its answer is known, another page may still hide it."""
        self.editor.show_query(query)
        self.ask(again=True)

    def recall(self, query: Query | None) -> None:
        """Show an earlier query without running it."""
        self.editor.show_query(query)
        self._pause.stop()
        self._asked = self.query()
        self._show_state()

    def show_folder(self, name: str | None) -> None:
        """Show that the search is limited to a folder; None if it is not."""
        self.chips.show_folder(name)

    def complete_by(self, source: CompletionSource, bridge: Bridge) -> None:
        """Offer suggestions from this source; the bar must already be in its window."""
        self.completion = Completion(source, bridge, self.words, CompletionPopup(self.window()))
        self.completion.accepted.connect(self._accept)
        self.completion.passed.connect(self._leave)
        self.hint.shown.connect(partial(self._show_below_hint, self.completion.popup))

    def _show_below_hint(self, popup: CompletionPopup) -> None:
        rows = [row.height() + HANGS for row in (self.blend, self.hint) if not row.isHidden()]
        popup.lower_by(0 if self.hint.isHidden() else sum(rows))

    def filter_by(self, source: "FilterSource", bridge: Bridge, folder: Callable[[], str | None]) -> None:
        """Offer filters from this source; the bar must already be in its window.

        Args:
            source: Provides the choices.
            bridge: Delivers the answers.
            folder: Returns the folder that the search is limited to.
        """

        def make() -> "FilterPanel":
            from photon.ui.search.filter_panel import FilterPanel

            return FilterPanel(self, source, bridge, lambda: replace(self.query() or Query(), folder=folder()))

        self._make_filters = make
        self.filter_button.show()

    @cached_property
    def filters(self) -> "FilterPanel | None":
        """The panel of filters; None if there is no source."""
        if self._make_filters is None:
            return None
        panel = self._make_filters()
        panel.toggled.connect(self.toggle_filter)
        panel.left.connect(self.editor.focus_words)
        return panel

    def open_filters(self) -> None:
        """Show or hide the panel of filters."""
        if self._make_filters is not None and self.filters is not None:
            self.show_chips()
            self.filters.open_or_close()

    def toggle_filter(self, part: Filter) -> None:
        """Add a filter or remove it, and search immediately."""
        self.editor.toggle_filter(part)
        self.ask()

    def clear(self) -> None:
        """Remove the query; the folder stays."""
        self.editor.empty()
        self.ask()

    def ask(self, *, again: bool = False) -> None:
        """Search now; without ``again``, only for something else than last."""
        self._pause.stop()
        self._quick.stop()
        query = self.editor.draft.query
        self._show_state()
        if again or query != self._asked:
            self._asked = query
            self.query_changed.emit(query)

    def submit(self) -> None:
        """Search now, turn all complete parts into chips, and explain the first mistake."""
        self.editor.finish()
        self.ask()
        self.hint.show_hint(self.editor.find_hint(), self.editor.find_mistake())

    def _follow_hint(self) -> None:
        """Type what the hint offers and search; without a hint, only search."""
        hint = self.hint.hint
        if hint is not None:
            self.words.show_text(hint.text)
            self.editor.focus_words()
        self.submit()

    def _await_more(self) -> None:
        """Search when the user stops typing."""
        self._show_buttons()
        self._pause.start()

    def _accept(self, suggestion: Suggestion, text: str) -> None:
        if self.editor.insert(suggestion, text):
            self.submit()
        else:
            self.editor.follow_edit()

    # -- as text -------------------------------------------------------------------------------------

    @property
    def is_text(self) -> bool:
        """Whether the whole search is shown as text."""
        return self.editor.is_text

    def toggle_text(self) -> None:
        """Switch between the whole search as text, selected for copying, and chips."""
        if self.is_text:
            self.show_chips()
            self.editor.focus_words()
            return
        self.editor.show_as_text()
        self._show_state()
        self.focus()

    def show_chips(self) -> None:
        """Turn one text into chips and words."""
        if self.is_text:
            self.editor.is_text = False
            self.submit()

    def copy_text(self) -> None:
        """Copy the whole search as text to the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _fill_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        copy = menu.addAction(tr("Copy search as text"))
        copy.setEnabled(bool(self.text()))
        copy.triggered.connect(self.copy_text)
        show = menu.addAction(tr("Show search as chips") if self.is_text else tr("Edit search as text"))
        show.triggered.connect(self.toggle_text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the same menu outside the line."""
        menu = make_menu(self)
        self._fill_menu(menu)
        menu.popup(event.globalPos())

    # -- appearance ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self._show_buttons()
        self.editor.underline()
        # The search as text contains its weights itself.
        self.blend.setVisible(not self.is_text and self.editor.draft.is_weighed)
        self.hint.show_hint(self.editor.find_hint())

    def _show_buttons(self) -> None:
        self._clear_button.setVisible(not self.editor.is_empty)
        self.text_button.setVisible(self.is_text or bool(self.chips.chips))
        self.text_button.setChecked(self.is_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give chips their share of the width."""
        super().resizeEvent(event)
        self.chips.set_room(self.width())

    # -- leaving -------------------------------------------------------------------------------------

    def _escape(self) -> None:
        if self.is_text:
            self.toggle_text()
        else:
            self._leave()

    def _leave(self) -> None:
        """Move the focus to the photos; the answer stays, including that for the text typed last."""
        self.ask()
        self.left.emit()

    # -- drops -------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept photos of the grid, files and folders."""
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
