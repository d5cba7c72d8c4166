"""Photos on their way out: the command opens the dialog for the photos that are meant."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.ui.export.export_dialog import ExportDialog
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.window.selection import chosen_photos

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

NOTHING = "There are no photos here that could be exported."


class Exports(QObject):
    """Keeps the dialog, which goes on while the person looks at other photos."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._folder = LatestRequest(window.bridge, self)
        self.dialog: ExportDialog | None = None
        window.sidebar.export_wanted.connect(self.begin_folder)

    def begin(self) -> None:
        """Ask how the photo that is open, the selected ones, or all that are shown shall be exported."""
        self._folder.forget()
        self._ask(*chosen_photos(self._window))

    def begin_folder(self, path: str, name: str) -> None:
        """Ask how the photos of a folder, and of those below it, shall be exported."""
        photos = self._window.session.photos("name", path)
        self._folder.forget()
        self._folder.ask(photos, lambda found: self._ask(found, f"“{name}”"))

    def _ask(self, photos: list[int], whose: str) -> None:
        window = self._window
        if not photos:
            window.toast.say(NOTHING)
            return
        if self.dialog is None:
            self.dialog = ExportDialog(window.session, window.bridge, window)
        self.dialog.begin(photos, whose)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
