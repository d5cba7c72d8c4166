"""The key maps that come with Photon, as differences from the keys in the table of commands.

A map names the commands that Photon shares with another program, and those of Photon that have to make room for them.
"""

from collections.abc import Mapping

from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.keys.command_table import ALL_COMMANDS

Keys = tuple[str, ...]
"""Names of keys, as Qt writes them: ``Ctrl+E``."""
USUAL = "photon"


@dataclass(frozen=True, slots=True)
class ShippedMap:
    """A key map that comes with Photon.

    Attributes:
        title: Its name.
        differences: The keys of commands that are not those of the table, by the names of the commands.
    """

    title: str
    differences: Mapping[str, Keys]

    def keys_of(self, command: str) -> Keys:
        """Return the keys of a command."""
        return self.differences.get(command, ALL_COMMANDS[command].keys)


_LIGHTROOM: Mapping[str, Keys] = {
    "add-folder": ("Ctrl+Shift+I", "Ctrl+O"),
    "export": ("Ctrl+Shift+E", "Ctrl+E"),
    "write-words": ("Ctrl+S",),
    "redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "larger": ("=", "Ctrl++", "Ctrl+="),
    "smaller": ("-", "Ctrl+-"),
    "back": ("Ctrl+Alt+Left", "Alt+Left", "Back"),
    "sidebar": ("F7",),
    "panels": ("F9",),
    "full-screen": ("F", "F11"),
    "tag": ("Ctrl+K", "T"),
    "palette": ("Ctrl+P",),
    "new-album": ("Ctrl+N",),
    "filters": ("\\", "Ctrl+L"),
    "save-search": ("Ctrl+Alt+S",),
    "alike": ("S",),
    "like": ("A",),
    "stack-top": ("Shift+S",),
    "keys": ("Ctrl+/", "?"),
    "loupe.filmstrip": ("F6",),
    "loupe.larger": ("+", "=", "Ctrl++", "Ctrl+="),
    "loupe.smaller": ("-", "Ctrl+-"),
    "compare.larger": ("+", "=", "Ctrl++", "Ctrl+="),
    "compare.smaller": ("-", "Ctrl+-"),
}

_DIGIKAM: Mapping[str, Keys] = {
    **{f"rate-{stars}": (f"Ctrl+{stars}",) for stars in range(6)},
    "label-none": ("Ctrl+Alt+0",),
    "label-red": ("Ctrl+Alt+1",),
    "label-yellow": ("Ctrl+Alt+3",),
    "label-green": ("Ctrl+Alt+4",),
    "label-blue": ("Ctrl+Alt+5",),
    "label-purple": ("Ctrl+Alt+6",),
    "unflag": ("Alt+0",),
    "reject": ("Alt+1",),
    "pick": ("Alt+3",),
    "none": ("Ctrl+Shift+A",),
    "loupe": ("F3", "E"),
    "sidebar": ("Ctrl+Alt+Left",),
    "inspector": ("Ctrl+Alt+Right",),
    "full-screen": ("Ctrl+Shift+F", "F11"),
    "slideshow": ("F9", "Ctrl+F11"),
    "compare": ("L", "Ctrl+L"),
    "filters": ("Ctrl+Alt+F",),
    "search-text": ("Ctrl+Alt+T",),
    "album": ("Ctrl+Alt+A",),
    "new-album": ("Ctrl+N",),
    "album-earlier": ("Alt+Shift+Left",),
    "album-later": ("Alt+Shift+Right",),
    "caption": ("Alt+Shift+C", "K"),
    "rotate-left": ("Ctrl+Shift+Left",),
    "rotate-right": ("Ctrl+Shift+Right",),
    "flip": ("Ctrl+*",),
    "dates": ("Ctrl+Shift+D",),
    "conflicts": ("Ctrl+Alt+D",),
    "duplicates": ("Ctrl+D",),
    "palette": ("Ctrl+Alt+I", "Ctrl+K"),
    "loupe.next": ("Space", "Right", "Down", "PgDown"),
    "loupe.previous": ("Backspace", "Left", "Up", "PgUp"),
    "loupe.first": ("Ctrl+Home", "Home"),
    "loupe.last": ("Ctrl+End", "End"),
    "loupe.actual": ("Ctrl+.", "Z"),
    "loupe.larger": ("Ctrl++", "Ctrl+=", "+", "="),
    "loupe.smaller": ("Ctrl+-", "-"),
    "loupe.filmstrip": ("Ctrl+T",),
    "loupe.back": (),
    "compare.actual": ("Ctrl+.", "Z"),
    "compare.larger": ("Ctrl++", "Ctrl+=", "+", "="),
    "compare.smaller": ("Ctrl+-", "-"),
}

SHIPPED_MAPS: Mapping[str, ShippedMap] = {
    USUAL: ShippedMap("Photon", {}),
    "lightroom": ShippedMap(tr("As in Lightroom"), _LIGHTROOM),
    "digikam": ShippedMap(tr("As in digiKam"), _DIGIKAM),
}
"""The maps by their names in the settings, in the order in which they are offered."""
