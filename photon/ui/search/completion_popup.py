"""The list of completions under the search bar. It never has the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain import Like
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.domain.query.query_suggestion import Suggestion
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.search.query_language import parse
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.theme import theme
from photon.ui.search.chip_labels import spoken

ROW = 32
EDGE = 5
HANGS = 5  # gap in pixels below the bar
WIDTH = 520
MOST = 10  # rows
KINDS: dict[str, tuple[str, str]] = {
    **{kind.name: (kind.icon, kind.help.noun) for kind in FILTER_KINDS},
    "concept": ("star-fill", tr("learned tag")),
    "filter": ("funnel", tr("filter")),
    "saved": ("bookmark-simple", tr("saved search")),
    "recent": ("clock-counter-clockwise", tr("recent search")),
}
"""Icon and name of each kind of suggestion."""


class CompletionPopup(QFrame):
    """At most ten rows of suggestions; ``chosen`` brings the Suggestion that was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Suggestions"))
        self.suggestions: tuple[Suggestion, ...] = ()
        self.row = -1
        self._lowered = 0
        theme().changed.connect(self.update)
        self.hide()

    def offer(self, suggestions: Sequence[Suggestion], below: QWidget) -> None:
        """Show these suggestions under a widget of the same window, none of them selected."""
        self.suggestions = tuple(suggestions[:MOST])
        self.select(-1)
        parent = self.parentWidget()
        if not self.suggestions or parent is None:
            self.hide()
            return
        place = below.mapTo(parent, QPoint(0, below.height() + HANGS + self._lowered))
        width = min(max(below.width(), 240), WIDTH, parent.width() - 2 * tokens.TIGHT)
        self.setGeometry(place.x(), place.y(), width, ROW * len(self.suggestions) + 2 * EDGE)
        self.show()
        self.raise_()
        self.update()

    def lower_by(self, pixels: int) -> None:
        """Keep this many pixels free below the bar for a row that must stay visible."""
        self.move(self.x(), self.y() + pixels - self._lowered)
        self._lowered = pixels

    @property
    def selected(self) -> Suggestion | None:
        """The suggestion that Enter accepts."""
        return self.suggestions[self.row] if 0 <= self.row < len(self.suggestions) else None

    def select(self, row: int) -> bool:
        """Select a row; -1 selects none. Return whether the row exists."""
        if not -1 <= row < len(self.suggestions):
            return False
        self.row = row
        suggestion = self.selected
        words = ""
        if suggestion is not None:
            words = f"{label_of(suggestion)}, {KINDS[suggestion.kind][1]}. {suggestion.detail}"
        self.setAccessibleDescription(words)
        self.update()
        return True

    def row_rect(self, row: int) -> QRect:
        """Return the rectangle of a row."""
        return QRect(EDGE, EDGE + row * ROW, self.width() - 2 * EDGE, ROW)

    def sizeHint(self) -> QSize:
        """Return the size of all rows."""
        return QSize(WIDTH, ROW * len(self.suggestions) + 2 * EDGE)

    # -- mouse and painting ------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select the row under the pointer."""
        self.select(self._row_at(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row."""
        row = self._row_at(event)
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.chosen.emit(self.suggestions[row])
        event.accept()

    def _row_at(self, event: QMouseEvent) -> int:
        place = event.position().toPoint()
        rows = range(len(self.suggestions))
        return next((row for row in rows if self.row_rect(row).contains(place)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon, label and, on the right, the detail of each row."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, suggestion in enumerate(self.suggestions):
            self._paint_row(painter, self.row_rect(row), suggestion, is_selected=row == self.row)

    def _paint_row(self, painter: QPainter, place: QRect, suggestion: Suggestion, *, is_selected: bool) -> None:
        colour = theme().colour
        if is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(place, 4, 4)
        role = "on_accent" if is_selected else "accent" if suggestion.kind == "concept" else "quiet"
        inside = place.adjusted(tokens.TIGHT, 0, -tokens.TIGHT - 2, 0)
        square = QRect(inside.left(), inside.center().y() - tokens.ICON // 2, tokens.ICON, tokens.ICON)
        icon(KINDS[suggestion.kind][0], role).paint(painter, square)
        inside.setLeft(square.right() + tokens.TIGHT + 2)
        detail = suggestion.detail or KINDS[suggestion.kind][1]
        metrics = self.fontMetrics()
        wide = min(metrics.horizontalAdvance(detail), inside.width() // 2)
        painter.setPen(colour("on_accent" if is_selected else "quiet"))
        self._write(painter, inside.adjusted(inside.width() - wide, 0, 0, 0), detail, metrics)
        painter.setPen(colour("on_accent" if is_selected else "text"))
        self._write(painter, inside.adjusted(0, 0, -wide - tokens.WIDE, 0), label_of(suggestion), metrics)

    def _write(self, painter: QPainter, place: QRect, words: str, metrics: QFontMetrics) -> None:
        shown = metrics.elidedText(line_written_out(words), Qt.TextElideMode.ElideMiddle, place.width() + 1)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def label_of(suggestion: Suggestion) -> str:
    """Return the text of a row; a recent search with example photos shows its chips, since its text is a number."""
    parts = parse(suggestion.label).query.parts if suggestion.kind == "recent" else ()
    return spoken(parts) if any(isinstance(part, Like) for part in parts) else suggestion.label
