"""This photo, but …: an example photo and words as the terms of one ranking.

A plain sum of the two vectors is little more than the photo, for two photos are always nearer to each other than a
photo is to a text; and the photo speaks of its place as loudly as of its subject, while "but on the beach" means the
subject elsewhere. So the photo is put into words first ("discrete inversion", after FreeDom: Efthymiadis et al. 2025,
"Composed image retrieval for training-free domain conversion"): the few names of a vocabulary in which it stands out
most beside everyday photos, names of what the words do not speak of. Then four terms are added, each standardised
against the library (as WeiCom: Psomas et al. 2024, "Composed image retrieval for remote sensing"):

    score = PHOTO_WORDS z(names) + PHOTO z(photo)  +  CHANGE z(words) + DIRECTION z(names with words - names)

The last is the direction in which the words change the names (PDV: Tursun et al. 2025, "Prompt direction vectors for
zero-shot composed image retrieval"); ``strength`` scales it. ``balance`` weighs the first two against the last two.
All terms are linear in the vectors of the library, so the whole is one nearest-neighbour question.

Figures and baselines: ``packaging/lab/search/bench_composed.py change``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.search.ranking import Term
from photon.search.vocabulary import ConceptNames

Floats = npt.NDArray[np.float32]

# On 2,528 queries of unseen photos, mean average precision by subject: names alone .19, with the photo .20 to .21, with
# the direction .21; a photo weight of .5, more than seven names, or sharper shares were no better.
_PHOTO_WORDS, _PHOTO, _CHANGE, _DIRECTION = 1.0, 0.3, 0.6, 0.6
_NAMES, _CHANGED = 7, 3  # names that stand for a photo, and those of them that are put before the words
# Of a name's log-commonness in captions: without it a man is a waiter as soon as he wears black (.191 for .207).
_COMMON = 0.7
_LEAST_DIRECTION = 0.1  # length; a shorter difference of texts is noise


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """A photo in words.

    Attributes:
        names: The few that fit it best, surest first.
        shares: float32 (k,), how sure each is beside the others; they add to 1.
        vectors: float32 (k, d), of the names.
    """

    names: tuple[str, ...]
    shares: Floats
    vectors: Floats

    @property
    def vector(self) -> Floats:
        """float32 (d,), unit length: the names together."""
        return _unit(self.shares @ self.vectors)


class Lexicon:
    """A vocabulary in the space of one encoder, with what its names score on everyday photos."""

    def __init__(self, vocabulary: ConceptNames, vectors: Floats, everyday: Floats) -> None:
        """Take the parts.

        Args:
            vocabulary: n names.
            vectors: float32 (n, d), of the names.
            everyday: float32 (m, d), vectors of photos that a photo is compared with; at least 2.
        """
        self.vocabulary = vocabulary
        self._vectors = vectors
        scores = everyday @ vectors.T
        self._middle, self._spread = scores.mean(axis=0), np.maximum(scores.std(axis=0), 1e-6)

    def put_into_words(self, photo: Floats, change: str) -> PhotoWords:
        """The surest names of a photo, of those that the change does not speak of.

        Args:
            photo: float32 (d,), unit length.
            change: Words; where they name a subject the photo's place is kept, else its subject.
        """
        weights = (self._vectors @ photo - self._middle) / self._spread + _COMMON * self.vocabulary.commonness
        subjects = self.vocabulary.are_subjects
        weights[subjects if self.vocabulary.names_subject(change) else ~subjects] = -np.inf
        best = np.argsort(-weights, kind="stable")[:_NAMES]
        shares = np.exp(weights[best] - weights[best[0]])
        names = tuple(self.vocabulary.names[at] for at in best)
        return PhotoWords(names, np.asarray(shares / shares.sum(), np.float32), self._vectors[best])


def changed_texts(words: PhotoWords, change: str) -> list[str]:
    """Texts whose vectors ``compose`` needs: the surest names in front of the change."""
    return [f"{name} {change}" for name in words.names[:_CHANGED]]


def compose(
    photo: Floats, words: PhotoWords, changes: Sequence[Term], changed: Floats, settings: tuple[float, float]
) -> list[Term]:
    """The terms of a photo with changes.

    Args:
        photo: float32 (d,), unit length; of several examples their mean.
        words: The photo in words.
        changes: Texts, at least one.
        changed: float32 (k, d), vectors of ``changed_texts``.
        settings: The query's balance, 0..1, and strength, 0..2.
    """
    balance, strength = settings
    kept, asked = 2 * (1 - balance), 2 * balance
    terms = [
        Term(words.vector, _PHOTO_WORDS * kept, channel="look"),
        Term(photo, _PHOTO * kept, channel="look"),
    ]
    total = sum(term.weight for term in changes)
    terms += [Term(term.vector, _CHANGE * asked * term.weight / total) for term in changes]
    names, shares = words.vectors[: len(changed)], words.shares[: len(changed)]
    direction = shares @ (changed - names) / shares.sum()
    if np.linalg.norm(direction) >= _LEAST_DIRECTION:
        terms.append(Term(_unit(direction), _DIRECTION * asked * strength))
    return [term for term in terms if term.weight > 0]


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
