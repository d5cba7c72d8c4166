"""Ways to choose a folder (dialog, drop, check box), and the question before one is removed."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, QStandardPaths, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.icons import wear

WIDEST = 340  # pixels of the path; the number of photos follows it


class FolderBox(QCheckBox):
    """A check box for a folder, as wide as its column; a long path is elided in the middle."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "folder")
        self._path = text
        self.say("")
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._show_state)
        self._show_state()

    def say(self, about: str) -> None:
        """Show a note after the path."""
        self.ensurePolished()
        shown = self.fontMetrics().elidedText(self._path, Qt.TextElideMode.ElideMiddle, WIDEST)
        text, name = (f"{each} · {about}" if about else each for each in (shown, self._path))
        self.setText(text.replace("&", "&&"))  # a single & marks a mnemonic
        self.setAccessibleName(name)

    def _show_state(self) -> None:
        wear(self, "folder", "text" if self.isChecked() else "quiet")


def choose_folder(parent: QWidget) -> str:
    """Ask for a folder; return an empty text if the user cancels."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return QFileDialog.getExistingDirectory(parent, tr("Add a folder of photos"), pictures)


def say_removal(photos: int) -> str:
    """Explain what removing a folder with this many photos from Photon does and does not do."""
    effect = tr_n("{count:,} photo will no longer be shown.", "{count:,} photos will no longer be shown.", photos)
    kept = tr(
        "The files stay where they are, unchanged. Tags, captions and ratings of their photos are kept: they are back"
        " as soon as you add the photos again."
    )
    return f"{effect} {kept}"


def folders_in(dragged: QMimeData) -> list[str]:
    """Return the folders among dragged files."""
    paths = [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_dir()]
