"""Propagate a user's decisions to similar photos: rejecting *wedding* for one photo rejects it for similar ones.

The nearest example counts, not the mean of all: a tag may be wrong for one kind of photo and right for another.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass

_STRENGTH = 4.0  # change of the log-odds for an identical photo
_USUAL = 0.55  # cosine of visual features below which two photos are unrelated


@dataclass(frozen=True, slots=True)
class FeedbackExample:
    """A decision about one photo.

    Attributes:
        look: float32 (e,), unit length, visual features of the photo.
        place: Index of the vocabulary entry.
        is_right: Whether the photo shows it.
    """

    look: Floats
    place: int
    is_right: bool


class TagFeedback:
    """Raises or lowers tag scores according to decisions about similar photos."""

    def __init__(self, vocabulary: TagVocabulary, examples: Sequence[FeedbackExample]) -> None:
        """Index the decisions; a few hundred cost about 20 ms per thousand photos.

        Args:
            vocabulary: The vocabulary.
            examples: The decisions.
        """
        self._looks = np.stack([one.look for one in examples]) if examples else np.zeros((0, 0), np.float32)
        self._effects: list[tuple[Ids, Ids, float]] = []
        for is_right, strength in ((True, _STRENGTH), (False, -_STRENGTH)):
            rows: dict[int, list[int]] = {}
            for row, one in enumerate(examples):
                if one.is_right is is_right:
                    rows.setdefault(one.place, []).append(row)
            self._effects += [
                (np.array(which), np.array(list(_affected_entries(vocabulary, place, is_right=is_right))), strength)
                for place, which in rows.items()
            ]

    def adjust(self, logits: Floats, looks: Floats) -> None:
        """Adjust log-odds in place.

        Args:
            logits: float32 (n, t), log-odds of each tag for each photo; modified.
            looks: float32 (n, e), unit length, visual features of the photos.
        """
        if not self._effects:
            return
        near = np.clip((looks @ self._looks.T - _USUAL) / (1 - _USUAL), 0, 1)
        for rows, places, strength in self._effects:
            logits[:, places] += np.float32(strength) * near[:, rows].max(axis=1)[:, None]


def _affected_entries(vocabulary: TagVocabulary, place: int, *, is_right: bool) -> Iterable[int]:
    """Return the affected entries: a confirmed tag implies its ancestors, a rejected one rules out its descendants."""
    return (place, *(vocabulary.ancestors(place) if is_right else vocabulary.below(place)))
