"""The page of the preferences that lists all keys."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox, make_form, vbox
from photon.ui.widgets.scroll_page import ScrollPage
from photon.ui.window.command_table import COMMANDS, MENUS, OUTSIDE_MENUS, PAGE_KEYS, iterate_menu

_KEY_WIDTH = 132


class KeyPage(ScrollPage):
    """Lists the keys of the commands, menu by menu, and those of each page."""

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the page when it is first shown, block by block: filling it at once would block the window for 80 ms."""
        if self.widget() is None:
            menus, pages = vbox(None), vbox(None)
            columns = hbox((menus, 1), (pages, 1), spacing=tokens.LOOSE)
            introduction = tr("Commands work while photos are shown. While a page is open, its own keys come first.")
            self._compose(tr("Keyboard shortcuts"), introduction, columns)
            self._left = [(menus, title, _rows_of(name for _, name in iterate_menu(title))) for title in MENUS]
            self._left.append((menus, tr("Outside menus"), _rows_of(OUTSIDE_MENUS)))
            self._left += [(pages, title, _rows_of_page(keys)) for title, keys in PAGE_KEYS.items()]
            self._add_block()
        super().showEvent(event)

    def _add_block(self) -> None:
        column, title, rows = self._left.pop(0)
        column.insertWidget(column.count() - 1, _make_block(title, rows))
        if self._left:
            QTimer.singleShot(0, self, self._add_block)


def _rows_of(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((_name_keys(COMMANDS[name].keys), COMMANDS[name].text) for name in names if COMMANDS[name].keys)


def _rows_of_page(keys: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((_name_keys(names.split()), text) for names, text in keys.items())


def _name_keys(names: Iterable[str]) -> str:
    shown = (QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText) for name in names)
    # Modern keyboards are labelled Enter; Qt's own translation of Return matches their label.
    return "  ".join(key.replace(QCoreApplication.translate("QShortcut", "Return"), tr("Enter")) for key in shown)


def _make_block(title: str, rows: Iterable[tuple[str, str]]) -> QWidget:
    block = QWidget()
    form = make_form(spacing=(tokens.TIGHT, tokens.HAIR))
    for keys, text in rows:
        label = make_label(keys, "strong")
        label.setMinimumWidth(_KEY_WIDTH)
        form.addRow(label, make_label(text, wraps=True))
    vbox(make_label(title, "heading"), form, to=block, margins=(0, 0, 0, tokens.SPACE), spacing=tokens.TIGHT)
    return block
