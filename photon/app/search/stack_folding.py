"""Photos of a stack stand behind one of them, in lists of photos and in answers.

Copies of one picture are listed behind the best one in the answer.

In front of an answer to words or examples stands the photo that matches best; in all other lists it is the top of the
stack or, where that is not in the list, the first of the stack that is. Behind it stand all others of the stack, those
that do not match included, so that a stack is always whole when it is opened.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate, chain

import numpy as np

from photon.app.search.answer_rows import AnswerRows, places_of
from photon.domain import Order, Query
from photon.domain.arrays import Truth, places_in
from photon.domain.photo.date_span import DatedPhotos, DateSpan
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FoldedSections:
    """Photos in sections, those of stacks behind one of them.

    Attributes:
        sections: The photos that are left, by section.
        behind: Photo in front → the others of its stack, from the top.
        matching: Photo in front → how many photos of its stack were in the list.
        gone: Which photos each section lost, bool (n,).
    """

    sections: list[list[int]]
    behind: dict[int, tuple[int, ...]] = field(default_factory=dict)
    matching: dict[int, int] = field(default_factory=dict)
    gone: tuple[Truth, ...] = ()

    @property
    def folded(self) -> tuple[int, ...]:
        """How many photos each section lost."""
        return tuple(int(one.sum()) for one in self.gone)


def puts_best_first(query: Query, order: Order) -> bool:
    """Return whether a stack is represented by its best match instead of its top."""
    return order in ("relevance", "varied") and not query.only_limits


def fold_sections(
    sections: Sequence[Sequence[int]], stacks: Collection[Sequence[int]], *, best_first: bool
) -> FoldedSections:
    """Put the photos of stacks behind one of them.

    Args:
        sections: Photos, each once.
        stacks: Stacks from the top; a photo is in at most one.
        best_first: Whether a stack is represented by its first photo in the list; else by its top.
    """
    listed, photos = [tuple(stack) for stack in stacks], [np.array(some, np.int64) for some in sections]
    members, merged = np.fromiter(chain.from_iterable(listed), np.int64), np.concatenate(photos)
    ends, places = np.cumsum([len(one) for one in photos]), places_in(members, merged)
    found = np.flatnonzero(places >= 0)
    stack_of = np.repeat(np.arange(len(listed)), [len(stack) for stack in listed])[places[found]]
    ranks = found if best_first else places[found]
    order = np.lexsort((ranks, np.searchsorted(ends, found, "right"), stack_of))  # the best section before all others
    numbers, starts, counts = np.unique(stack_of[order], return_index=True, return_counts=True)
    is_gone = places >= 0
    is_gone[found[order[starts]]] = False
    fronts = merged[found[order[starts]]].tolist()
    fitting = [listed[number] for number in numbers.tolist()]
    at = [stack.index(front) for front, stack in zip(fronts, fitting, strict=True)]
    behind = {stack[place]: stack[:place] + stack[place + 1 :] for stack, place in zip(fitting, at, strict=True)}
    gone = tuple(np.split(is_gone, ends[:-1]))
    left = [one[~lost].tolist() for one, lost in zip(photos, gone, strict=True)]
    return FoldedSections(left, behind, dict(zip(fronts, counts.tolist(), strict=True)), gone)


def fold_rows(
    rows: AnswerRows,
    stacks: Collection[Sequence[int]],
    copies: Collection[Sequence[int]] = (),
    *,
    best_first: bool,
) -> AnswerRows:
    """The same answer with the photos of stacks behind one of them, and near-duplicates behind no other photo.

    Copies of one picture are behind the best of them; photos of stacks stay where they are.

    Args:
        rows: As they come from the search.
        stacks: Stacks from the top.
        copies: Copies of one picture, best first; those outside the answer are left out.
        best_first: As for ``fold_sections``.
    """
    if stacks:
        found = fold_sections((rows.good, rows.possible, rows.other), stacks, best_first=best_first)
        rows = replace(_with_folded(rows, found), stacked=found.matching) if found.behind else rows
    return _fold_copies(rows, copies) if copies else rows


def _fold_copies(rows: AnswerRows, sets: Collection[Sequence[int]]) -> AnswerRows:
    sections = (rows.good, rows.possible, rows.other)
    listed = {photo for section in sections for photo in section}.difference(rows.stacked)
    here = [[photo for photo in some if photo in listed] for some in sets]
    found = fold_sections(sections, [some for some in here if len(some) > 1], best_first=False)
    return _with_folded(rows, found) if found.behind else rows


def _with_folded(rows: AnswerRows, found: FoldedSections) -> AnswerRows:
    good, possible, other = found.sections
    spans = spans_without(rows.spans, found.gone[0])
    strong, likely, weak = (before + lost for before, lost in zip(rows.folded, found.folded, strict=True))
    return replace(
        rows, good=good, possible=possible, other=other, alike=_joined(rows, found), folded=(strong, likely, weak),
        spans=spans,
    )  # fmt: skip


def _joined(rows: AnswerRows, found: FoldedSections) -> Mapping[int, Sequence[int]]:
    """What stands behind each photo: its stack, and the near-duplicates that are nowhere else."""
    shown = {photo for section in found.sections for photo in section} if rows.alike else set()
    taken = {photo for some in found.behind.values() for photo in some}
    home = {photo: front for front, some in found.behind.items() for photo in (front, *some)}
    joined: dict[int, list[int]] = {front: list(some) for front, some in found.behind.items()}
    for front, some in rows.alike.items():
        left = [photo for photo in some if photo not in taken and photo not in shown]
        if left:
            joined.setdefault(home.get(front, front), []).extend(left)
    return joined


def fold_dated(listed: DatedPhotos, stacks: Collection[Sequence[int]]) -> DatedPhotos:
    """The same photos with those of stacks behind their tops.

    Args:
        listed: Photos in order.
        stacks: Stacks from the top.
    """
    found = fold_sections((listed.photos,), stacks, best_first=False)
    if not found.behind:
        return listed
    (left,) = found.sections
    spans = spans_without(listed.spans, found.gone[0])
    return DatedPhotos(left, spans, found.behind, found.matching, len(listed.photos))


def spans_without(spans: Sequence[DateSpan], is_gone: Truth) -> tuple[DateSpan, ...]:
    """Spans of photos without those that are gone.

    Args:
        spans: Spans of all the photos; or none.
        is_gone: Which photos are gone, in order, bool (n,).
    """
    if not spans:
        return ()
    ends = np.array(list(accumulate(span.count for span in spans)))
    lost = np.diff(np.concatenate([[0], np.cumsum(is_gone)[ends - 1]]))
    left = (replace(span, count=span.count - int(less)) for span, less in zip(spans, lost.tolist(), strict=True))
    return tuple(span for span in left if span.count)


def spans_with(spans: Sequence[DateSpan], photos: Sequence[int], more: Mapping[int, int]) -> tuple[DateSpan, ...]:
    """Spans of photos that more photos follow.

    Args:
        spans: Spans of ``photos``, which they cover as a whole; or none.
        photos: In order.
        more: Photo → how many follow it.
    """
    if not spans or not more:
        return tuple(spans)
    places = [(place, more[photos[place]]) for place in places_of(photos, more)]
    ends = np.array(list(accumulate(span.count for span in spans)))
    counts = [span.count for span in spans]
    for number, (_, added) in zip(
        np.searchsorted(ends, [at for at, _ in places], "right").tolist(), places, strict=True
    ):
        counts[number] += added
    return tuple(replace(span, count=count) for span, count in zip(spans, counts, strict=True))
