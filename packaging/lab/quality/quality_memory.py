"""The simplest baselines: the sentences of other photos that are close to a photo."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from lab.quality.quality_consensus import Consensus
from lab.quality.quality_truth import named_concepts
from lab.starter.starter_towers import Towers
from lab.starter.starter_words import WordNet
from lab.tags.tag_truth import Naming

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.vision.kit.adapter import Adapter

FloatArray = npt.NDArray[np.float32]

TAGGING, DRAFTING = 150, 80  # number of nearest sentences
_MOST = 9  # maximum number of tags of a photo, as in Photon
_SEED = 5


class SentenceMemory:
    """Sentences and plain vectors.

    Attributes:
        sentences: The sentences.
        vectors: float32 (sentences, 384), of the text tower, unit length.
    """

    def __init__(self, sentences: Sequence[str], vectors: FloatArray, adapter: Adapter) -> None:
        """Set the sentences, their vectors, and the adapter that maps them to the joint space."""
        self.sentences, self.vectors, self._adapter = list(sentences), vectors, adapter

    @cached_property
    def _joined(self) -> FloatArray:
        return self._adapter.join_texts(self.vectors)

    @cached_property
    def _consensus(self) -> Consensus:
        return Consensus(self.sentences)

    def nearest(self, meaning: FloatArray, count: int) -> tuple[list[int], FloatArray]:
        """Return the sentences nearest to a photo, nearest first.

        Args:
            meaning: float32 (384,), unit length, vector of the photo in the joint space.
            count: Number of sentences.

        Returns:
            Their indices, and the similarities float32 (count,).
        """
        products = self._joined @ meaning
        best = np.argsort(-products, kind="stable")[:count]
        return best.tolist(), np.asarray(products[best], np.float32)

    def tags(self, meaning: FloatArray, naming: Naming, vocabulary: TagVocabulary) -> list[int]:
        """Return the concepts that the nearest sentences name, ranked by the sum of these sentences' similarities.

        Args:
            meaning: float32 (384,), the photo.
            naming: Finds what a sentence names.
            vocabulary: The concepts.

        Indices of at most nine concepts, best first; only the most specific concepts of each sentence count.
            Indices of at most nine, best first; each sentence counts for its most specific concepts only.
        """
        weights: dict[int, float] = defaultdict(float)
        for row, near in zip(*self.nearest(meaning, TAGGING), strict=True):
            named = named_concepts(naming, self.sentences[row])
            above = {step for place in named for step in vocabulary.ancestors(place)}
            for place in named - above:
                if vocabulary.suggestable[place] and not vocabulary.entries[place].is_sensitive:
                    weights[place] += max(0.0, float(near))
        return sorted(weights, key=lambda place: -weights[place])[:_MOST]

    def nouns(self, meaning: FloatArray, words: WordNet) -> list[str]:
        """Return all nouns of the nearest sentences, ranked by the sum of these sentences' similarities.

        Args:
            meaning: float32 (384,), the photo.
            words: Finds the nouns of a sentence.
        """
        weights: dict[str, float] = defaultdict(float)
        for row, near in zip(*self.nearest(meaning, TAGGING), strict=True):
            for noun in words.nouns(self.sentences[row]):
                weights[noun] += max(0.0, float(near))
        return sorted(weights, key=lambda noun: -weights[noun])

    def draft(self, meaning: FloatArray, *, by_words: bool) -> str:
        """Return the sentence among the nearest ones that is most similar to the others.

        Args:
            meaning: float32 (384,), the photo.
            by_words: Whether to compare them by n-grams instead of vectors.
        """
        rows, _ = self.nearest(meaning, DRAFTING)
        texts, own = [self.sentences[row] for row in rows], self.vectors[rows]
        alike = self._consensus.agreement(texts) if by_words else own @ own.mean(axis=0)
        return texts[int(alike.argmax())]

    def any_sentences(self, count: int) -> list[str]:
        """Return random sentences, the same each time."""
        return [self.sentences[row] for row in np.random.default_rng(_SEED).integers(len(self.sentences), size=count)]


class PlainVectors:
    """Photos and texts as plain vectors, without Photon's processing of the products."""

    def __init__(self, meanings: FloatArray, adapter: Adapter, towers: Towers) -> None:
        """Set the photos float32 (photos, 384), and the encoders of texts."""
        self.meanings = meanings
        self._adapter, self._towers = adapter, towers

    def texts(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors of texts in the joint space, float32 (n, 384), unit length."""
        return self._adapter.join_texts(self._towers.texts(list(texts)))

    def order(self, vector: FloatArray) -> list[int]:
        """Return all photos by their product with a vector float32 (384,), largest first."""
        found: list[int] = np.argsort(-(self.meanings @ vector), kind="stable").tolist()
        return found

    def order_of_both(self, first: FloatArray, second: FloatArray) -> list[int]:
        """Return all photos by the sum of their products with two vectors float32 (384,), standardised over photos."""
        products = self.meanings @ np.stack([first, second]).T
        found: list[int] = np.argsort(-(products / products.std(axis=0)).sum(axis=1), kind="stable").tolist()
        return found
