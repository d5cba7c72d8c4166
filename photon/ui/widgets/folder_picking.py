"""How a folder comes from the person: by a dialog or by dropping it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_folder(parent: QWidget) -> str:
    """Ask for a folder; empty when the person thought better of it."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return QFileDialog.getExistingDirectory(parent, "Add a folder with photos", pictures)


def folders_in(dragged: QMimeData) -> list[str]:
    """The folders among what is dragged."""
    paths = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]
