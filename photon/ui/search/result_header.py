"""The line above the grid: what is shown and, after a search, how certain the matches are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from photon.domain import Counts, Query, QueryWords
from photon.language import counted, tr, tr_n
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import percent
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.search.chip_labels import left_out_words

LEAST = 44  # height in pixels
NOTICE_LINES = 3  # maximum; the tooltip has the rest
LONGEST_LINE = 400  # characters; that is wider than any window, and measuring a page of text takes 2 ms each time


class ResultHeader(QFrame):
    """Describes the results.

    Signals: ``renew_wanted`` requests the newest results, ``save_wanted`` saves the search, ``turn_wanted`` switches
    between the answer and the photos it excluded, and ``stopped`` stops the search.
    """

    renew_wanted = Signal()
    save_wanted = Signal()
    turn_wanted = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "photos")
        self._state, self._counts = ResultsState(), Counts()
        self.first, self.second = make_label(role="heading", is_plain=True), make_label(role="quiet", is_plain=True)
        self.notice = make_label(role="quiet", wraps=True, is_plain=True)
        self.renew = make_button(tr("Refresh results"), clicked=self.renew_wanted, role="link")
        hint = KeyedText(tr("Save this search in the left panel"), "save-search")
        self.save = make_button(tr("Save search"), hint, self.save_wanted, role="link")
        self.stop = make_button(tr("Stop"), tr("Stop searching"), self.stopped, role="link")
        self.turn = make_button(clicked=self.turn_wanted, role="link")
        for part in (self.notice, self.turn, self.renew, self.save, self.stop):
            part.hide()
        self._row = hbox(self.first, self.second, self.turn, self.renew, self.save, self.stop, None)
        notice = (self.notice, 1, Qt.AlignmentFlag.AlignTop)
        vbox(self._row, notice, to=self, margins=(tokens.SPACE + 2, 10, tokens.WIDE, 4), spacing=2)
        # A long sentence must not push the panels aside.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_state(self, state: ResultsState) -> None:
        """Show this state."""
        self._state = state
        first, second = header_words(state, self._counts)
        for label, text in ((self.first, first), (self.second, second)):
            show_text(label, text)
            label.setToolTip(text)
            label.setAccessibleName(text)
        turn = _turn_words(state)
        self.turn.setText(turn)
        self.turn.setVisible(bool(turn))
        self.renew.setVisible(state.is_outdated)
        is_part = state.query is not None and state.query.shows_excluded
        self.save.setVisible(state.query is not None and state.failed is None and not is_part)
        self.stop.setVisible(state.query is not None and state.is_waiting)
        notice = "" if state.is_waiting else " ".join(dict.fromkeys(_notices(state)))
        self.notice.setToolTip(notice)
        show_text(self.notice, notice)
        self._fit()

    def show_counts(self, counts: Counts) -> None:
        """Update the numbers of photos and of searchable photos in the library."""
        self._counts = counts
        if self._state.query is not None:
            self.show_state(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the two parts side by side if there is space, else one below the other."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for label in (self.first, self.second):
            label.setText(label.accessibleName()[:LONGEST_LINE])
        parts = (self.first, self.second, self.turn, self.renew, self.save, self.stop)
        shown = [part for part in parts if not part.isHidden()]
        needed = sum(part.sizeHint().width() + tokens.SPACE for part in shown)
        room = self.width() - tokens.SPACE - tokens.WIDE
        is_wide = needed <= room
        for label in (self.first, self.second):
            label.setText(label.fontMetrics().elidedText(label.text(), Qt.TextElideMode.ElideRight, max(room, 1)))
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self._row.setSpacing(tokens.SPACE if is_wide else 2)
        lines = (1 if is_wide else len(shown)) + self._notice_lines()
        self.setFixedHeight(LEAST if lines == 1 else 20 + 22 * lines)

    def _notice_lines(self) -> int:
        if self.notice.isHidden():
            return 0
        room = max(1, self.width() - 2 * tokens.WIDE)
        # The height of a line may be a pixel more than the spacing of lines.
        return min(NOTICE_LINES, round(self.notice.heightForWidth(room) / self.notice.fontMetrics().lineSpacing()))


def _notices(state: ResultsState) -> list[str]:
    ignored = [f"{one.message} {one.hint}".strip() for one in state.ignored]
    return [*ignored, *state.notices]


def _turn_words(state: ResultsState) -> str:
    """Return the text of the link to the excluded photos, or back; empty if there are none."""
    if state.query is None or state.is_waiting or state.failed is not None:
        return ""
    if state.query.shows_excluded:
        return tr("Back to the results")
    if not state.excluded:
        return ""
    return tr_n("Show {count:,} photo left out", "Show {count:,} photos left out", state.excluded)


def header_words(state: ResultsState, counts: Counts) -> tuple[str, str]:
    """Return the bold and the quiet part of the header.

    Args:
        state: What is shown.
        counts: Current counts of the library, so that the status line agrees; None if they are not known yet.
    """
    if state.is_waiting:
        return (tr("Loading photos…") if state.query is None else tr("Searching…")), ""
    if state.query is None:
        name = state.folder.rstrip("/\\").replace("\\", "/").rpartition("/")[2] if state.folder else tr("All photos")
        return name, counted(state.photos, "photo")
    if state.failed is not None:
        return state.failed
    weak = state.photos - state.strong - state.other
    is_said = state.query.shows_excluded or _names_unwanted(state.query, state.sentence)
    left_out = left_out_words(part for part in state.query.parts if not (is_said and isinstance(part, QueryWords)))
    quiet = [left_out] if left_out else []
    if not state.is_counted:
        quiet.append(tr("there may be more"))
    if state.strong and weak and (state.is_whole or state.other):  # otherwise more of them may follow
        quiet.append(counted(weak, "possible match", "possible matches"))
    searchable = counts.searchable / counts.photos if counts.photos else state.searchable
    if searchable < 1:
        quiet.append(tr("{share} of your photos are searchable so far", share=percent(searchable)))
    if state.hidden:
        quiet.append(tr_n("{count:,} hidden photo not included", "{count:,} hidden photos not included", state.hidden))
    return state.sentence, " · ".join(quiet)


def _names_unwanted(query: Query, sentence: str) -> bool:
    """Return whether the sentence already names the unwanted words, as it does if nothing else is searched."""
    asks_else = query.words or query.likes or query.exact
    return not asks_else and all(text in sentence for text in query.unwanted)
