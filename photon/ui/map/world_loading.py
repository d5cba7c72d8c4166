"""Maps draw the world until what shows them is closed."""

from typing import TypeVar

from PySide6.QtWidgets import QDialog

from photon.ui.kit.context import WindowContext
from photon.ui.map.map_canvas import MapCanvas

M = TypeVar("M", bound=MapCanvas)


def with_world(context: WindowContext, view: M, dialog: QDialog | None = None) -> M:
    """Let a map draw the world until the dialog that shows it, or the window, is closed; return the map."""
    view.set_world(context.session.places.world)
    context.news.closing.connect(view.close_map)
    if dialog is not None:
        dialog.finished.connect(view.close_map)
    return view
