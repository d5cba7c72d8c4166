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

import photon.ui.window.features  # noqa: F401 - takes in the commands of all features
from photon.language.language import LANGUAGES, current_language
from photon.ui.keys.command_table import ALL_COMMANDS, MENUS, PAGES, commands_of, commands_outside, iterate_menu

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

These are the keys with which Photon comes. In the window, **?** shows those that you use, **F10** opens the menu, and
**Ctrl+K** finds a command.

## Change keys

1. Press **?**.
2. Choose a command, press **Enter** or *Set key…*, then press the new key. Photon asks if another command has it.
3. *Add key…* gives a further key, *Remove keys* (**Del**) takes all of them, *Reset* restores the first ones.

Esc, Enter, Space, Tab, Del, Backspace, F2, arrow keys, and copy and paste can't be changed: lists and fields need them.

Above the list, *As in Lightroom* and *As in digiKam* choose the keys of another program; the list then shows those.
*Export…* and *Import…* take your keys to another computer.
""",
        "Outside menus",
        "| key | does |",
        " or ",
        {"Return": "Enter"},
    ),
    "de": PageWords(
        """\
# Tastenkürzel

Dies sind die Tasten, die Photon mitbringt. Im Fenster zeigt **?** die, die Sie verwenden, **F10** öffnet das Menü, und
**Strg+K** findet einen Befehl.

## Tasten ändern

1. **?** drücken.
2. Einen Befehl wählen, **Eingabe** oder *Taste festlegen…* drücken, dann die neue Taste. Photon fragt, wenn ein anderer
   Befehl sie hat.
3. *Taste hinzufügen…* gibt eine weitere Taste, *Tasten entfernen* (**Entf**) nimmt alle, *Zurücksetzen* stellt die
   ersten wieder her.

Esc, Eingabe, Leertaste, Tab, Entf, Rücktaste, F2, Pfeiltasten, Kopieren und Einfügen lassen sich nicht ändern: Listen
und Felder brauchen sie.

Über der Liste wählen *Wie in Lightroom* und *Wie in digiKam* die Tasten eines anderen Programms; die Liste zeigt dann
diese. *Exportieren…* und *Importieren…* bringen Ihre Tasten auf einen anderen Computer.
""",
        "Außerhalb der Menüs",
        "| Taste | bewirkt |",
        " oder ",
        {
            "Return": "Eingabe",
            "Ctrl": "Strg",
            "Shift": "Umschalt",
            "Space": "Leertaste",
            "Backspace": "Rücktaste",
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
    parts.append(_block(words.outside, commands_outside()))
    parts += [_block(title, commands_of(page)) for page, title in PAGES.items()]
    return "\n".join(parts)


def _block(title: str, names: Iterable[str]) -> str:
    return _table(
        title, ((ALL_COMMANDS[name].keys, ALL_COMMANDS[name].text) for name in names if ALL_COMMANDS[name].keys)
    )


def _keys(keys: Iterable[str]) -> str:
    words = _WORDS[current_language()]
    return words.either.join(map(_key_name, keys))


def _table(title: str, rows: Iterable[tuple[Iterable[str], str]]) -> str:
    words = _WORDS[current_language()]
    lines = [f"| {_keys(keys)} | {text} |" for keys, text in rows]
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
