"""Writes the page of the guide that lists all keys, from the table of commands: packaging/make_key_guide.py."""

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from photon.ui.window.command_table import COMMANDS, MENUS, OUTSIDE_MENUS, PAGE_KEYS, iterate_menu

PAGE = Path(__file__).resolve().parent.parent / "resources" / "help" / "keys.md"
_INTRODUCTION = """\
# Keyboard shortcuts

Commands work while photos are shown. While a page is open, its own keys come first. In the window, **?** shows this
list. **F10** opens the menu, **Ctrl+K** finds a command by a part of its name.
"""


def key_guide() -> str:
    """The page as Markdown."""
    parts = [_INTRODUCTION]
    parts += [_block(title, (name for _, name in iterate_menu(title))) for title in MENUS]
    parts.append(_block("Outside menus", OUTSIDE_MENUS))
    parts += [
        _table(title, ((names.split(), text) for names, text in keys.items())) for title, keys in PAGE_KEYS.items()
    ]
    return "\n".join(parts)


def _block(title: str, names: Iterable[str]) -> str:
    return _table(title, ((COMMANDS[name].keys, COMMANDS[name].text) for name in names if COMMANDS[name].keys))


def _table(title: str, rows: Iterable[tuple[Iterable[str], str]]) -> str:
    lines = [f"| {' or '.join(key.replace('Return', 'Enter') for key in keys)} | {text} |" for keys, text in rows]
    return "\n".join([f"## {title}\n", "| key | does |", "|---|---|", *lines]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(key_guide(), encoding="utf-8")
