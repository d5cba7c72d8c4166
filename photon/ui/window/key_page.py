"""The page of preferences that lists all keys."""

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, make_form, vbox
from photon.ui.widgets.scroll_page import ScrollPage
from photon.ui.window.command_table import COMMANDS, MENUS, PAGE_KEYS, Submenu

_KEY_WIDTH = 132


class KeyPage(ScrollPage):
    """Lists the keys of the commands, menu by menu, and those of each page."""

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page when it is first shown: its labels take 30 ms, which the start of the window can do without."""
        if self.widget() is None:
            self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        menus = [_make_block(title, _rows_of_menu(title)) for title in MENUS]
        pages = [
            _make_block(title, ((_name_keys(names.split()), text) for names, text in keys.items()))
            for title, keys in PAGE_KEYS.items()
        ]
        columns = hbox(vbox(*menus, None), vbox(*pages, None), spacing=tokens.LOOSE)
        introduction = "Keys of commands work everywhere. Keys of a page work while that page is open."
        self._compose("Keyboard shortcuts", introduction, columns)


def _rows_of_menu(title: str) -> Iterable[tuple[str, str]]:
    for group in MENUS[title]:
        for entry in group:
            for name in entry.names if isinstance(entry, Submenu) else (entry,):
                if COMMANDS[name].keys:
                    yield _name_keys(COMMANDS[name].keys), COMMANDS[name].text


def _name_keys(names: Iterable[str]) -> str:
    shown = (QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText) for name in names)
    return "  ".join(key.replace("Return", "Enter") for key in shown)


def _make_block(title: str, rows: Iterable[tuple[str, str]]) -> QWidget:
    block = QWidget()
    form = make_form(spacing=(tokens.TIGHT, tokens.HAIR))
    for keys, text in rows:
        label = make_label(keys, "strong")
        label.setMinimumWidth(_KEY_WIDTH)
        form.addRow(label, make_label(text, wraps=True))
    vbox(make_label(title, "heading"), form, to=block, margins=(0, 0, 0, tokens.SPACE), spacing=tokens.TIGHT)
    return block
