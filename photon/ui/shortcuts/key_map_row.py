"""The row with the key map: another one, from a file and as a file, without the user's changes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from photon.language import tr
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.shipped_maps import SHIPPED_MAPS
from photon.ui.keys.stored_keys import has_key_map, read_key_map, write_key_map
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox

KINDS = tr("Key map of Photon") + " (*.keys)"


class KeyMapRow(QWidget):
    """Chooses the key map.

    Signals: ``said`` brings a message, ``done`` one about a step that the user had agreed to, and ``asked`` a question,
    the text of the button that agrees, and what it calls.
    """

    message = Signal(str)
    done = Signal(str)
    asked = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.maps = QComboBox()
        self.maps.setAccessibleName(tr("Key map"))
        for name, one in SHIPPED_MAPS.items():
            self.maps.addItem(one.title, name)
        self.maps.activated.connect(lambda _: self._choose_map(self.maps.currentData()))
        self.export = make_button(tr("Export…"), tr("Save this key map as a file"), self._ask_where)
        self.imports = make_button(tr("Import…"), tr("Use a key map that was saved as a file"), self._ask_which)
        self.reset_all = make_button(tr("Reset all…"), tr("Discard all your changes"), self._ask_to_reset_all)
        hbox(make_label(tr("Key map")), self.maps, None, self.imports, self.export, self.reset_all, to=self, margins=0)
        current_keys().follow(self, "keys", KeyMapRow._show_map)

    def _show_map(self) -> None:
        key_map = current_keys().key_map
        with QSignalBlocker(self.maps):
            self.maps.setCurrentIndex(self.maps.findData(key_map.name))
        self.reset_all.setEnabled(bool(key_map.changes))

    def _choose_map(self, name: str) -> None:
        current_keys().use(current_keys().key_map.start_from(name))
        words = tr("Photon now uses the key map “{map}”.", map=SHIPPED_MAPS[name].title)
        kept = tr("Your own changes stay on top of it.") if current_keys().key_map.changes else ""
        self.message.emit(f"{words} {kept}".strip())

    def _ask_to_reset_all(self) -> None:
        name = current_keys().key_map.name
        words = tr("Discard all your changes to the key map “{map}”?", map=SHIPPED_MAPS[name].title)
        use = partial(self._use, KeyMap(name), tr("All commands have the keys of the key map."))
        self.asked.emit(words, tr("Reset all"), use)

    def _use(self, key_map: KeyMap, words: str) -> None:
        current_keys().use(key_map)
        self.done.emit(words)

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
        self.message.emit(tr("The file can't be written.") if failed else tr("The key map was saved."))

    def _ask_which(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import key map"), str(Path.home()), KINDS)
        if path:
            self.import_from(path)

    def import_from(self, path: str) -> None:
        """Use the key map in a file; if parts of it can't be read, ask first."""
        found = QSettings(path, QSettings.Format.IniFormat)
        if not has_key_map(found) or found.status() != QSettings.Status.NoError:
            self.message.emit(tr("This file has no key map; nothing was changed."))
            return
        key_map, is_whole = read_key_map(found)
        use = partial(self._use, key_map, tr("Photon now uses the key map of the file."))
        if is_whole:
            self.asked.emit(tr("Replace your keys by those of the file?"), tr("Replace"), use)
        else:
            self.asked.emit(tr("Parts of this key map can't be read. Use the others?"), tr("Use the others"), use)
