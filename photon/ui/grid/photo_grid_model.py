"""The photos of the grid as a Qt item model: ids in a list, no access to files or the library.

``data()`` answers from memory. What arrives later is announced once per contiguous run of rows, with the role that
changed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from photon.app.session import Session
from photon.domain import Card, Changes
from photon.domain.arrays import Ids, place_table, places_in
from photon.domain.photo.date_span import DateSpan
from photon.language import tr
from photon.ui.grid.card_cache import CardCache
from photon.ui.grid.film_badge import film_words
from photon.ui.grid.shape_cache import ShapeCache
from photon.ui.grid.stacks import Stacks
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.item_views import AnyIndex, Steps, runs, steps_between
from photon.ui.photos.thumbnails import Thumbnails

MOST_LAST_ROWS = 10_000
MOST_MARKED = 500
MOST_ANNOUNCED = 1_000  # above this number, all rows are said to have changed: finding 100,000 takes 0.4 s
_FEW_LOOKS = 8  # .005 s each among a million rows
# Joined once: joining them for each cell took 2 of the 27 ms for painting 60 cells.
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class Role(IntEnum):
    """The roles of a cell's data."""

    ID = Qt.ItemDataRole.UserRole + 1
    CARD = Qt.ItemDataRole.UserRole + 2
    PREVIEW = Qt.ItemDataRole.UserRole + 3


