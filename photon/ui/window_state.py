"""The window as it was last time: size and place, panels, colours, how photos are shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize

from photon.ui import tokens
from photon.ui.theme import theme
from photon.ui.window_memory import remembered_number, remembered_switch, remembered_word, settings

if TYPE_CHECKING:
    from photon.ui.main_window import MainWindow

_TITLE_BAR = QSize(0, 40)  # most desktops put one on top


def recall(window: "MainWindow") -> None:
    """Make the window as it was when it was closed; what is unknown or nonsense is as usual."""
    window.resize(QSize(*tokens.WINDOW).boundedTo(window.screen().availableSize() - _TITLE_BAR))
    geometry = settings().value("window/geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    window.panels.recall()
    window.grid.set_tile(remembered_number("grid/tile", tokens.TILE_USUAL))
    for name, key in (("fill", "grid/filling"), ("names", "grid/names")):
        window.commands[name].setChecked(remembered_switch(key, usual=False))
    scheme = remembered_word("window/colours", "system", ("system", "light", "dark"))
    window.commands[f"scheme-{scheme}"].trigger()
    order = remembered_word("grid/order", "newest", ("newest", "oldest", "name"))
    window.gallery.set_order(order)  # type: ignore[arg-type]


def keep(window: "MainWindow") -> None:
    """Remember how the window is."""
    kept = settings()
    kept.setValue("window/geometry", window.saveGeometry())
    kept.setValue("window/colours", theme().scheme)
    kept.setValue("grid/tile", window.grid.tile)
    kept.setValue("grid/filling", window.grid.delegate.is_filling)
    kept.setValue("grid/names", window.grid.delegate.has_names)
    if window.gallery.order != "relevance":
        kept.setValue("grid/order", window.gallery.order)
    window.panels.keep()
    kept.sync()
