"""Translations of the vocabulary: files that map names of concepts to displayed names.

A file ``vocabularies/*.txt`` is a translation if its first line is ``# language: de Deutsch``. Every other line is
``English name = shown name``. To add a language, add a file.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.resource_files import resource

_FOLDER = "vocabularies"
_HEAD = re.compile(r"# language: (\S+) (.+)")


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
    for path in sorted(resource(_FOLDER).glob("*.txt")):
        with path.open(encoding="utf-8") as lines:
            head = _HEAD.fullmatch(lines.readline().strip())
        if head:
            found[Language(head[1], head[2].strip())] = path
    return dict(sorted(found.items(), key=lambda each: each[0].code))


@functools.cache
def _read(path: Path) -> Mapping[str, str]:
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return MappingProxyType({name.strip(): shown.strip() for name, equals, shown in pairs if equals and shown.strip()})
