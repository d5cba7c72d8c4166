"""From the stored vectors of photos to the few tags worth showing for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tag_choice import TagChoice
from photon.annotate.tag_feedback import TagFeedback
from photon.annotate.tag_scores import Scale, Seen, TagScores
from photon.annotate.vocabulary import Vocabulary
from photon.domain.tag import TagPath
from photon.vision.kinds import NamedKind
from photon.vision.tag_knowledge import TagKnowledge

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

WATCHED = 0.05
"""Certainty from which on a sensitive tag is kept even where it is not worth showing, for those who hide photos by such
tags: one too many is better than one too few. Their words are rare in captions, so that certainties stay low."""
CODE = 1  # raised whenever the same vectors would be given other tags
STYLES = {
    "monochrome": "black and white",
    "sepia": "sepia",
    "dark": "underexposed photo",
    "blurred": "blurry photo",
    "drawing": "pencil drawing",
}
"""Measured styles, and the concepts of which their chances are the certainty."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about one photo: places of entries."""

    confirmed: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What suggestions rest on.

    Attributes:
        concepts: float32 (t, d), a vector of each entry.
        scale: How their cosines lie in the library.
        knowledge: What is known of tags.
        is_learned: Whether its head fits the looks of this encoder.
        kind_of: The kinds of things, of those that the encoder names by itself, that a name means.
    """

    concepts: Floats
    scale: Scale
    knowledge: TagKnowledge
    is_learned: bool
    kind_of: Callable[[str], NamedKind | None]


class Suggesting:
    """Suggests tags of one vocabulary for photos of one library and encoder; safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary, known: Known, *, sensitive: bool = False) -> None:
        """Lay everything out; some 0.2 s.

        Args:
            vocabulary: The tags.
            known: What suggestions rest on.
            sensitive: Whether sensitive tags may be suggested.
        """
        self._vocabulary = vocabulary
        self._scores = TagScores(vocabulary, known.concepts, known.scale, known.knowledge, is_learned=known.is_learned)
        self._scores.name_kinds(vocabulary, known.kind_of)
        self._choice = TagChoice(vocabulary, known.knowledge.choice)
        shown = [sensitive or not entry.is_sensitive for entry in vocabulary.entries]
        self._hidden = ~(vocabulary.suggestable & np.array(shown, bool))
        watched = [entry.is_sensitive and sensitive and not entry.is_grouping for entry in vocabulary.entries]
        self._watched = np.flatnonzero(np.array(watched, bool) & ~self._hidden)
        self._keywords = [vocabulary.keyword(at) for at in range(len(vocabulary))]
        named = ((style, vocabulary.place(name)) for style, name in STYLES.items())
        self._styles = {style: at for style, at in named if at is not None}

    def certainties(self, seen: Seen, feedback: TagFeedback | None = None) -> Floats:
        """How sure each tag is of each photo, 0..1, float32 (n, t), also of tags that are never suggested."""
        logits = self._scores.logits(seen)
        if feedback is not None:
            feedback.adjust(logits, seen.looks)
        certainties = self._choice.certainties(logits)
        for style, place in self._styles.items():
            if style in seen.styles:
                measured = seen.styles[style]
                certainties[:, place] = np.where(np.isnan(measured), certainties[:, place], measured)
        return certainties

    def suggest(
        self, seen: Seen, feedback: TagFeedback | None = None, decided: Mapping[int, Decided] | None = None
    ) -> list[list[tuple[TagPath, float]]]:
        """The tags worth showing for each photo with certainties 0..1, the surest first.

        Args:
            seen: What is stored of the photos.
            feedback: What was decided about other photos.
            decided: What was decided about these, by their row.
        """
        certainties = self.certainties(seen, feedback)
        certainties[:, self._hidden] = 0
        for row, one in (decided or {}).items():
            self._respect(certainties[row], one)
        chosen = self._choice.choose(certainties)
        return [
            self._with_watched(
                [(self._keywords[at], round(sure, 3)) for at, sure in zip(places, row, strict=True) if sure > 0], every
            )
            for places, row, every in zip(chosen.places.tolist(), chosen.certainties.tolist(), certainties, strict=True)
        ]

    def _with_watched(self, chosen: list[tuple[TagPath, float]], certainties: Floats) -> list[tuple[TagPath, float]]:
        """What was chosen for a photo, and sensitive tags that may be true."""
        known = {path for path, _ in chosen}
        more = [(self._keywords[at], round(float(certainties[at]), 3)) for at in self._watched]
        return chosen + [(path, sure) for path, sure in more if sure >= WATCHED and path not in known]

    def _respect(self, certainties: Floats, decided: Decided) -> None:
        """Nothing is suggested that a decision already says, or speaks against."""
        for place in decided.confirmed:
            certainties[list(self._vocabulary.ancestors(place))] = 0
        for place in decided.rejected:
            certainties[list(self._vocabulary.below(place))] = 0
