"""The page of preferences that lists all keys."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.widgets.scroll_page import ScrollPage
from photon.ui.window.command_table import COMMANDS, MENUS, OUTSIDE_MENUS, PAGE_KEYS, iterate_menu

_KEY_WIDTH = 132


class KeyPage(ScrollPage):
    """Lists the keys of the commands, menu by menu, and those of each page."""

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page when it is first shown: its labels take 30 ms, which the start of the window can do without."""
        if self.widget() is None:
            self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        menus = [_make_block(title, _rows_of(name for _, name in iterate_menu(title))) for title in MENUS]
        menus.append(_make_block(tr("Outside menus"), _rows_of(OUTSIDE_MENUS)))
        pages = [
            _make_block(title, ((_name_keys(names.split()), text) for names, text in keys.items()))
            for title, keys in PAGE_KEYS.items()
        ]
        columns = hbox((vbox(*menus, None), 1), (vbox(*pages, None), 1), spacing=tokens.LOOSE)
        introduction = tr("Commands work while photos are shown. While a page is open, its own keys come first.")
        self._compose(tr("Keyboard shortcuts"), introduction, columns)


def _rows_of(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((_name_keys(COMMANDS[name].keys), COMMANDS[name].text) for name in names if COMMANDS[name].keys)


def _name_keys(names: Iterable[str]) -> str:
    shown = (QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText) for name in names)
    # Keyboards of today say Enter; Qt's own translation of Return is what it writes.
    return "  ".join(key.replace(QCoreApplication.translate("QShortcut", "Return"), tr("Enter")) for key in shown)


def _make_block(title: str, rows: Iterable[tuple[str, str]]) -> QWidget:
    """One label with a table: two labels a row take ten times as long to get their style."""
    lines = (
        f"<tr><td width={_KEY_WIDTH}><b>{escape(keys)}</b></td><td>{escape(text)}</td></tr>" for keys, text in rows
    )
    table = make_label(f"<table cellspacing=0 cellpadding=2>{''.join(lines)}</table>", wraps=True)
    table.setTextFormat(Qt.TextFormat.RichText)
    block = QWidget()
    vbox(make_label(title, "heading"), table, to=block, margins=(0, 0, 0, tokens.SPACE), spacing=tokens.TIGHT)
    return block