class PhotoGridModel(QAbstractListModel):
    """Photos in order.

    ``about_to_change`` and ``settled`` are emitted before and after every change of the order; ``settled`` brings
    whether rows lost their identity (a reset), so that a view restores selection and position by photo.
    """

    about_to_change = Signal()
    settled = Signal(bool)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards = CardCache(session, bridge, self)
        self.cards.arrived.connect(lambda photos: self._announce(photos, Role.CARD))
        self.thumbnails = Thumbnails(session, bridge, self)
        self.thumbnails.arrived.connect(lambda photos: self._announce(photos, Role.PREVIEW))
        self.shapes = ShapeCache(session, bridge, self)
        self.ids: Sequence[int] = []
        self.sections: tuple[int, ...] = ()
        self.spans: tuple[DateSpan, ...] = ()
        self.stacks = Stacks()
        self._rows: Ids | None = None  # by photo
        self._looks = 0
        self._last_rows: dict[int, int] = {}  # rows of photos when they were last requested
        bridge.changed.connect(self._hear)

    # -- interface for views -----------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of photos in the grid."""
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return data from memory; None if it is not loaded yet."""
        if not index.isValid() or not 0 <= index.row() < len(self.ids):
            return None
        photo = self.ids[index.row()]
        if role == Role.ID:
            return photo
        card = self.card_at(index.row())
        if role == Role.CARD or card is None:
            return card
        if role == Role.PREVIEW:
            thumbnail = self.thumbnails.find(photo, card.version)
            return thumbnail.pixmap if thumbnail is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole and card.missing:
            return tr("{name}, missing", name=card.name)
        words = film_words(card, self.thumbnails.moments.get(photo))
        if role == Qt.ItemDataRole.AccessibleTextRole and words:
            return f"{card.name}, {words}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.name
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return flags that allow selecting and dragging photos."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS

    def card_at(self, row: int) -> Card | None:
        """Return the card in memory of the photo in a row, as ``cards.find`` does; the row is remembered."""
        photo = self.ids[row]
        if len(self._last_rows) > MOST_LAST_ROWS:
            self._last_rows.clear()
        self._last_rows[photo] = row
        return self.cards.find(photo)

    def row_of(self, photo: int) -> int:
        """Return the row of a photo, or -1.

        Indexing a million rows takes .04 s, so those on the screen are cached, and the first few others looked for.
        """
        last = self._last_rows.get(photo, len(self.ids))
        if last < len(self.ids) and self.ids[last] == photo:
            return last
        if not photo:
            return -1  # if there is no current photo
        if self._rows is None and self._looks < _FEW_LOOKS:
            self._looks += 1
            try:
                return self.ids.index(photo)
            except ValueError:
                return -1
        if self._rows is None:
            self._rows = place_table(np.array(self.ids, np.int64))
        return int(self._rows[photo]) if photo < len(self._rows) else -1

    def rows_of(self, photos: Collection[int]) -> list[int]:
        """Return the rows of photos, ascending; .05 s for a million."""
        if len(photos) <= MOST_ANNOUNCED:
            return sorted(row for row in map(self.row_of, photos) if row >= 0)
        rows = places_in(np.array(self.ids, np.int64), np.fromiter(photos, np.int64, len(photos)))
        found: list[int] = np.sort(rows[rows >= 0]).tolist()
        return found

    @property
    def matches(self) -> tuple[int, ...]:
        """Numbers of good, possible and weak matches; months and days are not such sections."""
        return (len(self.ids),) if self.spans else self.sections

    # -- changes -----------------------------------------------------------------------------------

    def show_photos(
        self, ids: Sequence[int], sections: tuple[int, ...] | None = None, spans: tuple[DateSpan, ...] = ()
    ) -> None:
        """Show these photos in this order; rows that stay keep their identity if possible.

        Args:
            ids: Photos, each once.
            sections: Number of photos in each section; None for one section, or for those of the spans.
            spans: Months or days that the photos are divided into, which cover all of them; they are then the sections.
        """
        sections = tuple(span.count for span in spans) if spans else (len(ids),) if sections is None else sections
        if ids == self.ids and sections == self.sections and spans == self.spans:
            return
        self.about_to_change.emit()
        self.spans = spans
        steps = _growth((self.ids, self.sections), (ids, sections)) or steps_between(self.ids, ids)
        if steps is None:
            self.beginResetModel()
            self._set_ids(ids, sections)
            self.endResetModel()
        else:
            self._go(steps, ids)
            self._set_ids(ids, sections)
        self.settled.emit(steps is None)

    def outdate(self, photos: Collection[int] | None) -> None:
        """Mark the cards of photos (None: of all) as outdated; they stay until the new ones arrive."""
        self.cards.outdate(photos)
        self.thumbnails.retry(photos)
        self.shapes.outdate(photos)
        self._announce(self.ids if photos is None else photos, Role.CARD)

    def forget(self, photos: Collection[int]) -> None:
        """Remove photos completely, with their rows and pictures."""
        self.cards.forget(photos)
        self.thumbnails.forget(photos)
        heirs = self.stacks.heirs(set(photos))
        heirs = {front: heir for front, heir in heirs.items() if front not in self.stacks.unfolded}  # not shown yet
        self.stacks = self.stacks.without(photos)
        ends = [0, *accumulate(self.sections)]
        left = [
            [heirs.get(photo, photo) for photo in self.ids[start:end] if photo not in photos or photo in heirs]
            for start, end in pairwise(ends)
        ]
        spans = tuple(replace(span, count=len(some)) for span, some in zip(self.spans, left, strict=False) if some)
        self.show_photos([photo for section in left for photo in section], tuple(map(len, left)), spans)

    def mark(self, photos: Iterable[int], **marks: Any) -> None:  # noqa: ANN401 - as the fields of a card
        """Show marks immediately; the session's answer confirms them.

        Args:
            photos: The photos.
            marks: ``rating``, ``favourite``, ``label`` or ``flag``, as in a Card.
        """
        marked = [photo for photo in photos if self.cards.find_known(photo) is not None]
        if len(marked) > MOST_MARKED:  # of very many, only those that were painted; the others show the answer
            marked = [photo for photo in marked if photo in self._last_rows]
        self.cards.mark(marked, **marks)

    def close(self) -> None:
        """Stop requesting data; painting then uses only what is in memory."""
        self.cards.close()
        self.thumbnails.close()
        self.shapes.close()

    # -- internals ---------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self.forget(changes.gone)

    def _set_ids(self, ids: Sequence[int], sections: tuple[int, ...]) -> None:
        self.ids = ids
        self.sections = sections
        self._rows, self._looks = None, 0

    def _go(self, steps: Steps, target: Sequence[int]) -> None:
        """Remove and insert run by run, so that selection and current photo stay with their photos."""
        removals, insertions = steps
        none = QModelIndex()
        ids = list(self.ids)
        for first, last in reversed(removals):
            self.beginRemoveRows(none, first, last)
            del ids[first : last + 1]
            self._set_ids(ids, (len(ids),))
            self.endRemoveRows()
        for first, last in insertions:
            self.beginInsertRows(none, first, last)
            ids[first:first] = target[first : last + 1]
            self._set_ids(ids, (len(ids),))
            self.endInsertRows()

    def _announce(self, photos: Collection[int], role: Role) -> None:
        if len(photos) > MOST_ANNOUNCED:
            spans = [(0, len(self.ids) - 1)] if self.ids else []
        else:
            spans = runs(self.rows_of(photos))
        for first, last in spans:
            self.dataChanged.emit(self.index(first), self.index(last), [int(role)])


def _growth(old: tuple[Sequence[int], tuple[int, ...]], new: tuple[Sequence[int], tuple[int, ...]]) -> Steps | None:
    """Return the runs to insert if each section of ``new`` starts with that of ``old``; None otherwise.

    The answer of a million photos extends its first page in this way, without comparing each photo.
    """
    (ids, sections), (target, sizes) = old, new
    if ids and target[: len(ids)] == ids:  # only the sections differ, or photos are appended
        return [], [(len(ids), len(target) - 1)] if len(ids) < len(target) else []
    if not ids or len(sections) != len(sizes):
        return None
    starts = accumulate(sizes, initial=0)
    insertions, at = [], 0
    for count, size, start in zip(sections, sizes, starts, strict=False):
        if size < count or target[start : start + count] != ids[at : at + count]:
            return None
        insertions += [(start + count, start + size - 1)] if size > count else []
        at += count
    return [], insertions
