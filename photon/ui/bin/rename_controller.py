"""Names of photos in a window: the command that renames them, with a word about how far it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photon.app.bin.rename_plan import RenamePlan
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.ui.bin.rename_dialog import RenameDialog
from photon.ui.kit.context import WindowContext
from photon.ui.widgets.notice import NoticeBar

if TYPE_CHECKING:
    from photon.app.bin.file_moving import MoveOutcome

_LONG = 50
"""More photos than these take so long that the window says how far it is, and offers to stop."""


class RenameController(QObject):
    """Opens the dialog for the selected photos, and renames them.

    Attributes:
        dialog: The dialog while it is open.

    Signals:
        renewed: Photos have other names: what is shown is to be asked for again.
    """

    renewed = Signal()
    _told = Signal(int, int)

    def __init__(self, context: WindowContext, notice: NoticeBar) -> None:
        super().__init__(context.widget)
        self._context, self._notice = context, notice
        self.dialog: RenameDialog | None = None
        self._is_moving = self._is_stopped = False
        self._told.connect(self._show_progress)

    def begin(self) -> None:
        """Rename the photo in the loupe, or those selected."""
        if self.dialog is not None:
            return
        context = self._context
        photos, _ = context.selection()
        if self._is_moving:
            context.say(tr("Photos are being renamed already."))
        elif not photos:
            context.say(tr("Select photos first, then rename them."))
        else:
            dialog = self.dialog = RenameDialog(context.session, context.bridge, photos, context.widget)
            dialog.finished.connect(lambda answer: self._answer(dialog, is_wanted=bool(answer)))
            dialog.open()

    def _answer(self, dialog: RenameDialog, *, is_wanted: bool) -> None:
        self.dialog = None
        if is_wanted and dialog.plan is not None:
            self._rename(dialog.plan)

    def _rename(self, plan: RenamePlan) -> None:
        self._is_moving, self._is_stopped = True, False
        self._show_progress(0, len(plan.units))
        future = self._context.session.renaming.rename(plan, self._told.emit, lambda: self._is_stopped)
        self._context.bridge.call(future, self._report, self, self._fail)

    def _show_progress(self, done: int, among: int) -> None:
        if self._is_moving and not self._is_stopped and among > _LONG:
            words = tr("{done:,} of {count:,}", done=done, count=among)
            self._notice.offer(tr("Renaming photos"), words, tr("Stop"), self._stop)

    def _stop(self) -> None:
        self._is_stopped = True

    def _report(self, outcome: "MoveOutcome") -> None:
        self._finish()
        if outcome.moved:
            words = tr_n("Renamed {count:,} photo.", "Renamed {count:,} photos.", outcome.photos)
            self._context.say(words, undo=True)
        if outcome.obstacles:
            error = outcome.obstacles[0][1]
            self._notice.show_problem(error.message, error.hint)

    def _fail(self, error: PhotonError) -> None:
        self._finish()
        self._context.bridge.report_error(error)

    def _finish(self) -> None:
        if self._is_moving and not self._notice.isHidden():
            self._notice.clear()
        self._is_moving = False
        self.renewed.emit()
