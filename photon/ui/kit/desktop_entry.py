"""The applications of a Linux desktop, read from their desktop entries."""

import os
import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser, Error, SectionProxy
from pathlib import Path

from PySide6.QtCore import QLocale

from photon.quick_dataclass import dataclass

OWN = "photon.desktop"
_FIELD = re.compile(r"%(.)")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Application:
    """A program that can open files.

    Attributes:
        name: Its name in the language of the desktop.
        command: The value of Exec.
        icon: Name or path of its icon; may be empty.
        entry: Path of its desktop entry.
    """

    name: str
    command: str
    icon: str
    entry: str

    def arguments(self, paths: Sequence[str]) -> list[str]:
        """Return the command line that opens these files, according to the desktop entry specification."""
        words = [_word(match) for match in _WORD.finditer(self.command)]
        made: list[str] = []
        has_files = False
        for word in words:
            if word in ("%f", "%u", "%F", "%U"):
                has_files = True
                made += _as_asked(word, paths)
            elif word == "%i":
                made += ["--icon", self.icon] if self.icon else []
            else:
                made.append(self._filled(word))
        return made if has_files else [*made, *paths]

    def _filled(self, word: str) -> str:
        fields = {"%": "%", "c": self.name, "k": self.entry}
        return _FIELD.sub(lambda match: fields.get(match[1], ""), word)


def applications_for(mime: str, folders: Sequence[Path] | None = None) -> list[Application]:
    """Return the installed applications that open files of this type, in the desktop's order.

    Args:
        mime: For example ``image/jpeg``.
        folders: Folders with desktop entries; None for those of the specification.
    """
    folders = _entry_folders() if folders is None else folders
    names: dict[str, None] = {}
    for folder in folders:
        cache = _read(folder / "mimeinfo.cache")
        listed = cache.get("MIME Cache", mime, fallback="") if cache else ""
        names.update(dict.fromkeys(name for name in listed.split(";") if name))
    names.pop(OWN, None)
    found = (_application(name, folders) for name in names)
    return [application for application in found if application is not None]


def _as_asked(field: str, paths: Sequence[str]) -> Iterator[str]:
    wanted = paths if field.isupper() else paths[:1]
    return (Path(path).as_uri() if field in "%u%U" else path for path in wanted)


def _word(match: re.Match[str]) -> str:
    quoted, plain = match.groups()
    return plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _entry_folders() -> list[Path]:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(folder) / "applications" for folder in (home, *shared.split(":")) if folder]


def _application(name: str, folders: Sequence[Path]) -> Application | None:
    for folder in folders:
        # "kde-okular.desktop" may also be in a subfolder, as kde/okular.desktop.
        for place in (folder / name, folder / name.replace("-", "/", 1)):
            entry = _read(place)
            if entry is not None and entry.has_section("Desktop Entry"):
                return _from_entry(entry["Desktop Entry"], str(place))
    return None


def _from_entry(entry: SectionProxy, place: str) -> Application | None:
    hidden = any(entry.get(key, "false") == "true" for key in ("Hidden", "NoDisplay", "Terminal"))
    command = _unescaped(entry.get("Exec", ""))
    name = _unescaped(_translated(entry, "Name"))
    if hidden or not command or not name:
        return None
    return Application(name, command, _unescaped(entry.get("Icon", "")), place)


def _translated(entry: SectionProxy, key: str) -> str:
    language = QLocale().name()
    for tag in (language, language.partition("_")[0]):
        if f"{key}[{tag}]" in entry:
            return entry[f"{key}[{tag}]"]
    return entry.get(key, "")


def _unescaped(value: str) -> str:
    written = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda match: written.get(match[1], match[0]), value)


def _read(path: Path) -> ConfigParser | None:
    parser = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            parser.read_file(lines)
    except (OSError, Error):
        return None
    return parser
