"""The page of captions that may not fit their photo."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout

from photon.domain import Changes, PhotonError
from photon.domain.metadata.caption_mismatch import Doubt
from photon.ui.captions.draft_delegate import places
from photon.ui.captions.mismatch_delegate import DoubtDelegate
from photon.ui.captions.mismatch_list import DoubtList, DoubtRow
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.formatting import counted, number
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.row_editor import RowEditor
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHead, calm_page

if TYPE_CHECKING:
    from photon.app.session import Session

KEYS = "F says that it fits · Tab changes the caption · Space shows the photo"


class CaptionDoubts(QFrame):
    """Compares captions with their photos and lists the doubtful ones.

    Signals: as of ``CaptionReview``.
    """

    closed = Signal()
    done = Signal(str)
    opened = Signal(list, int)
    current_changed = Signal(int)

    def __init__(self, session: "Session", bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._bridge = bridge
        self._asked: Future[list[Doubt]] | None = None
        self._question = LatestRequest(bridge, self)
        self.doubts = DoubtList(session, bridge, self)
        self.list = PhotoList("Captions that may not fit")
        self.delegate = DoubtDelegate(self.doubts, thumbnails, self.list)
        self.editor = RowEditor(self.list, lambda rect: places(rect).words)
        self.head = PageHead("Captions that may not fit")
        self.fits, self.change = QPushButton("It fits"), QPushButton("Change")
        self.pages = QStackedWidget()
        self.keys = QLabel(KEYS)
        self._compose()
        self._connect(thumbnails)
        bridge.hidden.connect(lambda _: self.begin() if self._asked is not None else None)

    def _compose(self) -> None:
        self.setProperty("role", "panel")
        self.keys.setProperty("role", "small")
        self.fits.setToolTip("Doubt this caption no longer (F)")
        self.change.setToolTip("Write another caption (Tab)")
        self.list.setModel(self.doubts)
        self.list.setItemDelegate(self.delegate)
        doing = QHBoxLayout()
        doing.setSpacing(tokens.TIGHT)
        for button in (self.fits, self.change):
            doing.addWidget(button)
        doing.addStretch(1)
        self.head.add_row(doing)
        for page in (
            self.list,
            calm_page("hourglass", "Photon compares captions with their photos…", "This takes a few seconds."),
            calm_page(
                "check-circle", "No caption is doubtful", "Captions that may belong to another photo stand here."
            ),
        ):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.keys)
        self.setFocusProxy(self.list)

    def _connect(self, thumbnails: Thumbnails) -> None:
        self.list.set_keys(
            {"F": self.dismiss, "Space": self._open, "Return": self._open, "F2": self._edit, "Esc": self.closed.emit}
        )
        self.list.tabbed.connect(self._edit)
        self.list.doubleClicked.connect(lambda _: self._edit())
        self.list.pressed_at.connect(self._press)
        self.list.current_changed.connect(self._follow)
        thumbnails.arrived.connect(lambda _: self.list.viewport().update() if self.isVisible() else None)
        self.editor.saved.connect(self._save)
        self.editor.kept.connect(self._write)
        self.editor.closed.connect(self._end_editing)
        self.doubts.counted.connect(self._say)
        self.doubts.modelReset.connect(self.editor.close_quietly)
        self.fits.clicked.connect(self.dismiss)
        self.change.clicked.connect(self._edit)
        self.head.left.connect(self.closed)

    # -- what is listed ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Compare all captions with their photos anew."""
        if self._asked is not None:
            self._asked.cancel()
            self._question.forget()
        self.doubts.show_doubts(())
        self.pages.setCurrentIndex(1)
        self._asked = self._session.auditing.audit_captions()
        self._question.ask(self._asked, self._show_doubts, self._fail)

    def _show_doubts(self, doubts: Sequence[Doubt]) -> None:
        self._asked = None
        self.doubts.show_doubts(doubts)
        if self.doubts.rows:
            self.list.go_to(0)

    def _fail(self, error: PhotonError) -> None:
        self._asked = None
        self._bridge.problem.emit(error.message, error.hint)
        self.closed.emit()

    def _say(self) -> None:
        rows = len(self.doubts.rows)
        if self._asked is None:
            self.pages.setCurrentIndex(0 if rows else 2)
        left = self.doubts.open_rows
        words = counted(left, "caption") if left == rows else f"{number(left)} of {counted(rows, 'caption')} left"
        self.head.say(f"{words}, the most doubtful first" if rows else "")
        for part in (self.fits, self.change, self.keys):
            part.setVisible(bool(rows))
        current = self.current
        self.fits.setEnabled(current is not None and not current.decided)
        self.change.setEnabled(current is not None)

    @property
    def current(self) -> DoubtRow | None:
        """The current row."""
        return self.doubts.rows[self.list.row] if 0 <= self.list.row < len(self.doubts.rows) else None

    def _follow(self, row: int) -> None:
        if self.editor.row != row:
            self.editor.close_and_keep()
        self._say()
        if self.current is not None:
            self.current_changed.emit(self.current.photo)

    # -- what can be done --------------------------------------------------------------------------

    def dismiss(self) -> None:
        """The caption fits; go on."""
        row, at = self.current, self.list.row
        if row is not None and not row.decided:
            self.doubts.decide(at, "fits", row.caption)
            words = "This caption is not doubted any more"
            self._do(self._session.captions.vouch({row.photo: row.doubt.caption}), row.photo, words)
            self._go_on(at)

    def _write(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        row = self.doubts.rows[at]
        if text != row.caption:
            self.doubts.decide(at, "changed", text)
            future = self._session.captions.write([row.photo], text=text, is_anew=is_anew)
            self._do(future, row.photo, "Caption saved")

    def _do(self, future: Future[Changes], photo: int, words: str) -> None:
        """Follow a decision until it is written."""

        def done(_: Changes) -> None:
            self.doubts.settle(photo)
            self.done.emit(words)

        def failed(error: PhotonError) -> None:
            self.doubts.settle(photo)
            self._bridge.problem.emit(error.message, error.hint)

        self._bridge.call(future, done, self, failed)

    def _save(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        self._write(at, text, is_anew)
        self._go_on(at)

    def _go_on(self, at: int) -> None:
        following = self.doubts.next_open(at)
        if following >= 0:
            self.list.go_to(following)
        self.list.setFocus()

    def _edit(self) -> None:
        if self.current is not None:
            self.delegate.editing = self.list.row
            self.editor.open(self.list.row, self.current.caption)

    def _end_editing(self) -> None:
        self.delegate.editing = -1
        self.list.viewport().update()

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit([row.photo for row in self.doubts.rows], self.list.row)

    def _press(self, row: int, point: QPoint) -> None:
        if places(self.list.visualRect(self.doubts.index(row))).picture.contains(point):
            self._open()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the list."""
        super().showEvent(event)
        self.list.setFocus()
