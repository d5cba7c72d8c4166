"""The question before photos go to the bin: where they are many, have a pair, or have further files."""

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from photon.app.bin.bin_plan import BinPlan, MoveScope
from photon.language import tr, tr_n
from photon.ui.keys.key_texts import way_to
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import frame_dialog

MANY = 100
"""Up to so many photos nothing is asked: one key brings them back."""
_WIDTH = 440


def is_asked(plan: BinPlan, *, gives_back: bool) -> bool:
    """Whether a plan needs a question.

    Args:
        plan: What would be moved.
        gives_back: Whether Photon can bring files back from this system's bin.
    """
    return not gives_back or len(plan.units) > MANY or plan.pairs > 0 or plan.copies > 0


class BinQuestion(QDialog):
    """Asks which files go; ``accepted`` when they shall."""

    def __init__(self, plan: BinPlan, parent: QWidget, *, gives_back: bool) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        count = len(plan.units)
        asked = tr_n("Move {count:,} photo to the bin?", "Move {count:,} photos to the bin?", count)
        self.words = make_label(asked, "heading")
        self.pairs = QCheckBox(
            tr_n(
                "With {count:,} file of the same shot (RAW, JPEG or video)",
                "With {count:,} files of the same shot (RAW, JPEG or video)",
                plan.pairs,
            )
        )
        self.copies = QCheckBox(
            tr_n(
                "Also {count:,} other file with the same content",
                "Also {count:,} other files with the same content",
                plan.copies,
            )
        )
        self.pairs.setChecked(True)
        self.pairs.setVisible(plan.pairs > 0)
        self.copies.setVisible(plan.copies > 0)
        back = (
            tr("Sidecars go along. Tags, captions and ratings are kept. To bring everything back, {press}.",
               press=way_to("undo")),
            tr("Sidecars go along. Tags, captions and ratings are kept. Photon can't bring files back from the bin of"
               " this computer; open the bin to restore them."),
        )  # fmt: skip
        self.note = back[0] if gives_back else back[1]
        self.go = make_button(tr("Move to the bin"), clicked=self.accept)
        self.keep = make_button(tr("Keep"), clicked=self.reject)
        parts = (self.words, self.pairs, self.copies, make_label(self.note, "quiet", wraps=True))
        frame_dialog(self, tr("Move to the bin"), parts, (self.keep, self.go))

    @property
    def scope(self) -> MoveScope:
        """Which files shall go."""
        return MoveScope(self.pairs.isChecked(), self.copies.isChecked())
