"""Which photos a command is about, and how they are called."""

from typing import TYPE_CHECKING

from photon.ui.kit.formatting import counted, number

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


def chosen_photos(window: "MainWindow") -> tuple[list[int], str]:
    """The photo that is open, the selected ones, or all that are shown; and words for them."""
    if window.is_loupe_open():
        return window.targets(), "This photo"
    selected = window.active_grid.selected()
    if selected:
        return selected, counted(len(selected), "selected photo")
    shown = window.active_grid.grid_model.ids
    return list(shown), "1 photo" if len(shown) == 1 else f"All {number(len(shown))} photos shown"
