"""Item models with one photo per row, and rows that the user decides about."""

from collections.abc import Sequence, Set
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal

from photon.app.session import Session
from photon.domain import Card, Changes
from photon.language import tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex, runs, steps_between
from photon.ui.photos.row_cards import RowCards
from photon.ui.photos.row_spec import DecisionRow, PhotoRow, RowSpec

R = TypeVar("R", bound=PhotoRow)
D = TypeVar("D", bound=DecisionRow)


class PhotoRows(QAbstractListModel, Generic[R]):
    """Rows that a delegate paints; the model itself only provides texts for screen readers and tooltips.

    Attributes:
        spec: What the rows show.
        cards: The cards of the photos, requested when a row is painted.
        last: The row where the cursor was last, so that it can return there.

    Signals:
        counted: Rows or decisions may have changed.
    """

    counted = Signal()

    def __init__(self, session: Session, bridge: Bridge, spec: RowSpec[R]) -> None:
        super().__init__()
        self._session = session
        self.spec = spec
        self.cards = RowCards(session, bridge, self)
        self.last: R | None = None
        self._rows: list[R] = []
        bridge.changed.connect(self._hear_of_gone)

    def _hear_of_gone(self, changes: Changes) -> None:
        if changes.gone:
            self.forget(changes.gone)

    @property
    def rows(self) -> Sequence[R]:
        """All rows, from the top."""
        return self._rows

    @property
    def photos(self) -> list[int]:
        """The photos of all rows, each once."""
        return list(dict.fromkeys(row.photo for row in self.rows))

    def photo_at(self, at: int) -> int:
        """Return the photo of a row, or 0 if unknown."""
        return self.rows[at].photo

    def place_of(self, row: R) -> int:
        """Return where a row is now, or -1."""
        key = self.spec.key(row)
        return next((at for at, one in enumerate(self.rows) if self.spec.key(one) == key), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the texts of a row; the delegate accesses the rows directly."""
        if index.isValid() and role == Qt.ItemDataRole.ToolTipRole:
            return self.spec.tooltip(self.rows[index.row()])
        if index.isValid() and role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.rows[index.row()]
            card = self.card_of(row)
            return self.spec.spoken(row, card.name if card is not None else tr("Photo"))
        return None

    def card_of(self, row: R) -> Card | None:
        """Return the card of a row's photo; None until it is known."""
        return self.spec.card(row) if self.spec.card is not None else self.cards.card(row.photo)

    def height_of(self, _at: int) -> int:
        """Return the height of a row's texts in pixels, if rows differ."""
        return 0

    def show_rows(self, rows: Sequence[R]) -> None:
        """List these rows; those that stay keep their place on the screen, the cursor and the selection their rows."""
        steps = steps_between([*map(self.spec.key, self._rows)], [*map(self.spec.key, rows)])
        if steps is None and (rows or self._rows):
            self._reset_rows(list(rows))
            return
        removals, insertions = steps or ([], [])
        for first, last in reversed(removals):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        for first, last in insertions:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()
        changed = runs([at for at, row in enumerate(rows) if row != self._rows[at]])
        self._rows = list(rows)
        for first, last in changed:
            self.dataChanged.emit(self.index(first), self.index(last))
        self.counted.emit()

    def forget(self, photos: Set[int]) -> None:
        """Drop the rows about photos that must not be seen any more, and all cards."""
        self.cards.clear()
        self.show_rows([row for row in self._rows if photos.isdisjoint(self.spec.about(row))])
        if self.last is not None and not photos.isdisjoint(self.spec.about(self.last)):
            self.last = None

    def _reset_rows(self, rows: list[R]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.counted.emit()


class DecisionRows(PhotoRows[D]):
    """Rows that do not move when they are decided.

    ``counted`` alone reports that many rows changed: after Qt's ``dataChanged``, a view would request the positions of
    all rows again.

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

    def _tell_change(self, at: int) -> None:
        """Report that a row changed, also to screen readers."""
        self.dataChanged.emit(self.index(at), self.index(at))
        self.counted.emit()

    def next_open(self, after: int) -> int:
        """Return the next open row, wrapping around after the last; -1 if all are decided."""
        order = [*range(after + 1, len(self._rows)), *range(min(after + 1, len(self._rows)))]
        return next((row for row in order if self._rows[row].is_open), -1)
