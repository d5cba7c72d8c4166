"""Paints the lines of the problem list."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photon.domain import Problem
from photon.language import number, tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.item_views import AnyIndex
from photon.ui.metadata.problem_tree import KINDS, Group, ProblemTree
from photon.ui.photos.row_painting import paint_ground, write_line

LINE = 18
INDENT = tokens.LOOSE + tokens.HAIR
SIGN = 16
TEXT = INDENT + SIGN + tokens.TIGHT - 1  # left edge of the text


class ProblemDelegate(QStyledItemDelegate):
    """A group has a title, a number and a sentence; a problem has a name, a folder, a cause and a remedy."""

    def __init__(self, tree: ProblemTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = tree

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return a height with one line for each text."""
        group = self._tree.group_at(index)
        problem = self._tree.problem_at(index)
        if group is not None:
            return QSize(200, 2 * LINE + 2 * tokens.SPACE)
        lines = 1 if problem is None else 1 + len(_sentences(problem))
        return QSize(200, lines * LINE + tokens.SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row."""
        group = self._tree.group_at(index)
        problem = self._tree.problem_at(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        state = option.state
        paint_ground(painter, rect, state)
        if group is not None:
            is_open = bool(state & QStyle.StateFlag.State_Open)
            _paint_group(painter, rect, group, is_open=is_open)
        elif problem is not None:
            _paint_problem(painter, rect.adjusted(TEXT, 6, -tokens.SPACE, -6), problem)
        painter.restore()


def _paint_group(painter: QPainter, rect: QRect, group: Group, *, is_open: bool) -> None:
    kind = KINDS[group.kind]
    inside = rect.adjusted(tokens.TIGHT, tokens.SPACE, -tokens.SPACE, -tokens.SPACE)
    sign = QRect(inside.left(), inside.top() + 2, 14, 14)
    icon("caret-down" if is_open else "caret-right").paint(painter, sign)
    sign.translate(INDENT - tokens.TIGHT, -1)
    sign.setSize(QSize(SIGN, SIGN))
    icon(kind.sign, "quiet" if group.kind == "video" else "warning").paint(painter, sign)
    first = QRect(sign.right() + tokens.TIGHT, inside.top(), inside.right() - sign.right() - tokens.TIGHT, LINE)
    plain = painter.font()
    bold = QFont(plain)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    used = _write(painter, first, kind.title, "text")
    painter.setFont(plain)
    every = len(group.problems)
    count = number(every)
    if group.shown < every:
        count = tr("{count:,}, first {shown:,} listed; Copy list includes all", count=every, shown=group.shown)
    _write(painter, first.adjusted(used + tokens.TIGHT, 0, 0, 0), count, "quiet")
    _write(painter, first.translated(0, LINE), kind.sentence, "quiet")


def _paint_problem(painter: QPainter, rect: QRect, problem: Problem) -> None:
    folder, _, name = problem.path.rpartition("/")
    first = QRect(rect.left(), rect.top(), rect.width(), LINE)
    used = _write(painter, first.adjusted(0, 0, -first.width() // 3, 0), name or problem.path, "text")
    _write(painter, first.adjusted(used + tokens.SPACE, 0, 0, 0), folder, "quiet")
    for at, (sentence, role) in enumerate(_sentences(problem), 1):
        _write(painter, first.translated(0, at * LINE), sentence, role)


def _sentences(problem: Problem) -> list[tuple[str, str]]:
    """Return the texts below the name, with their colours, without what the group already says."""
    if problem.kind == "video":
        return []
    message = "" if problem.message == KINDS[problem.kind].sentence else problem.message
    return [(text, role) for text, role in ((message, "text"), (problem.hint, "quiet")) if text]


def _write(painter: QPainter, rect: QRect, text: str, role: str) -> int:
    # Paths are elided in the middle, sentences at the end; the tooltip has the full text.
    is_sentence = ". " in text or text.endswith(".")
    modes = Qt.TextElideMode
    return write_line(painter, rect, text, role, modes.ElideRight if is_sentence else modes.ElideMiddle)
