"""Metadata conflicts as a Qt item model; decisions do not move rows."""

from collections.abc import Collection, Mapping, Sequence, Set
from functools import partial
from pathlib import PurePath
from typing import Final, Literal

from PySide6.QtCore import QSize

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.conflict import CONFLICT_KINDS, Conflict, ConflictField, Value
from photon.domain.metadata.tag import tag_text
from photon.domain.photo.marks import FLAG_NAMES, LABEL_NAMES
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.photos.photo_rows import DecisionRows
from photon.ui.photos.row_spec import Line, RowPart, RowSpec

Decided = Literal["", "mine", "file"]
NAMES: Final[Mapping[ConflictField, str]] = {
    "caption": tr("Caption"), "title": tr("Title"), "rating": tr("Rating"), "label": tr("Colour label"),
    "flag": tr("Flag"), "keywords": tr("Rejected keywords"),
}  # fmt: skip
REFRESH_MS: Final = 300
SIDES: Final[tuple[tuple[Decided, str], ...]] = (("mine", tr("Yours")), ("file", tr("The file's")))
_NAMES_WIDTH: Final = 60
_HEAD: Final = 16
_SIDE: Final = 34  # height in pixels of one side's value, which has two lines


@dataclass(slots=True)
class ConflictRow:
    """A conflict.

    Attributes:
        conflict: The conflict.
        decided: The user's decision.
        is_pending: Whether the decision is being written; older answers of the library are ignored until then.
    """

    conflict: Conflict
    decided: Decided = ""
    is_pending: bool = False

    @property
    def photo(self) -> int:
        """The photo."""
        return self.conflict.photo

    @property
    def is_open(self) -> bool:
        """Whether the row is undecided."""
        return not self.decided

    @property
    def name(self) -> str:
        """Name of the file."""
        return PurePath(self.conflict.path).name


def shown(field: ConflictField, value: Value) -> str:
    """Return the value of a side, formatted for the list."""
    if field == "flag" and isinstance(value, int):
        return FLAG_NAMES[value]  # type: ignore[index]
    if field == "label":
        return LABEL_NAMES.get(value, tr("none"))  # type: ignore[call-overload,no-any-return]
    if isinstance(value, tuple):
        return ", ".join(map(tag_text, value)) or tr("rejected")
    if isinstance(value, int):
        return "★" * value or tr("no stars")
    return value or tr("none")


def _lines(row: ConflictRow) -> tuple[Line, ...]:
    """The field, and the values of the user and of the file; a click on one of them chooses it."""
    field = row.conflict.field
    head = Line((RowPart(NAMES[field], style="strong"), RowPart(row.name, "quiet")), height=_HEAD)
    values = (row.conflict.ours, row.conflict.theirs)
    return (head, *(_side(row, side, shown(field, value)) for (side, _), value in zip(SIDES, values, strict=True)))


def _side(row: ConflictRow, side: Decided, value: str) -> Line:
    names = dict(SIDES)
    is_chosen, is_rejected = row.decided == side, row.decided not in ("", side)
    name = RowPart(names[side], "quiet", width=_NAMES_WIDTH, column=tuple(names.values()))
    part = RowPart(value, "quiet" if is_rejected else "text", "struck" if is_rejected else "plain")
    return Line((name, part), most=2, height=_SIDE, gap=2, is_chosen=is_chosen, act=side)


def _spoken(row: ConflictRow, _: str) -> str:
    sides = _sides(row.conflict)
    decided = {
        "": sides,
        "mine": tr("kept yours: {sides}", sides=sides),
        "file": tr("used the file's: {sides}", sides=sides),
    }[row.decided]
    return f"{row.name}, {NAMES[row.conflict.field]}, {decided}"


def _sides(conflict: Conflict) -> str:
    mine, file = (shown(conflict.field, value) for value in (conflict.ours, conflict.theirs))
    return tr("Yours: {mine}\nThe file's: {file}", mine=mine, file=file)


