"""The commands of the window as actions, shared by menus and keys."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton, QWidget

from photon.language import tr
from photon.ui.keys.command_table import (
    ALTERNATIVES,
    CHOICES,
    COMMANDS,
    MENUS,
    MISSING_NAMES,
    PHOTO_CHANGES,
    PHOTO_MENU,
    SCHEMES,
    VIEW_BUTTON,
    MenuGroup,
    Submenu,
)
from photon.ui.keys.current_keys import current_keys
from photon.ui.kit.icons import wear
from photon.ui.kit.menus import make_menu
from photon.ui.kit.theme import theme
from photon.ui.widgets.late_widget import LateWidget

if TYPE_CHECKING:
    from photon.ui.shortcuts.shortcut_page import ShortcutPage

Act = Callable[[], object]


class WindowCommands:
    """The commands as QActions by name, such as ``commands["undo"]``; their keys work in the whole window."""

    def __init__(
        self, window: QWidget, acts: Mapping[str, Act], switches: Mapping[str, Callable[[bool], object]]
    ) -> None:
        """Create the actions.

        Args:
            window: Receives the actions and their keys.
            acts: The function of each command, by name.
            switches: The functions of switches such as "fill", called with whether the switch is on.

        Raises:
            KeyError: A command has no function.
        """
        acts = {**acts, **{f"scheme-{scheme}": partial(theme().choose, scheme) for scheme in SCHEMES}}
        self._actions: dict[str, QAction] = {}
        for name, command in COMMANDS.items():
            action = QAction(command.text, window)
            action.setData(name)
            action.setCheckable(command.is_switch)
            if name in switches:
                action.toggled.connect(switches[name])
            else:
                _on_trigger(action, acts[name])
            if command.icon:
                wear(action, command.icon)
            self._actions[name] = action
            window.addAction(action)
        current_keys().follow(window, "commands", _show_keys)
        policies = QActionGroup.ExclusionPolicy
        for groups, policy in ((CHOICES, policies.Exclusive), (ALTERNATIVES, policies.ExclusiveOptional)):
            for names in groups:
                choice = QActionGroup(window)
                choice.setExclusionPolicy(policy)
                for name in names:
                    choice.addAction(self._actions[name])

    def __getitem__(self, name: str) -> QAction:
        """Return the command with this name."""
        return self._actions[name]

    def speak_of_smart_album(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Name the command that takes photos out of an album after what it does: a smart album keeps them out."""
        text = tr("Never in this album") if on else COMMANDS["out-of-album"].text
        self._actions["out-of-album"].setText(text)

    def fill_main_menu(self, window: QMainWindow, button: QToolButton) -> None:
        """Add all menus: on macOS to the menu bar of the screen, elsewhere to the menu of a button."""
        is_mac = sys.platform == "darwin"
        button.setHidden(is_mac)
        menu = window.menuBar() if is_mac else button.menu()
        for title, groups in MENUS.items():
            self._fill(menu.addMenu(title), groups)

    def fill_view_menu(self, menu: QMenu) -> None:
        """Add the commands for the display of photos, colours and panels."""
        self._fill(menu, VIEW_BUTTON)

    def photo_menu(
        self, parent: QWidget, file_actions: list[QAction], *, has_stack: bool = False, is_missing: bool = False
    ) -> QMenu:
        """Return the context menu of photos.

        Args:
            parent: Owns the menu.
            file_actions: What can be done with their files.
            has_stack: Whether near-duplicates are stacked behind the first of them.
            is_missing: Whether their files are missing, so that nothing can be done with them.
        """
        menu = make_menu(parent)
        first, *others = PHOTO_MENU
        self._fill(menu, (first if has_stack else tuple(name for name in first if name != "alike"), *others))
        menu.addSeparator()
        self._fill(menu, ((PHOTO_CHANGES,),))
        if is_missing:
            self._fill(menu, (MISSING_NAMES,))
            return menu
        files = menu.addMenu(tr("File"))
        files.addActions(file_actions)
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


def _on_trigger(action: QAction, run: Act) -> None:
    # Qt passes a "checked" argument that the commands do not accept.
    action.triggered.connect(lambda _is_checked: run())


def _show_keys(window: QWidget) -> None:
    """Give the actions of a window the keys in use."""
    keys = {action: [QKeySequence(key) for key in current_keys().keys_of(action.data())]
            for action in window.actions() if action.data() in COMMANDS}  # fmt: skip
    changed = [action for action, wanted in keys.items() if action.shortcuts() != wanted]
    for action in changed:  # first all are free, so that no two actions ever share a key
        action.setShortcuts([])
    for action in changed:
        action.setShortcuts(keys[action])


def late_shortcut_page() -> "LateWidget[ShortcutPage]":
    """Return the page of the preferences that lists all keys, made when it is first shown."""

    def make() -> "ShortcutPage":
        from photon.ui.shortcuts.shortcut_page import ShortcutPage

        return ShortcutPage()

    return LateWidget(make)
