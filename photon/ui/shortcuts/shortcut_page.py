"""The page of the preferences with all keys: choose a key map, and change the keys of single commands.

A change counts at once. Nothing is taken from another command before the user agrees.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from photon.language import tr
from photon.ui.keys.command_table import ALL_COMMANDS, PAGES, WINDOW, page_of
from photon.ui.keys.current_keys import DAMAGED, current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.key_names import key_name
from photon.ui.keys.refused_keys import FIXED, refusal
from photon.ui.keys.shipped_maps import Keys
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import with_role
from photon.ui.shortcuts.key_map_row import KeyMapRow
from photon.ui.shortcuts.key_recorder import KeyRecorder
from photon.ui.shortcuts.shortcut_tree import ShortcutTree
from photon.ui.widgets.keyed_line import KeyedLine

INTRODUCTION = tr("Commands work while photos are shown. While a page is open, its own keys come first.")
_WIDTH = 820  # pixels; longer lines are hard to follow


class ShortcutPage(QWidget):
    """Lists all commands with their keys, and changes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Keyboard shortcuts"))
        self.key_map, self.field = KeyMapRow(), KeyedLine(self, self._take_key)
        self.tree = ShortcutTree(self)
        self.name, self.message = make_label(role="strong", is_plain=True), make_label(wraps=True, is_plain=True)
        self.change = make_button(tr("Set key…"), tr("Replace the keys of this command by another one"))
        self.add = make_button(tr("Add key…"), tr("Give this command a further key"))
        self.remove = make_button(tr("Remove keys"), tr("Take all keys from this command"), self._remove)
        self.reset = make_button(tr("Reset"), tr("Give this command the keys of the key map"), self._reset)
        self.recorder = KeyRecorder(self)
        self.agree, self.decline = make_button(role="primary"), make_button(tr("Cancel"))
        self._command, self._adds = "", False
        self._act: Callable[[], object] | None = None
        self._compose()
        self._connect()
        self._show_command(self.tree.command)
        current_keys().follow(self, "keys", ShortcutPage._show_buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Say that stored keys could not be read; the user sees it then, and need not hear of it at each start."""
        super().showEvent(event)
        if current_keys().is_damaged:
            current_keys().take_note()
            self.say(DAMAGED)

    def _compose(self) -> None:
        name_field(self.field, tr("Find a command or a key"))
        self.field.setClearButtonEnabled(True)
        self.message.setMinimumHeight(2 * self.message.fontMetrics().height())  # so that the list does not jump
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        head = (make_label(tr("Keyboard shortcuts"), "title"), make_label(INTRODUCTION, "quiet", wraps=True))
        buttons = hbox((self.name, 1), self.change, self.add, self.remove, self.reset, spacing=tokens.TIGHT)
        answers = hbox((self.message, 1), self.recorder, self.agree, self.decline, spacing=tokens.TIGHT)
        column = QFrame()
        column.setMaximumWidth(_WIDTH)
        parts = (*head, self.key_map, self.field, (self.tree, 1), buttons, answers)
        vbox(*parts, to=column, margins=0, spacing=tokens.SPACE)
        hbox(None, (column, 100), None, to=with_role(self, "photos"), margins=tokens.LOOSE)

    def _connect(self) -> None:
        self.key_map.message.connect(self.say)
        self.key_map.done.connect(self._finish)
        self.key_map.asked.connect(self._ask)
        self.field.textChanged.connect(self.tree.filter)
        self.tree.picked.connect(self._show_command)
        self.tree.change_wanted.connect(partial(self._record, adds=False))
        self.tree.removal_wanted.connect(self._remove)
        self.change.clicked.connect(lambda: self._record(adds=False))
        self.add.clicked.connect(lambda: self._record(adds=True))
        self.recorder.recorded.connect(self._try_key)
        self.recorder.cancelled.connect(lambda: self._finish(""))
        self.agree.clicked.connect(self._go_on)
        self.decline.clicked.connect(lambda: self._finish(""))

    # -- what is shown -----------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Show a message below the list, and end a recording or a question."""
        self._act = None
        for part in (self.recorder, self.agree, self.decline):
            part.hide()
        self.message.setText(words)

    def _show_command(self, command: str) -> None:
        """Offer what can be done with the current command."""
        self._command = command
        self.say("")
        self.name.setText(ALL_COMMANDS[command].text if command else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        key_map, command = current_keys().key_map, self._command
        can_change = bool(command) and command != FIXED
        for button in (self.change, self.add):
            button.setEnabled(can_change)
        self.remove.setEnabled(can_change and bool(key_map.keys_of(command)))
        self.reset.setEnabled(can_change and key_map.is_changed(command))

    # -- a key -------------------------------------------------------------------------------------

    def _record(self, *, adds: bool) -> None:
        """Wait for a key of the current command."""
        if self._command == FIXED:
            self.say(refusal(FIXED, ""))
            return
        words = tr("Press the key for “{command}”. Esc cancels.", command=ALL_COMMANDS[self._command].text)
        self.say(words)
        self._adds = adds
        self.recorder.start(words)

    def _try_key(self, key: str) -> None:
        """Give the recorded key to the current command, ask first, or say why that is not possible."""
        command, key_map = self._command, current_keys().key_map
        refused = refusal(command, key)
        if refused:
            words = f"{refused} {tr('Press another one, or Esc to cancel.')}"
            self.message.setText(words)
            self.recorder.setAccessibleDescription(words)
            return
        kept = tuple(one for one in key_map.keys_of(command) if one != key) if self._adds else ()
        self._ask_for_keys((key,), partial(self._give, command, (*kept, key), key))

    def _give(self, command: str, keys: Keys, key: str) -> None:
        current_keys().use(current_keys().key_map.give(command, keys))
        done = tr("“{command}” now has the key {key}.", command=ALL_COMMANDS[command].text, key=key_name(key))
        self._finish(f"{done} {_shadows(current_keys().key_map, command, key)}".strip())

    def _remove(self) -> None:
        if self.remove.isEnabled():
            current_keys().use(current_keys().key_map.give(self._command, ()))
            self._finish(tr("“{command}” has no key now.", command=ALL_COMMANDS[self._command].text))

    def _reset(self) -> None:
        """Give the current command the keys of the map; ask first if another command has one of them."""
        command = self._command
        self._ask_for_keys(current_keys().key_map.reset(command).keys_of(command), self._do_reset)

    def _do_reset(self) -> None:
        current_keys().use(current_keys().key_map.reset(self._command))
        words = tr("“{command}” has the keys of the key map again.", command=ALL_COMMANDS[self._command].text)
        self._finish(words)

    def _ask_for_keys(self, keys: Keys, act: Callable[[], object]) -> None:
        """Ask before each of these keys that another command has, then do what gives them to the current one."""
        for at, key in enumerate(keys, start=1):
            user = current_keys().key_map.user_of(page_of(self._command), key)
            if user not in ("", self._command):
                words = tr(
                    "{key} is used by “{other}”. Replace it there?", key=key_name(key), other=ALL_COMMANDS[user].text
                )
                self._ask(words, tr("Replace"), partial(self._ask_for_keys, keys[at:], act))
                return
        act()

    # -- questions ---------------------------------------------------------------------------------

    def _ask(self, words: str, answer: str, act: Callable[[], object]) -> None:
        """Ask before something is taken away."""
        self.say(words)
        self._act = act
        self.agree.setText(answer)
        self.agree.setAccessibleDescription(words)
        for button in (self.agree, self.decline):
            button.show()
        self.agree.setFocus()

    def _go_on(self) -> None:
        act = self._act
        self.say("")
        if act is not None:
            act()

    def _finish(self, words: str) -> None:
        """Say what was done, if anything, and go back to the list."""
        self.say(words)
        self.tree.setFocus()

    def _take_key(self, event: QKeyEvent) -> bool:
        """In the field: arrows and Enter move to the list, Esc clears the field first."""
        keys = Qt.Key
        if event.key() in (keys.Key_Down, keys.Key_Return, keys.Key_Enter):
            self.tree.setFocus()
            return True
        if event.key() == keys.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc withdraw a question before it leaves the page."""
        if event.key() == Qt.Key.Key_Escape and self._act is not None:
            self._finish("")
        else:
            super().keyPressEvent(event)


def _shadows(key_map: KeyMap, command: str, key: str) -> str:
    """Say where a key does something else, because the keys of a page come before those of the window."""
    if page_of(command) == WINDOW:
        pages = [title for page, title in PAGES.items() if key_map.user_of(page, key)]
        return tr("On these pages the key does something else: {pages}.", pages=", ".join(pages)) if pages else ""
    user = key_map.user_of(WINDOW, key)
    return tr("On this page it comes before “{other}”.", other=ALL_COMMANDS[user].text) if user else ""
