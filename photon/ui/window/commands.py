"""The commands of the window as actions, shared by menus and keys; and the keys Del and F2, which lists also handle."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton, QWidget

from photon.language import tr
from photon.ui.bin.bin_controller import NOTHING
from photon.ui.keys.command_table import (
    COMMANDS,
    MENUS,
    Command,
    MenuGroup,
    MenuPlace,
    Submenu,
    commands_within,
    menu_groups,
)
from photon.ui.keys.current_keys import current_keys
from photon.ui.kit.context import WindowContext
from photon.ui.kit.icons import wear
from photon.ui.kit.menus import make_menu
from photon.ui.photos.file_actions import FileActions
from photon.ui.window.features import FEATURES


def _submenu(title: str) -> Submenu:
    return Submenu(title, commands_within(title))


VIEW_BUTTON: tuple[MenuGroup, ...] = (
    ("fill", "rows", "names", "stacked"),
    commands_within(tr("Group by")),
    commands_within(tr("Appearance")),
    ("sidebar", "inspector", "full-screen"),
)
"""Content of the button with the eye: how photos are shown."""
_MARKS: MenuGroup = (
    *map(_submenu, (tr("Rating"), tr("Colour label"), tr("Flag"))), "favourite", _submenu(tr("Visibility")),
)  # fmt: skip
PHOTO_MENU: tuple[MenuGroup, ...] = (
    ("loupe", "compare", "like", "alike", Submenu(tr("Search"), ("part", "event", "judge-right", "judge-wrong"))),
    ("tag", "caption", Submenu(tr("Mark"), _MARKS), _submenu(tr("Album"))),
)
"""The upper part of the context menu of photos, which has no more than 12 entries."""
_TURNS = ("rotate-left", "rotate-right", "flip", "rotate-back")
_OTHERS = ("dates", _submenu(tr("Location")), "rename", "teach", _submenu(tr("Stack")))
PHOTO_CHANGES = Submenu(tr("Edit"), (*_TURNS, *_OTHERS))
"""The submenu of what is needed less often."""
_POLICIES = {
    "one": QActionGroup.ExclusionPolicy.Exclusive,
    "at most one": QActionGroup.ExclusionPolicy.ExclusiveOptional,
    "": QActionGroup.ExclusionPolicy.None_,
}
MISSING_NAMES = commands_within(tr("Missing photo"))


class WindowCommands:
    """The commands as QActions by name, such as ``commands["undo"]``; their keys work in the whole window."""

    def __init__(self, context: WindowContext) -> None:
        """Create the actions; controllers are made when a command first runs."""
        self._context = context
        self._actions: dict[str, QAction] = {}
        self._controllers: dict[str, type[Any]] = {}
        for feature in FEATURES:
            for place, commands in feature.commands.items():
                self._controllers |= dict.fromkeys(commands, feature.controller)
                self._add(place, commands)
        current_keys().follow(context.widget, "commands", _show_keys)

    def _add(self, place: MenuPlace, commands: Mapping[str, Command]) -> None:
        choice = QActionGroup(self._context.widget)
        choice.setExclusionPolicy(_POLICIES[place.choice])
        for name, command in commands.items():
            action = QAction(command.text, self._context.widget)
            action.setData(name)
            action.setCheckable(command.is_switch)
            if command.is_switch and place.choice != "one":
                action.toggled.connect(lambda is_on, name=name: self._run(name, is_on))
            else:  # Qt passes whether it is checked, too
                action.triggered.connect(lambda _, name=name: self._run(name))
            if command.icon:
                wear(action, command.icon)
            choice.addAction(action)
            self._actions[name] = action
            self._context.widget.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        """Return the command with this name."""
        return self._actions[name]

    def _run(self, name: str, *switched: bool) -> None:
        """Run a command once what it needs is there."""
        run, controller = COMMANDS[name].run, self._controllers[name]
        if run is None:
            return

        def act() -> object:
            return run(self._context.part(controller), *switched)

        for need in reversed(COMMANDS[name].needs):
            act = partial(self._context.needs[need], act)
        act()

    def _is_offered(self, name: str) -> bool:
        asked = COMMANDS[name].is_offered
        return asked is None or asked(self._context.part(self._controllers[name]))

    def fill_main_menu(self, window: QMainWindow, button: QToolButton) -> None:
        """Add all menus: on macOS to the menu bar of the screen, elsewhere to the menu of a button."""
        is_mac = sys.platform == "darwin"
        button.setHidden(is_mac)
        menu = window.menuBar() if is_mac else button.menu()
        for title in MENUS:
            self._fill(menu.addMenu(title), menu_groups(title))

    def fill_view_menu(self, menu: QMenu) -> None:
        """Add the commands for the display of photos, colours and panels."""
        self._fill(menu, VIEW_BUTTON)

    def photo_menu(self) -> QMenu:
        """Return the context menu of the photos that commands act on; missing ones have no actions on their files."""
        context = self._context
        menu = make_menu(context.widget)
        first, *others = PHOTO_MENU
        first = tuple(entry for entry in first if isinstance(entry, Submenu) or self._is_offered(entry))
        self._fill(menu, (first, *others))
        menu.addSeparator()
        self._fill(menu, ((PHOTO_CHANGES,),))
        if all(map(self._is_offered, MISSING_NAMES)):
            self._fill(menu, (MISSING_NAMES,))
            return menu
        files = menu.addMenu(tr("File"))
        files.addActions(context.part(FileActions).menu_for(context.targets(), context.widget))
        self._fill(files, (("export", "write-words"),))
        menu.addSeparator()
        self._fill(menu, (("to-bin",),))
        return menu

    def _fill(self, menu: QMenu, groups: Sequence[MenuGroup]) -> None:
        for at, group in enumerate(groups):
            if at:
                menu.addSeparator()
            for entry in group:
                if isinstance(entry, Submenu):
                    self._fill(menu.addMenu(entry.title), (entry.names,))
                else:
                    menu.addAction(self._actions[entry])


def _show_keys(window: QWidget) -> None:
    """Give the actions of a window the keys in use."""
    keys = {action: [QKeySequence(key) for key in current_keys().keys_of(action.data())]
            for action in window.actions() if action.data() in COMMANDS}  # fmt: skip
    changed = [action for action, wanted in keys.items() if action.shortcuts() != wanted]
    for action in changed:  # first all are free, so that no two actions ever share a key
        action.setShortcuts([])
    for action in changed:
        action.setShortcuts(keys[action])


def answer_key(context: WindowContext, event: QKeyEvent) -> bool:
    """Handle a key that no part of the window accepted.

    Args:
        context: The window.
        event: The key.

    Returns:
        Whether it was Del or F2.
    """
    act = {Qt.Key.Key_Delete: _explain, Qt.Key.Key_F2: _rename}.get(Qt.Key(event.key()))
    if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or context.outer.currentIndex():
        return False
    act(context)
    return True


def _rename(context: WindowContext) -> None:
    if context.pages.current.takes_moves:
        context.action("rename").trigger()


def _explain(context: WindowContext) -> None:
    """Apply Del to the photos or files at the cursor, or explain what is possible."""
    page = context.pages.current
    if not context.pages.is_focused(page):
        context.say(NOTHING)
    elif not page.explain_delete():
        context.action("to-bin").trigger()
