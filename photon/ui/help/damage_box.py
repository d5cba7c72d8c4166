"""Reports that this installation is damaged: files of the built app are missing or truncated."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from photon.domain import PhotonError
from photon.language import tr

_MOST_NAMED = 5  # files


def describe_damage(files: Sequence[str]) -> PhotonError | None:
    """Return a message about damaged files; None if there are none.

    Args:
        files: Their paths in the app.
    """
    if not files:
        return None
    named = ", ".join(files[:_MOST_NAMED])
    message = tr("This installation of Photon is damaged. Missing or cut: {files}", files=named)
    return PhotonError(message, tr("Reinstall Photon. Your photos and your library are untouched."))


def show_damage(parent: QWidget, files: Sequence[str]) -> QMessageBox | None:
    """Warn the user about damaged files; everything that does not need them still works.

    Args:
        parent: The window, which stays usable.
        files: Their paths in the app.

    Returns:
        The message; None if nothing is damaged.
    """
    problem = describe_damage(files)
    if problem is None:
        return None
    box = QMessageBox(QMessageBox.Icon.Warning, "Photon", problem.message, QMessageBox.StandardButton.Ok, parent)
    box.setInformativeText(problem.hint)
    box.setModal(False)
    box.show()
    return box
