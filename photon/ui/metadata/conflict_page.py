"""The page of metadata conflicts: the user's value or the file's is used, row by row or for all."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QShowEvent

from photon.app.session import Session
from photon.domain.metadata.conflict import Conflict, ConflictField
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import Act
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.metadata.conflict_list import ConflictList, ConflictRow, Decided
from photon.ui.photos.photo_list_page import DecisionPage, button_row
from photon.ui.photos.thumbnails import Thumbnails

ABOUT = tr(
    "You changed this metadata in Photon, and another program changed it in the file. Both versions are kept until you"
    " decide."
)
SIDES = (KeyedText(tr("Keep mine"), "conflicts.mine"), KeyedText(tr("Use the file's"), "conflicts.file"))

_KEPT: Final[Mapping[ConflictField, str]] = {
    "caption": tr("Kept your caption."),
    "title": tr("Kept your title."),
    "rating": tr("Kept your rating."),
    "label": tr("Kept your colour label."),
    "flag": tr("Kept your flag."),
    "keywords": tr("Kept your keywords."),
}
_USED: Final[Mapping[ConflictField, str]] = {
    "caption": tr("Used the file's caption."),
    "title": tr("Used the file's title."),
    "rating": tr("Used the file's rating."),
    "label": tr("Used the file's colour label."),
    "flag": tr("Used the file's flag."),
    "keywords": tr("Used the file's keywords."),
}


class ConflictPage(DecisionPage[ConflictRow]):
    """Lists conflicts."""

    topic = "metadata#settle-conflicts"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.conflicts = ConflictList(session, bridge)
        super().__init__(bridge, self.conflicts, thumbnails)
        self._session = session
        self.mine, self.file = (make_button(text, text) for text in SIDES)
        self.all_mine, self.all_file = (make_button("", tr("Can be undone in one step")) for _ in SIDES)
        self.about = make_label(ABOUT, "quiet", wraps=True)
        self.head.add_row(hbox(self.about))
        self.head.add_row(button_row(self.mine, self.file))
        self.head.add_row(button_row(self.all_mine, self.all_file))  # a small window has no space for a single line
        self.conflicts.reopened.connect(self.list.go_to)
        self.mine.clicked.connect(partial(self.decide, "mine"))
        self.file.clicked.connect(partial(self.decide, "file"))
        self.all_mine.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "mine"))
        self.all_file.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "file"))

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {"conflicts.mine": partial(self.decide, "mine"), "conflicts.file": partial(self.decide, "file")}

    # -- the list ----------------------------------------------------------------------------

    def begin(self) -> None:
        """List the open conflicts."""
        self.conflicts.begin()

    def _say(self) -> None:
        rows, left = len(self.conflicts.rows), len(self.conflicts.open_rows)
        some = tr_n("{left:,} of {count:,} conflict left", "{left:,} of {count:,} conflicts left", rows, left=left)
        words = counted(rows, "conflict") if left == rows else some
        parts = (self.about, self.mine, self.file)
        self._show_list(words, *parts, instead=0 if self.conflicts.is_loading else 1)
        self.all_mine.setText(tr("Keep mine for all {left:,}", left=left))
        self.all_file.setText(tr("Use the files' for all {left:,}", left=left))
        for button in (self.all_mine, self.all_file):
            button.setVisible(left > 1)
        is_open = self.current is not None and self.current.is_open
        for button in (self.mine, self.file):
            button.setEnabled(is_open)

    # -- actions --------------------------------------------------------------------------

    def decide(self, side: Decided) -> None:
        """Use one side's value of the current conflict and move on."""
        row, at = self.current, self.list.row
        if row is not None and row.is_open:
            self._settle([row], side)
            self._go_on(at)

    def _settle(self, rows: Collection[ConflictRow], side: Decided) -> None:
        self.conflicts.decide(rows, side)
        self.list.setFocus()
        some = [row.conflict for row in rows]
        future = self._session.importing.conflicts.settle(some, by_file=side == "file")
        self._write(future, partial(self.conflicts.settle, rows), _settled(some, by_file=side == "file"))

    def _act(self, what: object) -> None:
        self.decide("file" if what == "file" else "mine")

    def showEvent(self, event: QShowEvent) -> None:
        """Request what changed while the page was hidden."""
        super().showEvent(event)
        self.conflicts.refresh()


def _settled(some: Sequence[Conflict], *, by_file: bool) -> str:
    """Return a message about the decision."""
    if len(some) == 1:
        return (_USED if by_file else _KEPT)[some[0].field]
    if by_file:
        return tr_n(
            "Used the files' metadata for {count:,} conflict.",
            "Used the files' metadata for {count:,} conflicts.",
            len(some),
        )
    return tr_n("Kept your metadata for {count:,} conflict.", "Kept your metadata for {count:,} conflicts.", len(some))
