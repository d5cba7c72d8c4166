"""Texts that name the keys of commands, always those in use now."""

import re
from collections.abc import Callable
from typing import Self

from PySide6.QtWidgets import QLabel, QWidget

from photon.language import tr
from photon.ui.keys.command_table import ALL_COMMANDS
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_names import key_name

_PART, _NAMED = " · ", re.compile(r"\{(\w+)\}")


class KeyedText(str):
    """A text behind which the key of a command is shown: ``Add a filter`` and, where it is shown, its key.

    It is the text itself, without the key, for all who need no more, such as accessible names.
    """

    __slots__ = ("command",)
    command: str

    def __new__(cls, text: str, command: str) -> Self:
        """Make it.

        Args:
            text: The text.
            command: The name of the command.
        """
        made = super().__new__(cls, text)
        made.command = command
        return made


def key_of(command: str) -> str:
    """Return the name of the first key of a command, as people read it; empty if it has none."""
    keys = current_keys().keys_of(command)
    return key_name(keys[0]) if keys else ""


def with_key(text: str) -> str:
    """Return a text with the key of its command in brackets, if it is a ``KeyedText`` and the command has a key."""
    key = key_of(text.command) if isinstance(text, KeyedText) else ""
    return f"{text} ({key})" if key else str(text)


def with_menu_key(text: str) -> str:
    """Return the text of a menu entry, with the key of its command at the right if it is a ``KeyedText``."""
    key = key_of(text.command) if isinstance(text, KeyedText) else ""
    return f"{text}\t{key}" if key else str(text)


def way_to(command: str) -> str:
    """Return how to run a command, as a part of a sentence: ``press T``; without a key, to choose it in the menu."""
    key = key_of(command)
    return tr("press {key}", key=key) if key else tr("choose “{command}” in the menu", command=_plain(command))


def with_way(text: str, command: str) -> str:
    """Return a sentence in which ``{press}`` stands for how to run a command; see ``way_to``."""
    return text.replace("{press}", way_to(command))


def _plain(command: str) -> str:
    return ALL_COMMANDS[command].text.rstrip("…")


def key_line(template: str, page: str) -> str:
    """Return a line about the keys of a page.

    Args:
        template: Parts between " · ", in which ``{next}`` stands for the key of the command ``next`` of the page. A
            part whose commands have no keys is left out.
        page: The page, as in ``PAGES``.
    """

    def fill(part: str) -> str:
        names = _NAMED.findall(part)
        keys = [key_of(f"{page}.{name}") for name in names]
        for name, key in zip(names, keys, strict=True):
            part = part.replace(f"{{{name}}}", key)
        return " ".join(part.split()) if any(keys) or not names else ""

    return _PART.join(part for part in map(fill, template.split(_PART)) if part)


def show_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip; behind a ``KeyedText`` it always names the key in use."""
    if isinstance(text, KeyedText):
        current_keys().follow(widget, "tip", lambda shown: shown.setToolTip(with_key(text)))
    else:
        current_keys().forget(widget, "tip")
        widget.setToolTip(text)


def show_with_keys(label: QLabel, words: Callable[[], str]) -> None:
    """Show a text that names keys in a label, and show it again after each change of keys.

    Args:
        label: The label.
        words: Returns the text; it must not refer to the label.
    """
    current_keys().follow(label, "words", lambda shown: shown.setText(words()))
