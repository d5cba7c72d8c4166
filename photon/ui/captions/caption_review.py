"""The page on which drafted captions are gone through, one after the other or all at once."""

from collections.abc import Collection
from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout

from photon.domain import Changes, PhotonError
from photon.ui.captions.draft_delegate import DraftDelegate, places
from photon.ui.captions.draft_list import DraftList, DraftRow
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.formatting import counted, number
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.row_editor import RowEditor
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHead, calm_page

if TYPE_CHECKING:
    from photon.app.session import Session

NOTHING = "No drafted captions are waiting"
HOW = "Drafts that Photon makes are listed here until you accept or decline them."
KEYS = "Ctrl+Enter accepts · N declines · ← → another sentence · Tab changes it · Space shows the photo"


class CaptionReview(QFrame):
    """Lists drafts, the surest first.

    Signals: ``closed`` when the person wants the photos back; ``done`` brings a sentence about what can be undone;
    ``opened`` the photos of the list and which of them is to be looked at; ``current_changed`` a photo.
    """

    closed = Signal()
    done = Signal(str)
    opened = Signal(list, int)
    current_changed = Signal(int)

    def __init__(self, session: "Session", bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._session = session
        self._bridge = bridge
        self.drafts = DraftList(session, bridge, self)
        self.list = PhotoList("Drafted captions")
        self.delegate = DraftDelegate(self.drafts, thumbnails, self.list)
        self.editor = RowEditor(self.list, lambda rect: places(rect).words)
        self.head = PageHead("Drafted captions")
        self.accept = _button("Accept", "Take this sentence as the caption (Ctrl+Enter)")
        self.decline = _button("Decline", "None of these sentences fits (N)")
        self.all_button = _button("", "One step, which can be undone")
        self.show_all = QPushButton("Show all drafts")
        self.pages = QStackedWidget()
        self._compose()
        self._connect(thumbnails)

    def _compose(self) -> None:
        self.setProperty("role", "panel")
        self.show_all.setProperty("role", "link")
        self.list.setModel(self.drafts)
        self.list.setItemDelegate(self.delegate)
        doing = QHBoxLayout()
        doing.setSpacing(tokens.TIGHT)
        for button in (self.accept, self.decline, self.show_all):
            doing.addWidget(button)
        doing.addStretch(1)
        doing.addWidget(self.all_button)
        self.head.add_row(doing)
        self.keys = QLabel(KEYS)
        self.keys.setProperty("role", "small")
        self.pages.addWidget(self.list)
        self.pages.addWidget(calm_page("chat-text", NOTHING, HOW))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.keys)
        self.setFocusProxy(self.list)

    def _connect(self, thumbnails: Thumbnails) -> None:
        self.list.set_keys(
            {
                "Ctrl+Return": self.accept_current,
                "N": self.decline_current,
                "Ctrl+Del": self.decline_current,
                "Right": lambda: self._step(1),
                "Left": lambda: self._step(-1),
                "Space": self._open,
                "Return": self._open,
                "F2": self._edit,
                "Esc": self.closed.emit,
            }
        )
        self.list.tabbed.connect(self._edit)
        self.list.pressed_at.connect(self._press)
        self.list.doubleClicked.connect(lambda _: self._edit())
        self.list.current_changed.connect(self._follow)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: thumbnails.only(self._on_screen()))
        thumbnails.arrived.connect(lambda _: self.list.viewport().update() if self.isVisible() else None)
        self.editor.saved.connect(self._accept_edited)
        self.editor.kept.connect(self.drafts.edit)
        self.editor.closed.connect(self._end_editing)
        self.drafts.counted.connect(self._say)
        self.drafts.reopened.connect(self.list.go_to)
        self.drafts.modelReset.connect(self.editor.close_quietly)
        self.accept.clicked.connect(self.accept_current)
        self.decline.clicked.connect(self.decline_current)
        self.all_button.clicked.connect(self.accept_all)
        self.show_all.clicked.connect(lambda: self.begin(None))
        self.head.left.connect(self.closed)

    # -- what is listed ----------------------------------------------------------------------------

    def begin(self, among: Collection[int] | None) -> None:
        """List what waits now, of these photos only or (None) of all."""
        self.drafts.begin(among)
        self.show_all.setVisible(among is not None)

    @property
    def current(self) -> DraftRow | None:
        """The current row."""
        return self.drafts.rows[self.list.row] if 0 <= self.list.row < len(self.drafts.rows) else None

    def _on_screen(self) -> list[int]:
        return [self.drafts.rows[row].photo for row in self.list.shown_rows() if row < len(self.drafts.rows)]

    def _say(self) -> None:
        rows, waiting = len(self.drafts.rows), len(self.drafts.open_rows)
        if rows and self.list.row < 0:
            self.list.go_to(0)
        among = " of the photos you selected" if self.drafts.among is not None else ""
        done = f"{number(rows - waiting)} of {number(rows)}{among} decided" if rows else ""
        self.head.say(done)
        self.all_button.setText(f"Accept all {number(waiting)} shown")
        self.all_button.setVisible(waiting > 1)
        self.pages.setCurrentIndex(0 if rows or self.drafts.is_loading else 1)
        for part in (self.keys, self.accept, self.decline):
            part.setVisible(bool(rows))
        current = self.current
        for button in (self.accept, self.decline):
            button.setEnabled(current is not None and current.is_open)

    def _follow(self, row: int) -> None:
        if self.editor.row != row:
            self.editor.close_and_keep()
        self._say()
        if self.current is not None:
            self.current_changed.emit(self.current.photo)

    # -- what can be done --------------------------------------------------------------------------

    def accept_current(self) -> None:
        """Take the picked sentence, and go on."""
        row = self.current
        if row is not None and row.is_open:
            self._accept(row, row.sentence)

    def decline_current(self) -> None:
        """Nothing that was drafted fits; go on."""
        row, at = self.current, self.list.row
        if row is not None and row.is_open:
            self.drafts.decide(row)
            self._do(self._session.captions.decline(row.photo, *row.sentences), [row.photo], "Draft declined")
            self._go_on(at)

    def accept_all(self) -> None:
        """Take the picked sentence of every row about which nothing was decided, as one step."""
        self.editor.close_and_keep()
        sentences = {row.photo: row.sentence for row in self.drafts.open_rows}
        anew = [row.photo for row in self.drafts.open_rows if row.is_anew]

        def accepted(changes: Changes) -> None:
            self.all_button.setEnabled(True)
            self.done.emit(f"{counted(len(changes.photos), 'caption')} accepted")

        def failed(error: PhotonError) -> None:
            self.all_button.setEnabled(True)
            self._bridge.problem.emit(error.message, error.hint)

        self.all_button.setEnabled(False)  # until they are written: ten thousand take some seconds
        self._bridge.call(self._session.captions.accept(sentences, anew), accepted, self, failed)
        self.list.setFocus()

    def _accept(self, row: DraftRow, sentence: str) -> None:
        at, anew = self.list.row, [row.photo] if row.is_anew else []
        self.drafts.decide(row, sentence)
        self._do(self._session.captions.accept({row.photo: sentence}, anew), [row.photo], "Caption accepted")
        self._go_on(at)

    def _do(self, future: Future[Changes], photos: Collection[int], words: str) -> None:
        """Follow a decision until it is written."""

        def done(_: Changes) -> None:
            self.drafts.settle(photos)
            self.done.emit(words)

        def failed(error: PhotonError) -> None:
            self.drafts.settle(photos)
            self._bridge.problem.emit(error.message, error.hint)

        self._bridge.call(future, done, self, failed)

    def _go_on(self, at: int) -> None:
        following = self.drafts.next_open(at)
        if following >= 0:
            self.list.go_to(following)
        self.list.viewport().update()
        self.list.setFocus()
        self._say()

    def _step(self, steps: int) -> None:
        row = self.current
        if row is not None and row.is_open:
            self.drafts.choose(self.list.row, row.chosen + steps)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit([row.photo for row in self.drafts.rows], self.list.row)

    def _press(self, row: int, point: QPoint) -> None:
        current = self.drafts.rows[row]
        part, sentence = places(self.list.visualRect(self.drafts.index(row))).part_at(point)
        if part == "picture":
            self._open()
        elif current.is_open and part == "accept":
            self.accept_current()
        elif current.is_open and part == "decline":
            self.decline_current()
        elif current.is_open and part == "sentence" and not current.edited and sentence < len(current.shown):
            self.drafts.choose(row, sentence)

    # -- editing -----------------------------------------------------------------------------------

    def _edit(self) -> None:
        row = self.current
        if row is not None and row.is_open:
            self.delegate.editing = self.list.row
            self.editor.open(self.list.row, row.sentence)

    def _accept_edited(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        if text.strip():
            self.drafts.edit(at, text, is_anew)
            self._accept(self.drafts.rows[at], text.strip())

    def _end_editing(self) -> None:
        self.delegate.editing = -1
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the list, which is brought up to date."""
        super().showEvent(event)
        self.drafts.watch(True)  # noqa: FBT003 - a switch
        self.list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not kept up to date."""
        super().hideEvent(event)
        self.drafts.watch(False)  # noqa: FBT003 - a switch


def _button(text: str, hint: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(hint)
    made.setAccessibleDescription(hint)
    return made
