"""All commands of the window and of its pages: text, keys and icon, and the menus that list them."""

from collections.abc import Iterator, Mapping
from typing import Literal

from photon.domain.photo.date_span import Period
from photon.domain.photo.marks import LABELS
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass

Scheme = Literal["system", "dark", "light", "grey"]
INTERVALS = (2, 3, 5, 10, 20, 30)
"""Seconds per slide to choose from."""
SCHEMES: dict[Scheme, str] = {
    "system": tr("Match system"),
    "light": tr("Light"),
    "dark": tr("Dark"),
    "grey": tr("Neutral grey"),
}
RATINGS = tuple(f"rate-{stars}" for stars in range(5, -1, -1))
LABEL_COMMANDS = (*(f"label-{label}" for label in LABELS), "label-none")
FLAGS = ("pick", "reject", "unflag")
APPEARANCES = tuple(f"scheme-{scheme}" for scheme in SCHEMES)
ALBUM_NAMES = ("album", "new-album", "keep-in-album", "out-of-album", "album-cover", "album-earlier", "album-later")
TURN_NAMES = ("rotate-left", "rotate-right", "flip", "rotate-back")
MISSING_NAMES = ("link-missing", "forget-missing")
STACK_NAMES = ("stack", "unstack", "stack-out", "stack-top", "alike", "stack-bursts")
SLIDE_TIMES = tuple(f"slide-{seconds}" for seconds in INTERVALS)
PERIODS: dict[Period, str] = {"month": tr("Months"), "day": tr("Days"), "event": tr("Events"), "none": tr("No groups")}
GROUPINGS = tuple(f"group-{period}" for period in PERIODS)
CHOICES = (APPEARANCES, SLIDE_TIMES, GROUPINGS)
"""Groups of switches of which exactly one is on."""
ALTERNATIVES = (("fill", "rows"),)
"""Groups of switches of which at most one is on."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the window.

    Attributes:
        text: Text in menus.
        keys: Names of its keys in the key map "Photon", e.g. ``Ctrl+E``; menus show the first.
        icon: Name of its icon in the icon family; empty if it has none.
        is_switch: Whether it is on or off.
    """

    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    is_switch: bool = False


@dataclass(frozen=True, slots=True)
class Submenu:
    """A submenu.

    Attributes:
        title: Text in the menu.
        names: Its commands and further submenus.
    """

    title: str
    names: "MenuGroup"


def _seconds(seconds: int) -> str:
    return tr_n("{count} second", "{count} seconds", seconds)


MenuGroup = tuple[str | Submenu, ...]
"""Names of the commands between two separators of a menu."""

_LABELS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "red": (tr("Red"), ("6",)),
    "yellow": (tr("Yellow"), ("7",)),
    "green": (tr("Green"), ("8",)),
    "blue": (tr("Blue"), ("9",)),
    "purple": (tr("Purple"), ()),
    "none": (tr("No label"), ()),
}
MARKS: MenuGroup = (
    Submenu(tr("Rating"), RATINGS),
    Submenu(tr("Colour label"), LABEL_COMMANDS),
    Submenu(tr("Flag"), FLAGS),
    "favourite",
    Submenu(tr("Visibility"), ("hide", "unhide")),
)
"""Marks of a photo in menus."""

