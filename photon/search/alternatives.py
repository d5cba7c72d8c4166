"""Expand alternatives in a query: ``(beach OR lake) dog`` becomes two queries; the better score of a photo counts."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photon.domain import AnyOf, Filter, Option, Part, Query
from photon.domain.query.query import is_condition
from photon.index.item_owners import find_firsts
from photon.index.item_scores import join_items
from photon.search.fusion import Fused
from photon.search.ranking import STRONG

MAX_ALTERNATIVES = 8  # expanded queries; each costs about 20 ms with 100,000 photos

Choices = list[list[tuple[Part, ...]]]  # for each part of a query, its possible replacements


def expand_alternatives(query: Query) -> list[Query]:
    """Expand a query into queries without alternatives; the query itself if it has none.

    Alternatives of filters only stay, because they form a single condition. An unwanted bracket becomes several
    unwanted parts. Combinations beyond ``MAX_ALTERNATIVES`` are dropped.

    Args:
        query: The query.

    Returns:
        At most ``MAX_ALTERNATIVES`` queries.
    """
    choices = _choices(query)
    # a text with alternatives cannot be a file name as a whole, but each alternative can
    text = query.text if all(options == [(part,)] for options, part in zip(choices, query.parts, strict=True)) else ""
    combined = itertools.islice(itertools.product(*choices), MAX_ALTERNATIVES)
    return [replace(query, parts=tuple(itertools.chain.from_iterable(parts)), text=text) for parts in combined]


def count_alternatives(query: Query) -> int:
    """Count the combinations of alternatives, including those that ``expand_alternatives`` drops."""
    return math.prod(len(options) for options in _choices(query))


def merge_answers(answers: Sequence[Fused], top: int) -> Fused:
    """Merge answers to alternative queries; each photo gets the best of its scores.

    Args:
        answers: At least one answer.
        top: Maximum number of photos.

    Returns:
        The merged answer.
    """
    if len(answers) == 1:
        return answers[0]
    photos, scores = (np.concatenate([getattr(one, name) for one in answers]) for name in ("photos", "scores"))
    order = np.lexsort((photos, -scores))  # stable: of equal scores the first answer's stands
    order = order[find_firsts(photos[order])]
    why = [reasons for answer in answers for reasons in answer.why]
    strong = int((scores[order] >= STRONG).sum())
    clear = np.unique(np.concatenate([*(one.clear for one in answers), *(one.photos[: one.strong] for one in answers)]))
    having = max(answer.exact_matches for answer in answers)
    there = [answer.presence for answer in answers if answer.presence is not None]
    presence, is_cut = max(there, default=None), any(answer.is_cut for answer in answers)
    total = max(len(clear), *(answer.confident_total for answer in answers))
    order = order[:top]
    reasons = tuple(why[at] for at in order.tolist())
    # what one alternative takes out may be in the answer to another
    removed, likely = (
        np.setdiff1d(np.concatenate(some), photos)
        for some in ([one.removed for one in answers], [one.removed[: one.excluded] for one in answers])
    )
    removed = np.concatenate([likely, np.setdiff1d(removed, likely)])
    merged = Fused(photos[order], scores[order], min(strong, top), reasons, total, 0, having, presence, clear, is_cut)
    items = join_items([one.items for one in answers])
    return replace(merged, removed=removed, excluded=len(likely), items=items)


def _choices(query: Query) -> Choices:
    choices: Choices = []
    for part in query.parts:
        if not isinstance(part, AnyOf) or is_condition(part):
            choices.append([(part,)])
        elif part.unwanted:
            choices.append([tuple(_with(option, part, unwanted=not option.unwanted) for option in part.options)])
        else:
            choices.append([(_with(option, part, unwanted=option.unwanted),) for option in part.options])
    return choices


def _with(option: Option, bracket: AnyOf, *, unwanted: bool) -> Option:
    """Combine an alternative with the weight of its bracket."""
    if isinstance(option, Filter):
        return replace(option, unwanted=unwanted)
    return replace(option, weight=option.weight * bracket.weight, unwanted=unwanted)
