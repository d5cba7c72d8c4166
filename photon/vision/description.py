"""The starter's captioner at work: sentences about photos, each compared with what was predicted for its photo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from photon.vision.adapter import normalise
from photon.vision.captioner import Captioner, photo_features, stretched
from photon.vision.encoder import FloatArray

DRAWN = 24
"""Sentences that are drawn for a photo; 72 were no better."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may fit a photo.

    Attributes:
        text: The sentence; lower case and without a full stop where the captioner wrote it.
        log_probability: By the network that wrote it, of all its words together; 0 where it is not known.
        agreement: -1..1, cosine of its vector with what was predicted for the photo.
    """

    text: str
    log_probability: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Written:
    """What may be said of one photo.

    Attributes:
        sentences: The likeliest first.
        chances: For each object, how likely a caption names it or one of its kinds, 0..1.
    """

    sentences: tuple[Sentence, ...]
    chances: Mapping[str, float]


class Describer:
    """Says what photos show, by their looks."""

    def __init__(
        self, captioner: Captioner, classifier: FloatArray, encode: Callable[[Sequence[str]], FloatArray]
    ) -> None:
        """Take the tools.

        Args:
            captioner: Writes.
            classifier: float32 [1281, kinds], of the image tower.
            encode: Texts to sentence vectors float32 [n, 384], not normalised.
        """
        self._captioner, self._classifier, self._encode = captioner, classifier, encode

    def write(self, looks: FloatArray, known: Sequence[Mapping[str, float]]) -> list[Written]:
        """Sentences about photos.

        Args:
            looks: float32 [n, 1280], of length 1.
            known: For each photo, objects that are known by its tags, with certainties 0..1.
        """
        predicted, cues = self._predict(looks)
        chances = self._chances(cues, known)
        found = []
        for row, cue in enumerate(self._captioner.firm_cues(predicted)):
            leaning = self._captioner.lean(chances[row], predicted[row])
            found.append(self._weighed(self._captioner.write(cue, DRAWN, leaning), predicted[row], chances[row]))
        return found

    def weigh(
        self, looks: FloatArray, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[Written]:
        """The same for sentences from elsewhere, given with the logarithms of their chances.

        Args:
            looks: As for ``write``.
            known: As for ``write``.
            sentences: Of each photo.
        """
        predicted, cues = self._predict(looks)
        chances = self._chances(cues, known)
        return [self._weighed(*each) for each in zip(sentences, predicted, chances, strict=True)]

    def _predict(self, looks: FloatArray) -> tuple[FloatArray, FloatArray]:
        predicted = self._captioner.predict(photo_features(looks, self._classifier))
        return predicted, self._captioner.cues(predicted)

    def _chances(self, cues: FloatArray, known: Sequence[Mapping[str, float]]) -> FloatArray:
        chances = self._captioner.chances(cues)
        for row, certainties in enumerate(known):
            for name, certainty in certainties.items():
                if name in self._captioner.places:
                    place = self._captioner.places[name]
                    chances[row, place] = max(chances[row, place], certainty)
        return chances

    def _weighed(self, sentences: Mapping[str, float], predicted: FloatArray, chances: FloatArray) -> Written:
        told = dict(zip(self._captioner.objects, chances.tolist(), strict=True))
        if not sentences:
            return Written((), told)
        vectors = normalise(self._encode(list(sentences)))
        close = (vectors @ normalise(stretched(predicted, self._captioner.weights.usual))).tolist()
        return Written(tuple(Sentence(*one, near) for one, near in zip(sentences.items(), close, strict=True)), told)
