"""Alternatives of a query written out: ``(beach OR lake) dog`` is answered as two queries, the better answer counts."""

import itertools
import math
from dataclasses import replace

from photon.domain import AnyOf, Filter, Option, Part, Query

MAX_ALTERNATIVES = 8  # queries that one may become; each costs some 20 ms among 100,000 photos

Choices = list[list[tuple[Part, ...]]]  # for each part of a query what may stand in its place


def expand_alternatives(query: Query) -> list[Query]:
    """Queries without brackets, of which one must be answered; the query itself where it has none.

    Alternatives of filters alone stay: they are one condition. Of none of several unwanted things each is unwanted.
    More than ``MOST_VARIANTS`` combinations are cut off.
    """
    choices = _choices(query)
    # all that was typed is no file name where it has alternatives, but each of them may be one
    text = query.text if all(options == [(part,)] for options, part in zip(choices, query.parts, strict=True)) else ""
    combined = itertools.islice(itertools.product(*choices), MAX_ALTERNATIVES)
    return [replace(query, parts=tuple(itertools.chain.from_iterable(parts)), text=text) for parts in combined]


def count_alternatives(query: Query) -> int:
    """How many combinations of alternatives there are, also of those that are cut off."""
    return math.prod(len(options) for options in _choices(query))


def _choices(query: Query) -> Choices:
    choices: Choices = []
    for part in query.parts:
        if not isinstance(part, AnyOf) or all(isinstance(option, Filter) for option in part.options):
            choices.append([(part,)])
        elif part.unwanted:
            choices.append([tuple(_with(option, part, unwanted=not option.unwanted) for option in part.options)])
        else:
            choices.append([(_with(option, part, unwanted=option.unwanted),) for option in part.options])
    return choices


def _with(option: Option, bracket: AnyOf, *, unwanted: bool) -> Option:
    """An alternative with the weight of its bracket."""
    if isinstance(option, Filter):
        return replace(option, unwanted=unwanted)
    return replace(option, weight=option.weight * bracket.weight, unwanted=unwanted)
