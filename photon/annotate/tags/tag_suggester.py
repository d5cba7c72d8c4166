"""Suggest the few tags worth showing for each photo, from stored vectors."""

from collections.abc import Callable, Mapping

import numpy as np

from photon.annotate.tags.tag_choice import ChosenTags, TagChoice, certainties
from photon.annotate.tags.tag_feedback import TagFeedback
from photon.annotate.tags.tag_scores import CosineScale, StoredVectors, TagScores
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import TagPath
from photon.quick_dataclass import dataclass
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.class_labels import NamedClasses
from photon.vision.knowledge.tag_knowledge import TagKnowledge

WATCHED = 0.05
"""Certainty from which a sensitive tag is stored even if it is not worth showing, so that photos can be hidden by it. A
false alarm is better than a miss. These words are rare in captions, so their certainties stay low."""
WORTH = 0.4
"""Certainty from which a tag is shown if there is a caption memory; .25 of suggestions with .2 to .4 are right."""
CODE = 8  # incremented whenever the same vectors would get different tags
STYLES = {
    "monochrome": "black and white",
    "sepia": "sepia",
    "dark": "underexposed photo",
    "blurred": "blurry photo",
    "drawing": "pencil drawing",
}
"""Measured styles and their concepts; the probability of the style is the certainty of the tag."""


@dataclass(frozen=True, slots=True)
class PhotoDecisions:
    """The decisions about one photo, as indices of vocabulary entries."""

    confirmed: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SuggestionContext:
    """Inputs of the tag suggester.

    Attributes:
        concepts: float32 (t, d), unit length, embedding of each entry.
        scale: Location and scale of their cosines on other photos.
        knowledge: Learned parameters of tags.
        memory: The caption memory, if it fits this encoder's visual features.
        kind_of: Function from a name to the class labels that it denotes, or None.
    """

    concepts: Floats
    scale: CosineScale
    knowledge: TagKnowledge
    memory: CaptionMemory | None
    kind_of: Callable[[str], NamedClasses | None]


class TagSuggester:
    """Suggests tags of one vocabulary for photos of one library and encoder; thread-safe."""

    def __init__(self, vocabulary: TagVocabulary, known: SuggestionContext, *, sensitive: bool = False) -> None:
        """Precompute everything that does not depend on photos; takes about 0.2 s.

        Args:
            vocabulary: The tags.
            known: Inputs of the suggester.
            sensitive: Whether sensitive tags may be suggested.
        """
        self._vocabulary = vocabulary
        self._scores = TagScores(vocabulary, known.concepts, known.scale, known.knowledge, known.memory)
        self._scores.name_kinds(vocabulary, known.kind_of)
        self._choice = TagChoice(vocabulary)
        self._curve = known.knowledge.plain if known.memory is None else known.knowledge.choice
        self._is_learned = known.memory is not None
        shown = [sensitive or not entry.is_sensitive for entry in vocabulary.entries]
        self._hidden = ~(vocabulary.suggestable & np.array(shown, bool))
        self._watched = np.array([entry.is_sensitive for entry in vocabulary.entries], bool) & ~self._hidden
        self._keywords = [vocabulary.keyword(at) for at in range(len(vocabulary))]
        named = ((style, vocabulary.place(name)) for style, name in STYLES.items())
        self._styles = {style: at for style, at in named if at is not None}

    def weigh(self, seen: StoredVectors, feedback: TagFeedback | None = None) -> ChosenTags:
        """Score the most likely tags of each photo, before the final choice.

        Args:
            seen: Stored vectors of n photos.
            feedback: Decisions about other photos, or None.

        Returns:
            Candidates with certainties 0..1.
        """
        weighed = self._scores.weigh(seen)
        logits = self._scores.logits(weighed)
        if feedback is not None:
            feedback.adjust(logits, seen.looks)
        places = self._choice.candidates(logits, self._hidden)
        if self._is_learned:
            features = self._choice.features(logits, places, self._scores, weighed)
        else:
            features = self._choice.plain_features(logits, places)
        found = certainties(features, self._curve)
        if self._is_learned:
            found = self._choice.supported(places, found, self._scores, weighed)
        found[self._hidden[places]] = 0
        return self._with_styles(places, found, seen)

    def suggest(
        self,
        seen: StoredVectors,
        feedback: TagFeedback | None = None,
        decided: Mapping[int, PhotoDecisions] | None = None,
    ) -> list[list[tuple[TagPath, float]]]:
        """Suggest the tags worth showing for each photo.

        Args:
            seen: Stored vectors of n photos.
            feedback: Decisions about other photos, or None.
            decided: Decisions about these photos, by row.

        Returns:
            For each photo, tag paths with certainties 0..1, most certain first.
        """
        found = self.weigh(seen, feedback)
        rejected = np.zeros(found.places.shape, bool)
        for row, one in (decided or {}).items():
            self._respect(found.places[row], found.certainties[row], one)
            rejected[row] = np.isin(found.places[row], list(one.rejected))
        chosen = self._choice.choose(self._worth_showing(found), rejected)
        tags = [
            [(self._keywords[at], round(sure, 3)) for at, sure in zip(places, row, strict=True) if sure > 0]
            for places, row in zip(chosen.places.tolist(), chosen.certainties.tolist(), strict=True)
        ]
        rows, columns = np.nonzero(self._watched[found.places] & (found.certainties >= WATCHED))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            path, sure = self._keywords[found.places[row, column]], round(float(found.certainties[row, column]), 3)
            if path not in (one for one, _ in tags[row]):
                tags[row].append((path, sure))
        return tags

    def _worth_showing(self, found: ChosenTags) -> ChosenTags:
        """Drop suggestions less certain than WORTH, unless there is no caption memory."""
        if not self._is_learned:
            return found
        return ChosenTags(found.places, np.where(found.certainties >= WORTH, found.certainties, np.float32(0)))

    def _with_styles(self, places: Ids, found: Floats, seen: StoredVectors) -> ChosenTags:
        """Use the measured probability of a style as the certainty of its tag."""
        for style, place in self._styles.items():
            chances = seen.styles.get(style)
            if chances is None or self._hidden[place]:
                continue
            there = places == place
            sure = np.where(np.isnan(chances), (found * there).max(axis=1), chances)
            found = np.concatenate([np.where(there, 0, found), sure[:, None]], axis=1)
            places = np.concatenate([places, np.full((len(places), 1), place, np.int64)], axis=1)
        return ChosenTags(places, np.asarray(found, np.float32))

    def _respect(self, places: Ids, found: Floats, decided: PhotoDecisions) -> None:
        """Drop suggestions that a decision already implies or contradicts."""
        gone = {above for place in decided.confirmed for above in self._vocabulary.ancestors(place)}
        gone |= {below for place in decided.rejected for below in self._vocabulary.below(place)}
        gone.update(set(self._choice.rivals(decided.confirmed).tolist()) - decided.confirmed)
        found[np.isin(places, list(gone))] = 0
