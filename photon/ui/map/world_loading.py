"""Maps get the world to draw when it is loaded: that takes too long for the main thread."""

from typing import TypeVar

from PySide6.QtWidgets import QDialog

from photon.ui.kit.context import WindowContext
from photon.ui.map.map_canvas import MapCanvas

M = TypeVar("M", bound=MapCanvas)


def with_world(context: WindowContext, view: M, dialog: QDialog | None = None) -> M:
    """Let a map draw the world as soon as it is loaded, until the dialog that shows it, or the window, is closed.

    Returns:
        The map.
    """

    def is_over() -> bool:
        return dialog is not None and not dialog.isVisible()

    context.bridge.call_quietly(context.session.places.world(), view.set_world, view, unless=is_over)
    context.news.closing.connect(view.close_map)
    if dialog is not None:
        dialog.finished.connect(view.close_map)
    return view
