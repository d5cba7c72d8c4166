"""Evaluate suggestions: precision at the top, and calibration."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import Owners, bootstrap

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.search.evaluation import Interval

FloatArray = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

FIRST, LABELLED_FIRST, DEPTH = 3, 5, 2
COMMON = 0.3  # fraction of photos above which a tag is uninformative
_BINS = 10
_PERFECT = 100  # draws of what perfect certainties would have


def calibration_error(told: npt.NDArray[np.floating], true: Truth, owners: Owners) -> Interval:
    """Return the calibration error in ten bins of the same size, minus what perfect certainties would have.

    Args:
        told: float (n,), 0..1.
        true: bool (n,).
        owners: The photo of each.
    """
    random = np.random.default_rng(0)
    perfect = float(np.mean([_bin_error(told, random.random(len(told)) < told) for _ in range(_PERFECT)]))
    return bootstrap(lambda rows: _bin_error(told[rows], true[rows]) - perfect, owners)


def _bin_error(told: npt.NDArray[np.floating], true: Truth) -> float:
    bins = [part for part in np.array_split(np.argsort(told, kind="stable"), _BINS) if len(part)]
    return float(sum(len(part) * abs(told[part].mean() - true[part].mean()) for part in bins) / len(told))


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
    """Return whether the right concept, or its family, is among the first five tags of photos that have one."""
    found = []
    for tags, place in zip(shown, places, strict=True):
        if place is not None:
            family = [at for at in vocabulary.ancestors(place) if vocabulary.suggestable[at]][:1]
            right = {place, *(at for at in family if len(vocabulary.entries[at].path) >= DEPTH)}
            found.append(bool(right & set(tags[:LABELLED_FIRST])))
    return found
