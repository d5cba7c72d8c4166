"""The rows of a grid that shows an answer to the last photo: ids in sections, computed off the main thread.

A million photos are 8 MB of ids and 4 MB of scores; a Hit exists only for photos of the first page and for those that a
person looks at.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from itertools import pairwise

import numpy as np

from photon.domain import Answer
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DateSpan
from photon.domain.query.answer_rest import AnswerRest
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import POSSIBLE

_FEW = 20  # photos that are looked for one by one: a look through a million takes 10 ms


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """An answer as it is laid out.

    Attributes:
        good: Photos that clearly match.
        possible: Photos that may match.
        other: All other photos.
        alike: Photo in front → near-duplicates folded behind it, best first; of a stack the others, from the top.
        sentence: Summary of the answer for display.
        is_whole: Whether these are all photos of the answer.
        is_counted: Whether no other photo clearly matches.
        spans: Months or days of ``good``, if all photos are there and in order of date.
        stacked: Photo in front of a stack → how many photos of it are in the answer.
        folded: How many photos of good, possible and other are behind others of their stacks, or behind better copies.
        moments: When in videos the frames are that stand for them, in seconds.
        excluded: How many photos that may match were left out because they seem to show something unwanted.
    """

    good: Sequence[int] = ()
    possible: Sequence[int] = ()
    other: Sequence[int] = ()
    alike: Mapping[int, Sequence[int]] = field(default_factory=dict)
    sentence: str = ""
    is_whole: bool = True
    is_counted: bool = True
    spans: tuple[DateSpan, ...] = ()
    stacked: Mapping[int, int] = field(default_factory=dict)
    folded: tuple[int, int, int] = (0, 0, 0)
    moments: Mapping[int, float] = field(default_factory=dict)
    excluded: int = 0

    def __len__(self) -> int:
        """Number of photos, without near-duplicates folded behind others."""
        return sum(self.counts)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many photos match clearly, may match and hardly match, those behind others of their stacks included."""
        strong, likely, weak = self.folded
        return len(self.good) + strong, len(self.possible) + likely, len(self.other) + weak

    def without(self, photos: Collection[int]) -> "AnswerRows":
        """The same without these photos, and without a sentence, which may count them.

        Where one of them is in front of others, the first of these that stays takes its place.
        """
        alike, stacked, heirs = behind_without(self.alike, self.stacked, photos)
        good, possible, other = (
            _replaced(section, photos, heirs) for section in (self.good, self.possible, self.other)
        )
        return replace(
            self, good=good, possible=possible, other=other, alike=alike, stacked=stacked, sentence="", spans=()
        )


def behind_without(
    behind: Mapping[int, Sequence[int]], counts: Mapping[int, int], photos: Collection[int]
) -> tuple[dict[int, Sequence[int]], dict[int, int], dict[int, int]]:
    """Remove photos from stacks; a front photo is replaced by the first remaining photo behind it.

    Args:
        behind: Photo in front → those behind it, best first.
        counts: Photo in front → how many photos of the stack are in the answer.
        photos: The photos to remove.

    Returns:
        ``behind`` and ``counts`` without these photos, and the replacement by removed front photo. A photo without
        others behind it is not in front of a stack.
    """
    left = {front: [one for one in some if one not in photos] for front, some in behind.items()}
    heirs = {front: some[0] for front, some in left.items() if front in photos and some}
    kept: dict[int, Sequence[int]] = {}
    for front, some in left.items():
        rest = some[1:] if front in heirs else some
        if rest and (front not in photos or front in heirs):
            kept[heirs.get(front, front)] = rest
    found = {heirs.get(front, front): count for front, count in counts.items()}
    return kept, {front: min(count, 1 + len(kept[front])) for front, count in found.items() if front in kept}, heirs


def places_of(section: Sequence[int], photos: Collection[int]) -> list[int]:
    """Return the positions of photos in a section, ascending; photos that are not in it are omitted."""
    if len(photos) > _FEW:
        wanted = set(photos)
        return [place for place, photo in enumerate(section) if photo in wanted]
    found = []
    for photo in photos:
        with suppress(ValueError):
            found.append(section.index(photo))
    return sorted(found)


def _replaced(section: Sequence[int], photos: Collection[int], heirs: Mapping[int, int]) -> list[int]:
    """A section without photos, or with others in their places."""
    left = list(section)
    for place in reversed(places_of(section, photos)):
        left[place : place + 1] = [heirs[left[place]]] if left[place] in heirs else []
    return left


def first_rows(answer: Answer) -> AnswerRows:
    """The rows of the hits alone, best first."""
    strong, near = answer.hits[: answer.strong], answer.hits[answer.strong :]
    possible = sum(hit.score >= POSSIBLE for hit in near)
    ids = [hit.photo for hit in near]
    alike = {hit.photo: hit.alike for hit in answer.hits if hit.alike}
    good = [hit.photo for hit in strong]
    moments = {hit.photo: hit.moment for hit in answer.hits if hit.moment is not None}
    return AnswerRows(
        good, ids[:possible], ids[possible:], alike, answer.sentence, answer.is_whole, answer.is_counted,
        moments=moments, excluded=answer.excluded,
    )  # fmt: skip


def whole_rows(answer: Answer, rest: AnswerRest, order: Sequence[int] | None = None) -> AnswerRows:
    """The rows of an answer and of what follows it; those of the hits stay in their order, before the others'.

    Args:
        answer: The hits.
        rest: What follows them.
        order: All photos in the order in which each section is to stand; None: best first.
    """
    first = first_rows(answer)
    possible = int((rest.scores >= POSSIBLE).sum())
    ends = (0, rest.strong, max(rest.strong, possible), len(rest.photos))
    parts = [rest.photos[start:end] for start, end in pairwise(ends)]
    sections = [
        np.concatenate([np.array(some, np.int64), part])
        for some, part in zip((first.good, first.possible, first.other), parts, strict=True)
    ]
    if order is not None:
        sections = [_sorted(section, np.array(order, np.int64)) for section in sections]
    good, likely, other = (section.tolist() for section in sections)
    alike, moments = {**first.alike, **rest.alike}, {**first.moments, **rest.moments}
    return replace(
        first, good=good, possible=likely, other=other, alike=alike, sentence=rest.sentence, is_whole=True,
        is_counted=rest.is_counted, moments=moments, excluded=rest.excluded,
    )  # fmt: skip


def _sorted(section: Ids, order: Ids) -> Ids:
    """Sort the photos of a section as in ``order``; photos that it lacks come last."""
    places = np.full(max(section.max(initial=0), order.max(initial=0)) + 1, len(order))  # by id; ids are dense
    places[order] = np.arange(len(order))
    return section[np.argsort(places[section], kind="stable")]
