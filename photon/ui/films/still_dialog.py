"""The dialog that offers other stills of a live or motion photo, the sharpest first."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QDialog, QListView, QListWidget, QListWidgetItem, QWidget

from photon.app.films.live_films import list_stills, save_still
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.films.film import Frame
from photon.language import tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog
from photon.ui.photos.jpeg_picture import jpeg_picture

UNPLAYABLE = tr("The video of this photo can't be played here.")
_SIZE = (900, 620)
_STILL = QSize(256, 192)
NOTE = tr("The still is saved as a photo of its own beside this one, which isn't changed.")


class StillDialog(QDialog):
    """Saves a still of the film of a photo.

    Attributes:
        stills: The list of stills.
        saved: Name of the new photo; empty if none was saved.
    """

    def __init__(self, session: Session, bridge: Bridge, photo: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._photo = session, bridge, photo
        self._latest = LatestRequest(bridge, self)
        self._found: list[Frame] = []
        self.saved = ""
        self.stills = QListWidget()
        self.stills.setViewMode(QListView.ViewMode.IconMode)
        self.stills.setResizeMode(QListView.ResizeMode.Adjust)
        self.stills.setMovement(QListView.Movement.Static)
        self.stills.setIconSize(_STILL)
        self.stills.setUniformItemSizes(True)
        self.stills.setAccessibleName(tr("Stills, sharpest first"))
        self.message = make_label(tr("Looking for stills…"), "quiet", wraps=True)
        self.go = make_button(tr("Save as a photo"), clicked=self._save, role="primary")
        self.shut = make_button(tr("Cancel"), clicked=self.reject)
        self.resize(*_SIZE)
        head, note = make_label(tr("Choose another still"), "heading"), make_label(NOTE, "quiet", wraps=True)
        frame_dialog(
            self, tr("Choose another still"), (head, (self.stills, 1), self.message, note), (self.shut, self.go)
        )
        self.go.setEnabled(False)
        self.stills.currentRowChanged.connect(lambda row: self.go.setEnabled(row >= 0))
        self.stills.itemActivated.connect(lambda _: self._save())
        self._latest.ask(session.store.read(list_stills, photo, session.work.decoders), self._show, self._fail)

    def _show(self, found: list[Frame]) -> None:
        self._found = found
        show_text(self.message, "" if found else UNPLAYABLE)
        for still in found:
            picture = QPixmap.fromImage(jpeg_picture(still.jpeg, _STILL * self.devicePixelRatio()))
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # else Qt tints it
            item = QListWidgetItem(icon, tr("{seconds:.1f} s", seconds=still.seconds), self.stills)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.stills.setCurrentRow(0 if found else -1)
        self.stills.setFocus()

    def _save(self) -> None:
        """Write the still; the dialog waits, because after closing it an error could not be said."""
        row, session = self.stills.currentRow(), self._session
        if row < 0 or not self.stills.isEnabled():
            return
        self._wait(is_waiting=True)
        seconds = self._found[row].seconds
        written = session.store.read(save_still, self._photo, seconds, session.hiding, session.work.decoders)
        self._bridge.call(written, self._finish, self, self._refuse)

    def _wait(self, *, is_waiting: bool) -> None:
        for part in (self.stills, self.go, self.shut):
            part.setEnabled(not is_waiting)

    def _finish(self, path: str) -> None:
        self.saved = Path(path).name
        self.accept()

    def _refuse(self, error: PhotonError) -> None:
        self._wait(is_waiting=False)
        self._fail(error)

    def _fail(self, error: PhotonError) -> None:
        show_text(self.message, str(error), "danger")

    def reject(self) -> None:
        """Close without a new photo, unless one is being written."""
        if self.shut.isEnabled():
            super().reject()
