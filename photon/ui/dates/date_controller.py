"""Dates in a window: the command that corrects them."""

from PySide6.QtCore import QObject

from photon.language import tr, tr_n
from photon.ui.dates.date_dialog import DateDialog
from photon.ui.kit.context import WindowContext


class DateController(QObject):
    """Opens the dialog for the selected photos, and says what came of it.

    Attributes:
        dialog: The dialog while it is open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self.dialog: DateDialog | None = None

    def begin(self) -> None:
        """Correct the dates of the photo in the loupe, or of those selected."""
        if self.dialog is not None:
            return
        photos, _ = self._context.selection()
        if not photos:
            self._context.say(tr("Select photos first, then correct their dates."))
            return
        dialog = self.dialog = DateDialog(self._context.session, self._context.bridge, photos, self._context.widget)
        dialog.finished.connect(lambda _: self._end(dialog))
        dialog.open()

    def _end(self, dialog: DateDialog) -> None:
        self.dialog = None
        if dialog.corrected:
            words = tr_n(
                "Corrected the date of {count:,} photo.", "Corrected the dates of {count:,} photos.", dialog.corrected
            )
            self._context.say(words, undo=True)
