"""The feature that lists all keys, and changes them."""

from typing import TYPE_CHECKING

from photon.language import tr
from photon.ui.keys.command_table import HELP, Command, MenuPlace
from photon.ui.kit.context import WindowContext
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.widgets.late_widget import LateWidget

if TYPE_CHECKING:
    from photon.ui.shortcuts.shortcut_page import ShortcutPage


def _make() -> "ShortcutPage":
    from photon.ui.shortcuts.shortcut_page import ShortcutPage

    return ShortcutPage()


class ShortcutController(LateWidget["ShortcutPage"]):
    """The page of the preferences that lists all keys, made when it is first shown."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(_make)
        self._settings = context.settings
        self._settings.add_page(tr("Keyboard shortcuts"), "keyboard", self, "keys")

    def open(self) -> None:
        """Show the page."""
        self._settings.open(self)


_KEYS = Command(tr("Keyboard shortcuts"), ("?",), "keyboard", ShortcutController.open)
SHORTCUTS = WindowFeature(ShortcutController, {MenuPlace(HELP, 1): {"keys": _KEYS}})
