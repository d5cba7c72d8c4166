"""Evaluate suggestions: precision at the top, and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import Owners, bootstrap, mean_interval
from lab.tags.mixed_truth import MixedTruth

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.search.evaluation import Interval

FloatArray = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

FIRST, LABELLED_FIRST, DEPTH = 3, 5, 2
COMMON = 0.3  # fraction of photos above which a tag is uninformative
SURE, ALARM = 0.8, 0.5
_BINS = 10
_PERFECT = 100  # draws of what perfect certainties would have


@dataclass(frozen=True)
class SourceFigures:
    """How well suggestions do on a source.

    Attributes:
        name: The source.
        first: Of captioned photos, how many of the first three tags are right, 0 without any; of others, how many have
            the label or its family among the first five.
        owners: int64 (n,), the photo of each suggestion that is judged.
        certainties: float64 (n,), how sure it is, 0..1.
        right: bool (n,), whether it is right.
        shown: Number of suggestions, judged or not.
        found: bool (k,), for each photo with people, whether a tag of people is shown.
        alarms: bool (m,), for each photo without people, whether a tag of people says more than .5.
    """

    name: str
    first: Interval
    owners: Ids
    certainties: npt.NDArray[np.float64]
    right: Truth
    shown: int
    alarms: Truth
    found: Truth

    @property
    def error(self) -> Interval:
        """The calibration error of what is shown and judged."""
        return calibration_error(self.certainties, self.right, self.owners)

    @property
    def sure(self) -> Truth:
        """Whether suggestions with .8 and more are right."""
        return self.right[self.certainties >= SURE]


def figures_of(
    truth: MixedTruth, shown: Sequence[Sequence[tuple[int, float]]], vocabulary: TagVocabulary
) -> SourceFigures:
    """Judge the suggestions of each photo of a source: entries with certainties, most certain first."""
    judged = [
        (row, sure, truth.marks[row, at] > 0)
        for row, tags in enumerate(shown)
        for at, sure in tags
        if truth.marks[row, at]
    ]
    owners, certainties, right = (np.array(column) for column in zip(*judged, strict=True))
    tags = [[at for at, _ in row] for row in shown]
    if truth.labels:
        first = mean_interval(labelled_hits(tags, truth.labels, vocabulary))
    else:
        true = truth.marks > 0
        found = precision(tags, true, vocabulary, true.mean(axis=0) > COMMON)
        first = mean_interval([*found, *[0.0] * (len(tags) - len(found))])
    people = {at for at, entry in enumerate(vocabulary.entries) if entry.path[0] == "people"}
    empty = np.flatnonzero(truth.people < 0).tolist()
    alarms = [any(at in people and sure > ALARM for at, sure in shown[row]) for row in empty]
    found = [any(at in people for at, _ in shown[row]) for row in np.flatnonzero(truth.people > 0).tolist()]
    count = sum(map(len, shown))
    return SourceFigures(
        truth.name, first, owners, certainties, right, count, np.array(alarms, bool), np.array(found, bool)
    )


def line_of(figures: SourceFigures) -> str:
    """Return the figures of a source as a line."""
    error, sure, alarms = figures.error, figures.sure, figures.alarms
    return (
        f"{figures.name}: first {with_interval(figures.first)}, error {with_interval(error)} of {len(figures.right)},"
        f" sure {sure.mean():.3f} of {len(sure)}, people {alarms.mean():.3f} of {len(alarms)}"
    )


def with_interval(figure: Interval) -> str:
    """Return a figure with its interval."""
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


def calibration_error(certainties: npt.NDArray[np.floating], true: Truth, owners: Owners) -> Interval:
    """Return the calibration error in ten bins of the same size, minus what perfect certainties would have.

    Args:
        certainties: float (n,), 0..1.
        true: bool (n,).
        owners: The photo of each.
    """
    perfect = _perfect_error(certainties)
    return bootstrap(lambda rows: _bin_error(certainties[rows], true[rows]) - perfect, owners)


def plain_error(certainties: npt.NDArray[np.floating], true: Truth) -> float:
    """Return the calibration error without its interval."""
    return _bin_error(certainties, true) - _perfect_error(certainties)


def _perfect_error(certainties: npt.NDArray[np.floating]) -> float:
    random = np.random.default_rng(0)
    return float(
        np.mean([_bin_error(certainties, random.random(len(certainties)) < certainties) for _ in range(_PERFECT)])
    )


def _bin_error(certainties: npt.NDArray[np.floating], true: Truth) -> float:
    bins = [part for part in np.array_split(np.argsort(certainties, kind="stable"), _BINS) if len(part)]
    return float(sum(len(part) * abs(certainties[part].mean() - true[part].mean()) for part in bins) / len(certainties))


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
