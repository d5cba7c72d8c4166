"""Item models with one photo a row, and rows about which a person decides."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal

from photon.app.session import Session
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
    """A row about which a person decides."""

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided."""


R = TypeVar("R", bound=PhotoRow)
D = TypeVar("D", bound=DecisionRow)


class PhotoRows(QAbstractListModel, Generic[R]):
    """Rows that a delegate paints; the model itself has only their words for screen readers and tooltips.

    Attributes:
        cards: The cards of the photos, fetched when a row is painted.

    Signals:
        counted: Rows or decisions may have changed.
    """

    counted = Signal()

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self.cards = RowCards(session, bridge, self)
        self._rows: list[R] = []

    @property
    def rows(self) -> Sequence[R]:
        """All rows, from the top."""
        return self._rows

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a row; the delegate reads the rows themselves."""
        if index.isValid() and role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(self.rows[index.row()])
        if index.isValid() and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(self.rows[index.row()])
        return None

    def name_of(self, row: R) -> str:
        """The file name of a row's photo, for screen readers."""
        card = self.cards.card(row.photo)
        return card.name if card is not None else tr("Photo")

    def _tooltip(self, row: R) -> str:
        raise NotImplementedError

    def _words(self, row: R) -> str:
        raise NotImplementedError

    def _reset_rows(self, rows: list[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.counted.emit()


class DecisionRows(PhotoRows[D]):
    """Rows that keep their place, whatever is decided.

    Signals:
        reopened: Brings the first row of which a decision was undone.
    """

    reopened = Signal(int)
    _is_watched = False

    @property
    def open_rows(self) -> list[D]:
        """The rows about which nothing was decided."""
        return [row for row in self._rows if row.is_open]

    def watch(self, is_watched: bool) -> None:  # noqa: FBT001 - a switch
        """Set whether the rows are on the screen; only then do they follow changes at once."""
        self._is_watched = is_watched

    def next_open(self, after: int) -> int:
        """The next open row, from the top again after the last; -1 if all are decided."""
        order = [*range(after + 1, len(self._rows)), *range(min(after + 1, len(self._rows)))]
        return next((row for row in order if self._rows[row].is_open), -1)
