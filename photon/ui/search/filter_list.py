"""The filters of a group as a list with numbers of photos; typing narrows it."""

from collections.abc import Collection, Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QListView, QWidget

from photon.domain import Filter
from photon.domain.query.filter_choice import FilterChoice
from photon.domain.query.filter_kinds.known_kinds import kind_of
from photon.language import counted, number, tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.item_views import AnyIndex
from photon.ui.search.filter_labels import filter_words
from photon.ui.widgets.count_delegate import CountDelegate, CountRole


@dataclass(frozen=True, slots=True)
class FilterLine:
    """A choice as a line of the list.

    Attributes:
        choice: The choice.
        name: Text of the line.
        key: The name, normalized for comparison with typed text.
    """

    choice: FilterChoice
    name: str
    key: str


def lines_of_choices(choices: Iterable[FilterChoice]) -> list[FilterLine]:
    """Make the lines; thousands of them take too long for the main thread."""
    named = ((choice, name_of(choice)) for choice in choices)
    return [FilterLine(choice, name, name.casefold()) for choice, name in named]


class FilterModel(QAbstractListModel):
    """The choices that contain the typed text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: list[FilterLine] = []
        self._lines: list[FilterLine] = []
        self._set: frozenset[Filter] = frozenset()
        self._text = ""

    def show_lines(self, lines: list[FilterLine], are_set: Collection[Filter]) -> None:
        """Show these lines.

        Args:
            lines: The lines, in order.
            are_set: The filters of the search, which are marked.
        """
        self._lines, self._set = lines, frozenset(are_set)
        self.find(self._text)

    def find(self, text: str) -> None:
        """Show the lines that contain all these words."""
        self._text = text
        self.beginResetModel()
        self.shown = self._lines
        for word in text.casefold().split():
            self.shown = [line for line in self.shown if word in line.key]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return name, number and mark of a line."""
        line = self.shown[index.row()]
        part, photos, is_set = line.choice.part, line.choice.photos, line.choice.part in self._set
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.ToolTipRole):
            return line.name
        if role == CountRole.COUNT:
            return number(photos)
        if role == CountRole.ICON:
            return "check" if is_set else kind_of(part).icon
        if role == roles.AccessibleTextRole:
            parts = [line.name, counted(photos, "photo"), *([tr("chosen")] if is_set else [])]
            return ", ".join(parts)
        return None


class FilterList(QListView):
    """A view of a FilterModel; the focus stays in the field above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = FilterModel(self)
        self.setModel(self.choices)
        self.setAccessibleName(tr("Filters"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(CountDelegate("", self))

    @property
    def current(self) -> FilterChoice | None:
        """The choice with the cursor."""
        row = self.currentIndex().row()
        return self.choices.shown[row].choice if 0 <= row < len(self.choices.shown) else None

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest one that exists."""
        last = self.choices.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.choices.index(min(max(row, 0), last)))


def name_of(choice: FilterChoice) -> str:
    """Return the text of the line of a choice."""
    if choice.name:
        return choice.name
    words = filter_words(choice.part)
    return words if kind_of(choice.part).completed_by else words[:1].upper() + words[1:]
