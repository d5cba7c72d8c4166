"""Culling: the keys for marks, comparing, stacks, turning, and photos that leave the filters."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from photon.ui.compare.compare_controller import CompareController
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.loupe.loupe import Loupe
from photon.ui.marks.departures import Departures
from photon.ui.marks.flag_tally import FlagTally
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.marks.mark_keys import MarkKeys
from photon.ui.marks.turn_commands import TurnCommands
from photon.ui.search.results import Gallery
from photon.ui.stacks.stack_controller import StackController


class CullingController(QObject):
    """Creates the parts needed for culling.

    Attributes:
        keys: The actions of the keys for marks.
        comparing: The page that compares photos.
        departures: Photos that leave the filters.
        stacks: Stacks of photos.
        tally: Counts the flags of the photos shown.
        turns: Rotates and flips photos.
        switches: The functions of commands that are on or off, by name.
    """

    def __init__(
        self, context: WindowContext, marks: MarkCommands, gallery: Gallery, grid: PhotoGrid, loupe: Loupe
    ) -> None:
        super().__init__(context.widget)
        self.keys = MarkKeys(context, marks, grid, loupe)
        self.comparing = CompareController(context, grid, self.keys)
        self.departures = Departures(gallery, context.bridge, grid, loupe)
        self.stacks = StackController(context, grid)
        self.tally = FlagTally(context.session, context.bridge, grid.grid_model)
        self.turns = TurnCommands(context)
        self.switches: Mapping[str, Callable[[bool], object]] = {
            "goes-on": self.keys.go_on,
            "stacked": gallery.set_stacked,
        }

    @property
    def acts(self) -> Mapping[str, Act]:
        """The function of each command, by name."""
        return {**self.keys.acts, **self.stacks.acts, **self.turns.acts, "compare": self.comparing.begin}
