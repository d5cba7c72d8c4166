"""The question before stacks are made of shots of one moment: how many, of which kinds."""

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from photon.app.stacks.stack_editor import STACKED_KINDS, StackPlan
from photon.domain.photo.photo_set import SetKind
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import way_to
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import frame_dialog

_WIDTH = 440


class StackQuestion(QDialog):
    """Asks which stacks shall be made; ``accepted`` when some shall."""

    def __init__(self, plan: StackPlan, among: str, parent: QWidget) -> None:
        """Show a plan.

        Args:
            plan: What could be made.
            among: Which photos were looked at, such as ``12 selected photos``.
            parent: The window.
        """
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self._plan = plan
        self.words = make_label("", "heading")
        self.kinds: dict[SetKind, QCheckBox] = {}
        for kind in STACKED_KINDS:
            count = sum(one.kind == kind for one in plan.sets)
            if count:
                self.kinds[kind] = QCheckBox(_kind_words(kind, count))
                self.kinds[kind].setChecked(True)
                self.kinds[kind].toggled.connect(self._count)
        note = tr("The best photo comes on top. Photos that are in a stack already stay as they are.")
        note = f"{note} {tr('To bring everything back, {press}.', press=way_to('undo'))}"
        if plan.waiting:
            note = f"{note} {waiting_words(plan.waiting)}"
        self.go = make_button(tr("Make stacks"), clicked=self.accept)
        self.leave = make_button(tr("Cancel"), clicked=self.reject)
        about, below = make_label(among, "quiet", wraps=True), make_label(note, "quiet", wraps=True)
        parts = (self.words, about, *self.kinds.values(), below)
        frame_dialog(self, tr("Stack bursts"), parts, (self.leave, self.go))
        self._count()

    @property
    def chosen(self) -> StackPlan:
        """What shall be made."""
        return self._plan.of_kinds([kind for kind, box in self.kinds.items() if box.isChecked()])

    def _count(self) -> None:
        chosen = self.chosen
        self.go.setEnabled(bool(chosen.sets))
        if not chosen.sets:
            self.words.setText(tr("Make no stacks?"))
            return
        photos = counted(chosen.photos, "photo")
        self.words.setText(
            tr_n(
                "Make {count:,} stack of {photos}?",
                "Make {count:,} stacks of {photos}?",
                len(chosen.sets),
                photos=photos,
            )
        )


def _kind_words(kind: SetKind, count: int) -> str:
    """So many stacks of a kind."""
    if kind == "bracket":
        return counted(count, "exposure bracket")
    if kind == "panorama":
        return counted(count, "panorama")
    if kind == "focus-stack":
        return counted(count, "focus stack")
    if kind == "pair":
        return counted(count, "pair of RAW and JPEG", "pairs of RAW and JPEG")
    return counted(count, "burst")


def waiting_words(waiting: int) -> str:
    """A sentence about photos that were not looked at yet."""
    return tr_n(
        "Photon has not compared {count:,} photo yet.", "Photon has not compared {count:,} photos yet.", waiting
    )
