"""The command of the window that renames photos."""

from functools import partial

from PySide6.QtCore import QObject

from photon.app.bin.file_moving import MoveOutcome
from photon.language import tr, tr_n
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.bin.rename_dialog import RenameDialog
from photon.ui.kit.context import WindowContext


class RenameController(QObject):
    """Opens the dialog for the selected photos, and renames them.

    Attributes:
        dialog: The dialog while it is open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._moves = context, context.part(MoveRunner)
        self.dialog: RenameDialog | None = None

    def begin(self) -> None:
        """Rename the photo in the loupe, or the selected photos."""
        if self.dialog is not None or self._moves.refuses():
            return
        context = self._context
        photos, _ = context.selection()
        if not photos:
            context.say(tr("Select photos first, then rename them."))
            return
        dialog = self.dialog = RenameDialog(context.session, context.bridge, photos, context.widget)
        dialog.finished.connect(lambda answer: self._answer(dialog, is_wanted=bool(answer)))
        dialog.open()

    def _answer(self, dialog: RenameDialog, *, is_wanted: bool) -> None:
        self.dialog, plan = None, dialog.plan
        if is_wanted and plan is not None:
            begin = partial(self._context.session.bin.renaming.rename, plan)
            self._moves.run(MoveTask(tr("Renaming photos"), len(plan.units), begin, self._report))

    def _report(self, outcome: MoveOutcome) -> None:
        if outcome.moved:
            words = tr_n("Renamed {count:,} photo.", "Renamed {count:,} photos.", outcome.photos)
            self._context.say(words, undo=True)
