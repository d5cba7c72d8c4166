"""Caption candidates of the starter: sentences from the caption memory or another source, scored against a photo."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass
from photon.vision.kit.adapter import LOOK_SCALE, normalise
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.class_labels import LEAST_CHANCE, class_probabilities
from photon.vision.knowledge.phrase_grammar import PARTS, PhraseGrammar

JOINT = 0.25
"""Weight of a sentence's similarity to the photo in the joint space, relative to its similarity to the prediction.

The two are independent, because they were trained differently.
"""
CONSENSUS, _FAVOUR = 0.4, 0.03
"""Weight of the consensus with the other good sentences, and the temperature by which the vote of worse ones decays."""
_STRETCH = 1.5  # predicted sentence embeddings are shrunk towards the mean; stretched ones prefer specific sentences
_AGREED = 2.25
"""Scale of the agreement among the memory's sentences, set so that likely objects weigh .1 of it.

With a weight of 0, CIDEr-D is .66 on photos of another source, but half of the drafts name something that no caption
names; with .1, these are .65 and .36."""

ENDS = (".", "!", "?", "…")
"""Characters that end a sentence."""


class SentenceLikelihood(NamedTuple):
    """How likely a sentence is according to its source.

    Attributes:
        whole: Natural log-probability of the sentence.
        least: Natural log-probability of its least likely word; 0 if unknown.
    """

    whole: float
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class PhraseEvidence:
    """What the memory knows about a sentence that consists of its phrases.

    Attributes:
        shares: Share 0..1 of people who would mention its subject, action and place; None for missing parts.
        nouns: The same share for each noun in it.
        agreement: 0..1, how much of it the other likely sentences also say.
        clarity: -1..1, clarity of the photo; see ``CaptionMemory.clarity``.
    """

    shares: tuple[float, float | None, float | None]
    nouns: Mapping[str, float]
    agreement: float
    clarity: float


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A caption candidate.

    Attributes:
        text: The sentence.
        chance: Likelihood according to its source.
        agreement: How well it agrees with the photo, comparable among the candidates of one photo: either how much of
            it the memory's other likely sentences also say, or a weighted sum of three cosines.
        phrases: What is known about its phrases; None for sentences from another source.
    """

    text: str
    chance: SentenceLikelihood
    agreement: float
    phrases: PhraseEvidence | None = None


@dataclass(frozen=True, slots=True)
class CaptionCandidates:
    """The caption candidates of one photo.

    Attributes:
        sentences: The candidates, best first if the memory wrote them.
        chances: For each object, the probability 0..1 that a caption names it or one of its subtypes.
        classes: Probabilities of the image tower's likely classes, for sentences of the memory.
    """

    sentences: tuple[ScoredSentence, ...]
    chances: Mapping[str, float]
    classes: Mapping[int, float] = field(default_factory=dict)


