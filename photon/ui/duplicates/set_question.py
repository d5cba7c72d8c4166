"""The question before duplicates are moved to a bin that Photon can't restore them from."""

from PySide6.QtWidgets import QDialog, QWidget

from photon.language import tr, tr_n
from photon.ui.keys.key_texts import way_to
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import frame_dialog

_WIDTH = 440


class SetQuestion(QDialog):
    """Asks whether to move the other files of a set to the bin; emits ``accepted`` if so."""

    def __init__(self, files: int, parent: QWidget) -> None:
        """Ask about this number of files."""
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
    """Return what happens to metadata and files when duplicates are moved to the bin.

    Args:
        gives_back: Whether Photon can restore files from this system's bin.
    """
    if gives_back:
        return tr(
            "Tags, captions, ratings and albums are merged into the photo that stays. To bring all back, {press}.",
            press=way_to("undo"),
        )
    return tr(
        "Tags, captions, ratings and albums are merged into the photo that stays. Photon can't bring files back"
        " from the bin of this computer; open the bin to restore them."
    )
