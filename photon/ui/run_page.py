"""The page of runs in the preferences: what Photon suggested or took over at once, and the way to take it back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from photon.domain import Changes, PhotonError
from photon.domain.run import Run, RunKind
from photon.ui import tokens
from photon.ui.bridge import Bridge
from photon.ui.icons import icon, wear
from photon.ui.theme import figures_font, theme
from photon.ui.words import counted

if TYPE_CHECKING:
    from photon.app.session import Session

LINE, WIDTH, REFRESH_MS = 52, 760, 150
INTRODUCTION = (
    "What Photon suggested, and what you confirmed at once. Taking back removes the suggestions that nobody has decided"
    " about, or the tags that were given at once; what you decided one by one stays."
)
NOTHING = "Nothing was suggested or confirmed at once yet."
NAMES: dict[RunKind, str] = {
    "suggest": "Suggested tags",
    "draft": "Drafted captions",
    "confirm": "Confirmed",
    "accept": "Accepted",
    "import": "Taken from files",
    "write": "Written into files",
}
ICONS: dict[RunKind, str] = {
    "suggest": "tag",
    "draft": "text-aa",
    "confirm": "checks",
    "accept": "checks",
    "import": "download-simple",
    "write": "upload-simple",
}
_RUN = Qt.ItemDataRole.UserRole + 21


def title_of(run: Run) -> str:
    """What a run was, in words: ``Suggested tags``, ``Confirmed beach, 84 photos at once``."""
    name = NAMES[run.kind]
    return name if run.kind not in ("confirm", "accept") or not run.what else f"{name} {run.what}"


def detail_of(run: Run) -> str:
    """When, how many, and whether it was taken back."""
    said = [_moment(run.made), counted(run.photos, "photo")]
    if run.undone:
        said.append(f"taken back {_moment(run.undone)}")
    return " · ".join(said)


def _moment(text: str) -> str:
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat) if moment.isValid() else text


class RunPage(QWidget):
    """Lists runs and takes them back; ``done`` brings a sentence about what can be undone, ``undone`` asks for that."""

    done = Signal(str)
    undone = Signal()

    def __init__(self, session: "Session", bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = session.runs
        self._bridge = bridge
        self._is_outdated = True
        self.list = QListWidget(self)
        self.button = QPushButton("Take back", self)
        self.message = QLabel(self)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._compose()
        self.list.currentItemChanged.connect(lambda *_: self._follow())
        self.button.clicked.connect(self.take_back)
        bridge.changed.connect(self._hear)

    def _compose(self) -> None:
        title, words = QLabel("History", self), QLabel(INTRODUCTION, self)
        title.setProperty("role", "title")
        words.setProperty("role", "quiet")
        for label in (words, self.message):
            label.setWordWrap(True)
            label.setMaximumWidth(WIDTH)
        self.list.setItemDelegate(_RunDelegate(self.list))
        self.list.setMaximumWidth(WIDTH)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("What was suggested or confirmed at once")
        wear(self.button, "arrow-counter-clockwise", "text")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.LOOSE, tokens.LOOSE, tokens.LOOSE, tokens.LOOSE)
        column.setSpacing(tokens.SPACE)
        for part in (title, words):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.message)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    # -- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the runs as they are now."""
        self._is_outdated = False
        self._bridge.call(self._runs.everything(), self._show, self, self._refuse)

    def _show(self, runs: list[Run]) -> None:
        before, scrolled = self.current, self.list.verticalScrollBar().value()
        self.list.clear()
        for run in runs:
            item = QListWidgetItem(title_of(run))
            item.setData(_RUN, run)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title_of(run)}, {detail_of(run)}")
            item.setSizeHint(QSize(0, LINE))
            self.list.addItem(item)
            if before is not None and run.id == before.id:
                self.list.setCurrentItem(item)
        self.list.verticalScrollBar().setValue(scrolled)
        self._say("" if runs else NOTHING, "quiet")
        self._follow()

    @property
    def current(self) -> Run | None:
        """The run whose line has the cursor."""
        item = self.list.currentItem()
        run: Run | None = item.data(_RUN) if item is not None else None
        return run

    def _follow(self) -> None:
        run = self.current
        self.button.setEnabled(run is not None and not run.undone)
        self.button.setVisible(self.list.count() > 0)

    def _say(self, sentence: str, role: str) -> None:
        self.message.setProperty("role", role)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"tags", "suggestions", "captions"}:
            self._is_outdated = True
            if self.isVisible():
                self._refresh.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what was not looked at."""
        super().showEvent(event)
        if self._is_outdated:
            self.refresh()

    # -- what can be done ----------------------------------------------------------------------------

    def take_back(self) -> None:
        """Take the run with the cursor back."""
        run = self.current
        if run is not None and not run.undone:
            words = f"Took back: {title_of(run)}."
            self._bridge.call(self._runs.undo(run.id), lambda _: self.done.emit(words), self, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self._say(str(error), "danger")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes back; undo works here, too."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.take_back()
        else:
            super().keyPressEvent(event)


class _RunDelegate(QStyledItemDelegate):
    """Two lines: what it was, and when."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one run."""
        run: Run = index.data(_RUN)
        in_use, states = theme(), QStyle.StateFlag
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_picked = bool(option.state & states.State_Selected)
        rect = QRect(option.rect).adjusted(1, 1, -1, -1)
        if is_picked or option.state & states.State_MouseOver:
            has_keyboard = is_picked and bool(option.state & states.State_HasFocus)
            painter.setPen(in_use.colour("accent") if has_keyboard else Qt.PenStyle.NoPen)
            painter.setBrush(in_use.colour("hover" if is_picked else "raised"))
            painter.drawRoundedRect(rect, tokens.RADIUS, tokens.RADIUS)
        side = tokens.ICON
        picture = icon(ICONS[run.kind], "accent" if is_picked else "quiet").pixmap(QSize(side, side))
        painter.drawPixmap(rect.left() + tokens.SPACE, rect.center().y() - side // 2, picture)
        words = rect.adjusted(tokens.SPACE + side + tokens.SPACE, 6, -tokens.SPACE, -6)
        painter.setPen(in_use.colour("quiet" if run.undone else "text"))
        title = painter.fontMetrics().elidedText(title_of(run), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(in_use.colour("quiet"))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, detail_of(run))
        painter.restore()
