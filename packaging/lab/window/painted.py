"""Whether the window shows the photos that it will show."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


def are_painted(window: "MainWindow") -> bool:
    """Return whether all cells on the screen have their pictures."""
    grid = window.grid
    cards = [grid.grid_model.card_at(row) for row in grid.visible_rows()]
    thumbnails = grid.grid_model.thumbnails
    return bool(cards) and all(card is not None and thumbnails.find(card.id, card.version) for card in cards)