COMMANDS: Mapping[str, Command] = {
    **{f"rate-{stars}": Command("★" * stars or tr("No stars"), (str(stars),)) for stars in range(6)},
    **{f"label-{label}": Command(text, keys) for label, (text, keys) in _LABELS.items()},
    **{f"scheme-{scheme}": Command(text, is_switch=True) for scheme, text in SCHEMES.items()},
    **{f"slide-{seconds}": Command(_seconds(seconds), is_switch=True) for seconds in INTERVALS},
    **{f"group-{period}": Command(text, is_switch=True) for period, text in PERIODS.items()},
    "menu": Command(tr("Open the menu"), ("F10",)),
    "add-folder": Command(tr("Add folder…"), ("Ctrl+O",), "folder-plus"),
    "rescan": Command(tr("Rescan folders"), ("F5",), "arrows-clockwise"),
    "export": Command(tr("Export…"), ("Ctrl+E",), "export"),
    "write-words": Command(tr("Save metadata to files…"), ("Ctrl+Shift+W",), "note-pencil"),
    "quit": Command(tr("Close the window"), ("Ctrl+Q",)),
    "undo": Command(tr("Undo"), ("Ctrl+Z",), "arrow-counter-clockwise"),
    "redo": Command(tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-clockwise"),
    "all": Command(tr("Select all"), ("Ctrl+A",)),
    "none": Command(tr("Select none"), ("Ctrl+D",)),
    "preferences": Command(tr("Preferences…"), ("Ctrl+,",), "gear-six"),
    "grid": Command(tr("Show the grid"), ("G",), "squares-four"),
    "loupe": Command(tr("Open the photo"), ("E",), "arrows-out"),
    "back": Command(tr("Back to the previous results"), ("Alt+Left", "Back"), "arrow-left"),
    "larger": Command(tr("Larger thumbnails"), ("Ctrl++", "Ctrl+=")),
    "smaller": Command(tr("Smaller thumbnails"), ("Ctrl+-",)),
    "fill": Command(tr("Crop thumbnails to squares"), is_switch=True),
    "rows": Command(tr("Rows that keep the shapes of photos"), is_switch=True),
    "names": Command(tr("File names"), is_switch=True),
    "stacked": Command(tr("Show stacks collapsed"), is_switch=True),
    "sidebar": Command(tr("Folders panel"), ("F9",), "layout"),
    "inspector": Command(tr("Details panel"), ("F8",), "info"),
    "panels": Command(tr("Both panels"), ("F7",)),
    "full-screen": Command(tr("Full screen"), ("F11",), "corners-out"),
    "slideshow": Command(tr("Slideshow"), ("Ctrl+F11",), "play"),
    "full-window": Command(tr("Window in full screen"), ("Shift+F11",)),
    "favourite": Command(tr("Favourite"), ("B",), "heart"),
    "pick": Command(tr("Pick"), ("P",), "flag"),
    "reject": Command(tr("Reject"), ("X",), "x-circle"),
    "unflag": Command(tr("No flag"), ("U",)),
    "goes-on": Command(tr("Next photo after marking"), is_switch=True),
    "compare": Command(tr("Compare"), ("C",), "columns"),
    "tag": Command(tr("Add a tag…"), ("T",), "tag"),
    "album": Command(tr("Add to album…"), ("Ctrl+Shift+A",), "book-bookmark"),
    "new-album": Command(tr("New album…"), ("Ctrl+Shift+N",), "plus"),
    "keep-in-album": Command(tr("Keep in this album"), ("Ctrl+Shift+P",), "push-pin"),
    "out-of-album": Command(tr("Remove from album"), ("Ctrl+Shift+Del",), "minus-circle"),
    "album-cover": Command(tr("Use as album cover"), (), "image"),
    "album-earlier": Command(tr("Move earlier in album"), ("Ctrl+Shift+Left",), "arrow-left"),
    "album-later": Command(tr("Move later in album"), ("Ctrl+Shift+Right",), "arrow-right"),
    "caption": Command(tr("Write a caption"), ("K",), "chat-text"),
    "search": Command(tr("Search"), ("Ctrl+F",), "magnifying-glass"),
    "filters": Command(tr("Add a filter…"), ("Ctrl+L",), "funnel"),
    "search-text": Command(tr("Edit the search as text"), ("Ctrl+Shift+F",), "pencil-simple"),
    "on-this-day": Command(tr("On this day"), (), "calendar-blank"),
    "event": Command(tr("Photos of this event"), (), "ticket"),
    "save-search": Command(tr("Save this search…"), ("Ctrl+S",), "bookmark-simple"),
    "smart-album": Command(tr("Save as smart album…"), ("Ctrl+Shift+S",), "funnel"),
    "like": Command(tr("More like this"), ("S",), "cards"),
    "part": Command(tr("Search for part of this photo…"), ("R",), "crop"),
    "heat": Command(tr("Show where it matches"), ("H",), "crosshair"),
    "alike": Command(tr("Open or close the stack"), ("A",), "stack"),
    "stack": Command(tr("Stack these photos"), ("Ctrl+G",), "stack"),
    "unstack": Command(tr("Dissolve the stack"), ("Ctrl+Shift+G",), "stack-simple"),
    "stack-out": Command(tr("Take out of the stack"), ("Alt+G",), "minus-circle"),
    "stack-top": Command(tr("Put on top of the stack"), ("Shift+G",), "arrow-line-up"),
    "stack-bursts": Command(tr("Stack bursts…"), (), "lightning"),
    "review": Command(tr("Review suggested tags…"), ("Ctrl+R",), "checks"),
    "teach": Command(tr("Teach a tag…"), ("N",), "graduation-cap"),
    "review-captions": Command(tr("Review caption drafts…"), ("Ctrl+Shift+K",), "checks"),
    "doubt-captions": Command(tr("Captions that may be wrong…"), (), "circle-wavy-question"),
    "rotate-left": Command(tr("Rotate left"), ("Ctrl+[", "<"), "arrow-arc-left"),
    "rotate-right": Command(tr("Rotate right"), ("Ctrl+]", ">"), "arrow-arc-right"),
    "flip": Command(tr("Flip horizontally"), ("Ctrl+H",), "arrows-left-right"),
    "rotate-back": Command(tr("Show as in the file")),
    "dates": Command(tr("Correct dates…"), ("D",), "calendar-blank"),
    "rename": Command(tr("Rename…"), (), "pencil-simple"),
    "hide": Command(tr("Hide"), (), "eye-slash"),
    "unhide": Command(tr("Stop hiding"), (), "eye"),
    "to-bin": Command(tr("Move to the bin"), (), "trash"),
    "bin": Command(tr("Bin…"), (), "trash"),
    "duplicates": Command(tr("Duplicates…"), ("Ctrl+U",), "copy"),
    "duplicates-here": Command(tr("Duplicates among these photos…"), (), "copy"),
    "conflicts": Command(tr("Metadata conflicts…"), ("Ctrl+Shift+D",), "git-diff"),
    "missing": Command(tr("Missing photos"), (), "file-x"),
    "link-missing": Command(tr("Link to file…"), (), "link"),
    "forget-missing": Command(tr("Remove from library"), (), "x"),
    "problems": Command(tr("Problem files…"), (), "warning"),
    "health": Command(tr("Library health…"), (), "heartbeat"),
    "palette": Command(tr("Find a command…"), ("Ctrl+K",), "command"),
    "help": Command(tr("Help on this page"), ("F1",), "question"),
    "guide": Command(tr("All help topics"), (), "book-open"),
    "about": Command(tr("About Photon"), (), "info"),
    "keys": Command(tr("Keyboard shortcuts"), ("?",), "keyboard"),
    "leave": Command(tr("Go one step back"), ("Esc",)),
}

MENUS: Mapping[str, tuple[MenuGroup, ...]] = {
    tr("File"): (("add-folder", "rescan"), ("export", "write-words"), ("quit",)),
    tr("Edit"): (("undo", "redo"), ("all", "none"), ("preferences",)),
    tr("View"): (
        ("grid", "loupe", "back"),
        ("fill", "rows", "names", "stacked", "larger", "smaller", Submenu(tr("Group by"), GROUPINGS)),
        (Submenu(tr("Appearance"), APPEARANCES),),
        ("sidebar", "inspector", "panels"),
        ("full-screen", "slideshow", Submenu(tr("Time per slide"), SLIDE_TIMES), "full-window"),
    ),
    tr("Photo"): (
        (*MARKS, "goes-on"),
        ("tag", "caption", Submenu(tr("Album"), ALBUM_NAMES)),
        ("compare", Submenu(tr("Stack"), STACK_NAMES)),
        TURN_NAMES,
        ("dates", "rename"),
        (Submenu(tr("Missing photo"), MISSING_NAMES), "to-bin", "bin"),
    ),
    tr("Search"): (
        ("search", "filters", "search-text", "save-search", "smart-album"),
        ("like", "part", "heat"),
        ("event", "on-this-day"),
    ),
    tr("Tools"): (
        ("review", "teach"),
        ("review-captions", "doubt-captions"),
        ("duplicates", "duplicates-here"),
        ("conflicts", "problems", "missing", "health"),
    ),
    tr("Help"): (("help", "guide"), ("keys", "palette"), ("about",)),
}
OUTSIDE_MENUS = ("menu", "leave")
"""Commands that have only a key."""
VIEW_BUTTON: tuple[MenuGroup, ...] = (
    ("fill", "rows", "names", "stacked"),
    GROUPINGS,
    APPEARANCES,
    ("sidebar", "inspector", "full-screen"),
)
"""Content of the button with the eye: how photos are shown."""
PHOTO_MENU: tuple[MenuGroup, ...] = (
    ("loupe", "compare", "like", "alike", Submenu(tr("Search"), ("part", "event"))),
    ("tag", "caption", Submenu(tr("Mark"), MARKS), Submenu(tr("Album"), ALBUM_NAMES)),
)
"""The upper part of the context menu of photos, which has no more than 12 entries."""
PHOTO_CHANGES = Submenu(tr("Edit"), (*TURN_NAMES, "dates", "rename", "teach", Submenu(tr("Stack"), STACK_NAMES)))
"""The submenu of what is needed less often."""

PAGES: Mapping[str, str] = {
    "loupe": tr("Photo view"),
    "compare": tr("Compare"),
    "review": tr("Suggested tags"),
    "teach": tr("Teach a tag"),
    "drafts": tr("Caption drafts"),
    "doubts": tr("Captions that may be wrong"),
    "duplicates": tr("Duplicates"),
    "conflicts": tr("Metadata conflicts"),
    "write": tr("Save metadata to files"),
}
"""Pages that have keys of their own, by the first part of the names of their commands, and their titles."""

PAGE_COMMANDS: Mapping[str, Command] = {
    "loupe.next": Command(tr("Next photo"), ("Right", "Down", "PgDown")),
    "loupe.previous": Command(tr("Previous photo"), ("Left", "Up", "PgUp")),
    "loupe.first": Command(tr("First photo"), ("Home",)),
    "loupe.last": Command(tr("Last photo"), ("End",)),
    "loupe.actual": Command(tr("Actual size"), ("Z",)),
    "loupe.larger": Command(tr("Zoom in"), ("+", "=")),
    "loupe.smaller": Command(tr("Zoom out"), ("-",)),
    "loupe.filmstrip": Command(tr("Show or hide the filmstrip"), ("F",)),
    "loupe.back": Command(tr("Back to the photos; in full screen, start or stop the slideshow"), ("Space",)),
    "compare.next": Command(tr("Next photo"), ("Right",)),
    "compare.previous": Command(tr("Previous photo"), ("Left",)),
    "compare.up": Command(tr("Move the frame to the other photo"), ("Up",)),
    "compare.down": Command(tr("Swap: the photo in the frame becomes the reference"), ("Down",)),
    "compare.reference": Command(
        tr("Keep the photo in the frame as reference, or show the photos side by side again"), ("R",)
    ),
    "compare.actual": Command(tr("Actual size"), ("Z",)),
    "compare.larger": Command(tr("Zoom in"), ("+", "=")),
    "compare.smaller": Command(tr("Zoom out"), ("-",)),
    "review.yes": Command(tr("Confirm"), ("Y",)),
    "review.no": Command(tr("Reject"), ("N",)),
    "review.undo": Command(tr("Undo"), ("U",)),
    "review.here": Command(tr("Set the cut-off here"), ("L",)),
    "review.up": Command(tr("Move the cut-off up"), ("Ctrl+Up",)),
    "review.down": Command(tr("Move the cut-off down"), ("Ctrl+Down",)),
    "review.all": Command(tr("Confirm all above the cut-off"), ("Ctrl+Return",)),
    "teach.yes": Command(tr("Yes"), ("Y",)),
    "teach.no": Command(tr("No"), ("N",)),
    "teach.skip": Command(tr("Skip"), ("S", "Right")),
    "teach.undo": Command(tr("Undo"), ("U",)),
    "drafts.accept": Command(tr("Use this caption"), ("Ctrl+Return",)),
    "drafts.decline": Command(tr("Decline"), ("N", "Ctrl+Del")),
    "drafts.next": Command(tr("Next draft"), ("Right",)),
    "drafts.previous": Command(tr("Previous draft"), ("Left",)),
    "drafts.edit": Command(tr("Edit"), ("F2",)),
    "doubts.correct": Command(tr("Mark as correct"), ("F",)),
    "doubts.edit": Command(tr("Edit"), ("F2",)),
    "duplicates.keep": Command(tr("Keep this file, move the others to the bin"), ("Return",)),
    "duplicates.apart": Command(tr("These are no duplicates"), ("N",)),
    "duplicates.previous": Command(tr("Previous file of the set"), ("Left",)),
    "duplicates.next": Command(tr("Next file of the set"), ("Right",)),
    "duplicates.stays": Command(tr("Keep this file as well, or no longer"), ("K",)),
    "duplicates.other": Command(tr("Show the other picture while it is held"), ("Space",)),
    "duplicates.difference": Command(tr("Show the difference of the two pictures, or no longer"), ("D",)),
    "duplicates.compare": Command(tr("Compare the photos of the set"), ("C",)),
    "conflicts.mine": Command(tr("Keep mine"), ("M",)),
    "conflicts.file": Command(tr("Use the file's"), ("F",)),
    "write.save": Command(tr("Save"), ("Ctrl+Return",)),
}
"""Commands of pages; if one has the key of a command of the window, too, the page takes precedence."""

ALL_COMMANDS: Mapping[str, Command] = {**COMMANDS, **PAGE_COMMANDS}
WINDOW = ""
"""What ``page_of`` returns for commands of the window."""


def page_of(name: str) -> str:
    """Return the page of a command, as in ``PAGES``; ``WINDOW`` for a command of the window."""
    return name.partition(".")[0] if "." in name else WINDOW


def commands_of(page: str) -> list[str]:
    """Return the names of the commands of a page, or of the window, in the order in which they are listed."""
    return [name for name in ALL_COMMANDS if page_of(name) == page]


def iterate_menu(title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the commands of a menu from the top, each with the titles of the menus that contain it."""
    for group in MENUS[title]:
        yield from _iterate_group((title,), group)


def _iterate_group(titles: tuple[str, ...], group: MenuGroup) -> Iterator[tuple[tuple[str, ...], str]]:
    for entry in group:
        if isinstance(entry, Submenu):
            yield from _iterate_group((*titles, entry.title), entry.names)
        else:
            yield titles, entry
