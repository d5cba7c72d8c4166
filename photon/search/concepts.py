"""Personal concepts: from a few example photos to a score of any photo, without gradients.

Textual inversion learns a word for them with gradients through the text tower (PALAVRA, Cohen et al. 2022; Pic2Word,
Saito et al. 2023, by a trained network). What follows needs vectors only, so it works with every encoder at once:

- *Prototype* (Snell et al. 2017, prototypical networks): the mean of the examples, by look and by meaning.
- *Contrast*: everything is seen from the mean of the library (SimpleShot, Wang et al. 2019, centres and normalises
  so). What all photos share says nothing about the concept: on unseen groups of photos R@10 of the mean of five
  meaning vectors is .38 as they are and .48 seen from there. A full whitening, as in exemplar LDA (Hariharan et al.
  2012), was worse at every shrinkage (.37 to .41 by look): a few hundred photos do not tell 1280 variances.
- The entries of *look* vectors are activations, whose square roots (Hellinger kernel) are compared: .45 to .48.
- The *word* for what it is, against the vectors as they are, since five photos do not say whether the dog or the lawn
  is meant: .49 to .54 with a fitting word, .50 with one that is too general.

In a sentence (``my:Fluffy on a sofa``) the z of the rest ("on a sofa", ``without_names``) and the z of the concept are
added: R@10 of photos that show both is .42 with a too general word and .44 with a fitting one; the whole sentence
in words has .30 and .44. Of a large library, candidates are those near the rest and those near the whole sentence with
the kind in the place of the name, moved toward the examples (a direction from where all photos are to where these are,
as StyleGAN-NADA, Gal et al. 2022, has it), which alone reaches .39 and .43:

    T("dog on a sofa") + GAIN * unit(mean of the examples - mean of the library)

Figures: ``packaging/lab/search/bench_concepts.py``; the adapters have seen neither groups nor photos.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from photon.domain import QueryWords
from photon.domain.encoders.photo_vectors import Middle, PhotoVectors, Placed, unit
from photon.domain.query.concept import concept_key
from photon.search.score_calibrator import lower_half_scale

Floats = npt.NDArray[np.float32]

# Beside the look, each standardised over the contrast. A fitting word could count twice as much (+.015), but one that
# is too general (carnivore for hound) then does harm (-.015).
MEANING, WORD = 0.5, 0.5
GAIN = 0.5
# Log-odds from z and from the mean z of examples that were left out, fitted to every other fold of unseen groups.
SLOPE, EXPECTED, START = 0.94, -0.48, -2.24
# What is taken for that mean where there is one example, and its limits: near 2 for groups of five, but of odd photos
# below 0, and of shots of one minute 10 and more, which would leave all other photos without a chance.
_USUAL, _SURE = 2.0, (1.0, 6.0)
_LEAST = 1e-6


class ConceptScore:
    """How well photos fit a concept.

    Attributes:
        direction: float32 (d,), unit length: from the mean of the library toward the examples, by meaning.
        sure: Mean z of an example that the others are asked about: how well they belong together.
    """

    def __init__(self, examples: PhotoVectors, contrast: PhotoVectors, word: Floats | None = None) -> None:
        """Learn from examples; see ``learn``."""
        self._space = Middle(contrast)
        placed, others = self._space.place(examples), self._space.place(contrast)
        self._view = _View(placed, others, word)
        self.direction = unit(placed.meanings.mean(axis=0))
        self.sure = self._leave_one_out(placed, others, word)

    def z(self, meanings: Floats, looks: Floats) -> Floats:
        """Standard scores: 0 is the middle of the library, 1 the spread of its lower half.

        Args:
            meanings: float32 (m, d), unit length.
            looks: float32 (m, e), unit length, of the same photos.
        """
        return self._view.z(self._space.place(PhotoVectors(meanings, looks)))

    def odds(self, z: Floats) -> Floats:
        """Log-odds that a photo shows it, float32 (m,).

        A logistic curve (Platt 1999) over z and ``sure``: what is to be reached depends on how near the examples are
        to each other, where each is judged by the others alone. Of photos of the folds that the curve was not fitted
        to, given a chance of .2 to .4, .4 to .6, .6 to .8 and above, .25, .45, .61 and .73 show the concept.
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
    """What a few examples have in common.

    Args:
        examples: At least one; 3 to 10 are meant.
        contrast: A sample of the library, which may hold some photos of the concept; some hundred or more.
        word: float32 (d,), unit length, the text vector of what it is, or None.
    """
    return ConceptScore(examples, contrast, word)


def inject(sentence: Floats, concepts: Sequence[ConceptScore]) -> Floats:
    """The vector of a sentence, moved toward the concepts in it: float32 (d,), unit length.

    Args:
        sentence: float32 (d,), unit length, of the sentence with kinds in the places of names.
        concepts: Those named in it.
    """
    return unit(sentence + GAIN * np.sum([concept.direction for concept in concepts], axis=0))


def sentence_with_kind(words: QueryWords, kinds: Mapping[str, str]) -> str:
    """The text with ``my:Name`` replaced by what it is: ``my:Fluffy on a sofa`` to ``dog on a sofa``.

    Args:
        words: A part of a query.
        kinds: Name, in any case, to ``Concept.words``; a name that is not there stands for itself.
    """
    known = {concept_key(name): kind for name, kind in kinds.items()}

    return " ".join(words.with_names(lambda name: known.get(concept_key(name), name)).split())


def without_names(words: QueryWords) -> str:
    """The rest of the text: ``my:Fluffy on a sofa`` to ``on a sofa``; empty where it was names alone."""
    return " ".join(words.with_names(lambda _: " ").split())


class _View:
    """Prototypes, and the scales that make look, meaning and word comparable."""

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
