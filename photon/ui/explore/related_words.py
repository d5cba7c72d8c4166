"""The line below the sentence on an answer: words that go with the search, each added by a click."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton

from photon.domain import Changes, Query, QueryWords
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.ui.grid.result_history import ResultHistory
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import vbox
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.flow_layout import FlowLayout


class RelatedWords(QFrame):
    """Hidden while there are no such words. Those of the previous search stay until the next ones are known."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._gallery = context, context.part(Gallery)
        self._asked: Query | None = None
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        self.setProperty("role", "photos")
        self.flow = FlowLayout(self)
        vbox(self.flow, to=self, margins=(tokens.SPACE + 2, 0, tokens.WIDE, tokens.TIGHT))
        self.hide()
        self._gallery.shown.connect(self._follow)
        context.bridge.changed.connect(self._hear)

    @property
    def words(self) -> list[str]:
        """The words that are shown."""
        return [part.text() for part in self.flow.parts if isinstance(part, QPushButton)]

    def _follow(self, state: ResultsState) -> None:
        query, answer = state.query, self._gallery.rows.answer
        if query is None or not query.words or not state.photos:
            self._show_words([])
        elif answer is not None and not state.is_waiting and query != self._asked:
            self._asked = query
            self._request.ask(self._context.session.explore.related_words(query, answer), self._show_words)

    def _show_words(self, words: Sequence[str]) -> None:
        if not words:
            self._request.forget()
            self._asked = None
        if words != self.words:
            buttons = [
                make_button(
                    line_written_out(word),
                    tr("Add “{word}” to the search", word=line_written_out(word)),
                    partial(self._add, word),
                    role="link",
                )
                for word in words
            ]
            self.flow.replace_parts([make_label(tr("Also:"), "quiet"), *buttons])
        self.setVisible(bool(words))

    def _add(self, word: str) -> None:
        self._context.part(ResultHistory).keep_result()
        bar = self._context.part(SearchBar)
        query = bar.query() or Query()
        bar.ask_query(replace(query, parts=(*query.parts, QueryWords(word)), text=""))

    def _hear(self, changes: Changes) -> None:
        if changes.gone:  # their tags may be among the words
            self._show_words([])
