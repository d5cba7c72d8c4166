"""Caption candidates of the starter: generate sentences, then score each against the prediction for its photo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Floats
from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.starter.captioner import LOOK_SCALE, Captioner, DecoderLikelihood, photo_features, stretched

GUIDES = (5.0, 8.0)
"""Weight of a word's agreement with the prediction, one per round of writing.

Lower values give smoother sentences, higher ones more accurate sentences; at 16 they stutter.
"""
DRAWN, ENCODED = 128, 24
"""Sentences sampled per round, and how many of them are encoded (the best by their words).

Encoding takes longer than all other steps together.
"""
JOINT = 0.25
"""Weight of a sentence's similarity to the photo in the joint space, relative to its similarity to the prediction.

The two are independent judges: they were trained differently.
"""
CONSENSUS, _FAVOUR = 0.4, 0.03
"""Weight of the consensus with the other good sentences, and the temperature by which the vote of worse ones decays."""

ENDS = (".", "!", "?", "…")
"""Characters that end a sentence."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A caption candidate.

    Attributes:
        text: The sentence; lower case and without a full stop if the captioner wrote it.
        chance: Likelihood under the network that wrote it.
        agreement: Weighted sum of three cosines: with the predicted sentence embedding, with the photo itself, and
            with the other sentences.
    """

    text: str
    chance: DecoderLikelihood
    agreement: float


@dataclass(frozen=True, slots=True)
class CaptionCandidates:
    """The caption candidates of one photo.

    Attributes:
        sentences: The candidates, in the order of their generation.
        chances: For each object, the probability 0..1 that a caption names it or one of its subtypes.
    """

    sentences: tuple[ScoredSentence, ...]
    chances: Mapping[str, float]


class CaptionScorer:
    """Generates and scores captions from visual features."""

    def __init__(
        self,
        captioner: Captioner,
        classifier: Floats,
        adapter: Adapter,
        encode: Callable[[Sequence[str]], Floats],
    ) -> None:
        """Set the networks to use.

        Args:
            captioner: Generates sentences.
            classifier: float32 (1281, kinds), of the image tower; the last row is the bias.
            adapter: Maps visual features and sentence embeddings to the joint space.
            encode: Maps texts to sentence embeddings float32 (n, 384), not normalised.
        """
        self._captioner, self._classifier = captioner, classifier
        self._adapter, self._encode = adapter, encode

    def write(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Generate caption candidates.

        Args:
            looks: float32 (n, 1280), L2-normalised visual features.
            known: Per photo, objects known from its tags, with probabilities 0..1.

        Returns:
            Per photo, its candidates.
        """
        predicted, chances = self._predict(looks, known)
        cues = self._captioner.firm_cues(predicted)
        drawn = [self._drawn(*each) for each in zip(cues, chances, predicted, strict=True)]
        return [self._weighed(*each) for each in zip(drawn, looks, predicted, chances, strict=True)]

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
        predicted, chances = self._predict(looks, known)
        given = [{text: DecoderLikelihood(logarithm) for text, logarithm in each.items()} for each in sentences]
        return [self._weighed(*each) for each in zip(given, looks, predicted, chances, strict=True)]

    def _drawn(self, cue: Floats, chances: Floats, predicted: Floats) -> dict[str, DecoderLikelihood]:
        """Generate sentences for one photo.

        Args:
            cue: float32 (c,).
            chances: float32 (objects,).
            predicted: float32 (384,).
        """
        captioner = self._captioner
        kept: dict[str, DecoderLikelihood] = {}
        for guide in GUIDES:
            fresh = captioner.write(cue, DRAWN, captioner.lean(chances, predicted, guide))
            fresh = {text: chance for text, chance in fresh.items() if text not in kept}
            kept |= captioner.closest(fresh, chances, predicted, ENCODED)
        # If guided sampling finishes no sentence, fall back to unguided samples.
        return kept or captioner.closest(captioner.write(cue, DRAWN), chances, predicted, ENCODED)

    def _predict(self, looks: Floats, known: Sequence[Mapping[str, float]]) -> tuple[Floats, Floats]:
        """Predict sentence embeddings float32 (n, 384) and object probabilities float32 (n, objects)."""
        features = photo_features(looks, self._classifier)
        predicted = self._captioner.predict(features)
        chances = self._captioner.chances(features, predicted)
        for row, certainties in enumerate(known):
            for name, certainty in certainties.items():
                if name in self._captioner.places:
                    place = self._captioner.places[name]
                    chances[row, place] = max(chances[row, place], certainty)
        return predicted, chances

    def _weighed(
        self, sentences: Mapping[str, DecoderLikelihood], look: Floats, predicted: Floats, chances: Floats
    ) -> CaptionCandidates:
        """Score the sentences of one photo.

        Args:
            sentences: Sentences with their likelihoods.
            look: float32 (1280,).
            predicted: float32 (384,).
            chances: float32 (objects,).
        """
        by_object = dict(zip(self._captioner.objects, chances.tolist(), strict=True))
        if not sentences:
            return CaptionCandidates((), by_object)
        # Captions end with a full stop, and the embedding of a sentence without one differs.
        vectors = normalise(self._encode([text if text.endswith(ENDS) else f"{text}." for text in sentences]))
        goal = normalise(stretched(predicted, self._captioner.weights.usual))
        meaning = self._adapter.join_images(look[None] * LOOK_SCALE)[0]
        agreement = vectors @ goal + JOINT * (self._adapter.join_texts(vectors) @ meaning)
        agreement += CONSENSUS * consensus(vectors, agreement + self._captioner.worth(sentences, chances))
        each = zip(sentences.items(), agreement.tolist(), strict=True)
        return CaptionCandidates(tuple(ScoredSentence(*one, agreed) for one, agreed in each), by_object)


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
