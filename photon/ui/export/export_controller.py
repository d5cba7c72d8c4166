"""Export in a window: the command opens the dialog for the current photos."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest

if TYPE_CHECKING:
    from photon.ui.export.export_dialog import ExportDialog

NOTHING = tr("There are no photos here to export.")


class ExportController(QObject):
    """Keeps the dialog, which continues while the user looks at other photos."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self._folder = LatestRequest(context.bridge, self)
        self.dialog: ExportDialog | None = None
        context.news.export_wanted.connect(self.begin_folder)

    def begin(self) -> None:
        """Open the dialog for the open photo, the selected ones, or all photos shown."""
        self._folder.forget()
        self._ask(*self._context.selection())

    def begin_folder(self, path: str, name: str) -> None:
        """Open the dialog for the photos of a folder and its subfolders."""
        photos = self._context.session.browsing.photos("name", path)
        self._folder.forget()
        self._folder.ask(photos, lambda found: self._ask(found, tr("“{name}”", name=name)))

    def _ask(self, photos: list[int], whose: str) -> None:
        context = self._context
        if not photos:
            context.say(NOTHING)
            return
        if self.dialog is None:
            from photon.ui.export.export_dialog import ExportDialog  # with nine more modules that the start can spare

            self.dialog = ExportDialog(context.session, context.bridge, context.widget)
        self.dialog.begin(photos, whose)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
