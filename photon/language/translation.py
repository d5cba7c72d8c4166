"""Texts in the language of the process, through gettext catalogues in ``resources/translations``.

The English text is the key. ``packaging/update_translations.py`` collects the texts from the code and compiles what
translators wrote.
"""

import gettext
import string
from functools import cache
from typing import Any

from photon.language.language import PSEUDO, current_language
from photon.resource_files import resource

DOMAIN = "messages"  # the default of gettext, so that click finds its own texts there, too
_SEPARATORS = {"de": str.maketrans({",": ".", ".": ","})}  # of thousands and decimals, where they are not as in English
_BEFORE_PERCENT = {"de": "\u00a0"}  # DIN 5008


class _Bracketed(gettext.NullTranslations):
    """Marks every text, so that one sees which ones were not translated."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@cache
def _catalog() -> gettext.NullTranslations:
    language = current_language()
    if language == PSEUDO:
        return _Bracketed()
    return gettext.translation(DOMAIN, str(resource("translations")), [language], fallback=True)


class _LocalFormatter(string.Formatter):
    """``str.format`` whose numbers have the separators of the language where they have a format: ``{size:,.1f}``."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - any value has a format
        text = str(format(value, format_spec))
        if not format_spec or isinstance(value, str):
            return text
        language = current_language()
        if text.endswith("%"):
            text = text[:-1] + _BEFORE_PERCENT.get(language, "") + "%"
        return text.translate(_SEPARATORS.get(language, {}))


_FORMATTER = _LocalFormatter()


def tr(text: str, /, **values: object) -> str:
    """A text in the user's language.

    Args:
        text: In English, a literal, so that it can be collected. With values, ``{name}`` or ``{name:format}`` stands
            for one; braces of the text itself are doubled then, as in f-strings.
        values: What the text names.
    """
    found = _catalog().gettext(text) if text else ""
    return _FORMATTER.vformat(found, (), values) if values else found


def tr_n(one: str, many: str, count: int, /, **values: object) -> str:
    """A text that depends on a number, in the plural form that the language has for it.

    Args:
        one: In English for 1; ``{count:,}`` stands for the number.
        many: In English for all other numbers.
        count: The number.
        values: What else the text names.
    """
    return _FORMATTER.vformat(_catalog().ngettext(one, many, count), (), {"count": count, **values})


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 file``, ``1,234 files``: a number of things that stands alone or in a list.

    In a sentence, where the noun may have another case in other languages, ``tr_n`` says the whole sentence.

    Args:
        count: How many.
        noun: In the singular, a literal.
        plural: In the plural, a literal; empty for the noun with an s.
    """
    one, many = (f"{{count:,}} {word}" for word in (noun, plural or noun + "s"))
    return tr_n(one, many, count)


def number(value: float, decimals: int = 0) -> str:
    """A number with the separators of the language: ``1,234`` or ``1.234``.

    Args:
        value: Finite.
        decimals: How many digits after the decimal separator.
    """
    return _FORMATTER.format_field(value, f",.{decimals}f")


def exact_size(length: int) -> str:
    """How many bytes with one decimal: ``312 bytes``, ``3.4 MB``."""
    for unit, power in ((tr("GB"), 3), (tr("MB"), 2), (tr("kB"), 1)):
        if length >= 1000**power:
            return f"{number(length / 1000**power, 1)} {unit}"
    return counted(length, "byte")
