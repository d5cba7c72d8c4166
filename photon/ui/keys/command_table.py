"""What commands are, the menus that they stand in, and the table of all commands, which the features fill.

A feature declares its commands (``WindowFeature``); ``photon.ui.window.features`` takes in those of all features before
the first window is made, in the order in which menus, the page of keys and the guide list them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from photon.language import tr
from photon.quick_dataclass import dataclass

FILE, EDIT, VIEW, PHOTO = tr("File"), tr("Edit"), tr("View"), tr("Photo")
SEARCH, TOOLS, HELP = tr("Search"), tr("Tools"), tr("Help")
MENUS = (FILE, EDIT, VIEW, PHOTO, SEARCH, TOOLS, HELP)
Need = Literal["photos", "files", "files or removal", "bars"]
"""What must be there before a command runs: all photos of the content, files of the photos, the bars of the window."""
WINDOW = ""
"""What ``page_of`` returns for commands of the window."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the window or of a page.

    Attributes:
        text: Text in menus.
        keys: Names of its keys in the key map "Photon", e.g. ``Ctrl+E``; menus show the first.
        icon: Name of its icon in the icon family; empty if it has none.
        run: What it does, called with the controller of its feature; a switch that is no choice also passes whether it
            is on. Commands of pages have none: the page acts on their keys.
        needs: What must be there before it runs, the first first.
        is_switch: Whether it is on or off.
        is_offered: Whether menus of photos offer it now, called with the controller; None if always.
    """

    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    run: Callable[..., object] | None = None
    needs: tuple[Need, ...] = ()
    is_switch: bool = False
    is_offered: Callable[..., bool] | None = None


@dataclass(frozen=True, slots=True)
class MenuPlace:
    """Where commands stand together in a menu.

    Attributes:
        menu: The menu, one of ``MENUS``; empty if they have only keys.
        part: Which of the parts between the lines of the menu they are in, from 0.
        submenu: Title of the submenu that contains them; empty without one.
        choice: For switches: whether one of them is always on, or at most one.
    """

    menu: str = ""
    part: int = 0
    submenu: str = ""
    choice: Literal["", "one", "at most one"] = ""


Places = Mapping[MenuPlace, Mapping[str, Command]]
"""Commands by name, by their places in menus."""


@dataclass(frozen=True, slots=True)
class PageCommands:
    """Commands of a page; if one has the key of a command of the window, too, the page takes precedence.

    Attributes:
        page: The first part of their names, such as ``loupe`` in ``loupe.next``.
        title: Title of the page.
        commands: The commands by the last part of their names.
    """

    page: str
    title: str
    commands: Mapping[str, Command]


@dataclass(frozen=True, slots=True)
class Submenu:
    """A submenu.

    Attributes:
        title: Text in the menu.
        names: Its commands and further submenus.
    """

    title: str
    names: "MenuGroup"


MenuGroup = tuple[str | Submenu, ...]
"""Names of the commands between two separators of a menu."""
COMMANDS: dict[str, Command] = {}
"""The commands of the window by name."""
PAGE_COMMANDS: dict[str, Command] = {}
"""The commands of pages."""
ALL_COMMANDS: dict[str, Command] = {}
PAGES: dict[str, str] = {}
"""Pages that have keys of their own, by the first part of the names of their commands, and their titles."""
_PLACES: list[tuple[MenuPlace, Mapping[str, Command]]] = []


def take_in(places: Places, pages: Iterable[PageCommands]) -> None:
    """Add commands of the window and of pages to the table, behind those that it has."""
    for place, commands in places.items():
        _PLACES.append((place, commands))
        COMMANDS.update(commands)
    for page in pages:
        PAGES[page.page] = page.title
        PAGE_COMMANDS.update({f"{page.page}.{name}": command for name, command in page.commands.items()})
    ALL_COMMANDS.update(COMMANDS | PAGE_COMMANDS)


def page_of(name: str) -> str:
    """Return the page of a command, as in ``PAGES``; ``WINDOW`` for a command of the window."""
    return name.partition(".")[0] if "." in name else WINDOW


def commands_of(page: str) -> list[str]:
    """Return the names of the commands of a page, or of the window, in the order in which they are listed."""
    return [name for name in ALL_COMMANDS if page_of(name) == page]


def commands_outside() -> list[str]:
    """Return the names of the commands that have only a key."""
    return [name for place, commands in _PLACES if not place.menu for name in commands]


def commands_within(submenu: str) -> tuple[str, ...]:
    """Return the names of the commands in a submenu."""
    return tuple(name for place, commands in _PLACES if place.submenu == submenu for name in commands)


def menu_groups(title: str) -> list[MenuGroup]:
    """Return the content of a menu, a group for each part between its separators."""
    parts: dict[int, dict[str, str | Submenu]] = {}
    for place, commands in _PLACES:
        if place.menu == title:
            entries = parts.setdefault(place.part, {})
            if place.submenu:
                entries[f"› {place.submenu}"] = Submenu(place.submenu, commands_within(place.submenu))
            else:
                entries.update(zip(commands, commands, strict=True))
    return [tuple(parts[part].values()) for part in sorted(parts)]


def iterate_menu(title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the commands of a menu from the top, each with the titles of the menus that contain it."""
    for entry in (entry for group in menu_groups(title) for entry in group):
        if isinstance(entry, Submenu):
            yield from (((title, entry.title), str(name)) for name in entry.names)
        else:
            yield (title,), entry
