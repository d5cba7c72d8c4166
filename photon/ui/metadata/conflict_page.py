"""The page of metadata conflicts: the user's value or the file's is used, row by row or for all."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent

from photon.app.session import Session
from photon.domain.metadata.conflict import Conflict, ConflictField
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.metadata.conflict_delegate import ConflictDelegate, places
from photon.ui.metadata.conflict_list import ConflictList, ConflictRow, Decided
from photon.ui.photos.photo_list_page import DecisionPage, button_row
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import calm_page

TITLE = tr("Metadata conflicts")
ABOUT = tr(
    "You changed this metadata in Photon, and another program changed it in the file. Both versions are kept until you"
    " decide."
)
SIDES = (KeyedText(tr("Keep mine"), "conflicts.mine"), KeyedText(tr("Use the file's"), "conflicts.file"))
NOTHING = tr("No conflicts")
HOW = tr("When you and another program change the same metadata, both versions are listed here until you decide.")

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
    keys_hint = tr("{mine} keep yours · {file} use the file's · Space enlarge")
    keys_page = "conflicts"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.conflicts = ConflictList(session, bridge)
        super().__init__(bridge, self.conflicts, thumbnails, TITLE)
        self._session = session
        self._was_at: ConflictRow | None = None  # keeps the cursor when rows appear or disappear
        self.mine, self.file = (make_button(text, text) for text in SIDES)
        self.all_mine, self.all_file = (make_button("", tr("Can be undone in one step")) for _ in SIDES)
        self.about = make_label(ABOUT, "quiet", wraps=True)
        self.head.add_row(hbox(self.about))
        self.head.add_row(button_row(self.mine, self.file))
        self.head.add_row(button_row(self.all_mine, self.all_file))  # a small window has no space for a single line
        self.list.setItemDelegate(ConflictDelegate(self.conflicts, thumbnails, self.list))
        self.pages.addWidget(calm_page("check-circle", NOTHING, HOW))
        self.setFocusProxy(None)  # type: ignore[arg-type]  # as long as there is no list to give the keyboard to
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    def _connect(self) -> None:
        mine, file = partial(self.decide, "mine"), partial(self.decide, "file")
        commands = {"conflicts.mine": mine, "conflicts.file": file}
        self.list.set_keys({"Space Return": self._open, "Esc": self.closed.emit}, commands)
        self.list.doubleClicked.connect(lambda _: self._open())
        self.conflicts.modelReset.connect(self._return)
        self.conflicts.counted.connect(self._say)
        self.conflicts.counted.connect(self.list.viewport().update)
        self.conflicts.reopened.connect(self.list.go_to)
        self.mine.clicked.connect(mine)
        self.file.clicked.connect(file)
        self.all_mine.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "mine"))
        self.all_file.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "file"))

    # -- the list ----------------------------------------------------------------------------

    def begin(self) -> None:
        """List the open conflicts."""
        self.conflicts.begin()

    def _say(self) -> None:
        rows, left = len(self.conflicts.rows), len(self.conflicts.open_rows)
        if rows and self.list.row < 0:
            self.list.go_to(0)
        some = tr_n("{left:,} of {count:,} conflict left", "{left:,} of {count:,} conflicts left", rows, left=left)
        words = counted(rows, "conflict") if left == rows else some
        self.head.say(words if rows else "")
        self.pages.setCurrentIndex(0 if rows or self.conflicts.is_loading else 1)
        self.setFocusProxy(self.list if rows else None)  # type: ignore[arg-type]
        if rows and self.hasFocus():
            self.list.setFocus()
        for part in (self.keys, self.about, self.mine, self.file):
            part.setVisible(rows > 0)
        self.all_mine.setText(tr("Keep mine for all {left:,}", left=left))
        self.all_file.setText(tr("Use the files' for all {left:,}", left=left))
        for button in (self.all_mine, self.all_file):
            button.setVisible(left > 1)
        is_open = self.current is not None and self.current.is_open
        for button in (self.mine, self.file):
            button.setEnabled(is_open)

    def _follow(self, row: int) -> None:
        self._was_at = self.current or self._was_at
        super()._follow(row)

    def _return(self) -> None:
        rows = self.conflicts.rows
        if rows:
            self.list.go_to(rows.index(self._was_at) if self._was_at in rows else 0)

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

    def _press(self, row: int, point: QPoint) -> None:
        where = places(self.list.visualRect(self.conflicts.index(row)))
        if where.picture.contains(point):
            self._open()
        elif where.side_at(point):
            self.decide(where.side_at(point))

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
