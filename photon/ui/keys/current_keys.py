"""The key map in use, kept in the settings of the window."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from photon.language import tr
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.shipped_maps import Keys
from photon.ui.keys.stored_keys import is_set_aside, read_key_map, set_aside, write_key_map

DAMAGED = tr("Some of your keyboard shortcuts can't be read.")
FELL_BACK = tr("Photon uses those of its key map instead. Check them in Preferences, Keyboard shortcuts.")
Write = Callable[[Any], object]
"""Shows keys in a widget, which is its argument, so that it does not keep the widget alive."""


class CurrentKeys:
    """The keys in use; read it anew each time, because they can change at any time.

    Attributes:
        key_map: The map in use.
        version: Changes with the map.
        is_damaged: Whether some of the settings could not be read, and the user was not told yet.
    """

    def __init__(self) -> None:
        self.key_map = KeyMap()
        self.version = 0
        self.is_damaged = False
        self._is_whole = True  # whether all that is stored could be read
        self._settings: Callable[[], QSettings] | None = None
        self._followers: WeakKeyDictionary[QWidget, dict[str, Write]] = WeakKeyDictionary()

    def keys_of(self, command: str) -> Keys:
        """Return the keys of a command, the one that menus show first."""
        return self.key_map.keys_of(command)

    def recall(self, settings: Callable[[], QSettings]) -> None:
        """Use the map in these settings, and store every change in them.

        Args:
            settings: Opens the settings.
        """
        self._settings = settings
        key_map, self._is_whole = read_key_map(settings())
        self.is_damaged = not self._is_whole and not is_set_aside(settings())
        self._show(key_map)

    def use(self, key_map: KeyMap) -> None:
        """Use and store a map; of one that could not be read as a whole, a copy stays in the settings."""
        if self._settings is not None:
            if not self._is_whole:
                set_aside(self._settings())
            write_key_map(self._settings(), key_map)
        self._is_whole, self.is_damaged = True, False
        self._show(key_map)

    def take_note(self) -> None:
        """Tell no more that some of the settings could not be read; they stay until the user changes a key."""
        if self._settings is not None and not self._is_whole:
            set_aside(self._settings())
        self.is_damaged = False

    def follow(self, widget: QWidget, what: str, write: Write) -> None:
        """Call a function now and after each change of keys, as long as a widget exists.

        Args:
            widget: The widget.
            what: What the function shows there, such as ``tip``; a later call with the same name replaces it.
            write: The function.
        """
        self._followers.setdefault(widget, {})[what] = write
        write(widget)

    def forget(self, widget: QWidget, what: str) -> None:
        """Call the function that ``follow`` was given no more."""
        self._followers.get(widget, {}).pop(what, None)

    def _show(self, key_map: KeyMap) -> None:
        self.key_map = key_map
        self.version += 1
        for widget, writes in list(self._followers.items()):
            if isValid(widget):
                for write in list(writes.values()):
                    write(widget)


_CURRENT: list[CurrentKeys] = []


def current_keys() -> CurrentKeys:
    """Return the keys in use, the same object each time."""
    if not _CURRENT:
        _CURRENT.append(CurrentKeys())
    return _CURRENT[0]