class CaptionScorer:
    """Generates and scores captions from visual features."""

    def __init__(
        self,
        memory: CaptionMemory,
        grammar: PhraseGrammar,
        encode: Callable[[Sequence[str]], Floats],
    ) -> None:
        """Set the parts to use.

        Args:
            memory: Supplies what people would say.
            grammar: Joins the phrases of the memory.
            encode: Maps texts to sentence embeddings float32 (n, 384), not normalised.
        """
        self._memory, self._grammar, self._encode = memory, grammar, encode

    def write(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Generate caption candidates.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.
            known: Per photo, objects known from its tags, with probabilities 0..1.

        Returns:
            Per photo, its candidates.
        """
        recalled, clear = self._memory.recall(looks), self._memory.clarity(looks).tolist()
        kinds = class_probabilities(looks * LOOK_SCALE, self._memory.classifier)
        return [self._written(*each) for each in zip(recalled, kinds, clear, known, strict=True)]

    def weigh(
        self, looks: Floats, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        """Score sentences from another source.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.
            known: Per photo, objects known from its tags, with probabilities 0..1.
            sentences: Per photo, sentences with their natural log-probabilities.

        Returns:
            Per photo, the scored sentences.
        """
        predicted, recalled = self._memory.predict(looks), self._memory.recall(looks)
        return [self._weighed(*each) for each in zip(sentences, looks, predicted, recalled, known, strict=True)]

    @functools.cached_property
    def _objects(self) -> Mapping[str, int]:
        """Index of each object in the memory."""
        return {name[2:]: at for name, at in self._memory.places.items() if name.startswith("o:")}

    @functools.cached_property
    def _phrases(self) -> Ids:
        """Indices of the phrases in the memory, int64 (phrases,)."""
        return np.array([at for at, name in enumerate(self._memory.names) if name[0] in PARTS], np.int64)

    @functools.cached_property
    def _nouns(self) -> Mapping[str, int]:
        """Index of each noun in the memory."""
        return {name[2:]: at for name, at in self._memory.places.items() if name.startswith("n:")}

    def _chances(self, recalled: Floats, known: Mapping[str, float]) -> dict[str, float]:
        """Probability 0..1 of each object, from float32 (w,) and from tags."""
        found = {name: float(recalled[at]) for name, at in self._objects.items()}
        return found | {name: max(found.get(name, 0.0), certainty) for name, certainty in known.items()}

    def _written(
        self, recalled: Floats, kinds: Floats, clarity: float, known: Mapping[str, float]
    ) -> CaptionCandidates:
        """Write the sentences of one photo: recalled float32 (w,), probabilities of classes float32 (kinds,)."""
        chances = recalled[self._phrases]
        scored = []
        for one in self._grammar.sentences(chances):
            places = {word: self._nouns.get(word) for word in one.text.lower().rstrip(".").split()}
            nouns = {word: float(recalled[at]) for word, at in places.items() if at is not None}
            evidence = PhraseEvidence(self._grammar.by_part(one.phrases, chances), nouns, one.agreement, clarity)
            likelihood = SentenceLikelihood(one.score)
            scored.append(ScoredSentence(one.text, likelihood, _AGREED * one.agreement, evidence))
        likely = {one: float(kinds[one]) for one in np.flatnonzero(kinds >= LEAST_CHANCE).tolist()}
        return CaptionCandidates(tuple(scored), self._chances(recalled, known), likely)

    def _weighed(
        self,
        sentences: Mapping[str, float],
        look: Floats,
        predicted: Floats,
        recalled: Floats,
        known: Mapping[str, float],
    ) -> CaptionCandidates:
        """Score the sentences of one photo: look float32 (1280,), predicted float32 (384,), recalled float32 (w,)."""
        chances = self._chances(recalled, known)
        if not sentences:
            return CaptionCandidates((), chances)
        # Captions end with a full stop, and the embedding of a sentence without one differs.
        vectors = normalise(self._encode([text if text.endswith(ENDS) else f"{text}." for text in sentences]))
        usual = self._memory.usual
        goal = normalise(usual + _STRETCH * (predicted - usual))
        meaning = self._memory.adapter.join_looks(look[None])[0]
        agreement = vectors @ goal + JOINT * (self._memory.adapter.join_texts(vectors) @ meaning)
        agreement += CONSENSUS * consensus(vectors, agreement)
        each = zip(sentences.items(), agreement.tolist(), strict=True)
        scored = (ScoredSentence(text, SentenceLikelihood(chance), agreed) for (text, chance), agreed in each)
        return CaptionCandidates(tuple(scored), chances)


def consensus(vectors: Floats, worth: Floats) -> Floats:
    """Similarity of each sentence to the weighted mean of all sentences.

    A statement shared by many good sentences is more likely to be right than one made once (minimum Bayes risk
    decoding, Kumar & Byrne 2004).

    Args:
        vectors: float32 (n, 384), L2-normalised.
        worth: float32 (n,), scores by which good sentences get a larger vote.

    Returns:
        float32 (n,), -1..1.
    """
    say = np.exp((worth - worth.max()) / _FAVOUR)
    return np.asarray(vectors @ (say / say.sum() @ vectors), np.float32)
