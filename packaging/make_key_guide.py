"""Writes the page of the guide that lists all keys, in each language, from the table of commands.

python packaging/make_key_guide.py
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from photon.language.language import LANGUAGES, current_language
from photon.ui.window.command_table import COMMANDS, MENUS, OUTSIDE_MENUS, PAGE_KEYS, iterate_menu

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class PageWords:
    """The texts of the page besides the table of commands; ``keys`` are names that differ from Qt's."""

    introduction: str
    outside: str
    head: str
    either: str
    keys: dict[str, str]


_WORDS = {
    "en": PageWords(
        """\
# Keyboard shortcuts

Commands work while photos are shown. While a page is open, its own keys come first. In the window, **?** shows this
list. **F10** opens the menu, **Ctrl+K** finds a command by a part of its name.
""",
        "Outside menus",
        "| key | does |",
        " or ",
        {"Return": "Enter"},
    ),
    "de": PageWords(
        """\
# Tastenkürzel

Befehle gelten, solange Fotos gezeigt werden. Ist eine Seite geöffnet, gelten ihre eigenen Tasten zuerst. Im Fenster
zeigt **?** diese Liste. **F10** öffnet das Menü, **Strg+K** findet einen Befehl über einen Teil seines Namens.
""",
        "Außerhalb der Menüs",
        "| Taste | bewirkt |",
        " oder ",
        {
            "Return": "Eingabe",
            "Ctrl": "Strg",
            "Shift": "Umschalt",
            "Space": "Leertaste",
            "Del": "Entf",
            "Left": "Links",
            "Right": "Rechts",
            "Up": "Auf",
            "Down": "Ab",
            "PgUp": "Bild auf",
            "PgDown": "Bild ab",
            "Home": "Pos1",
            "End": "Ende",
            "Back": "Zurück",
        },
    ),
}


def page(language: str) -> Path:
    """Return the path of the page in a language."""
    folder = ROOT / "resources" / "help"
    return (folder if language == "en" else folder / language) / "keys.md"


def key_guide() -> str:
    """Return the page as Markdown, in the language of the process."""
    words = _WORDS[current_language()]
    parts = [words.introduction]
    parts += [_block(title, (name for _, name in iterate_menu(title))) for title in MENUS]
    parts.append(_block(words.outside, OUTSIDE_MENUS))
    parts += [
        _table(title, ((names.split(), text) for names, text in keys.items())) for title, keys in PAGE_KEYS.items()
    ]
    return "\n".join(parts)


def _block(title: str, names: Iterable[str]) -> str:
    return _table(title, ((COMMANDS[name].keys, COMMANDS[name].text) for name in names if COMMANDS[name].keys))


def _table(title: str, rows: Iterable[tuple[Iterable[str], str]]) -> str:
    words = _WORDS[current_language()]
    lines = [f"| {words.either.join(map(_key_name, keys))} | {text} |" for keys, text in rows]
    return "\n".join([f"## {title}\n", words.head, "|---|---|", *lines]) + "\n"


def _key_name(keys: str) -> str:
    """Return the name of ``Ctrl+Return`` in this language; a plus that is a key stays."""
    names = _WORDS[current_language()].keys
    return "+".join(names.get(key, key) for key in keys.split("+"))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for code in LANGUAGES:
            environment = {**os.environ, "PHOTON_LANGUAGE": code}
            written = subprocess.run(
                [sys.executable, __file__, code], env=environment, check=True, stdout=subprocess.PIPE
            )
            page(code).write_bytes(written.stdout)
    else:
        sys.stdout.buffer.write(key_guide().encode())
