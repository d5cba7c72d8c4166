"""From what a person typed to a Query: plain words and "quoted words"."""

import re
from dataclasses import replace

from photon.domain import Query

_QUOTES = '"“”„«»'
# A quote opens at the start of a word only, so that 12" stays 12 inches; one that is never closed is not yet a quote.
_QUOTED = re.compile(rf"(?<!\S)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")


def read_query(typed: str, around: Query | None = None) -> Query:
    """The Query that ``typed`` means; never raises, and loses no word.

    Args:
        typed: ``beach "Lisbon 2021"``: plain words and what must stand as written.
        around: The other parts of the query: examples, folder, how many.
    """
    typed = typed.encode("utf-8", "replace").decode()  # a terminal may hand over what is no text
    exact = tuple(text for quoted in _QUOTED.findall(typed) if (text := _tidy(quoted)))
    return replace(around or Query(), text=_tidy(typed), words=_tidy(_QUOTED.sub(" ", typed)), exact=exact)


def _tidy(text: str) -> str:
    return " ".join(text.split())
