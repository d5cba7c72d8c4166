"""The rows of a grid that shows a complete answer: ids in sections, computed off the main thread.

A million photos take 8 MB of ids and 4 MB of scores; Hits exist only for the first page and for photos that the user
views.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from photon.domain import Answer
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DateSpan
from photon.domain.query.answer_rest import AnswerRest
from photon.search.fusion import POSSIBLE

LEAST_POSSIBLE = 24  # one screen: at least this many photos are not in the last section


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The layout of an answer.

    Attributes:
        good: Good matches.
        possible: Possible matches.
        other: All other photos.
        alike: Near-duplicates by the photo that they are folded behind, best first.
        sentence: Summary of the answer for display.
        is_whole: Whether these are all photos of the answer.
        is_counted: Whether ``good`` has all good matches.
        spans: Months or days of ``good``, if it has all photos in order of date.
    """

    good: Sequence[int] = ()
    possible: Sequence[int] = ()
    other: Sequence[int] = ()
    alike: Mapping[int, Sequence[int]] = field(default_factory=dict)
    sentence: str = ""
    is_whole: bool = True
    is_counted: bool = True
    spans: tuple[DateSpan, ...] = ()

    def __len__(self) -> int:
        """Return the number of photos, without those folded behind others."""
        return len(self.good) + len(self.possible) + len(self.other)

    def without(self, photos: Collection[int]) -> "AnswerRows":
        """Return the rows without these photos, and without the sentence, which may count them."""
        good, possible, other = (
            [photo for photo in section if photo not in photos] for section in (self.good, self.possible, self.other)
        )
        alike = {front: [one for one in some if one not in photos] for front, some in self.alike.items()}
        return replace(self, good=good, possible=possible, other=other, alike=alike, sentence="", spans=())


def first_rows(answer: Answer) -> AnswerRows:
    """Return the rows of the hits only, best first."""
    strong, near = answer.hits[: answer.strong], answer.hits[answer.strong :]
    room = LEAST_POSSIBLE - len(strong)
    possible = max(room, sum(hit.score >= POSSIBLE for hit in near))
    ids = [hit.photo for hit in near]
    alike = {hit.photo: hit.alike for hit in answer.hits if hit.alike}
    good = [hit.photo for hit in strong]
    return AnswerRows(good, ids[:possible], ids[possible:], alike, answer.sentence, answer.is_whole, answer.is_counted)


def whole_rows(answer: Answer, rest: AnswerRest, order: Sequence[int] | None = None) -> AnswerRows:
    """Return the rows of an answer and its continuation; rows of the hits keep their order and come first.

    Args:
        answer: The hits.
        rest: The photos after them.
        order: All photos in the order to use within each section; None for best first.
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
    return AnswerRows(good, likely, other, {**first.alike, **rest.alike}, rest.sentence, is_counted=rest.is_counted)


def _sorted(section: Ids, order: Ids) -> Ids:
    """Sort the photos of a section as in ``order``; photos missing there come last."""
    places = np.full(max(section.max(initial=0), order.max(initial=0)) + 1, len(order))  # by id; ids are dense
    places[order] = np.arange(len(order))
    return section[np.argsort(places[section], kind="stable")]
