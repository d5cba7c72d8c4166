"""What of a typed text becomes chips, what stays text, and what of it is wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from photon.app.search.album_answers import album_of_order
from photon.domain import AnyOf, Filter, Ignored, Mistake, Part, Query, QueryWords
from photon.domain.query.query import BALANCE, STRENGTH
from photon.search.query_language import Parsed, format_query, parse
from photon.search.query_tokens import QUOTES

OPEN: Final = " \t"
"""What may follow a phrase without ending it."""
_DISTANCE = re.compile(r",[\d.]*[a-z]*", re.IGNORECASE)
_QUOTING = re.compile(f":[{''.join(QUOTES)}][^{''.join(QUOTES)}]*$")
_SETTING = re.compile(r"(?<![^\s,])(?:balance|strength):[\d.,]*\d", re.IGNORECASE)


@lru_cache(maxsize=8)
def parse_once(text: str, around: Query | None = None) -> Parsed:
    """Parse a text as ``parse`` does. The last few results are cached."""
    return parse(text, around)


def is_plain(part: Part) -> bool:
    """Whether a part stays text: words that are simply wanted."""
    return isinstance(part, QueryWords) and not part.unwanted and part.weight == 1 and not part.concepts


def take_chips(text: str, cursor: int | None) -> tuple[list[Part], str, int]:
    """Take the finished special parts out of a text.

    A part is finished when a comma or a space follows that cannot belong to it, and the cursor is not in it.

    Args:
        text: As typed.
        cursor: Where one types, counted in characters; None: typing is over, and every part is finished.

    Returns:
        The parts, the text that is left without blanks before it, and the cursor in it.
    """
    parsed = parse_once(text)
    if len(parsed.spans) != len(parsed.query.parts):
        return [], text, len(text) if cursor is None else cursor
    taken: list[tuple[Part, tuple[int, int]]] = [
        (part, span)
        for part, span in zip(parsed.query.parts, parsed.spans, strict=True)
        if not is_plain(part)
        and not any(_meets(span, (mistake.start, mistake.end)) for mistake in parsed.mistakes)
        and (cursor is None or _is_finished(text, part, span, cursor))
    ]
    at = len(text) if cursor is None else cursor
    for _, (start, end) in sorted(taken, key=lambda found: found[1], reverse=True):
        text, at = _without(text, start, end, at)
    kept = text.lstrip(OPEN)
    at = max(0, at - (len(text) - len(kept)))
    kept = kept.rstrip(OPEN + ",") if cursor is None else kept
    return [part for part, _ in taken], kept, min(at, len(kept))


def _is_finished(text: str, part: Part, span: tuple[int, int], cursor: int) -> bool:
    start, end = span
    if start <= cursor <= end or end >= len(text):
        return False
    if _QUOTING.search(text[start:end]):
        return False  # its closing quotation mark is still to come
    if isinstance(part, Filter) and part.field == "near" and _DISTANCE.fullmatch(text[end:cursor]):
        return False  # it is being said how far around
    after = text[end:].lstrip(OPEN)
    return after.startswith(",") or (text[end] in OPEN and not _goes_on(text[start:end], part))


def _goes_on(own: str, part: Part) -> bool:
    """Whether more words would belong to it, as in “my:Fluffy on a sofa” and “not on a leash”."""
    return isinstance(part, QueryWords) and parse_once(f"{own} x").query.parts[:1] != (part,)


def _without(text: str, start: int, end: int, cursor: int) -> tuple[str, int]:
    """Cut a piece out, with the comma that ended it where none is needed between its neighbours."""
    before, after = text[:start].rstrip(OPEN), text[end:].lstrip(OPEN)
    is_phrase_ended = after.startswith(",")
    if is_phrase_ended and (not before or before.endswith(",")):
        after = after[1:].lstrip(OPEN)
    joint = _joint(before, after, is_phrase_ended=is_phrase_ended)
    left = before + joint + after
    if cursor <= start:
        return left, min(cursor, len(before))
    return left, max(len(before + joint), len(left) - (len(text) - cursor))


def _joint(before: str, after: str, *, is_phrase_ended: bool) -> str:
    """What comes between so that two phrases do not become one; after a comma a blank comes with the next word."""
    if not before or after.startswith(",") or (is_phrase_ended and not after):
        return ""
    return ", " if after and not before.endswith(",") else " "


def joined(part: Part, text: str) -> str:
    """The text of a part before other text, so that the two stay apart."""
    own = format_query(Query((part,)))
    rest = text.lstrip(OPEN + ",")
    if not rest:
        return own
    return f"{own}, {rest}" if _goes_on(own, part) else f"{own} {rest}"


def settings_text(balance: float, strength: float) -> str:
    """Balance and strength as text; empty where they are as usual."""
    return format_query(Query((), balance=balance, strength=strength))


def take_settings(text: str) -> tuple[float, float, str]:
    """Balance and strength that a text says, and the text without them."""
    said = parse_once(text).query
    if (said.balance, said.strength) == (BALANCE, STRENGTH):
        return BALANCE, STRENGTH, text
    return said.balance, said.strength, " ".join(_SETTING.sub(" ", text).split())


def mistakes_in(parsed: Parsed, ignored: Mapping[Part, Ignored]) -> tuple[Mistake, ...]:
    """What is to be underlined: what the text says wrongly, and parts of it that could not be answered.

    Args:
        parsed: Of the text.
        ignored: By part, what was wrong with it.
    """
    found = list(parsed.mistakes)
    if len(parsed.spans) == len(parsed.query.parts):
        for part, (start, end) in zip(parsed.query.parts, parsed.spans, strict=True):
            if part in ignored and end > start:
                found.append(Mistake(start, end, ignored[part].message, ignored[part].hint))
    return tuple(found)


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def is_ranked(query: Query | None) -> bool:
    """Whether its answer has an order of its own: best first, or that of an album; not that of other filters."""
    if query is None:
        return False
    return bool(album_of_order(query)) or any(not _is_filter(part) for part in query.parts)


def _is_filter(part: Part) -> bool:
    options = part.options if isinstance(part, AnyOf) else (part,)
    return all(isinstance(option, Filter) for option in options)


def has_photo_and_words(query: Query | None) -> bool:
    """Whether there is something to weigh: an example picture beside words."""
    is_words = query is not None and any(
        isinstance(part, QueryWords | AnyOf) and not part.unwanted for part in query.parts
    )
    return query is not None and bool(query.likes) and is_words


def same_but_for_weights(one: Query | None, other: Query | None) -> bool:
    """Whether two queries ask for the same things and only weigh them differently."""
    return one is not None and other is not None and _levelled(one) == _levelled(other)


def _levelled(query: Query) -> Query:
    parts = tuple(part if isinstance(part, Filter) else replace(part, weight=1.0) for part in query.parts)
    return replace(query, parts=parts, balance=BALANCE, strength=STRENGTH)
