"""Translations of the vocabulary: the part of a language's lexicon with the displayed names of concepts.

The first line of ``lexicons/de.txt`` is ``# language: de Deutsch``, and its first section ``[tag]`` has a line for
each name, such as ``Hund, Hunde = dog``: the first form is shown, and the English name follows the equals sign. To add
a language, add a file.
"""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

_FOLDER = "lexicons"
_HEAD = re.compile(r"# language: (\S+) (.+)")
_SECTION = re.compile(r"^\[(\w+)\]", re.MULTILINE)
_FORM = re.compile(r"[^|,=]+")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the vocabulary: its ISO 639-1 code and its own name."""

    code: str
    name: str


def languages() -> tuple[Language, ...]:
    """List the available languages: English, the language of the vocabulary, then all translations by code.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return (Language("en", "English"), *_files())


def translation(code: str) -> Mapping[str, str]:
    """Load the displayed names of a language by vocabulary name; names without a translation stay English.

    Args:
        code: ISO 639-1 code.

    Raises:
        PhotonError: There is no translation for this language.
        FileNotFoundError: The installation is incomplete.
    """
    if code == "en":
        return MappingProxyType({})
    found = next((path for language, path in _files().items() if language.code == code), None)
    if found is None:
        raise PhotonError(
            tr("Photon has no keywords in the language “{code}”; the language was not changed.", code=code),
            tr("Choose one of {languages}.", languages=", ".join(language.code for language in languages())),
        )
    return _read(found)


@functools.cache
def _files() -> dict[Language, Path]:
    found = {}
    for path in sorted(resource(_FOLDER).glob("??.txt")):
        with path.open(encoding="utf-8") as lines:
            head = _HEAD.fullmatch(lines.readline().strip())
        if head:
            found[Language(head[1], head[2].strip())] = path
    return dict(sorted(found.items(), key=lambda each: each[0].code))


@functools.cache
def _read(path: Path) -> Mapping[str, str]:
    _, section, names, *_ = _SECTION.split(path.read_text(encoding="utf-8"), maxsplit=2)
    found: dict[str, str] = {}
    for line in names.splitlines() if section == "tag" else ():
        forms, equals, english = line.partition(" = ")
        shown = _FORM.match(forms)
        if equals and shown:
            found.setdefault(english.partition(" / ")[0], shown[0].strip())
    return MappingProxyType(found)
