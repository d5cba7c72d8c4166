"""Context menus built from tables."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from photon.ui.kit.icons import wear

MenuRow = tuple[str, str, Callable[[], object]]
"""Text, with its key after a tab; name of the icon; what it calls."""


def make_actions(parent: QObject, rows: Iterable[MenuRow], colour: str = "quiet") -> list[QAction]:
    """Make the actions of a menu.

    Args:
        parent: Their owner.
        rows: One row for each action.
        colour: Colour token of the icons.

    Returns:
        The actions, in the order of the rows.
    """
    made = []
    for text, icon_name, call in rows:
        action = QAction(text, parent)
        action.triggered.connect(call)
        wear(action, icon_name, colour)
        made.append(action)
    return made


def make_menu(parent: QWidget) -> QMenu:
    """Make an empty menu that is deleted when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def open_menu(parent: QWidget, place: QPoint, actions_for: Callable[[QMenu], Sequence[QAction]]) -> None:
    """Open a context menu.

    Args:
        parent: The widget it belongs to.
        place: Its top left corner on the screen.
        actions_for: Creates the actions; its argument is the menu, their owner.
    """
    menu = make_menu(parent)
    menu.addActions(actions_for(menu))
    menu.popup(place)
