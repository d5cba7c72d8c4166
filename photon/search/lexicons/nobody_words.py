"""Words that say that nobody is in a photo: "nobody on the beach" is the beach without people."""

import re
from dataclasses import replace

from photon.domain import Part, Query, QueryWords

PEOPLE = "people"
_ANYBODY = frozenset(["people", "person", "persons", "human", "humans", "anybody", "anyone", "somebody", "someone"])
# Only at the end or before a place: "nobody wearing a hat" says more. Not in "my:Nobody", which is a name.
_NOBODY = re.compile(
    r"(?:\b(?:with|and|but|there(?:'s| is| are)) )?(?<![:\w])(?:nobody|no[ -]one|no (?:people|persons?|humans?))\b"
    r"(?: (?:in it|there|around|in sight|at all))?(?=$|[,.]| (?:on|in|at|by|near|under|beside|along|inside) )",
    re.IGNORECASE,
)


def separate_nobody(query: Query) -> Query:
    """Return a query in which what says that nobody is there is an unwanted part: people."""
    return replace(query, parts=tuple(one for part in query.parts for one in _separated(part)))


def names_anybody(words: str) -> bool:
    """Return whether words, in lower case and without an article, mean people of any kind."""
    return words.removeprefix("any ") in _ANYBODY


def _separated(part: Part) -> list[Part]:
    if not isinstance(part, QueryWords):
        return [part]
    if part.unwanted:  # as in "playa sin nadie"
        return [replace(part, text=PEOPLE) if part.text.casefold() == "nobody" else part]
    rest = " ".join(_NOBODY.sub(" ", part.text).split())
    if rest == " ".join(part.text.split()):
        return [part]
    return [*([replace(part, text=rest)] if rest else []), replace(part, text=PEOPLE, unwanted=True)]
