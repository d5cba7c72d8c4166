"""The keys for marks on the page that is shown, and moving on to the next photo afterwards."""

from typing import Final

from PySide6.QtCore import QObject

from photon.domain.photo.marks import PICKED, REJECTED, UNFLAGGED, Flag, Label
from photon.language import tr
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.pages import Page
from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.loupe.loupe import Loupe
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.photos.mark_icons import flag_icons, label_icons

_KEPT: Final = "marks/goes on"


class MarkKeys(QObject):
    """Marks the photos that commands act on.

    Attributes:
        marks: The commands that mark photos.
        goes_on: Whether a key for a mark also moves on to the next photo.
        pages: Functions that show the next photo on pages other than loupe and grid.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self.marks = context, context.part(MarkCommands)
        self._grid, self._loupe = context.part(PhotoGrid), context.part(Loupe)
        self.goes_on = remembered_switch(_KEPT, usual=False)
        self.pages: dict[Page, Act] = {}
        self._loupe.rated.connect(lambda *_: self._go_on())

    def go_on(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Set whether the next photo is shown after marking."""
        self.goes_on = on
        settings().setValue(_KEPT, on)

    def toggle_favourite(self) -> None:
        """Make the photos favourites; if they all are, remove them."""
        self.marks.toggle_favourite(self._context.targets())

    def rate(self, stars: int) -> None:
        """Give the photos 0 to 5 stars."""
        self.marks.rate(self._context.targets(), stars)
        self._go_on()

    def label(self, label: Label) -> None:
        """Give the photos a colour label, or remove it."""
        targets = self._context.targets()
        self.marks.label(targets, label)
        if targets and self._is_loupe_open:
            card = self._grid.grid_model.cards.find(targets[0])
            icons = label_icons(card.label) if card is not None else label_icons(label)
            words = tr("Label removed") if not icons else tr("Labelled")
            self._loupe.flash.show_icon(icons[0] if icons else ("circle", "quiet"), words)
        self._go_on()

    def flag(self, flag: Flag) -> None:
        """Pick or reject the photos, or clear their flag."""
        targets = self._context.targets()
        self.marks.flag(targets, flag)
        if targets and self._is_loupe_open:
            words = {PICKED: tr("Picked"), REJECTED: tr("Rejected"), UNFLAGGED: tr("Flag removed")}[flag]
            self._loupe.flash.show_icon(flag_icons(flag)[0] if flag else ("flag", "quiet"), words)
        self._go_on()

    @property
    def _is_loupe_open(self) -> bool:
        return self._context.pages.current is self._loupe

    def _go_on(self) -> None:
        if not self.goes_on:
            return
        page = self._context.pages.current
        if page is self._loupe:
            self._loupe.leaf(1)
        elif page in self.pages:
            self.pages[page]()
        elif page.grid is self._grid and len(self._grid.selected()) <= 1:
            ids, row = self._grid.grid_model.ids, self._grid.grid_model.row_of(self._grid.current())
            if 0 <= row < len(ids) - 1:
                self._grid.go_to(ids[row + 1])
