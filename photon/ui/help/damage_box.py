"""Says that this installation is damaged: files of the built app are missing or cut."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from photon.domain import PhotonError
from photon.language import tr

_MOST_NAMED = 5  # files


def describe_damage(files: Sequence[str]) -> PhotonError | None:
    """What to say of damaged files; None if there are none.

    Args:
        files: Their paths in the app.
    """
    if not files:
        return None
    named = ", ".join(files[:_MOST_NAMED])
    message = tr("This installation of Photon is damaged. Missing or cut: {files}", files=named)
    return PhotonError(message, tr("Reinstall Photon. Your photos and your library are untouched."))


def show_damage(parent: QWidget, files: Sequence[str]) -> QMessageBox | None:
    """Tell a person of damaged files; what does not need them works all the same.

    Args:
        parent: The window, which can be used meanwhile.
        files: Their paths in the app.

    Returns:
        The message; None if nothing is damaged.
    """
    told = describe_damage(files)
    if told is None:
        return None
    box = QMessageBox(QMessageBox.Icon.Warning, "Photon", told.message, QMessageBox.StandardButton.Ok, parent)
    box.setInformativeText(told.hint)
    box.setModal(False)
    box.show()
    return box
