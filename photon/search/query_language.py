"""The query language: from what a person typed to a Query, and back."""

import re
from dataclasses import dataclass, replace

from photon.domain import Exact, Mistake, Part, Query, Words

_QUOTES = '"“”„«»'
# A quote opens at the start of a word only, so that 12" stays 12 inches; one that is never closed is not yet a quote.
_QUOTED = re.compile(rf"(?<!\S)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text means.

    Attributes:
        query: The good part of it.
        spans: Where each of the query's own parts stands in the text: (start, end), end exclusive.
        mistakes: Pieces that could not be used.
    """

    query: Query
    spans: tuple[tuple[int, int], ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def parse(typed: str, around: Query | None = None) -> Parsed:
    """What ``typed`` means; never raises, and loses no word.

    Args:
        typed: In the query language.
        around: The rest of the query: parts that come after the typed ones, folder, how many.
    """
    around = around or Query()
    typed = typed.encode("utf-8", "replace").decode()  # a terminal may hand over what is no text
    words = _tidy(_QUOTED.sub(" ", typed))
    parts: list[Part] = [Words(words)] if words else []
    parts += [Exact(text) for quoted in _QUOTED.findall(typed) if (text := _tidy(quoted))]
    return Parsed(replace(around, parts=(*parts, *around.parts), text=_tidy(typed)))


def _tidy(text: str) -> str:
    return " ".join(text.split())
