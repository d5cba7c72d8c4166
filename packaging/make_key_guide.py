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
from photon.ui.keys.command_table import (
    ALL_COMMANDS,
    MENUS,
    OUTSIDE_MENUS,
    PAGES,
    commands_of,
    iterate_menu,
    page_of,
)
from photon.ui.keys.shipped_maps import SHIPPED_MAPS, USUAL

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class PageWords:
    """The texts of the page besides the table of commands; ``keys`` are names that differ from Qt's."""

    introduction: str
    outside: str
    head: str
    maps: dict[str, str]
    maps_head: str
    none: str
    either: str
    keys: dict[str, str]


_WORDS = {
    "en": PageWords(
        """\
# Keyboard shortcuts

Commands work while photos are shown. While a page is open, its own keys come first. In the window, **?** shows the keys
that you use. **F10** opens the menu, **Ctrl+K** finds a command by a part of its name. The guide names the keys with
which Photon comes. If you change keys, the menus and all texts of the window name yours.

## Change keys

1. Press **?**, or open **Preferences > Keyboard shortcuts**.
2. Choose a command, press **Enter** or *Set key…*, then press the new key. Photon says which command has that key
   already, and takes it from there only if you agree.
3. *Add key…* gives a command a further key, *Remove keys* (**Del**) takes all of them, *Reset* gives back
   the first ones.

Changes count at once. The field above the list finds a command by its name or by its key. One key can do different
things on different pages: on a page, the keys of that page come first. Some keys are refused, because all lists and
fields need them: Esc, Enter, Space, Tab, Del, Backspace, F2, the arrow keys, and those that copy and paste.

If you are used to another program, choose its key map above the list: *As in Lightroom* or *As in digiKam*. Your own
changes stay on top of it. Both maps are listed at the end of this page. *Export…* saves your key map as a file, which
*Import…* reads on another computer.
""",
        "Outside menus",
        "| key | does |",
        {
            "lightroom": """\
These keys differ from those of Photon; ratings, colour labels, flags and turning are alike in both. Tab, Space and
Ctrl+Enter do what they do in Photon, because lists and fields need them.
""",
            "digikam": """\
These keys differ from those of Photon. digiKam has more colour labels; those that Photon has, too, have its keys.
""",
        },
        "| key | does | in Photon |",
        "none",
        " or ",
        {"Return": "Enter"},
    ),
    "de": PageWords(
        """\
# Tastenkürzel

Befehle gelten, solange Fotos gezeigt werden. Ist eine Seite geöffnet, gelten ihre eigenen Tasten zuerst. Im Fenster
zeigt **?** die Tasten, die Sie verwenden. **F10** öffnet das Menü, **Strg+K** findet einen Befehl über einen Teil
seines Namens. Die Hilfe nennt die Tasten, die Photon mitbringt. Wenn Sie Tasten ändern, nennen die Menüs und alle Texte
des Fensters Ihre eigenen.

## Tasten ändern

1. **?** drücken oder **Einstellungen > Tastenkürzel** öffnen.
2. Einen Befehl wählen, **Eingabe** oder *Taste festlegen…* drücken, dann die neue Taste drücken. Photon sagt, welcher
   Befehl diese Taste schon hat, und nimmt sie ihm nur, wenn Sie zustimmen.
3. *Taste hinzufügen…* gibt einem Befehl eine weitere Taste, *Tasten entfernen* (**Entf**) nimmt ihm alle,
   *Zurücksetzen* gibt ihm die ersten zurück.

Änderungen gelten sofort. Das Feld über der Liste findet einen Befehl an seinem Namen oder an seiner Taste. Dieselbe
Taste kann auf verschiedenen Seiten Verschiedenes bewirken: Auf einer Seite gelten deren Tasten zuerst. Einige Tasten
lassen sich nicht vergeben, weil alle Listen und Felder sie brauchen: Esc, Eingabe, Leertaste, Tab, Entf, Rücktaste, F2,
die Pfeiltasten und die zum Kopieren und Einfügen.

Wer ein anderes Programm gewohnt ist, wählt über der Liste dessen Tastenbelegung: *Wie in Lightroom* oder *Wie in
digiKam*. Ihre eigenen Änderungen bleiben obenauf. Beide stehen am Ende dieser Seite. *Exportieren…* speichert Ihre
Tastenbelegung als Datei, die *Importieren…* auf einem anderen Computer liest.
""",
        "Außerhalb der Menüs",
        "| Taste | bewirkt |",
        {
            "lightroom": """\
Diese Tasten sind anders als die von Photon; Bewertungen, Farbmarkierungen, Flaggen und Drehen sind in beiden gleich.
Tab, Leertaste und Strg+Eingabe wirken wie in Photon, weil Listen und Felder sie brauchen.
""",
            "digikam": """\
Diese Tasten sind anders als die von Photon. digiKam hat mehr Farbmarkierungen; für die,
die es auch in Photon gibt, gelten seine Tasten.
""",
        },
        "| Taste | bewirkt | in Photon |",
        "keine",
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
    parts.append(_block(words.outside, OUTSIDE_MENUS))
    parts += [_block(title, commands_of(page)) for page, title in PAGES.items()]
    parts += [_differences(name) for name in SHIPPED_MAPS if name != USUAL]
    return "\n".join(parts)


def _block(title: str, names: Iterable[str]) -> str:
    return _table(
        title, ((ALL_COMMANDS[name].keys, ALL_COMMANDS[name].text) for name in names if ALL_COMMANDS[name].keys)
    )


def _differences(name: str) -> str:
    """Return the section about a key map: the keys that differ from Photon's own."""
    words, one = _WORDS[current_language()], SHIPPED_MAPS[name]
    lines = [
        f"| {_keys(keys)} | {_text(command)} | {_keys(ALL_COMMANDS[command].keys)} |"
        for command, keys in one.differences.items()
    ]
    return "\n".join([f"## {one.title}\n", words.maps[name], words.maps_head, "|---|---|---|", *lines]) + "\n"


def _text(name: str) -> str:
    """Return the text of a command; one of a page follows the title of its page where all commands are listed."""
    page = PAGES.get(page_of(name))
    return f"{page}: {ALL_COMMANDS[name].text}" if page else ALL_COMMANDS[name].text


def _keys(keys: Iterable[str]) -> str:
    words = _WORDS[current_language()]
    return words.either.join(map(_key_name, keys)) or words.none


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
