"""The first hits of an answer with one photo for each stack, and how many photos of the stack match."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from photon.app.search.stack_folding import puts_best_first
from photon.domain import Answer, Hit, Query
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import POSSIBLE

_MORE = 4  # how many times as many hits are asked for while stacks leave too few


@dataclass(frozen=True, slots=True)
class FoundStack:
    """A stack that a hit stands for.

    Attributes:
        photos: Its photos, from the top.
        matching: How many of them match as clearly as the hit.
    """

    photos: tuple[int, ...]
    matching: int


@dataclass(frozen=True, slots=True)
class StackedAnswer:
    """An answer whose hits stand for their stacks.

    Attributes:
        answer: The answer, with one hit for each stack.
        stacks: The stacks, by the photo that stands for them; photos in no stack are not in it.
    """

    answer: Answer
    stacks: Mapping[int, FoundStack] = field(default_factory=dict)


def answer_by_stacks(
    query: Query, search: Callable[[Query], Answer], find_hits: Callable[[Sequence[int]], Sequence[Hit]]
) -> StackedAnswer:
    """Answer a query with at most ``query.top`` stacks and photos in no stack.

    Args:
        query: The query.
        search: Answers a query with at most as many hits as its ``top``.
        find_hits: Returns the hits among some photos at any rank.
    """
    asked = query
    while True:
        answer = search(asked)
        members = [photo for stack in answer.stacks for photo in stack]
        known = {hit.photo: hit for hit in find_hits(members)} if members else {}
        known |= {hit.photo: hit for hit in answer.hits}  # with the scores that they have in the whole answer
        folded = _fold(answer, known, best_first=puts_best_first(query, "relevance"))
        if answer.is_whole or len(folded.answer.hits) >= query.top:
            return _cut(folded, query.top)
        asked = replace(asked, top=asked.top * _MORE)


def _fold(answer: Answer, known: Mapping[int, Hit], *, best_first: bool) -> StackedAnswer:
    stack_of = {photo: stack for stack in answer.stacks for photo in stack}
    hits: list[Hit] = []
    stacks: dict[int, FoundStack] = {}
    seen = set[tuple[int, ...]]()
    for hit in answer.hits:
        stack = stack_of.get(hit.photo, ())
        if stack in seen:
            continue
        front = hit
        if stack:
            seen.add(stack)
            matching = [photo for photo in stack if photo == hit.photo or _matches(known.get(photo), hit)]
            front = hit if best_first else known.get(matching[0], hit)
            stacks[front.photo] = FoundStack(stack, len(matching))
        hits.append(front)
    return StackedAnswer(replace(answer, hits=tuple(hits)), stacks)


def _matches(one: Hit | None, hit: Hit) -> bool:
    """Return whether a photo matches as clearly as a hit: all photos are somewhere in the answer to words."""
    return one is not None and (one.strong if hit.strong else one.score >= min(hit.score, POSSIBLE))


def _cut(found: StackedAnswer, top: int) -> StackedAnswer:
    hits = found.answer.hits[:top]
    is_whole = found.answer.is_whole and len(hits) == len(found.answer.hits)
    answer = replace(found.answer, hits=hits, strong=sum(hit.strong for hit in hits), is_whole=is_whole)
    shown = {hit.photo for hit in hits}
    return StackedAnswer(answer, {photo: stack for photo, stack in found.stacks.items() if photo in shown})
