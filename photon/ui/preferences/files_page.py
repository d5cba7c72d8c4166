"""The page of preferences about metadata in files: what is read, what is saved, and for which program."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.metadata.write_choice import WriteChoice
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr("Other programs keep keywords, captions, titles and ratings in files. Photon can use and save them.")
READING = tr(
    "Photon imports what your files say when it scans your folders, and again when another program changes it. If you"
    " and the other program changed the same thing, Photon keeps your version and asks."
)
WRITING = tr(
    "Photon saves metadata to files only when you ask for it: select photos and choose “Save metadata to"
    " files…” in the menu. These choices are the ones it begins with."
)
RESTORING = tr("Whatever was saved can be restored byte for byte, even weeks later.")


class FilesPage(ScrollPage):
    """Settings for saving metadata.

    Signals:
        conflicts_wanted: The user wants to resolve conflicts.
        history_wanted: The user wants to restore originals.
    """

    conflicts_wanted = Signal()
    history_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = WriteChoice()
        self.conflicts = make_button(tr("Show metadata conflicts"), clicked=self.conflicts_wanted)
        self.history = make_button(tr("Show history"), clicked=self.history_wanted)
        self._compose(
            tr("Files and metadata"),
            INTRODUCTION,
            make_label(tr("From files into Photon"), "heading"),
            make_label(READING, "quiet", wraps=True),
            hbox(self.conflicts, None),
            tokens.TIGHT,
            make_label(tr("From Photon into files"), "heading"),
            make_label(WRITING, "quiet", wraps=True),
            self.choice,
            self.choice.about,
            make_label(RESTORING, "quiet", wraps=True),
            hbox(self.history, None),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Show settings that were changed elsewhere."""
        super().showEvent(event)
        self.choice.recall()
