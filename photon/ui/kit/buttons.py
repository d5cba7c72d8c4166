"""Buttons with their icon, hint and role, each made by one call."""

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtWidgets import QPushButton, QToolButton

from photon.language import tr
from photon.ui.keys.key_texts import show_tip
from photon.ui.kit import tokens
from photon.ui.kit.icons import wear

Clicked = Callable[..., object] | SignalInstance | None
"""What a click calls or emits."""
_MODIFIERS = "|".join((tr("Ctrl"), tr("Shift"), tr("Alt")))
_NAMED_KEYS = "|".join((tr("Enter"), tr("Esc"), tr("Space"), tr("Del"), tr("Left"), tr("Right")))
_KEY = re.compile(rf" \((?:(?:{_MODIFIERS})\+)*(?:[A-Z0-9]|F\d+|{_NAMED_KEYS})\)$")  # as tooltips name them


def make_icon_button(
    icon_name: str, hint: str, clicked: Clicked = None, *, colour: str = "quiet", pixels: int = tokens.ICON
) -> QToolButton:
    """Make a button that shows only an icon.

    Args:
        icon_name: Name in the icon family; empty for a button whose icon is set later.
        hint: The tooltip, which, without the shortcut at its end, is also the accessible name. Behind a ``KeyedText``
            it names the key in use.
        clicked: What a click calls or emits.
        colour: Colour token of the icon.
        pixels: Side of the icon.

    Returns:
        The button.
    """
    made = QToolButton()
    show_icon(made, icon_name, hint, colour)
    made.setIconSize(QSize(pixels, pixels))
    if clicked is not None:
        made.clicked.connect(clicked)
    return made


def show_icon(button: QToolButton, icon_name: str, hint: str, colour: str = "quiet") -> None:
    """Give a button an icon and a tooltip; without the shortcut at its end, the tooltip is the accessible name."""
    if icon_name:
        wear(button, icon_name, colour)
    show_tip(button, hint)
    button.setAccessibleName(_KEY.sub("", hint))


def make_back_button(clicked: Clicked) -> QToolButton:
    """Make the button that leads from a page back to the photos."""
    return make_icon_button("arrow-left", tr("Back to the photos (Esc)"), clicked, colour="text")


def make_button(
    text: str = "", hint: str = "", clicked: Clicked = None, *, role: str = "", icon_name: str = ""
) -> QPushButton:
    """Make a button with a text.

    Args:
        text: What it shows.
        hint: The tooltip; behind a ``KeyedText`` it names the key in use.
        clicked: What a click calls or emits.
        role: Its role in the stylesheet, such as ``primary`` or ``link``.
        icon_name: Name of its icon in the icon family; empty for none.

    Returns:
        The button.
    """
    made = QPushButton(text)
    show_tip(made, hint)
    if role:
        made.setProperty("role", role)
    if icon_name:
        wear(made, icon_name, "on_accent" if role == "primary" else "text")
    if clicked is not None:
        made.clicked.connect(clicked)
    return made


def keep_focus_elsewhere(*buttons: QPushButton | QToolButton) -> None:
    """Keep clicks from moving the keyboard focus to the buttons; Tab still reaches them."""
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
