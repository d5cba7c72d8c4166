"""The simplest ways of suggesting tags, to compare Photon's with."""

from collections.abc import Mapping, Sequence

import numpy as np
from lab.tags.tag_figures import figures_of, plain_error
from lab.tags.tag_heads import MixedSource

from photon.annotate.tags.tag_choice import LEAST, MOST, ChosenTags, TagChoice
from photon.annotate.tags.tag_scores import TagScores
from photon.annotate.tags.tag_suggester import SuggestionContext
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats
from photon.vision.knowledge.class_labels import NamedClasses

Shown = list[list[tuple[int, float]]]

_NEAR = 20  # photos whose captions say how sure the words of the nearest one are


class SimpleTags:
    """Suggests tags by what the nearest captioned photo shows, by classes, and by a constant threshold."""

    def __init__(self, described: MixedSource, vocabulary: TagVocabulary, context: SuggestionContext) -> None:
        """Set the captioned photos, the tags, and what Photon suggests them by."""
        self._described, self._vocabulary = described, vocabulary
        self._hidden = ~vocabulary.suggestable | np.array([entry.is_sensitive for entry in vocabulary.entries])
        self._scores = TagScores(vocabulary, context.concepts, context.scale, context.knowledge, context.memory)
        self._scores.name_kinds(vocabulary, context.kind_of)
        self._choice = TagChoice(vocabulary)
        named = ((at, context.kind_of(entry.name)) for at, entry in enumerate(vocabulary.entries))
        self._kinds: Mapping[int, NamedClasses] = {at: kinds for at, kinds in named if kinds and not self._hidden[at]}
        self._described_odds = self._scored(described)

    def suggest(self, source: MixedSource, count: int) -> dict[str, Shown]:
        """Return what each way suggests for each photo; above the threshold are as many as Photon shows."""
        return {
            "nearest": self._nearest(source),
            "classes": self._of_classes(source),
            "constant": self._above_threshold(source, count),
        }

    def columns(self, source: MixedSource, count: int) -> str:
        """Return first tags and error of each way, as columns."""
        found = {
            way: figures_of(source.truth, shown, self._vocabulary) for way, shown in self.suggest(source, count).items()
        }
        return " | ".join(
            f"{one.first.value:.3f}, {plain_error(one.certainties, one.right):.3f}" for one in found.values()
        )

    def _nearest(self, source: MixedSource) -> Shown:
        near = np.argsort(-(source.seen.looks @ self._described.seen.looks.T), axis=1)[:, :_NEAR]
        shows = (self._described.truth.marks > 0) & ~self._hidden
        return _listed(np.where(shows[near[:, 0]], shows[near].mean(axis=1), 0).astype(np.float32), most=MOST)

    def _of_classes(self, source: MixedSource) -> Shown:
        rows, kinds, chances = source.seen.kinds
        table = np.zeros(
            (len(source.seen), 1 + max(int(kinds.max()), *(max(one.kinds) for one in self._kinds.values()))), np.float32
        )
        table[rows, kinds] = chances
        places = np.array([list(self._kinds)] * len(table), np.int64)
        sure = np.stack([table[:, list(one.kinds)].sum(axis=1) for one in self._kinds.values()], axis=1)
        chosen = self._choice.choose(ChosenTags(places, sure))
        return [
            [(at, float(one)) for at, one in zip(tags, row, strict=True) if one > 0]
            for tags, row in zip(chosen.places.tolist(), chosen.certainties.tolist(), strict=True)
        ]

    def _above_threshold(self, source: MixedSource, count: int) -> Shown:
        scored = self._scored(source)
        threshold = np.sort(scored, axis=None)[-count]
        certainty = float((self._described.truth.marks[self._described_odds >= threshold] > 0).mean())
        shown = _listed(np.where(scored >= threshold, scored - threshold + 1, 0), most=MOST)
        return [[(at, certainty) for at, _ in tags] for tags in shown]

    def _scored(self, source: MixedSource) -> Floats:
        odds = self._scores.logits(self._scores.weigh(source.seen))
        return np.where(self._hidden, np.float32(-np.inf), odds)


def _listed(sure: Floats, most: int) -> Shown:
    first: Sequence[list[int]] = np.argsort(-sure, axis=1, kind="stable")[:, :most].tolist()
    return [
        [(at, float(row[at])) for at in places if row[at] >= LEAST] for row, places in zip(sure, first, strict=True)
    ]
