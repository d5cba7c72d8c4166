"""The starter's captioner at work: sentences about photos, each compared with what was predicted for its photo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.kit.encoder import FloatArray
from photon.vision.starter.captioner import LOOK_SCALE, Captioner, DecoderLikelihood, photo_features, stretched

GUIDES = (5.0, 8.0)
"""What it is worth that a word agrees with the prediction, one for each round of writing: with less, sentences are
smoother, with more nearer, and with 16 they stammer."""
DRAWN, ENCODED = 128, 24
"""Sentences that are drawn in each round, and of which so many are encoded that fit best by their words: encoding takes
longer than all the rest."""
JOINT = 0.25
"""What it is worth that a sentence lies near the photo in the space where words and photos are searched, beside that it
lies near the prediction: two judges who have learned differently."""
CONSENSUS, _FAVOUR = 0.4, 0.03
"""What it is worth that a sentence says what the other good ones say, and how fast the say of worse ones fades."""

ENDS = (".", "!", "?", "…")
"""Signs that end a sentence."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence that may fit a photo.

    Attributes:
        text: The sentence; lower case and without a full stop where the captioner wrote it.
        chance: By the network that wrote it.
        agreement: Of its vector with what was predicted for the photo, with the photo itself, and with the other
            sentences: the sum of three cosines, by what they are worth.
    """

    text: str
    chance: DecoderLikelihood
    agreement: float


@dataclass(frozen=True, slots=True)
class CaptionCandidates:
    """What may be said of one photo.

    Attributes:
        sentences: The likeliest first.
        chances: For each object, how likely a caption names it or one of its kinds, 0..1.
    """

    sentences: tuple[ScoredSentence, ...]
    chances: Mapping[str, float]


class CaptionScorer:
    """Says what photos show, by their looks."""

    def __init__(
        self,
        captioner: Captioner,
        classifier: FloatArray,
        adapter: Adapter,
        encode: Callable[[Sequence[str]], FloatArray],
    ) -> None:
        """Take the tools.

        Args:
            captioner: Writes.
            classifier: float32 [1281, kinds], of the image tower.
            adapter: Joins looks and sentence vectors in one space.
            encode: Texts to sentence vectors float32 [n, 384], not normalised.
        """
        self._captioner, self._classifier = captioner, classifier
        self._adapter, self._encode = adapter, encode

    def write(self, looks: FloatArray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        """Sentences about photos.

        Args:
            looks: float32 [n, 1280], of length 1.
            known: For each photo, objects that are known by its tags, with certainties 0..1.
        """
        predicted, chances = self._predict(looks, known)
        cues = self._captioner.firm_cues(predicted)
        drawn = [self._drawn(*each) for each in zip(cues, chances, predicted, strict=True)]
        return [self._weighed(*each) for each in zip(drawn, looks, predicted, chances, strict=True)]

    def weigh(
        self, looks: FloatArray, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        """The same for sentences from elsewhere, given with the logarithms of their chances.

        Args:
            looks: As for ``write``.
            known: As for ``write``.
            sentences: Of each photo.
        """
        predicted, chances = self._predict(looks, known)
        told = [{text: DecoderLikelihood(logarithm) for text, logarithm in each.items()} for each in sentences]
        return [self._weighed(*each) for each in zip(told, looks, predicted, chances, strict=True)]

    def _drawn(self, cue: FloatArray, chances: FloatArray, predicted: FloatArray) -> dict[str, DecoderLikelihood]:
        captioner = self._captioner
        kept: dict[str, DecoderLikelihood] = {}
        for guide in GUIDES:
            fresh = captioner.write(cue, DRAWN, captioner.lean(chances, predicted, guide))
            fresh = {text: chance for text, chance in fresh.items() if text not in kept}
            kept |= captioner.closest(fresh, chances, predicted, ENCODED)
        # Where words that fit well leave no sentence an end, any that fits the cue will do.
        return kept or captioner.closest(captioner.write(cue, DRAWN), chances, predicted, ENCODED)

    def _predict(self, looks: FloatArray, known: Sequence[Mapping[str, float]]) -> tuple[FloatArray, FloatArray]:
        """Sentence vectors float32 [n, 384], and the chances of objects float32 [n, objects]."""
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
        self, sentences: Mapping[str, DecoderLikelihood], look: FloatArray, predicted: FloatArray, chances: FloatArray
    ) -> CaptionCandidates:
        told = dict(zip(self._captioner.objects, chances.tolist(), strict=True))
        if not sentences:
            return CaptionCandidates((), told)
        # With a full stop, as people write captions: a sentence without one lies elsewhere.
        vectors = normalise(self._encode([text if text.endswith(ENDS) else f"{text}." for text in sentences]))
        goal = normalise(stretched(predicted, self._captioner.weights.usual))
        meaning = self._adapter.join_images(look[None] * LOOK_SCALE)[0]
        agreement = vectors @ goal + JOINT * (self._adapter.join_texts(vectors) @ meaning)
        agreement += CONSENSUS * consensus(vectors, agreement + self._captioner.worth(sentences, chances))
        each = zip(sentences.items(), agreement.tolist(), strict=True)
        return CaptionCandidates(tuple(ScoredSentence(*one, agreed) for one, agreed in each), told)


def consensus(vectors: FloatArray, worth: FloatArray) -> FloatArray:
    """How near each sentence lies to what the good ones say together: float32 [n], -1..1.

    What many good sentences say is more likely right than what one says (minimum Bayes risk, Kumar and Byrne, 2004).

    Args:
        vectors: float32 [n, 384], of length 1.
        worth: float32 [n], by which good ones have more say.
    """
    say = np.exp((worth - worth.max()) / _FAVOUR)
    return np.asarray(vectors @ (say / say.sum() @ vectors), np.float32)
