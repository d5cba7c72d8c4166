"""Personal concepts: score any photo against a few example photos, without gradients.

Textual inversion learns a pseudo-word with gradients through the text tower (PALAVRA, Cohen et al. 2022) or with a
trained network (Pic2Word, Saito et al. 2023). This method needs stored vectors only, so it works with every encoder
immediately:

- *Prototype* (prototypical networks, Snell et al. 2017): the mean of the examples, in visual features and joint
  embeddings.
- *Contrast*: all vectors are centred on the library's mean (SimpleShot, Wang et al. 2019, centres and normalises),
  because what all photos share says nothing about the concept. On unseen groups of photos, R@10 of the mean of five
  joint embeddings is .38 without centring and .48 with it. Full whitening, as in exemplar LDA (Hariharan et al. 2012),
  was worse at every shrinkage (.37 to .41 with visual features): a few hundred photos cannot estimate 1280 variances.
- Visual features are activations, so their square roots are compared (Hellinger kernel): .45 to .48.
- The *word* that names the kind of thing is scored against the uncentred vectors, because five photos do not say
  whether the dog or the lawn is meant: .49 to .54 with a fitting word, .50 with one that is too general.

In a sentence (``my:Fluffy on a sofa``) the z-score of the rest ("on a sofa", see ``without_names``) is added to that of
the concept: R@10 of photos that show both is .42 with a too general word and .44 with a fitting one, against .30 and
.44 for the whole sentence in words. In a large library, candidates are the photos near the rest and those near the
sentence with the kind in place of the name, moved toward the examples (the direction from the library's mean to the
examples' mean, as in StyleGAN-NADA, Gal et al. 2022). Alone, this reaches .39 and .43:

    T("dog on a sofa") + GAIN * unit(mean of the examples - mean of the library)

Figures: ``packaging/lab/search/bench_concepts.py``; the adapters have seen neither the groups nor the photos.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from photon.domain import QueryWords
from photon.domain.encoders.photo_vectors import Middle, PhotoVectors, Placed, unit
from photon.domain.query.concept import concept_key
from photon.search.score_calibrator import lower_half_scale

Floats = npt.NDArray[np.float32]

# Weights relative to visual features, each part standardised over the contrast set. Doubling WORD helps with a fitting
# word (+.015) but hurts with one that is too general (carnivore for hound, -.015).
MEANING, WORD = 0.5, 0.5
GAIN = 0.5
# Log-odds from the z-score and the mean z-score of held-out examples, fitted to every other fold of unseen groups.
SLOPE, EXPECTED, START = 0.94, -0.48, -2.24
# That mean for a single example, and its limits. It is near 2 for groups of five, below 0 for unrelated photos, and 10
# or more for shots of the same minute, which would rule out all other photos.
_USUAL, _SURE = 2.0, (1.0, 6.0)
_LEAST = 1e-6


class ConceptScore:
    """How well photos match a concept.

    Attributes:
        direction: float32 (d,), unit length, from the library's mean toward the examples, in the joint space.
        sure: Mean z-score of an example under a concept learned from the others; measures how similar the examples are.
    """

    def __init__(self, examples: PhotoVectors, contrast: PhotoVectors, word: Floats | None = None) -> None:
        """Learn a concept from examples.

        Args:
            examples: Vectors of at least one photo.
            contrast: Vectors of a sample of the library.
            word: float32 (d,), unit length, embedding of the kind of thing, or None.
        """
        self._space = Middle(contrast)
        placed, others = self._space.place(examples), self._space.place(contrast)
        self._view = _View(placed, others, word)
        self.direction = unit(placed.meanings.mean(axis=0))
        self.sure = self._leave_one_out(placed, others, word)

    def z(self, meanings: Floats, looks: Floats) -> Floats:
        """Compute z-scores; 0 is the library's median, 1 the spread of its lower half.

        Args:
            meanings: float32 (m, d), unit length, joint embeddings.
            looks: float32 (m, e), unit length, visual features of the same photos.

        Returns:
            float32 (m,).
        """
        return self._view.z(self._space.place(PhotoVectors(meanings, looks)))

    def odds(self, z: Floats) -> Floats:
        """Convert z-scores to log-odds that a photo shows the concept.

        This is a logistic curve (Platt 1999) over the z-score and ``sure``: the required z-score depends on how similar
        the examples are, where each is judged by the others alone. On folds that were not used for fitting, .25, .45,
        .61 and .73 of photos with probabilities of .2 to .4, .4 to .6, .6 to .8 and above show the concept.

        Args:
            z: float32 (m,), z-scores.

        Returns:
            float32 (m,).
        """
        return np.asarray(SLOPE * z + EXPECTED * self.sure + START, np.float32)

    @staticmethod
    def _leave_one_out(placed: Placed, others: Placed, word: Floats | None) -> float:
        count = len(placed.meanings)
        if count == 1:
            return _USUAL
        reached = []
        for row in range(count):
            left_out = np.arange(count) == row
            reached.append(float(_View(placed.some(~left_out), others, word).z(placed.some(left_out))[0]))
        return float(np.clip(np.mean(reached), *_SURE))


def learn(examples: PhotoVectors, contrast: PhotoVectors, word: Floats | None = None) -> ConceptScore:
    """Learn what a few examples have in common.

    Args:
        examples: At least one photo; 3 to 10 are recommended.
        contrast: A sample of the library of some hundred photos or more; it may contain photos of the concept.
        word: float32 (d,), unit length, embedding of the kind of thing, or None.

    Returns:
        The learned concept.
    """
    return ConceptScore(examples, contrast, word)


def inject(sentence: Floats, concepts: Sequence[ConceptScore]) -> Floats:
    """Move the embedding of a sentence toward the concepts it names.

    Args:
        sentence: float32 (d,), unit length, embedding of the sentence with kinds in place of names.
        concepts: The concepts it names.

    Returns:
        float32 (d,), unit length.
    """
    return unit(sentence + GAIN * np.sum([concept.direction for concept in concepts], axis=0))


def sentence_with_kind(words: QueryWords, kinds: Mapping[str, str]) -> str:
    """Replace ``my:Name`` by the kind of thing: ``my:Fluffy on a sofa`` becomes ``dog on a sofa``.

    Args:
        words: A part of a query.
        kinds: ``Concept.words`` by name, in any case; an unknown name is kept.

    Returns:
        The text.
    """
    known = {concept_key(name): kind for name, kind in kinds.items()}

    return " ".join(words.with_names(lambda name: known.get(concept_key(name), name)).split())


def without_names(words: QueryWords) -> str:
    """Remove concept names from a text: ``my:Fluffy on a sofa`` becomes ``on a sofa``; empty if nothing remains."""
    return " ".join(words.with_names(lambda _: " ").split())


class _View:
    """Prototypes, and the scales that make visual features, embeddings and words comparable."""

    def __init__(self, examples: Placed, others: Placed, word: Floats | None) -> None:
        self._look, self._meaning = examples.looks.mean(axis=0), examples.meanings.mean(axis=0)
        self._word = word
        self._scales = [(0.0, 1.0)] * 3
        self._scales = [(float(row.mean()), max(float(row.std()), _LEAST)) for row in self._parts(others)]
        self._middle, self._spread = lower_half_scale(self._mixed(others))

    def z(self, seen: Placed) -> Floats:
        return np.asarray((self._mixed(seen) - self._middle) / max(self._spread, _LEAST), np.float32)

    def _parts(self, seen: Placed) -> tuple[Floats, ...]:
        parts = seen.looks @ self._look, seen.meanings @ self._meaning
        return parts if self._word is None else (*parts, seen.plain @ self._word)

    def _mixed(self, seen: Placed) -> Floats:
        mixed = np.zeros(len(seen.plain), np.float32)
        for weight, part, (middle, spread) in zip((1.0, MEANING, WORD), self._parts(seen), self._scales, strict=False):
            mixed += weight * (part - middle) / spread
        return mixed
