"""Training text of the captioner: vocabulary, token ids, and noisy cues."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.captions.supported_objects import borne_out

from photon.annotate.captions.named_objects import Objects, words_of
from photon.vision.starter.captioner import END, LONGEST, START, UNKNOWN

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_SHORTEST = 4  # words
_MOST_UNKNOWN = 1  # maximum out-of-vocabulary words per sentence
_LEAST = 1e-6  # minimum variance of a direction
_BLOCK, _WORD_RIDGE, FIRST_WORD = 4096, 5.0, 3
_MARKS = ["</s>", "<s>", "<unknown>"]  # END, START, UNKNOWN


@dataclass(frozen=True)
class Corpus:
    """Training sentences.

    Attributes:
        words: The vocabulary; the first three are special tokens.
        ids: int64 (n, LONGEST + 2): START, the words, then END as padding.
        lengths: int64 (n,), words and END.
        vectors: float32 (n, 384), normalised sentence embeddings.
        sentences: The sentences.
    """

    words: list[str]
    ids: IntArray
    lengths: IntArray
    vectors: FloatArray
    sentences: list[str]


def read_corpus(sentences: Sequence[str], vectors: FloatArray, hidden: Collection[str], fewest: int) -> Corpus:
    """Select sentences that are neither too short nor too long, and have few rare words.

    Args:
        sentences: Without duplicates.
        vectors: float32 (n, 384), their embeddings.
        hidden: Sentences to exclude: captions of test photos.
        fewest: Minimum occurrences of a word in the vocabulary.
    """
    split = [words_of(sentence) for sentence in sentences]
    rows = [row for row, words in enumerate(split) if _SHORTEST <= len(words) <= LONGEST]
    rows = [row for row in rows if sentences[row] not in hidden]
    counts = Counter(word for row in rows for word in split[row])
    words = _MARKS + sorted((word for word, count in counts.items() if count >= fewest), key=lambda w: (-counts[w], w))
    place = {word: number for number, word in enumerate(words)}
    numbers = {row: [place.get(word, UNKNOWN) for word in split[row]] for row in rows}
    rows = [row for row in rows if numbers[row].count(UNKNOWN) <= _MOST_UNKNOWN]
    ids = np.full((len(rows), LONGEST + 2), END, np.int64)
    ids[:, 0] = START
    for at, row in enumerate(rows):
        ids[at, 1 : len(numbers[row]) + 1] = numbers[row]
    lengths = np.array([len(numbers[row]) + 1 for row in rows], np.int64)
    return Corpus(words, ids, lengths, vectors[rows], [sentences[row] for row in rows])


def named_objects(objects: Objects, sentences: Sequence[Sequence[str]]) -> FloatArray:
    """float32 (n, objects): 1 for each object that a row's sentences support together."""
    place = {name: number for number, name in enumerate(objects.names)}
    named = np.zeros((len(sentences), len(place)), np.float32)
    for row, together in enumerate(sentences):
        named[row, [place[name] for name in borne_out(objects, together)]] = 1
    return named


def objects_of_words(objects: Objects, words: Sequence[str]) -> FloatArray:
    """float32 (words, 3): indices of the objects that each word names by itself, -1 for none."""
    place = {name: number for number, name in enumerate(objects.names)}
    found = np.full((len(words), 3), -1, np.float32)
    for row, word in enumerate(words):
        named = [place[name] for mention in objects.mentions(word) for name in sorted(mention.objects)][:3]
        found[row, : len(named)] = named
    return found


def meanings_of_words(corpus: Corpus) -> FloatArray:
    """Contribution of each word to a sentence embedding, relative to the mean, by ridge regression.

    Words explain .84 of the variance of sentence embeddings.

    Returns:
        float32 (words, 384).
    """
    count = len(corpus.words)
    together, sums = np.zeros((count, count)), np.zeros((count, corpus.vectors.shape[1]))
    centred = corpus.vectors - corpus.vectors.mean(axis=0)
    for start in range(0, len(corpus.ids), _BLOCK):
        ids = corpus.ids[start : start + _BLOCK, 1:]
        held = np.zeros((len(ids), count), np.float32)
        np.put_along_axis(held, ids, 1, axis=1)
        held[:, :FIRST_WORD] = 0
        together += held.T @ held
        sums += held.T @ centred[start : start + _BLOCK]
    return np.linalg.solve(together + _WORD_RIDGE * np.eye(count), sums).astype(np.float32)


class Cues:
    """Computes noisy cues from sentence embeddings.

    Isotropic noise is added, then shrunk to the best estimate (Wiener filter). With variance 0.07, this resembles what
    can be predicted from photos: there the explained fraction of a direction's variance falls from .4 to .01 like v /
    (v + 0.07), faster from the 48th direction on; the first one, people or animals, is predicted better. These numbers
    are settings like others: no photo is used here.

    Attributes:
        centre: float32 (384,), mean of the sentence embeddings.
        basis: float32 (384, c), principal directions.
        scale: float32 (c,), equalises strong and weak directions.
    """

    FIRST, FADING = 0.3, 48.0

    def __init__(self, vectors: FloatArray, count: int, noise: float) -> None:
        """Compute the directions.

        Args:
            vectors: float32 (n, 384), of sentences.
            count: Number of directions.
            noise: Noise variance per direction; 0.07 as in predictions from photos.
        """
        self.centre = vectors.mean(axis=0)
        centred = vectors - self.centre
        _, directions = np.linalg.eigh(centred.T @ centred / len(vectors))
        self.basis = np.ascontiguousarray(directions[:, ::-1][:, :count], np.float32)
        self.coordinates = np.asarray(centred @ self.basis, np.float32)
        variance = self.coordinates.var(axis=0)
        noises = noise * (1 + (np.arange(count) / self.FADING) ** 2)
        noises[0] = self.FIRST * noise
        self._deviation = np.sqrt(noises).astype(np.float32)
        self._kept = (variance / (variance + noises)).astype(np.float32)
        alike = np.maximum(variance, _LEAST)
        scale = (alike * alike / (alike + noises)) ** -0.5 * self._kept**0.25
        self.scale = np.asarray(np.where(variance > _LEAST, scale, 0), np.float32)

    def draw(self, rows: IntArray, random: np.random.Generator) -> FloatArray:
        """Cues of some sentences with fresh noise: float32 (n, c)."""
        known = self.coordinates[rows]
        noisy = known + self._deviation * random.standard_normal(known.shape, np.float32)
        return np.asarray(noisy * self._kept * self.scale, np.float32)
