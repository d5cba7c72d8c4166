"""Functions that create rows and columns of widgets, and dialogs made of these, in one call; the order of Tab."""

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from photon.ui.kit import tokens

Item = QWidget | QLayout | tuple[QWidget | QLayout, int] | tuple[QWidget, int, Qt.AlignmentFlag] | int | None
"""A widget or layout, with its stretch factor or with stretch and alignment; pixels of space; None for a stretch."""
Margins = int | tuple[int, int] | tuple[int, int, int, int] | None
B = TypeVar("B", bound=QBoxLayout)


def hbox(*items: Item, to: QWidget | None = None, margins: Margins = None, spacing: int = -1) -> QHBoxLayout:
    """Make a row.

    Args:
        items: Its items, from the left.
        to: The widget that gets the layout.
        margins: Pixels on all sides, or left and right, above and below, or left, top, right, bottom; None for those
            of the style.
        spacing: Pixels between the items; -1 for those of the style.

    Returns:
        The layout.
    """
    return _fill(QHBoxLayout(), items, to, (margins, spacing))


def vbox(*items: Item, to: QWidget | None = None, margins: Margins = None, spacing: int = -1) -> QVBoxLayout:
    """Make a column; the arguments are those of ``hbox``, with the items from the top."""
    return _fill(QVBoxLayout(), items, to, (margins, spacing))


def _fill(layout: B, items: tuple[Item, ...], to: QWidget | None, gaps: tuple[Margins, int]) -> B:
    margins, spacing = gaps
    if to is not None:
        to.setLayout(layout)
    if margins is not None:
        sides = (margins,) if isinstance(margins, int) else margins
        layout.setContentsMargins(*(sides * (4 // len(sides))))
    if spacing >= 0:
        layout.setSpacing(spacing)
    for item in items:
        _add(layout, item)
    return layout


def _add(layout: QBoxLayout, item: Item) -> None:
    if item is None:
        layout.addStretch(1)
    elif isinstance(item, int):
        layout.addSpacing(item)
    else:
        part, *rest = item if isinstance(item, tuple) else (item,)
        arguments: list[Any] = rest  # mypy cannot distinguish tuples of both lengths here
        if isinstance(part, QLayout):
            layout.addLayout(part, *arguments)
        else:
            layout.addWidget(part, *arguments)


def make_form(
    to: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: tuple[int, int]
) -> QFormLayout:
    """Make a layout of fields with their names on the left.

    Args:
        to: The widget that gets the layout.
        margins: Pixels left, top, right, bottom.
        spacing: Pixels between name and field, and between rows.

    Returns:
        The layout.
    """
    form = QFormLayout()
    if to is not None:
        to.setLayout(form)
    form.setContentsMargins(*margins)
    form.setHorizontalSpacing(spacing[0])
    form.setVerticalSpacing(spacing[1])
    return form


def make_divider() -> QFrame:
    """Make a vertical line between two panels."""
    line = QFrame()
    line.setFixedWidth(1)
    line.setProperty("role", "divider")
    return line


def frame_dialog(dialog: QDialog, title: str, parts: Sequence[Item], buttons: tuple[QPushButton, QPushButton]) -> None:
    """Compose a dialog: its parts, and two buttons at the lower right. It is deleted once it is closed.

    Args:
        dialog: The dialog, without a layout.
        title: Its title.
        parts: From the top, as for ``vbox``.
        buttons: The one that leaves everything as it is, and the one that goes on, which Enter presses unless the
            other one has the focus.
    """
    leave, go = buttons
    go.setDefault(True)
    dialog.setWindowTitle(title)
    foot = hbox(None, leave, go, spacing=tokens.TIGHT)
    vbox(*parts, foot, to=dialog, margins=tokens.LOOSE, spacing=tokens.SPACE)
    dialog.finished.connect(dialog.deleteLater)


def place_in_tab_order(part: QWidget, at: QWidget) -> None:
    """Let Tab reach a part that was added to a window where it is seen; Qt would let it come last.

    Args:
        part: The part; its own order stays.
        at: What contains it.
    """
    inside = [part]
    while (one := inside[-1].nextInFocusChain()) is not None and part.isAncestorOf(one):
        inside.append(one)
    before, outermost = at, at.window()
    while before is not outermost and not _takes_tab(before):
        before = before.previousInFocusChain() or outermost
    for one in filter(_takes_tab, inside):
        QWidget.setTabOrder(before, one)
        before = one


def _takes_tab(widget: QWidget) -> bool:
    """Return whether Qt lets Tab stop at a widget and gives it a place in the order."""
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
