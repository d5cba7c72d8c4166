"""Every command of the window with its key, so that menus and keys cannot say different things."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from photon.ui.kit.icons import wear
from photon.ui.kit.menus import make_menu
from photon.ui.kit.settings_pages import KEYS as PREFERENCE_KEYS
from photon.ui.kit.theme import Scheme, theme

SCHEMES: dict[Scheme, str] = {"system": "Colours of the system", "light": "Light", "dark": "Dark"}
# Name: words, keys, icon.
_COMMANDS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    **{f"rate-{stars}": ("★" * stars or "No stars", (str(stars),), "") for stars in range(6)},
    "favourite": ("Favourite", ("B",), "heart"),
    "like": ("More like this", ("S",), "cards"),
    "part": ("Search for a part of this photo…", ("R",), "crop"),
    "caption": ("Write the caption", ("K",), "chat-text"),
    "review-captions": ("Review drafted captions…", ("Ctrl+Shift+K",), "checks"),
    "doubt-captions": ("Captions that may not fit…", (), "circle-wavy-question"),
    "export": ("Export…", ("Ctrl+E",), "export"),
    "write-words": ("Write words into files…", ("Ctrl+Shift+W",), "note-pencil"),
    "conflicts": ("Where files say otherwise…", ("Ctrl+Shift+D",), "git-diff"),
    "teach": ("Teach a tag…", ("N",), "graduation-cap"),
    "tag": ("Add a tag…", ("T",), "tag"),
    "review": ("Review suggested tags…", ("Ctrl+R",), "checks"),
    "alike": ("Nearly identical photos", ("A",), "stack"),
    "back": ("Back to the result before", ("Alt+Left", "Back"), "arrow-left"),
    "heat": ("Show where it matches", ("H",), "crosshair"),
    "loupe": ("Open", ("E",), "arrows-out"),
    "grid": ("Back to the grid", ("G",), "squares-four"),
    "undo": ("Undo", ("Ctrl+Z",), "arrow-counter-clockwise"),
    "redo": ("Do again", ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-clockwise"),
    "all": ("Select all", ("Ctrl+A",), ""),
    "none": ("Select none", ("Ctrl+D",), ""),
    "again": ("Look again for photos", ("F5",), "arrows-clockwise"),
    "search": ("Search", ("Ctrl+F",), ""),
    "search-text": ("Show the search as text", ("Ctrl+Shift+F",), ""),
    "save-search": ("Save this search…", ("Ctrl+S",), "bookmark-simple"),
    "larger": ("Larger photos", ("Ctrl++", "Ctrl+="), ""),
    "smaller": ("Smaller photos", ("Ctrl+-",), ""),
    "sidebar": ("Folders", ("F9",), "layout"),
    "inspector": ("Details", ("F8",), "info"),
    "panels": ("Both panels", ("F7",), ""),
    "full-screen": ("Full screen", ("F11",), "corners-out"),
    "preferences": ("Preferences…", PREFERENCE_KEYS, "gear-six"),
    "leave": ("Leave", ("Esc",), ""),
    "quit": ("Close the window", ("Ctrl+Q",), ""),
}
# Name: words of commands that are on or off.
_SWITCHES = {"fill": "Fill the squares", "names": "File names"}
Act = Callable[[], object]


class WindowCommands:
    """The commands as QActions by name, e.g. ``commands["undo"]``; keys work in the whole window."""

    def __init__(
        self, window: QWidget, acts: Mapping[str, Act], switches: Mapping[str, Callable[[bool], object]]
    ) -> None:
        """Make the actions.

        Args:
            window: Gets the actions and their keys.
            acts: What each command does, by its name.
            switches: What "fill" and "names" do, with whether they are on.

        Raises:
            KeyError: A command does nothing.
        """
        self._actions: dict[str, QAction] = {}
        for name, (words, keys, icon_name) in _COMMANDS.items():
            action = QAction(words, window)
            action.setShortcuts([QKeySequence(key) for key in keys])
            _on_trigger(action, acts[name])
            if icon_name:
                wear(action, icon_name)
            self._actions[name] = action
            window.addAction(action)
        for name, words in _SWITCHES.items():
            action = QAction(words, window)
            action.setCheckable(True)
            action.toggled.connect(switches[name])
            self._actions[name] = action
        group = QActionGroup(window)
        for scheme, words in SCHEMES.items():
            action = QAction(words, group)
            action.setCheckable(True)
            _on_trigger(action, partial(theme().choose, scheme))
            self._actions[f"scheme-{scheme}"] = action

    def __getitem__(self, name: str) -> QAction:
        """The command of this name."""
        return self._actions[name]

    def fill_view_menu(self, menu: QMenu) -> None:
        """How photos are shown, colours, panels."""
        for part in (
            ("fill", "names"),
            tuple(f"scheme-{scheme}" for scheme in SCHEMES),
            ("sidebar", "inspector", "full-screen"),
            ("review", "review-captions", "doubt-captions", "teach"),
            ("export", "write-words", "conflicts"),
            ("save-search", "again", "undo", "redo"),
            ("preferences",),
        ):
            for name in part:
                menu.addAction(self._actions[name])
            menu.addSeparator()

    def photo_menu(self, parent: QWidget, file_actions: list[QAction], *, has_stack: bool = False) -> QMenu:
        """The context menu of photos; ``has_stack``: nearly identical ones stand behind the first of them."""
        menu = make_menu(parent)
        for name in ("loupe", "like", "part", "alike") if has_stack else ("loupe", "like", "part"):
            menu.addAction(self._actions[name])
        for name in ("tag", "caption", "teach"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        rating = menu.addMenu("Rating")
        for stars in range(5, -1, -1):
            rating.addAction(self._actions[f"rate-{stars}"])
        menu.addAction(self._actions["favourite"])
        menu.addSeparator()
        menu.addActions(file_actions)
        for name in ("export", "write-words"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("all", "none"):
            menu.addAction(self._actions[name])
        return menu


def _on_trigger(action: QAction, run: Act) -> None:
    # Qt hands a "checked" over that the commands do not take.
    action.triggered.connect(lambda _is_checked: run())
