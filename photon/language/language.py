"""Which language Photon speaks: the one the user chose, else the system's, else English.

A language belongs to a process: it is read once, when Photon starts, so that also texts of modules (tables of commands,
labels) are in it. A choice takes effect at the next start.
"""

import locale
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Codes of ISO 639-1 and the languages' own names."""

SYSTEM = ""
"""The choice of who chose nothing."""

PSEUDO = "pseudo"
"""Not a language: texts in ⟦brackets⟧, to find those that were not translated. Only through ``PHOTON_LANGUAGE``."""

_ENVIRONMENT = "PHOTON_LANGUAGE"
_SYSTEMS = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in this order, as in GNU gettext


def _file() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("photon", appauthor=False)) / "language"


@cache
def current_language() -> str:
    """The language of this process: a code of ``LANGUAGES``, or ``PSEUDO``.

    It is, in this order: the environment variable PHOTON_LANGUAGE, what the user chose, the system's language if Photon
    knows it, English.
    """
    named = os.environ.get(_ENVIRONMENT, "").strip()
    if named == PSEUDO:
        return PSEUDO
    return _code_of(named) or chosen_language() or system_language()


def chosen_language() -> str:
    """The code that the user chose, ``SYSTEM`` if none or one that Photon does not know."""
    try:
        return _code_of(_file().read_text(encoding="utf-8")[:40])
    except (OSError, UnicodeDecodeError):
        return SYSTEM


def choose_language(code: str) -> None:
    """Remember a choice for the next start.

    Args:
        code: Of ``LANGUAGES``; ``SYSTEM`` to follow the system.

    Raises:
        OSError: The folder for settings cannot be written.
    """
    if code == SYSTEM:
        _file().unlink(missing_ok=True)
        return
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(code + "\n", encoding="utf-8")


def system_language() -> str:
    """The system's language if it is one of ``LANGUAGES``, else English."""
    return next(filter(None, map(_code_of, _name_of_system().split(":"))), "en")


def _name_of_system() -> str:
    names = next(filter(None, map(os.environ.get, _SYSTEMS)), "")
    if not names:
        with suppress(ValueError):  # the Mac and Windows have no such variables
            names = locale.getlocale()[0] or ""
    return names


def spoken_languages() -> frozenset[str]:
    """The language of this process and the system's, also one that Photon does not speak: codes of ISO 639-1."""
    named = _name_of_system().split(":")
    return frozenset({current_language(), *(_code_of(name) or _word_of(name) for name in named)} - {""})


def has_decimal_comma() -> bool:
    """Whether the system writes 1,5 for one and a half."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return locale.localeconv()["decimal_point"] == ","
    except locale.Error:  # the system does not know the locale that it names
        return False
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def _code_of(name: str) -> str:
    """``de`` for ``de_AT.UTF-8``, ``German_Germany.1252`` or ``de``; empty for a language that Photon does not know."""
    word = _word_of(name)
    return {"german": "de", "english": "en", "c": "en", "posix": "en"}.get(word, word if word in LANGUAGES else "")


def _word_of(name: str) -> str:
    """``de`` for ``de_AT.UTF-8``, ``german`` for ``German_Germany.1252``."""
    return name.strip().replace("-", "_").partition("_")[0].partition(".")[0].lower()
