"""Captions that may be wrong as a Qt item model, most doubtful first; decisions do not change the order."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final, Literal

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.captions.draft_rows import MARGINS, PICTURE, WIDEST
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_rows import DecisionRows
from photon.ui.photos.row_spec import Line, RowPart, RowSpec

LEAST = 0.3
"""Less doubtful captions are not listed: if one caption in ten is wrong, seven in ten with this doubt are correct."""
Decided = Literal["", "fits", "changed"]


@dataclass(slots=True)
class MismatchRow:
    """A doubtful caption.

    Attributes:
        doubt: The doubt about the caption.
        caption: The current caption.
        decided: ``fits`` if the user said so, ``changed`` if the caption was changed.
        is_pending: Whether a decision is being written; older answers of the library are ignored until then.
    """

    doubt: CaptionMismatch
    caption: str = ""
    decided: Decided = ""
    is_pending: bool = False

    @property
    def photo(self) -> int:
        """The photo."""
        return self.doubt.photo

    @property
    def is_open(self) -> bool:
        """Whether the caption is still doubtful."""
        return not self.decided


def _lines(row: MismatchRow) -> tuple[Line, ...]:
    """The caption with the doubtful words underlined, and why they are doubtful."""
    marked = (0, 0) if row.decided else (row.doubt.start, len(row.doubt.words))
    state = {"": row.doubt.reason, "fits": tr("Marked as correct"), "changed": tr("Edited")}[row.decided]
    sign = ("check-circle", "good") if row.decided else ("warning-circle", "warning")
    caption = Line((RowPart(row.caption, marked=marked),), most=3, gap=2)
    return caption, Line((RowPart(state, "quiet"),), most=2, gap=6, sign=sign)


DOUBTS: Final = RowSpec[MismatchRow](
    tr("Captions that may be wrong"),
    _lines,
    tooltip=lambda row: row.caption,
    spoken=lambda row, name: f"{name}: {row.caption} {row.doubt.reason}",
    picture=PICTURE,
    margins=MARGINS,
    widest=WIDEST,
    keys_hint=tr("{correct} mark as correct · Tab edit · Space enlarge"),
    keys_page="doubts",
    instead=(
        ("hourglass", tr("Comparing captions with their photos…"), tr("This takes a few seconds.")),
        (
            "check-circle",
            tr("All captions look right"),
            tr("Captions that seem to belong to a different photo are listed here."),
        ),
    ),
)


class MismatchList(DecisionRows[MismatchRow]):
    """The model of doubtful captions."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__(session, bridge, DOUBTS)
        self._answers = LatestRequest(bridge, self)
        self._stale: set[int] = set()  # photos to request after the pending answer
        bridge.changed.connect(self._hear)

    def show_doubts(self, doubts: Sequence[CaptionMismatch]) -> None:
        """List these doubts if they are strong enough."""
        self._answers.forget()
        self.cards.clear()
        self._reset_rows([MismatchRow(doubt, caption=doubt.caption) for doubt in doubts if doubt.doubt >= LEAST])

    def decide(self, at: int, decided: Decided, caption: str) -> None:
        """Show a decision at once; see ``settle``."""
        row = self.rows[at]
        row.decided, row.caption, row.is_pending = decided, caption, True
        self._tell_change(at)

    def settle(self, photo: int) -> None:
        """Note that the decision about a photo was written, or failed, so that answers of the library count again."""
        for row in self.rows:
            row.is_pending = row.is_pending and row.photo != photo
        self._ask({photo})

    def _hear(self, changes: Changes) -> None:
        if "captions" in changes.kinds:
            self._ask(changes.photos or {row.photo for row in self.rows})

    def _ask(self, photos: Collection[int]) -> None:
        """Request these photos; requests are sent one after the other, because they are about different photos."""
        self._stale |= set(photos)
        if not self._answers.is_awaited:
            about = {row.photo: row.doubt.caption for row in self.rows if row.photo in self._stale}
            self._stale.clear()
            if about:
                self._answers.ask(self._session.captions.doubted(about), partial(self._renew, about))

    def _renew(self, about: Mapping[int, str], doubted: Mapping[int, str]) -> None:
        """Update rows: captions that are no longer doubtful fit; captions that differ were changed."""
        fresh = about.keys() - self._stale
        for row in self.rows:
            if row.photo in fresh and not row.is_pending:
                row.caption = doubted.get(row.photo, row.doubt.caption)
                is_same = row.caption == row.doubt.caption
                row.decided = "fits" if row.photo not in doubted else "" if is_same else "changed"
        self.counted.emit()
        self._ask(())
