"""Alternatives of a query written out: ``(beach OR lake) dog`` is answered as two queries, the better answer counts."""

import itertools
from dataclasses import replace

from photon.domain import AnyOf, Filter, Option, Part, Query

MOST = 8  # queries that one may become; each costs some 20 ms among 100,000 photos


def variants(query: Query) -> list[Query]:
    """Queries without brackets, of which one must be answered; the query itself where it has none.

    Alternatives of filters alone stay: they are one condition. Of none of several unwanted things each is unwanted.
    More than ``MOST`` combinations are cut off.
    """
    choices: list[list[tuple[Part, ...]]] = []
    for part in query.parts:
        if not isinstance(part, AnyOf) or all(isinstance(option, Filter) for option in part.options):
            choices.append([(part,)])
        elif part.unwanted:
            choices.append([tuple(_with(option, part, unwanted=not option.unwanted) for option in part.options)])
        else:
            choices.append([(_with(option, part, unwanted=option.unwanted),) for option in part.options])
    combined = itertools.islice(itertools.product(*choices), MOST)
    return [replace(query, parts=tuple(itertools.chain.from_iterable(parts))) for parts in combined]


def _with(option: Option, bracket: AnyOf, *, unwanted: bool) -> Option:
    """An alternative with the weight of its bracket."""
    if isinstance(option, Filter):
        return replace(option, unwanted=unwanted)
    return replace(option, weight=option.weight * bracket.weight, unwanted=unwanted)
