"""The question before duplicates go to a bin that Photon can't bring them back from."""

from PySide6.QtWidgets import QDialog, QWidget

from photon.language import tr, tr_n
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import frame_dialog

_WIDTH = 440


class SetQuestion(QDialog):
    """Asks whether the other files of a set shall go; ``accepted`` when they shall."""

    def __init__(self, files: int, parent: QWidget) -> None:
        """Ask about so many files."""
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        asked = tr_n("Move {count:,} duplicate to the bin?", "Move {count:,} duplicates to the bin?", files)
        self.words, self.note = (
            make_label(asked, "heading"),
            make_label(merged_note(gives_back=False), "quiet", wraps=True),
        )
        self.go = make_button(tr("Move to the bin"), clicked=self.accept)
        self.keep = make_button(tr("Keep"), clicked=self.reject)
        frame_dialog(self, tr("Move to the bin"), (self.words, self.note), (self.keep, self.go))


def merged_note(*, gives_back: bool) -> str:
    """What becomes of words and files when duplicates go to the bin.

    Args:
        gives_back: Whether Photon can bring files back from this system's bin.
    """
    if gives_back:
        return tr("Tags, captions, ratings and albums are merged into the photo that stays. Ctrl+Z brings all back.")
    return tr(
        "Tags, captions, ratings and albums are merged into the photo that stays. Photon can't bring files back"
        " from the bin of this computer; open the bin to restore them."
    )
