"""Restore a backup while no library is open: with a sign that it goes on, and what became of it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from photon.app.backups.restoring import restore
from photon.domain import PhotonError
from photon.language import tr
from photon.library.db.database_errors import LostCatalog
from photon.library.recovery.restoring import RestoreOutcome
from photon.ui.kit.restart import RestoreRequest
from photon.ui.kit.theme import WindowStyle

_LOOK_MS = 50


def restore_in_window(directory: Path, request: RestoreRequest) -> bool:
    """Restore a backup, and say what became of it; tells whether it was restored."""
    try:
        outcome = _waited_for(directory, request)
    except PhotonError as error:
        make_box(error.message, error.hint).exec()
        return False
    kept = tr("The previous catalogue is kept as {file}.", file=outcome.kept) if outcome.kept else ""
    make_box(tr("The backup was restored."), kept).exec()
    return True


def offer_backup(error: LostCatalog) -> RestoreRequest | None:
    """Ask whether the newest backup is to be restored, because the catalogue is lost; None if not."""
    if error.backup is None or error.made is None:
        return None
    made = error.made.astimezone()
    asked = tr(
        "Restore the newest backup, from {day} at {time}? What is there now is kept.",
        day=f"{made:%Y-%m-%d}",
        time=f"{made:%H:%M}",
    )
    box = make_box(error.message, asked)
    agree = box.addButton(tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
    decline = box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree)
    box.setEscapeButton(decline)
    box.exec()
    return RestoreRequest(error.backup) if box.clickedButton() is agree else None


def _waited_for(directory: Path, request: RestoreRequest) -> RestoreOutcome:
    """Restore on another thread, while a dialog shows that it goes on.

    Raises:
        PhotonError: It could not be restored.
    """
    sign, loop, timer = QProgressDialog(), QEventLoop(), QTimer(interval=_LOOK_MS)
    WindowStyle(sign)
    sign.setWindowTitle("Photon")
    sign.setLabelText(tr("Restoring the backup…"))
    sign.setCancelButton(None)
    sign.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
    sign.setRange(0, 0)
    ends_with_window = QApplication.quitOnLastWindowClosed()
    QApplication.setQuitOnLastWindowClosed(False)
    try:
        with ThreadPoolExecutor(1, "photon-restoring") as pool:
            future = pool.submit(restore, directory, request.path, allow_foreign=request.is_foreign)
            timer.timeout.connect(lambda: loop.quit() if future.done() else None)
            timer.start()
            sign.show()
            loop.exec()
        return future.result()
    finally:
        sign.close()
        QApplication.setQuitOnLastWindowClosed(ends_with_window)


def make_box(text: str, more: str) -> QMessageBox:
    """A message without a window to belong to."""
    box = QMessageBox()
    WindowStyle(box)
    box.setWindowTitle("Photon")
    box.setText(text)
    box.setInformativeText(more)
    return box