CONFLICTS: Final = RowSpec[ConflictRow](
    tr("Metadata conflicts"),
    _lines,
    tooltip=lambda row: f"{row.conflict.path}\n{_sides(row.conflict)}",
    spoken=_spoken,
    picture=QSize(112, 88),
    key=lambda row: row.conflict,
    widest=860,
    keys_hint=tr("{mine} keep yours · {file} use the file's · Space enlarge"),
    keys_page="conflicts",
    instead=(
        (
            "check-circle",
            tr("No conflicts"),
            tr(
                "When you and another program change the same metadata, both versions are listed here until you decide."
            ),
        ),
    ),
)


class ConflictList(DecisionRows[ConflictRow]):
    """The model of conflicts, in the order of their files."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge, CONFLICTS)
        self._bridge = bridge
        self._latest = LatestRequest(bridge, self)
        self.is_loading = False
        self._stale: frozenset[int] | None = frozenset()  # photos to request; None for all
        self._asked: frozenset[int] | None = frozenset()
        self._timer = single_shot(self, REFRESH_MS, lambda: self.refresh(self._stale))
        bridge.changed.connect(self._hear)

    # -- changes ------------------------------------------------------------------------------

    def begin(self) -> None:
        """List the open conflicts."""
        self.cards.clear()
        self.is_loading = True
        self._reset_rows([])
        self._latest.forget()
        self.refresh()

    def forget(self, photos: Set[int]) -> None:
        """Drop photos that were hidden, and request the conflicts again."""
        super().forget(photos)
        if self.rows or self.is_loading:
            self.refresh()

    def decide(self, rows: Collection[ConflictRow], decided: Decided) -> None:
        """Show a decision immediately; see ``settle``."""
        for row in rows:
            row.decided, row.is_pending = decided, True
        self.counted.emit()

    def settle(self, rows: Collection[ConflictRow]) -> None:
        """Note that decisions were written, or failed, so that answers of the library count again."""
        for row in rows:
            row.is_pending = False
        if self._latest.is_awaited:
            self._latest.forget()  # an answer from before the decision would revert it
            self._stale = _both(self._stale, self._asked)
        self.refresh(frozenset(row.photo for row in rows))

    def refresh(self, photos: frozenset[int] | None = None) -> None:
        """Request the open conflicts: rows that are open again are updated, new ones are appended.

        Args:
            photos: Photos whose conflicts may have changed; None for all, which takes a second for 10,000 conflicts.
        """
        self._stale = _both(self._stale, photos)
        if self._latest.is_awaited:
            self._timer.start()
            return
        self._asked, self._stale = self._stale, frozenset()
        future = self._session.importing.conflicts.conflicts_for_photos(self._asked)
        self._latest.ask(future, partial(self._merge_found, self._asked), partial(self._fail, self._asked))

    def _hear(self, changes: Changes) -> None:
        if self._is_watched and changes.kinds & CONFLICT_KINDS:
            self._stale = _both(self._stale, changes.photos or None)
            self._timer.start()

    def _fail(self, asked: frozenset[int] | None, error: PhotonError) -> None:
        """Include these photos in the next request again."""
        self._stale = _both(self._stale, asked)
        self.is_loading = False
        self.counted.emit()
        self._bridge.report_error(error)

    def _merge_found(self, asked: frozenset[int] | None, found: Sequence[Conflict]) -> None:
        self.is_loading = False
        is_open = frozenset(found)
        about = [row for row in self.rows if asked is None or row.photo in asked]
        known = {row.conflict for row in about}
        reopened = [row for row in about if row.decided and not row.is_pending and row.conflict in is_open]
        for row in reopened:
            row.decided = ""
        gone = {id(row) for row in about if not row.decided and row.conflict not in is_open}
        rows = [row for row in self.rows if id(row) not in gone]
        self.show_rows([*rows, *(ConflictRow(one) for one in found if one not in known)])
        if reopened:
            self.reopened.emit(self.rows.index(reopened[0]))


def _both(some: frozenset[int] | None, others: frozenset[int] | None) -> frozenset[int] | None:
    """Return the photos of both; None for all."""
    return None if some is None or others is None else some | others
