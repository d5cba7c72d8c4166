"""Splits typed text into chips and remaining text, and finds mistakes in it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from photon.app.search.album_answers import album_of_order
from photon.domain import AnyOf, Filter, Ignored, Mistake, Part, Query, QueryWords
from photon.domain.query.filter_kinds.known_kinds import kind_of
from photon.domain.query.query import BALANCE, STRENGTH, is_condition
from photon.search.filter_hints import FilterHint, find_hint
from photon.search.query_language import Parsed, format_query, parse
from photon.search.query_tokens import QUOTES

OPEN: Final = " \t"
"""Characters that may follow a phrase without ending it."""
_QUOTING = re.compile(f":[{''.join(QUOTES)}][^{''.join(QUOTES)}]*$")
_SETTING = re.compile(r"(?<![^\s,])(?:balance|strength):[\d.,]*\d", re.IGNORECASE)


parse_once = lru_cache(maxsize=8)(parse)
"""Parses a text as ``parse`` does. The last few results are cached."""


@lru_cache(maxsize=8)
def find_hint_once(text: str) -> FilterHint | None:
    """Find a hint as ``find_hint`` does. The last few results are cached."""
    return find_hint(parse_once(text), text)


def is_plain(part: Part) -> bool:
    """Return whether a part stays text: it has only words with the default weight and sign."""
    return isinstance(part, QueryWords) and not part.unwanted and part.weight == 1 and not part.concepts


def take_chips(text: str, cursor: int | None) -> tuple[list[Part], str, int]:
    """Remove the completed special parts from a text.

    A part is complete when a comma or a space follows that cannot belong to it and the cursor is not in it.

    Args:
        text: The text as typed.
        cursor: Position of the cursor in characters; None if typing is over and every part is complete.

    Returns:
        The parts, the remaining text without leading spaces, and the cursor in it.
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
        return False  # its closing quotation mark is still missing
    tail = kind_of(part).tail if isinstance(part, Filter) else None
    if tail and tail.fullmatch(text[end:cursor]):
        return False  # such as the radius around a place
    after = text[end:].lstrip(OPEN)
    return after.startswith(",") or (text[end] in OPEN and not _goes_on(text[start:end], part))


def _goes_on(own: str, part: Part) -> bool:
    """Return whether more words would belong to the part, as in “my:Fluffy on a sofa” and “not on a leash”."""
    return isinstance(part, QueryWords) and parse_once(f"{own} x").query.parts[:1] != (part,)


def _without(text: str, start: int, end: int, cursor: int) -> tuple[str, int]:
    """Cut out a piece, with the comma after it if none is needed between its neighbours."""
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
    """Return the separator that keeps two phrases apart; after a comma, the space comes with the next word."""
    if not before or after.startswith(",") or (is_phrase_ended and not after):
        return ""
    return ", " if after and not before.endswith(",") else " "


def joined(part: Part, text: str) -> str:
    """Put the text of a part before other text, so that the two remain separate."""
    own = format_query(Query((part,)))
    rest = text.lstrip(OPEN + ",")
    if not rest:
        return own
    return f"{own}, {rest}" if _goes_on(own, part) else f"{own} {rest}"


def settings_text(balance: float, strength: float) -> str:
    """Return balance and strength as text; empty if they have their default values."""
    return format_query(Query((), balance=balance, strength=strength))


def take_settings(text: str) -> tuple[float, float, str]:
    """Return the balance and strength that a text sets, and the text without them."""
    query = parse_once(text).query
    if (query.balance, query.strength) == (BALANCE, STRENGTH):
        return BALANCE, STRENGTH, text
    return query.balance, query.strength, " ".join(_SETTING.sub(" ", text).split())


def mistakes_in(parsed: Parsed, ignored: Mapping[Part, Ignored]) -> tuple[Mistake, ...]:
    """Return what to underline: mistakes in the text, and parts of it that could not be used.

    Args:
        parsed: The parsed text.
        ignored: For each unused part, what was wrong with it.
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
    """Return whether the answer has its own order: best first, or that of an album; filters have none."""
    if query is None:
        return False
    return bool(album_of_order(query)) or any(not is_condition(part) for part in query.parts)


def has_photo_and_words(query: Query | None) -> bool:
    """Return whether the query has an example picture and words to balance."""
    is_words = query is not None and any(
        isinstance(part, QueryWords | AnyOf) and not part.unwanted for part in query.parts
    )
    return query is not None and bool(query.likes) and is_words


def same_but_for_weights(one: Query | None, other: Query | None) -> bool:
    """Return whether two queries differ only in their weights."""
    return one is not None and other is not None and _levelled(one) == _levelled(other)


def _levelled(query: Query) -> Query:
    parts = tuple(part if isinstance(part, Filter) else replace(part, weight=1.0) for part in query.parts)
    return replace(query, parts=parts, balance=BALANCE, strength=STRENGTH)
