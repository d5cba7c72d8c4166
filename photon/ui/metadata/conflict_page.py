"""The page of what a person and a file say otherwise: one of both counts, row by row or for all."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout

from photon.domain import Changes, PhotonError
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.formatting import counted, number
from photon.ui.kit.key_filter import OwnKeys, press_button
from photon.ui.metadata.conflict_delegate import ConflictDelegate, places
from photon.ui.metadata.conflict_list import ConflictList, ConflictRow, Decided
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.widgets.page_header import PageHead, calm_page

if TYPE_CHECKING:
    from photon.app.session import Session

TITLE = "Where files say otherwise"
ABOUT = (
    "You changed these words in Photon, and another program changed them in the file. Both are kept until you decide."
)
KEYS = "M keeps yours · F takes the file's · Space shows the photo"
NOTHING = "No file says otherwise than you"
HOW = "Where you and another program change the same words, both stand here until you decide."


class ConflictPage(QFrame):
    """Lists conflicts.

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
        self._was_at: ConflictRow | None = None  # keeps the cursor when rows come and go
        self._keys = OwnKeys({"Esc": self.closed.emit})
        self.conflicts = ConflictList(session, bridge, self)
        self.list = PhotoList(TITLE)
        self.head = PageHead(TITLE)
        self.mine, self.file = _button("Keep mine", "M"), _button("Take the file's", "F")
        self.all_mine, self.all_file = QPushButton(), QPushButton()
        self.pages, self.keys, self.about = QStackedWidget(), QLabel(KEYS), QLabel(ABOUT)
        self._compose(thumbnails)
        self._connect(thumbnails)

    def _compose(self, thumbnails: Thumbnails) -> None:
        self.setProperty("role", "panel")
        self.keys.setProperty("role", "small")
        self.about.setProperty("role", "quiet")
        self.about.setWordWrap(True)
        self.list.setModel(self.conflicts)
        self.list.setItemDelegate(ConflictDelegate(self.conflicts, thumbnails, self.list))
        telling = QHBoxLayout()
        telling.addWidget(self.about)
        self.head.add_row(telling)
        for buttons in ((self.mine, self.file), (self.all_mine, self.all_file)):
            doing = QHBoxLayout()  # in two lines: there is no room for one in a small window
            doing.setSpacing(tokens.TIGHT)
            for button in buttons:
                doing.addWidget(button)
            doing.addStretch(1)
            self.head.add_row(doing)
        for button in (self.all_mine, self.all_file):
            button.setToolTip("One step, which can be undone")
        self.pages.addWidget(self.list)
        self.pages.addWidget(calm_page("check-circle", NOTHING, HOW))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        column.setSpacing(tokens.SPACE)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.keys)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # as long as there is no list to give the keyboard to

    def _connect(self, thumbnails: Thumbnails) -> None:
        self.list.set_keys(
            {
                "M": lambda: self.decide("mine"),
                "F": lambda: self.decide("file"),
                "Space": self._open,
                "Return": self._open,
                "Esc": self.closed.emit,
            }
        )
        self.list.pressed_at.connect(self._press)
        self.list.doubleClicked.connect(lambda _: self._open())
        self.list.current_changed.connect(lambda _: self._follow())
        self.list.verticalScrollBar().valueChanged.connect(lambda _: thumbnails.only(self._on_screen()))
        thumbnails.arrived.connect(lambda _: self.list.viewport().update() if self.isVisible() else None)
        self.conflicts.cards.arrived.connect(self.list.viewport().update)
        self.conflicts.modelReset.connect(self._return)
        self.conflicts.counted.connect(self._say)
        self.conflicts.counted.connect(self.list.viewport().update)
        self.conflicts.reopened.connect(self.list.go_to)
        self.mine.clicked.connect(lambda: self.decide("mine"))
        self.file.clicked.connect(lambda: self.decide("file"))
        self.all_mine.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "mine"))
        self.all_file.clicked.connect(lambda: self._settle(self.conflicts.open_rows, "file"))
        self.head.left.connect(self.closed)

    # -- what is listed ----------------------------------------------------------------------------

    def begin(self) -> None:
        """List what is open now."""
        self.conflicts.begin()

    @property
    def current(self) -> ConflictRow | None:
        """The current row."""
        rows = self.conflicts.rows
        return rows[self.list.row] if 0 <= self.list.row < len(rows) else None

    def _on_screen(self) -> list[int]:
        rows = self.conflicts.rows
        return [rows[row].photo for row in self.list.shown_rows() if row < len(rows)]

    def _say(self) -> None:
        rows, left = len(self.conflicts.rows), len(self.conflicts.open_rows)
        if rows and self.list.row < 0:
            self.list.go_to(0)
        words = counted(rows, "conflict") if left == rows else f"{number(left)} of {counted(rows, 'conflict')} left"
        self.head.say(words if rows else "")
        self.pages.setCurrentIndex(0 if rows or self.conflicts.is_loading else 1)
        self.setFocusProxy(self.list if rows else None)  # type: ignore[arg-type]
        if rows and self.hasFocus():
            self.list.setFocus()
        for part in (self.keys, self.about, self.mine, self.file):
            part.setVisible(rows > 0)
        self.all_mine.setText(f"Keep mine for all {number(left)}")
        self.all_file.setText(f"Take the files' for all {number(left)}")
        for button in (self.all_mine, self.all_file):
            button.setVisible(left > 1)
        is_open = self.current is not None and not self.current.decided
        for button in (self.mine, self.file):
            button.setEnabled(is_open)

    def _follow(self) -> None:
        self._say()
        if self.current is not None:
            self._was_at = self.current
            self.current_changed.emit(self.current.photo)

    def _return(self) -> None:
        rows = self.conflicts.rows
        if rows:
            self.list.go_to(rows.index(self._was_at) if self._was_at in rows else 0)

    # -- what can be done --------------------------------------------------------------------------

    def decide(self, side: Decided) -> None:
        """Let one side of the current conflict count, and go on."""
        row, at = self.current, self.list.row
        if row is None or row.decided:
            return
        self._settle([row], side)
        following = self.conflicts.next_open(at)
        if following >= 0:
            self.list.go_to(following)

    def _settle(self, rows: Collection[ConflictRow], side: Decided) -> None:
        self.conflicts.decide(rows, side)
        self.list.setFocus()
        what = "Yours is kept" if side == "mine" else "The file's word was taken"
        many = f" for {counted(len(rows), 'conflict')}" if len(rows) > 1 else ""

        def done(_: Changes) -> None:
            self.conflicts.settle(rows)
            self.done.emit(f"{what}{many}.")

        def failed(error: PhotonError) -> None:
            self.conflicts.settle(rows)
            self._bridge.problem.emit(error.message, error.hint)

        some = [row.conflict for row in rows]
        self._bridge.call(self._session.importing.conflicts.settle(some, by_file=side == "file"), done, self, failed)

    def _open(self) -> None:
        if self.current is not None:
            photos = list(dict.fromkeys(row.photo for row in self.conflicts.rows))
            self.opened.emit(photos, photos.index(self.current.photo))

    def _press(self, row: int, point: QPoint) -> None:
        where = places(self.list.visualRect(self.conflicts.index(row)))
        if where.picture.contains(point):
            self._open()
        elif where.side_at(point):
            self.decide(where.side_at(point))

    def event(self, event: QEvent) -> bool:
        """Keep letters and figures from the window: nobody shall rate photos that are not seen."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, wherever the keyboard is on the page, and Enter on a button."""
        if not press_button(event) and not self._keys.act(event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the list, which is brought up to date."""
        super().showEvent(event)
        self.conflicts.watch(True)  # noqa: FBT003 - a switch
        self.conflicts.refresh()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not kept up to date."""
        super().hideEvent(event)
        self.conflicts.watch(False)  # noqa: FBT003 - a switch


def _button(text: str, key: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(f"{text} ({key})")
    return made
