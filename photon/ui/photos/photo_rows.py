"""Item models with one photo per row, and rows that the user decides about."""

from collections.abc import Sequence, Set
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal

from photon.app.session import Session
from photon.domain import Changes
from photon.language import tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex
from photon.ui.photos.row_cards import RowCards


class PhotoRow(Protocol):
    """A row about a photo."""

    @property
    def photo(self) -> int:
        """The photo; 0 if it is unknown."""


class DecisionRow(PhotoRow, Protocol):
    """A row that the user decides about."""

    @property
    def is_open(self) -> bool:
        """Whether the row is undecided."""


R = TypeVar("R", bound=PhotoRow)
D = TypeVar("D", bound=DecisionRow)


class PhotoRows(QAbstractListModel, Generic[R]):
    """Rows that a delegate paints; the model itself only provides texts for screen readers and tooltips.

    Attributes:
        cards: The cards of the photos, requested when a row is painted.

    Signals:
        counted: Rows or decisions may have changed.
    """

    counted = Signal()

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self.cards = RowCards(session, bridge, self)
        self._rows: list[R] = []
        bridge.changed.connect(self._hear_of_gone)

    def _hear_of_gone(self, changes: Changes) -> None:
        if changes.gone:
            self.cards.clear()
            self.forget(changes.gone)

    def forget(self, photos: Set[int]) -> None:
        """Drop the rows of photos that must not be seen any more."""
        left = [row for row in self._rows if row.photo not in photos]
        if len(left) < len(self._rows):
            self._reset_rows(left)

    @property
    def rows(self) -> Sequence[R]:
        """All rows, from the top."""
        return self._rows

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the texts of a row; the delegate accesses the rows directly."""
        if index.isValid() and role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(self.rows[index.row()])
        if index.isValid() and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(self.rows[index.row()])
        return None

    def name_of(self, row: R) -> str:
        """Return the file name of a row's photo, for screen readers."""
        card = self.cards.card(row.photo)
        return card.name if card is not None else tr("Photo")

    def _tooltip(self, row: R) -> str:
        raise NotImplementedError

    def _words(self, row: R) -> str:
        raise NotImplementedError

    def _reset_rows(self, rows: list[R]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.counted.emit()


class DecisionRows(PhotoRows[D]):
    """Rows that do not move when they are decided.

    Signals:
        reopened: Brings the first row whose decision was undone.
    """

    reopened = Signal(int)
    _is_watched = False

    @property
    def open_rows(self) -> list[D]:
        """The undecided rows."""
        return [row for row in self._rows if row.is_open]

    def watch(self, is_watched: bool) -> None:  # noqa: FBT001 - a switch
        """Set whether the rows are on the screen; only then do they follow changes immediately."""
        self._is_watched = is_watched

    def next_open(self, after: int) -> int:
        """Return the next open row, wrapping around after the last; -1 if all are decided."""
        order = [*range(after + 1, len(self._rows)), *range(min(after + 1, len(self._rows)))]
        return next((row for row in order if self._rows[row].is_open), -1)
