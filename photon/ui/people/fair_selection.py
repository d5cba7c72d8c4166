"""Selects photos of an event so that everybody appears in them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import frame_dialog, hbox

if TYPE_CHECKING:
    from photon.app.people.family_picks import FairPicks  # with what finds faces, which most people never start

_USUAL, _WIDTH = 10, 400  # photos; pixels


class FairSelection(QObject):
    """Asks how many of the photos are wanted, and selects them.

    Attributes:
        question: The dialog that asks, once it was opened.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self.question: CountQuestion | None = None

    def begin(self) -> None:
        """Choose among the selected photos or, without a selection, those shown."""
        grid, (photos, phrase) = self._context.pages.current.grid, self._context.selection()
        if not isinstance(grid, PhotoGrid) or len(photos) < 2:
            self._context.say(tr("Show or select several photos first, then choose among them."))
            return
        question = self.question = CountQuestion(self._context.widget, phrase, len(photos))
        question.chosen.connect(partial(self._ask, grid, photos))
        question.open()

    def _ask(self, grid: PhotoGrid, photos: Sequence[int], count: int) -> None:
        asked = self._context.session.people.pick_family(photos, count)
        self._context.bridge.call(asked, partial(self._select, grid, len(photos)), self)

    def _select(self, grid: PhotoGrid, among: int, picks: "FairPicks") -> None:
        if picks.appearances:
            first = min(picks.photos, key=grid.grid_model.row_of, default=0)
            grid.go_to(first)
            grid.select_photos(picks.photos, first)
        self._context.say(picks_text(picks.appearances, len(picks.photos), among))


class CountQuestion(QDialog):
    """Asks how many photos are to be chosen.

    Signals:
        chosen: Brings the number.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget, phrase: str, most: int) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.count = QSpinBox(minimum=1, maximum=most)
        self.count.setValue(min(_USUAL, most // 2))
        self.count.selectAll()
        for part in (self.count, self.count.lineEdit()):
            part.setAccessibleName(tr("Photos to choose"))
        about = tr(
            "Everybody whom Photon recognises appears about equally often; among equals, the best photos are chosen."
            " Rejected photos are left out."
        )
        row = hbox(make_label(tr("Photos to choose")), self.count, None)
        leave, go = make_button(tr("Cancel"), clicked=self.reject), make_button(tr("Choose"), clicked=self.accept)
        parts = (make_label(phrase, "heading", wraps=True), row, make_label(about, "quiet", wraps=True))
        frame_dialog(self, tr("Choose a fair selection"), parts, (leave, go))
        self.accepted.connect(lambda: self.chosen.emit(self.count.value()))
        self.count.setFocus()


def picks_text(appearances: Sequence[int], count: int, among: int) -> str:
    """Say what was chosen.

    Args:
        appearances: In how many of the chosen photos each person is, ascending.
        count: How many photos were chosen.
        among: Out of how many.
    """
    if not appearances:
        return tr("Photon recognises nobody in these photos. Name people under “People” first, then choose again.")
    least, shown = appearances[0], sum(map(bool, appearances))
    if not least:
        often = tr(
            "{shown:,} of {people:,} people appear; choose more photos for the others.",
            shown=shown,
            people=len(appearances),
        )
    elif least == 1:
        often = tr("Everybody whom Photon recognises appears at least once.")
    elif least == 2:
        often = tr("Everybody whom Photon recognises appears at least twice.")
    else:
        often = tr("Everybody whom Photon recognises appears at least {times:,} times.", times=least)
    chosen = tr_n("{count:,} of {all:,} photos selected.", "{count:,} of {all:,} photos selected.", count, all=among)
    return f"{chosen} {often}"
