"""The history page of the preferences: bulk suggestions and imports, and how to undo them."""

from PySide6.QtCore import (
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from photon.app.metadata.metadata_writing import Done
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.run import Run, RunKind
from photon.domain.metadata.run_title import title_of
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import local_moment
from photon.ui.kit.icons import paint_icon
from photon.ui.kit.item_views import AnyIndex, paint_row_ground
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.progress_row import ProgressRow
from photon.ui.kit.theme import figures_font, theme
from photon.ui.kit.timers import single_shot
from photon.ui.metadata.write_messages import outcome_of

LINE, WIDTH, REFRESH_MS = 52, 760, 150
INTRODUCTION = tr(
    "What Photon suggested, drafted or imported in one batch, your bulk confirmations, and metadata saved to files."
    " Undoing a batch removes suggestions that are still undecided, or tags that were added in bulk; what you decided"
    " photo by photo stays. For metadata saved to files, you can restore the originals."
)
NOTHING, SELECT = tr("No history yet."), tr("Select a batch to undo it.")
TAKE_BACK, PUT_BACK = tr("Undo"), tr("Restore originals…")
QUESTION = tr(
    "This restores the files of this batch byte for byte. Files that another program has changed since then are"
    " skipped, and your metadata stays in Photon."
)
LISTED = 5  # files listed that could not be restored; the rest is counted
ICONS: dict[RunKind, str] = {
    "suggest": "tag",
    "draft": "text-aa",
    "confirm": "checks",
    "accept": "checks",
    "import": "download-simple",
    "write": "upload-simple",
}
_RUN = Qt.ItemDataRole.UserRole + 21


def detail_of(run: Run) -> str:
    """Return when a run took place, how many photos it changed, and whether it was undone."""
    parts, photos = [local_moment(run.made)], counted(run.photos, "photo")
    if f" {photos}" not in title_of(run):
        parts.append(photos)
    if run.undone:
        parts.append(tr("undone {moment}", moment=local_moment(run.undone)))
    return " · ".join(parts)


class HistoryPage(QWidget):
    """Lists runs and undoes them; ``done`` brings a message about an undoable step, ``undone`` requests undo."""

    done = Signal(str)
    undone = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runs = session.decisions.runs
        self._bridge = bridge
        self._latest = LatestRequest(bridge, self)
        self._asked = 0  # the run whose files are restored if the user agrees
        self.list = QListWidget(self)
        self.button = make_button(TAKE_BACK, "", self.take_back, icon_name="arrow-counter-clockwise")
        self.question = make_label(QUESTION, wraps=True)
        self.agree = make_button(tr("Restore"), clicked=self.put_back)
        self.decline = make_button(tr("Cancel"), clicked=lambda: self._ask(0))
        self.busy = ProgressRow()
        self.message, self.outcome = make_label(wraps=True), make_label(wraps=True, is_selectable=True)
        self._refresh = single_shot(self, REFRESH_MS, self.refresh)
        self._compose()
        self.list.currentItemChanged.connect(lambda *_: self._say("", "quiet"))
        self.list.currentItemChanged.connect(lambda *_: self._follow())
        bridge.changed.connect(self._hear)

    def _compose(self) -> None:
        words = make_label(INTRODUCTION, "quiet", wraps=True)
        for label in (words, self.message, self.outcome, self.question):
            label.setMaximumWidth(WIDTH)
        self.outcome.hide()
        self.list.setItemDelegate(_RunDelegate(self.list))
        self.list.setMaximumWidth(WIDTH)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Batches"))
        head = (make_label(tr("History"), "title"), words)
        below = (self.message, self.outcome, self.question, self.busy)
        buttons = hbox(self.button, self.agree, self.decline, None, spacing=tokens.TIGHT)
        vbox(*head, (self.list, 1), *below, buttons, to=self, margins=tokens.LOOSE, spacing=tokens.SPACE)

    # -- display -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Request the runs again."""
        self._latest.ask(self._runs.all_runs(), self._show, self._refuse)

    def _show(self, runs: list[Run]) -> None:
        before, scrolled = self.current, self.list.verticalScrollBar().value()
        with QSignalBlocker(self.list):
            self._fill(runs, before)
        self.list.verticalScrollBar().setValue(scrolled)
        self._say((SELECT if self.current is None else "") if runs else NOTHING, "quiet")
        self._follow()

    def _fill(self, runs: list[Run], before: Run | None) -> None:
        self.list.clear()
        for run in runs:
            item = QListWidgetItem(title_of(run))
            item.setData(_RUN, run)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title_of(run)}, {detail_of(run)}")
            item.setSizeHint(QSize(0, LINE))
            self.list.addItem(item)
            if before is not None and run.id == before.id:
                self.list.setCurrentItem(item)

    @property
    def current(self) -> Run | None:
        """The run whose line has the cursor."""
        item = self.list.currentItem()
        run: Run | None = item.data(_RUN) if item is not None else None
        return run

    def _follow(self) -> None:
        """Enable the actions of the current run."""
        run = self.current
        if run is None or run.id != self._asked:
            self._asked = 0
        self.button.setToolTip(SELECT if run is None else "")
        self.button.setText(PUT_BACK if run is not None and run.kind == "write" else TAKE_BACK)
        self.button.setEnabled(run is not None and not run.undone and not self.busy.is_on)
        self.button.setVisible(self.list.count() > 0 and not self._asked)
        for part in (self.question, self.agree, self.decline):
            part.setVisible(self._asked > 0)

    def _ask(self, run: int) -> None:
        """Ask whether to restore the files of a run; 0 withdraws the question."""
        self._asked = run
        self._follow()

    def _say(self, sentence: str, role: str) -> None:
        show_text(self.message, sentence, role)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"tags", "suggestions", "captions"} and self.isVisible():
            self._refresh.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh the list; no signal reports runs that wrote into files."""
        super().showEvent(event)
        self.outcome.hide()
        self.refresh()

    # -- actions ----------------------------------------------------------------------------

    def take_back(self) -> None:
        """Undo the run at the cursor; if it wrote to files, ask first."""
        run = self.current
        if run is None or self.busy.is_on:
            return
        if run.undone:
            self._refuse(PhotonError(tr("This batch is already undone."), tr("Nothing was changed.")))
            return
        self.outcome.hide()
        if run.kind == "write":
            self._ask(run.id)
            self.decline.setFocus()
        else:
            words = tr("Undid: {title}", title=title_of(run))
            self._bridge.call(self._runs.undo(run.id), lambda _: self.done.emit(words), self, self._refuse)

    def put_back(self) -> None:
        """Restore the files of the run at the cursor."""
        run = self.current
        if run is None:
            return
        job = self.busy.begin(tr("Restoring"), "file")
        self._ask(0)
        future = self._session.writing.put_back(run.id, job.report, job.is_stopped)
        self._bridge.call(future, self._take_outcome, self, self._fail_putting_back)

    def _take_outcome(self, done: Done) -> None:
        lines = [f"{outcome_of(done, is_restored=True)}."]
        lines += [error.message for _, error in done.obstacles[:LISTED]]
        if len(done.obstacles) > LISTED:
            lines.append(tr_n("And {count:,} more.", "And {count:,} more.", len(done.obstacles) - LISTED))
        lines += dict.fromkeys(error.hint for _, error in done.obstacles[:LISTED] if error.hint)
        self.busy.end()
        self.outcome.setText("\n".join(lines))
        self.outcome.show()
        self.list.setFocus()
        self.refresh()

    def _fail_putting_back(self, error: PhotonError) -> None:
        self.busy.end()
        self._follow()
        self._refuse(error)

    def _refuse(self, error: PhotonError) -> None:
        self._say(str(error), "danger")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo the run on Del, decline the question on Esc; the undo key works here, too."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
        elif event.key() == Qt.Key.Key_Escape and self.agree.isVisible():
            self._ask(0)
            self.list.setFocus()
        elif event.key() == Qt.Key.Key_Delete:
            self.take_back()
        else:
            super().keyPressEvent(event)


class _RunDelegate(QStyledItemDelegate):
    """Paints a run in two lines: what it was, and when."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a run."""
        run: Run = index.data(_RUN)
        in_use, is_picked = theme(), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        paint_row_ground(painter, option.rect, option.state)
        rect, side = option.rect.adjusted(1, 1, -1, -1), tokens.ICON
        place = QRect(rect.left() + tokens.SPACE, rect.center().y() - side // 2, side, side)
        paint_icon(painter, place, ICONS[run.kind], "accent" if is_picked else "quiet")
        words = rect.adjusted(tokens.SPACE + side + tokens.SPACE, 6, -tokens.SPACE, -6)
        painter.setPen(in_use.colour("quiet" if run.undone else "text"))
        title = painter.fontMetrics().elidedText(
            line_written_out(title_of(run)), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(figures_font(painter.font(), tokens.SMALL))
        painter.setPen(in_use.colour("quiet"))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, detail_of(run))
        painter.restore()
