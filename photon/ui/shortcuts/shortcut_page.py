"""The page of the preferences with all keys: choose a key map, and change the keys of single commands.

A change counts at once. Nothing is taken from another command before the user agrees.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QWidget

from photon.language import tr
from photon.ui.keys.command_table import ALL_COMMANDS, PAGES, WINDOW, page_of
from photon.ui.keys.current_keys import DAMAGED, current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.key_names import key_name
from photon.ui.keys.refused_keys import FIXED, refusal
from photon.ui.keys.shipped_maps import SHIPPED_MAPS, Keys
from photon.ui.keys.stored_keys import has_key_map, read_key_map, write_key_map
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import with_role
from photon.ui.shortcuts.key_recorder import KeyRecorder
from photon.ui.shortcuts.shortcut_tree import ShortcutTree
from photon.ui.widgets.keyed_line import KeyedLine

INTRODUCTION = tr("Commands work while photos are shown. While a page is open, its own keys come first.")
KINDS = tr("Key map of Photon") + " (*.keys)"
_WIDTH = 820  # pixels; longer lines are hard to follow


class ShortcutPage(QWidget):
    """Lists all commands with their keys, and changes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Keyboard shortcuts"))
        self.maps, self.field = QComboBox(), KeyedLine(self, self._take_key)
        self.export = make_button(tr("Export…"), tr("Save this key map as a file"), self._ask_where)
        self.imports = make_button(tr("Import…"), tr("Use a key map that was saved as a file"), self._ask_which)
        self.reset_all = make_button(tr("Reset all…"), tr("Discard all your changes"), self._ask_to_reset_all)
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
        current_keys().follow(self, "keys", ShortcutPage._show_map)

    def showEvent(self, event: QShowEvent) -> None:
        """Say that stored keys could not be read; the user sees it then, and need not hear of it at each start."""
        super().showEvent(event)
        if current_keys().is_damaged:
            current_keys().take_note()
            self.say(DAMAGED)

    def _compose(self) -> None:
        self.maps.setAccessibleName(tr("Key map"))
        for name, one in SHIPPED_MAPS.items():
            self.maps.addItem(one.title, name)
        name_field(self.field, tr("Find a command or a key"))
        self.field.setClearButtonEnabled(True)
        self.message.setMinimumHeight(2 * self.message.fontMetrics().height())  # so that the list does not jump
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        head = (make_label(tr("Keyboard shortcuts"), "title"), make_label(INTRODUCTION, "quiet", wraps=True))
        above = hbox(make_label(tr("Key map")), self.maps, None, self.imports, self.export, self.reset_all)
        buttons = hbox((self.name, 1), self.change, self.add, self.remove, self.reset, spacing=tokens.TIGHT)
        answers = hbox((self.message, 1), self.recorder, self.agree, self.decline, spacing=tokens.TIGHT)
        column = QFrame()
        column.setMaximumWidth(_WIDTH)
        parts = (*head, above, self.field, (self.tree, 1), buttons, answers)
        vbox(*parts, to=column, margins=0, spacing=tokens.SPACE)
        hbox(None, (column, 100), None, to=with_role(self, "photos"), margins=tokens.LOOSE)

    def _connect(self) -> None:
        self.maps.activated.connect(lambda _: self._choose_map(self.maps.currentData()))
        self.field.textChanged.connect(self.tree.filter)
        self.tree.picked.connect(self._show_command)
        self.tree.change_wanted.connect(partial(self._record, adds=False))
        self.tree.removal_wanted.connect(self._remove)
        self.change.clicked.connect(lambda: self._record(adds=False))
        self.add.clicked.connect(lambda: self._record(adds=True))
        self.recorder.recorded.connect(self._try_key)
        self.recorder.cancelled.connect(self._cancel)
        self.agree.clicked.connect(self._go_on)
        self.decline.clicked.connect(self._cancel)

    # -- what is shown -----------------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Show a message below the list, and end a recording or a question."""
        self._act = None
        for part in (self.recorder, self.agree, self.decline):
            part.hide()
        self.message.setText(words)

    def _show_map(self) -> None:
        key_map = current_keys().key_map
        with QSignalBlocker(self.maps):
            self.maps.setCurrentIndex(self.maps.findData(key_map.name))
        self.reset_all.setEnabled(bool(key_map.changes))
        self._show_buttons()

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
        self.say(f"{done} {_shadows(current_keys().key_map, command, key)}".strip())
        self.tree.setFocus()

    def _remove(self) -> None:
        if self.remove.isEnabled():
            current_keys().use(current_keys().key_map.give(self._command, ()))
            self.say(tr("“{command}” has no key now.", command=ALL_COMMANDS[self._command].text))
            self.tree.setFocus()

    def _reset(self) -> None:
        """Give the current command the keys of the map; ask first if another command has one of them."""
        command = self._command
        self._ask_for_keys(current_keys().key_map.reset(command).keys_of(command), self._do_reset)

    def _do_reset(self) -> None:
        current_keys().use(current_keys().key_map.reset(self._command))
        words = tr("“{command}” has the keys of the key map again.", command=ALL_COMMANDS[self._command].text)
        self.say(words)
        self.tree.setFocus()

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

    def _cancel(self) -> None:
        self.say("")
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
            self._cancel()
        else:
            super().keyPressEvent(event)

    # -- the whole map -----------------------------------------------------------------------------

    def _choose_map(self, name: str) -> None:
        current_keys().use(current_keys().key_map.start_from(name))
        words = tr("Photon now uses the key map “{map}”.", map=SHIPPED_MAPS[name].title)
        kept = tr("Your own changes stay on top of it.") if current_keys().key_map.changes else ""
        self.say(f"{words} {kept}".strip())

    def _ask_to_reset_all(self) -> None:
        name = current_keys().key_map.name
        words = tr("Discard all your changes to the key map “{map}”?", map=SHIPPED_MAPS[name].title)
        self._ask(
            words, tr("Reset all"), partial(self._use, KeyMap(name), tr("All commands have the keys of the key map."))
        )

    def _use(self, key_map: KeyMap, words: str) -> None:
        current_keys().use(key_map)
        self.say(words)
        self.tree.setFocus()

    def _ask_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export key map"), str(Path.home() / "photon.keys"), KINDS)
        if path:
            self.export_to(path)

    def export_to(self, path: str) -> None:
        """Save the key map as a file."""
        written = QSettings(path, QSettings.Format.IniFormat)
        written.clear()
        write_key_map(written, current_keys().key_map)
        written.sync()
        failed = written.status() != QSettings.Status.NoError
        self.say(tr("The file can't be written.") if failed else tr("The key map was saved."))

    def _ask_which(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import key map"), str(Path.home()), KINDS)
        if path:
            self.import_from(path)

    def import_from(self, path: str) -> None:
        """Use the key map in a file; if parts of it can't be read, ask first."""
        found = QSettings(path, QSettings.Format.IniFormat)
        if not has_key_map(found) or found.status() != QSettings.Status.NoError:
            self.say(tr("This file has no key map; nothing was changed."))
            return
        key_map, is_whole = read_key_map(found)
        use = partial(self._use, key_map, tr("Photon now uses the key map of the file."))
        if is_whole:
            self._ask(tr("Replace your keys by those of the file?"), tr("Replace"), use)
        else:
            self._ask(tr("Parts of this key map can't be read. Use the others?"), tr("Use the others"), use)


def _shadows(key_map: KeyMap, command: str, key: str) -> str:
    """Say where a key does something else, because the keys of a page come before those of the window."""
    if page_of(command) == WINDOW:
        pages = [title for page, title in PAGES.items() if key_map.user_of(page, key)]
        return tr("On these pages the key does something else: {pages}.", pages=", ".join(pages)) if pages else ""
    user = key_map.user_of(WINDOW, key)
    return tr("On this page it comes before “{other}”.", other=ALL_COMMANDS[user].text) if user else ""
