"""One trial of a learned tag: a group of held-out photos, its examples, and average precision."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.starter.held_photos import Held
from lab.starter.starter_data import IntArray
from lab.starter.starter_judged import Judged

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.tag_name import TagName, read_name
from photon.annotate.tags.teaching import TagClassifier, TeachingExamples
from photon.annotate.tags.vocabulary_file import everyday

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """A group of a fold.

    Attributes:
        held: The fold.
        group: Its members.
        name: Its name, or None.
        families: Groups of the tower's classes; None to ignore them.
    """

    held: Held
    group: Judged
    name: TagName | None
    families: KindFamilies | None

    def taught(self, rows: Sequence[int] | IntArray, thought: Sequence[float] | Floats | None = None) -> TagClassifier:
        """Train a classifier on some photos of the fold, each a separate event.

        Args:
            rows: Their indices.
            thought: Predicted probability of each before it was decided; None if it was not asked about.
        """
        places = np.asarray(rows, np.int64)
        told = np.ones(len(places), np.float32) if thought is None else np.asarray(thought, np.float32)
        examples = TeachingExamples(self.held.seen.some(places), self.group.shows[places], np.arange(len(places)), told)
        return TagClassifier(examples, self.held.seen, self.name, families=self.families)

    def draw(self, count: int, random: np.random.Generator) -> IntArray:
        """Sample random members; three are always left over."""
        own = np.flatnonzero(self.group.shows)
        return random.choice(own, min(count, len(own) - 3), replace=False)


def trials_of(folds: Sequence[Held]) -> list[tuple[int, Trial]]:
    """Return every group of every fold with its own seed and name."""
    found = [Trial(held, group, named(held, group.text), held.families) for held in folds for group in held.groups]
    return list(enumerate(found))


def named(held: Held, name: str) -> TagName:
    """Return a name as encoded by the fold's encoder."""
    return read_name(name, everyday(), len(everyday()), held.text)


def precision(scores: Floats, relevant: Truth, pool: Truth) -> float:
    """Return the average precision over the photos of a pool."""
    places = np.flatnonzero(pool)
    right = relevant[places[np.argsort(-scores[places], kind="stable")]]
    return float((np.cumsum(right)[right] / (np.flatnonzero(right) + 1)).mean())
