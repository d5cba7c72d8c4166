"""Every command of the window: its text, its keys and its icon, the menus that list it, and the keys of each page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from photon.ui.kit.settings_pages import KEYS as PREFERENCE_KEYS
from photon.ui.kit.theme import Scheme
from photon.ui.loupe.slideshow import INTERVALS

SCHEMES: dict[Scheme, str] = {"system": "Match system", "light": "Light", "dark": "Dark", "grey": "Neutral grey"}
RATINGS = tuple(f"rate-{stars}" for stars in range(5, -1, -1))
APPEARANCES = tuple(f"scheme-{scheme}" for scheme in SCHEMES)
SLIDE_TIMES = tuple(f"slide-{seconds}" for seconds in INTERVALS)
CHOICES = (APPEARANCES, SLIDE_TIMES)
"""Switches of which one is on."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can do in the window.

    Attributes:
        text: What menus call it.
        keys: Names of its keys, e.g. ``Ctrl+E``; menus show the first.
        icon: Name of its icon in the icon family; empty for none.
        is_switch: Whether it is on or off.
    """

    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    is_switch: bool = False


@dataclass(frozen=True, slots=True)
class Submenu:
    """A menu in a menu.

    Attributes:
        title: What the menu calls it.
        names: The commands in it.
    """

    title: str
    names: tuple[str, ...]


MenuGroup = tuple[str | Submenu, ...]
"""Commands by name, between two separators of a menu."""

COMMANDS: Mapping[str, Command] = {
    **{f"rate-{stars}": Command("★" * stars or "No stars", (str(stars),)) for stars in range(6)},
    **{f"scheme-{scheme}": Command(text, is_switch=True) for scheme, text in SCHEMES.items()},
    **{f"slide-{seconds}": Command(f"{seconds} seconds", is_switch=True) for seconds in INTERVALS},
    "menu": Command("Open the menu", ("F10",)),
    "add-folder": Command("Add folder…", ("Ctrl+O",), "folder-plus"),
    "rescan": Command("Rescan folders", ("F5",), "arrows-clockwise"),
    "export": Command("Export…", ("Ctrl+E",), "export"),
    "write-words": Command("Save metadata to files…", ("Ctrl+Shift+W",), "note-pencil"),
    "quit": Command("Close the window", ("Ctrl+Q",)),
    "undo": Command("Undo", ("Ctrl+Z",), "arrow-counter-clockwise"),
    "redo": Command("Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-clockwise"),
    "all": Command("Select all", ("Ctrl+A",)),
    "none": Command("Select none", ("Ctrl+D",)),
    "preferences": Command("Preferences…", PREFERENCE_KEYS, "gear-six"),
    "grid": Command("Show the grid", ("G",), "squares-four"),
    "loupe": Command("Open the photo", ("E",), "arrows-out"),
    "back": Command("Back to the previous results", ("Alt+Left", "Back"), "arrow-left"),
    "larger": Command("Larger thumbnails", ("Ctrl++", "Ctrl+=")),
    "smaller": Command("Smaller thumbnails", ("Ctrl+-",)),
    "fill": Command("Crop thumbnails to squares", is_switch=True),
    "names": Command("File names", is_switch=True),
    "sidebar": Command("Folders panel", ("F9",), "layout"),
    "inspector": Command("Details panel", ("F8",), "info"),
    "panels": Command("Both panels", ("F7",)),
    "full-screen": Command("Full screen", ("F11",), "corners-out"),
    "slideshow": Command("Slideshow", ("Ctrl+F11",), "play"),
    "full-window": Command("Window in full screen", ("Shift+F11",)),
    "favourite": Command("Favourite", ("B",), "heart"),
    "tag": Command("Add a tag…", ("T",), "tag"),
    "caption": Command("Write a caption", ("K",), "chat-text"),
    "search": Command("Search", ("Ctrl+F",), "magnifying-glass"),
    "filters": Command("Add a filter…", ("Ctrl+L",), "funnel"),
    "search-text": Command("Show the search as text", ("Ctrl+Shift+F",)),
    "save-search": Command("Save this search…", ("Ctrl+S",), "bookmark-simple"),
    "like": Command("More like this", ("S",), "cards"),
    "part": Command("Search for part of this photo…", ("R",), "crop"),
    "heat": Command("Show where it matches", ("H",), "crosshair"),
    "alike": Command("Nearly identical photos", ("A",), "stack"),
    "review": Command("Review suggested tags…", ("Ctrl+R",), "checks"),
    "teach": Command("Teach a tag…", ("N",), "graduation-cap"),
    "review-captions": Command("Review caption drafts…", ("Ctrl+Shift+K",), "checks"),
    "doubt-captions": Command("Captions that may be wrong…", (), "circle-wavy-question"),
    "conflicts": Command("Metadata conflicts…", ("Ctrl+Shift+D",), "git-diff"),
    "problems": Command("Problem files…", (), "warning"),
    "palette": Command("Find a command…", ("Ctrl+K",), "command"),
    "help": Command("Help on this page", ("F1",), "question"),
    "guide": Command("All help topics", (), "book-open"),
    "about": Command("About Photon", (), "info"),
    "keys": Command("Keyboard shortcuts", ("?",), "keyboard"),
    "leave": Command("Go one step back", ("Esc",)),
}

MENUS: Mapping[str, tuple[MenuGroup, ...]] = {
    "File": (("add-folder", "rescan"), ("export", "write-words"), ("quit",)),
    "Edit": (("undo", "redo"), ("all", "none"), ("preferences",)),
    "View": (
        ("grid", "loupe", "back"),
        ("fill", "names", "larger", "smaller", Submenu("Appearance", APPEARANCES)),
        ("sidebar", "inspector", "panels"),
        ("full-screen", "slideshow", Submenu("Time per slide", SLIDE_TIMES), "full-window"),
    ),
    "Photo": ((Submenu("Rating", RATINGS), "favourite"), ("tag", "caption"), ("alike",)),
    "Search": (("search", "filters", "search-text", "save-search"), ("like", "part", "heat")),
    "Tools": (("review", "teach"), ("review-captions", "doubt-captions"), ("conflicts", "problems")),
    "Help": (("help", "guide"), ("keys", "palette"), ("about",)),
}
OUTSIDE_MENUS = ("menu", "leave")
"""Commands that only have a key."""
VIEW_BUTTON: tuple[MenuGroup, ...] = (("fill", "names"), APPEARANCES, ("sidebar", "inspector", "full-screen"))
"""What the button with the eye offers: how photos are shown."""
PHOTO_MENU: tuple[MenuGroup, ...] = (
    ("loupe", "like", "part", "alike"),
    ("tag", "caption", "teach"),
    (Submenu("Rating", RATINGS), "favourite"),
)
"""The upper part of the context menu of photos."""

PAGE_KEYS: Mapping[str, Mapping[str, str]] = {
    "Photo view": {
        "Right Down PgDown": "Next photo",
        "Left Up PgUp": "Previous photo",
        "Home": "First photo",
        "End": "Last photo",
        "Z": "Actual size",
        "+ =": "Zoom in",
        "-": "Zoom out",
        "F": "Show or hide the filmstrip",
        "Space": "Back to the photos; in full screen, start or stop the slideshow",
    },
    "Suggested tags": {
        "Y": "Confirm",
        "N": "Reject",
        "U": "Undo",
        "L": "Set the cut-off here",
        "Ctrl+Up": "Move the cut-off up",
        "Ctrl+Down": "Move the cut-off down",
        "Ctrl+Return": "Confirm all above the cut-off",
    },
    "Teach a tag": {"Y": "Yes", "N": "No", "S Right": "Skip", "U": "Undo"},
    "Caption drafts": {
        "Ctrl+Return": "Use this caption",
        "N Ctrl+Del": "Decline",
        "Right": "Next draft",
        "Left": "Previous draft",
        "F2": "Edit",
    },
    "Captions that may be wrong": {"F": "Mark as correct", "F2": "Edit"},
    "Metadata conflicts": {"M": "Keep mine", "F": "Use the file's"},
    "Save metadata to files": {"Ctrl+Return": "Save"},
}
"""For each page its own keys; where one of them is a command's key too, the page comes first."""


def iterate_menu(title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The commands of a menu from the top, each with the titles of the menus that it is in."""
    for entry in (entry for group in MENUS[title] for entry in group):
        if isinstance(entry, Submenu):
            yield from (((title, entry.title), name) for name in entry.names)
        else:
            yield (title,), entry
