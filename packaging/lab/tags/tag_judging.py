"""Suggestions for every photo of the data, each by heads, adapters and curves fitted without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold
from lab.tags.tag_curves import NO_CURVES, Curves, Part, fit_curves
from lab.tags.tag_figures import FIRST
from lab.tags.tag_head import fit_head
from lab.tags.tag_trials import Evidence, Head, TagTrials, heads_without

from photon.annotate.tags.tag_choice import ChosenTags, TagChoice
from photon.annotate.tags.tag_suggester import SuggestionContext, TagSuggester

FloatArray = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]
_Any = TypeVar("_Any")
# Certainty that a labelled photo does not show what its label does not name. With more, labelled photos affect the tags
# of captioned ones: at .5 they are right in .84, and the first three tags of the others in .45.
_UNSAID = 0.1


@dataclass(frozen=True)
class Shown:
    """Suggestions for photos.

    Attributes:
        rows: int64 (n,), indices among captioned or among labelled photos.
        certainties: float32 (n, t), of every pair; 0 for unlikely ones.
        cosines: float32 (n, t).
        chosen: The suggestions.
    """

    rows: Ids
    certainties: FloatArray
    cosines: FloatArray
    chosen: ChosenTags


@dataclass(frozen=True)
class _Round:
    """Everything fitted without one fold of captioned photos.

    Attributes:
        head: Fitted without it.
        heads: Fitted without it and without each fold of labelled photos.
        described: Evidence of each fold from heads without it as well; that of the round's own fold is not used.
        labelled: Evidence of labelled photos from ``heads``.
    """

    head: Head
    heads: list[Head]
    described: list[Part]
    labelled: list[Part]


class Judging:
    """Cross-fits everything once."""

    def __init__(self, trials: TagTrials, described: Sequence[Fold], labelled: Sequence[Fold]) -> None:
        """Set the data, and adapters with their held-out photos."""
        self.trials, self._choice = trials, TagChoice(trials.vocabulary)
        self._described = [trials.evidence(fold, labelled=False) for fold in described]
        self._labelled = [trials.evidence(fold, labelled=True) for fold in labelled]
        self._blocks = trials.blocks([fold.held for fold in described], labelled=False)
        self._labelled_blocks = trials.blocks([fold.held for fold in labelled], labelled=True)
        self.usable = trials.vocabulary.suggestable & ~np.array(
            [entry.is_sensitive for entry in trials.vocabulary.entries], bool
        )

    @cached_property
    def rounds(self) -> list["_Round"]:
        """One per fold."""
        return [self._round(number) for number in range(len(self._described))]

    def ship(self) -> tuple[Head, Curves]:
        """The head of all photos, and curves from cross-fitted evidence."""
        parts = [
            self._part(evidence, fit_head(_without(self._blocks, at), self._labelled_blocks), is_labelled=False)
            for at, evidence in enumerate(self._described)
        ]
        parts += [
            self._part(evidence, fit_head(self._blocks, _without(self._labelled_blocks, at)), is_labelled=True)
            for at, evidence in enumerate(self._labelled)
        ]
        return fit_head(self._blocks, self._labelled_blocks), self._curves(parts)

    def described(self) -> Shown:
        """Captioned photos, each fold from the round without it."""
        return _joined(
            [
                self._shown(evidence, one.head, self._curves([*_without(one.described, at), *one.labelled]), 0)
                for at, (evidence, one) in enumerate(zip(self._described, self.rounds, strict=True))
            ]
        )

    def labelled(self) -> Shown:
        """Labelled photos, each fold from a head and curves without it, and without a fold of captioned photos."""
        found = []
        for at, (evidence, one) in enumerate(zip(self._labelled, self.rounds, strict=True)):
            curves = self._curves([*_without(one.described, at), *_without(one.labelled, at)])
            found.append(self._shown(evidence, one.heads[at], curves, self.trials.described))
        return _joined(found)

    def baselines(self, shown: Shown, is_common: Truth) -> dict[str, list[list[int]]]:
        """Tags from simpler methods, for each photo of ``shown``."""
        frequent = np.where(is_common | ~self.usable, 0, (self.trials.counts > 0).mean(axis=0))
        most = np.argsort(-frequent, kind="stable")[:FIRST].tolist()
        return {
            "the three most frequent tags for every photo": [most] * len(shown.rows),
            "the three largest cosines": self.by_cosine(shown, FIRST),
        }

    def by_cosine(self, shown: Shown, few: int) -> list[list[int]]:
        """The tags with the largest cosines of each photo."""
        cosines = np.where(self.usable, shown.cosines, -np.inf)
        best: list[list[int]] = np.argsort(-cosines, axis=1)[:, :few].tolist()
        return best

    def _round(self, number: int) -> "_Round":
        head, pairs, heads = heads_without(self._blocks, self._labelled_blocks, number)
        return _Round(
            head,
            heads,
            [self._part(one, pair, is_labelled=False) for one, pair in zip(self._described, pairs, strict=True)],
            [self._part(one, other, is_labelled=True) for one, other in zip(self._labelled, heads, strict=True)],
        )

    def _curves(self, parts: list[Part]) -> Curves:
        return fit_curves(parts, self._choice)

    def _part(self, evidence: Evidence, head: Head, *, is_labelled: bool) -> Part:
        scores = self.trials.scores(evidence, self.trials.knowledge(head, NO_CURVES))
        weighed = scores.weigh(evidence.seen)
        if is_labelled:
            rows = evidence.photos - self.trials.described
            shows = self.trials.shown[rows]
            trust = np.where(shows | self.trials.excluded[rows], 1, _UNSAID)
        else:
            shows = self.trials.counts[evidence.photos] > 0
            trust = np.ones(shows.shape)
        return Part(scores, weighed, shows, (trust * self.usable).astype(np.float32), ~self.usable, is_labelled)

    def _shown(self, evidence: Evidence, head: Head, curves: Curves, first: int) -> Shown:
        known = SuggestionContext(
            evidence.concepts,
            evidence.scale,
            self.trials.knowledge(head, curves),
            is_learned=True,
            kind_of=self.trials.names.find,
        )
        suggesting = TagSuggester(self.trials.vocabulary, known)
        found = suggesting.weigh(evidence.seen)
        certainties = np.zeros((len(evidence.photos), len(self.usable)), np.float32)
        np.put_along_axis(certainties, found.places, found.certainties, axis=1)
        cosines = evidence.seen.meanings @ evidence.concepts.T
        return Shown(evidence.photos - first, certainties, cosines, self._choice.choose(found))


def _without(parts: list[_Any], at: int) -> list[_Any]:
    return [one for number, one in enumerate(parts) if number != at]


def _joined(parts: list[Shown]) -> Shown:
    chosen = ChosenTags(
        np.concatenate([part.chosen.places for part in parts]),
        np.concatenate([part.chosen.certainties for part in parts]),
    )
    return Shown(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.certainties for part in parts]),
        np.concatenate([part.cosines for part in parts]),
        chosen,
    )
