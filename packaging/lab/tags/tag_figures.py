"""Evaluate suggestions: precision at the top, and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import area_under

from photon.annotate.tags.vocabulary import TagVocabulary

FloatArray = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

FIRST, LABELLED_FIRST, DEPTH = 3, 5, 3
COMMON = 0.3  # fraction of photos above which a tag is uninformative
_BINS = 10


@dataclass(frozen=True)
class Certainty:
    """Calibration of certainties.

    Attributes:
        count: Number of suggestions.
        base: Fraction that is right.
        error: Expected calibration error, ten equal bins.
        area: AUROC of right against wrong.
        skill: Brier skill score relative to the base rate.
    """

    count: int
    base: float
    error: float
    area: float
    skill: float

    def __str__(self) -> str:
        """Format a row of the card."""
        return (
            f"{self.count:,} suggestions, {self.base:.3f} right, ECE {self.error:.3f}, AUROC {self.area:.3f},"
            f" Brier skill {self.skill:.3f}"
        )


def certainty(told: npt.NDArray[np.floating], true: Truth) -> Certainty:
    """Evaluate certainties.

    Args:
        told: float (n,), 0..1.
        true: bool (n,).
    """
    said = np.asarray(told, np.float64)
    base = float(true.mean())
    error = 0.0
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    for number in range(_BINS):
        inside = bins == number
        if inside.any():
            error += float(inside.mean()) * abs(float(said[inside].mean()) - float(true[inside].mean()))
    skill = 1 - float(((said - true) ** 2).mean()) / (base * (1 - base))
    return Certainty(len(said), base, error, area_under(said, true), skill)


def first_specific(places: Sequence[int], vocabulary: TagVocabulary, is_common: Truth) -> list[int]:
    """Return the first three informative tags of a photo: neither common ones nor ancestors of a suggested one."""
    implied = {above for place in places for above in vocabulary.ancestors(place)}
    return [place for place in places if not is_common[place] and place not in implied][:FIRST]


def precision(shown: Sequence[Sequence[int]], true: Truth, vocabulary: TagVocabulary, is_common: Truth) -> list[float]:
    """Return the fraction of the first tags that are right, for each photo with informative tags."""
    found = []
    for row, places in enumerate(shown):
        first = first_specific(places, vocabulary, is_common)
        if first:
            found.append(float(true[row, first].mean()))
    return found


def labelled_hits(
    shown: Sequence[Sequence[int]], places: Sequence[int | None], vocabulary: TagVocabulary
) -> list[bool]:
    """Return whether the right concept, or an ancestor of depth 3 or more, is among the first five tags of photos."""
    found = []
    for tags, place in zip(shown, places, strict=True):
        right = set()
        if place is not None:
            line = (place, *vocabulary.ancestors(place))
            right = {at for at in line if at == place or len(vocabulary.entries[at].path) >= DEPTH}
        found.append(bool(right & set(tags[:LABELLED_FIRST])))
    return found
