"""Every command of the window with its key, so that menus and keys cannot say different things."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from photon.ui.kit.icons import wear
from photon.ui.kit.settings_pages import KEYS as PREFERENCE_KEYS
from photon.ui.kit.theme import Scheme, theme

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

SCHEMES: dict[Scheme, str] = {"system": "Colours of the system", "light": "Light", "dark": "Dark"}


@dataclass(frozen=True, slots=True)
class _Command:
    """One command: its name, words, keys and icon."""

    name: str
    words: str
    keys: tuple[str, ...]
    run: Callable[[], object]
    icon: str = ""


class WindowCommands:
    """The commands as QActions by name, e.g. ``commands["undo"]``; keys work in the whole window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._actions: dict[str, QAction] = {}
        for command in _commands(window):
            action = QAction(command.words, window)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            _on_trigger(action, command.run)
            if command.icon:
                wear(action, command.icon)
            self._actions[command.name] = action
            window.addAction(action)
        self._add_switches(window)

    def __getitem__(self, name: str) -> QAction:
        """The command of this name."""
        return self._actions[name]

    def _add_switches(self, does: "MainWindow") -> None:
        for name, words, run in (
            ("fill", "Fill the squares", does.grid.set_filling),
            ("names", "File names", does.grid.set_names),
        ):
            action = QAction(words, self._window)
            action.setCheckable(True)
            action.toggled.connect(run)
            self._actions[name] = action
        group = QActionGroup(self._window)
        for scheme, words in SCHEMES.items():
            action = QAction(words, group)
            action.setCheckable(True)
            _on_trigger(action, partial(theme().choose, scheme))
            self._actions[f"scheme-{scheme}"] = action

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
        menu = QMenu(parent)
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


def _commands(does: "MainWindow") -> list[_Command]:
    ratings = [
        _Command(f"rate-{stars}", "★" * stars or "No stars", (str(stars),), partial(does.rate, stars))
        for stars in range(6)
    ]
    return [
        *ratings,
        _Command("favourite", "Favourite", ("B",), does.toggle_favourite, "heart"),
        _Command("like", "More like this", ("S",), does.more_like_this, "cards"),
        _Command("part", "Search for a part of this photo…", ("R",), does.search_part, "crop"),
        _Command("caption", "Write the caption", ("K",), does.captioning.write, "chat-text"),
        _Command("review-captions", "Review drafted captions…", ("Ctrl+Shift+K",), does.captioning.review, "checks"),
        _Command("doubt-captions", "Captions that may not fit…", (), does.captioning.doubt, "circle-wavy-question"),
        _Command("export", "Export…", ("Ctrl+E",), does.exports.begin, "export"),
        _Command("write-words", "Write words into files…", ("Ctrl+Shift+W",), does.file_words.write, "note-pencil"),
        _Command("conflicts", "Where files say otherwise…", ("Ctrl+Shift+D",), does.file_words.decide, "git-diff"),
        _Command("teach", "Teach a tag…", ("N",), does.lessons.begin, "graduation-cap"),
        _Command("tag", "Add a tag…", ("T",), does.tags.begin, "tag"),
        _Command("review", "Review suggested tags…", ("Ctrl+R",), does.review.open, "checks"),
        _Command("alike", "Nearly identical photos", ("A",), does.toggle_stack, "stack"),
        _Command("back", "Back to the result before", ("Alt+Left", "Back"), does.go_back, "arrow-left"),
        _Command("heat", "Show where it matches", ("H",), does.show_heat, "crosshair"),
        _Command("loupe", "Open", ("E",), does.open_loupe, "arrows-out"),
        _Command("grid", "Back to the grid", ("G",), does.show_grid, "squares-four"),
        _Command("undo", "Undo", ("Ctrl+Z",), does.file_words.undo, "arrow-counter-clockwise"),
        _Command("redo", "Do again", ("Ctrl+Shift+Z", "Ctrl+Y"), does.marks.redo, "arrow-clockwise"),
        _Command("all", "Select all", ("Ctrl+A",), does.grid.selectAll),
        _Command("none", "Select none", ("Ctrl+D",), does.grid.clearSelection),
        _Command("again", "Look again for photos", ("F5",), does.look_again, "arrows-clockwise"),
        _Command("search", "Search", ("Ctrl+F",), does.focus_search),
        _Command("search-text", "Show the search as text", ("Ctrl+Shift+F",), does.top_bar.search.toggle_text),
        _Command("save-search", "Save this search…", ("Ctrl+S",), does.searches.ask_name, "bookmark-simple"),
        _Command("larger", "Larger photos", ("Ctrl++", "Ctrl+="), partial(does.enlarge, 1)),
        _Command("smaller", "Smaller photos", ("Ctrl+-",), partial(does.enlarge, -1)),
        _Command("sidebar", "Folders", ("F9",), does.toggle_sidebar, "layout"),
        _Command("inspector", "Details", ("F8",), does.toggle_inspector, "info"),
        _Command("panels", "Both panels", ("F7",), does.toggle_panels),
        _Command("full-screen", "Full screen", ("F11",), does.toggle_full_screen, "corners-out"),
        _Command("preferences", "Preferences…", PREFERENCE_KEYS, does.encoders.open, "gear-six"),
        _Command("leave", "Leave", ("Esc",), does.leave),
        _Command("quit", "Close the window", ("Ctrl+Q",), does.close),
    ]


def _on_trigger(action: QAction, run: Callable[[], object]) -> None:
    # Qt hands a "checked" over that the commands do not take.
    action.triggered.connect(lambda _is_checked: run())
