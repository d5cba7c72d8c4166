"""What a text in another language says, in English: a name or a phrase whose multilingual embedding is near its own."""

import random
from collections.abc import Callable

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.resource_files import resource
from photon.vision.kit.adapter import normalise
from photon.vision.kit.arrays import decode_texts, read_arrays
from photon.vision.kit.encoder import EnglishReading

BRIDGE = "starter/bridge.safetensors"
"""The names and phrases, which all encoders share, and the starter's map."""
# Cosine from which a text means a name. Of 2,840 names of tags in the seven languages with a lexicon, .75 are above it,
# and .91 of those find their own tag, most others one like it (ski: skis); names of people and cities are below it.
_SAME = 0.72
# Cosine from which a phrase says about the same. Of 150 everyday queries in German, French and Polish, half are above
# it; names of people and cities are below .5. Verbs are joined with any subject, so other phrases are preferred.
_ALIKE, _LESS = 0.76, 0.04
_SUBJECTS, _OTHERS, _PAIRS = 30, 40, 6  # of the nearest subjects and other phrases, the pairs that are encoded


@dataclass(frozen=True, slots=True)
class EnglishPhrases:
    """Names of things and parts of sentences, with their embeddings.

    Attributes:
        names: English names of things, such as ``dog``.
        named: float32 (n, 512), L2-normalised, their embeddings.
        phrases: Parts of sentences: ``S:two dogs``, ``V:playing in the snow``, ``P:on the beach``.
        phrased: float32 (p, 512), the same of these.
    """

    names: tuple[str, ...]
    named: Floats
    phrases: tuple[str, ...]
    phrased: Floats

    def read(self, embedded: Floats, encode: Callable[[list[str]], Floats]) -> EnglishReading:
        """Return what a text says.

        Args:
            embedded: float32 (512,), its embedding.
            encode: The multilingual encoder: texts to float32 (n, 512).

        Returns:
            The name, and the phrase.
        """
        scores = self.named @ embedded
        best = int(scores.argmax())
        if scores[best] >= _SAME:
            return EnglishReading(self.names[best], self.names[best])
        pairs = self._nearest_pairs(embedded)
        fit = encode([" ".join(phrase[2:] for phrase in pair) for pair in pairs]) @ embedded
        fit -= [_LESS * pair[-1].startswith("V:") for pair in pairs]
        nearest = pairs[int(fit.argmax())]
        return EnglishReading("", " ".join(phrase[2:] for phrase in nearest) if fit.max() >= _ALIKE else "")

    def _nearest_pairs(self, embedded: Floats) -> list[list[str]]:
        """Return subjects with and without something else, by the directions of their sums."""
        near = self.phrased @ embedded
        are_subjects = np.array([phrase.startswith("S:") for phrase in self.phrases])
        subjects, others = (
            np.flatnonzero(some)[np.argsort(-near[some])[:most]]
            for some, most in ((are_subjects, _SUBJECTS), (~are_subjects, _OTHERS))
        )
        sums = self.phrased[subjects][:, None] + self.phrased[others]
        likeness = (near[subjects][:, None] + near[others]) / np.linalg.norm(sums, axis=2)
        rows, columns = np.unravel_index(np.argsort(-likeness, axis=None)[:_PAIRS], likeness.shape)
        pairs = zip(subjects[rows].tolist(), others[columns].tolist(), strict=True)
        alone = [[self.phrases[at]] for at in subjects[:2].tolist()]
        return alone + [[self.phrases[at] for at in pair] for pair in pairs]


def read_phrases() -> EnglishPhrases:
    """Read the names and phrases.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
    """
    found = read_arrays(resource(BRIDGE), ("names", "named", "phrases", "phrased"))
    names, phrases = decode_texts(found["names"]), decode_texts(found["phrases"])
    return EnglishPhrases(names, normalise(found["named"]), phrases, normalise(found["phrased"]))


def example_sentences(count: int) -> list[str]:
    """Return sentences of random subjects, actions and places, such as ``two children playing in the snow``.

    Args:
        count: How many.

    Raises:
        OSError: The file is missing or damaged.
    """
    choose = random.Random(0)  # noqa: S311 - not for secrets
    names = read_phrases().phrases
    subjects, actions, places = ([name[2:] for name in names if name.startswith(kind)] for kind in ("S:", "V:", "P:"))
    made: dict[str, None] = {}
    while len(made) < count:
        action, place, other = choose.choice(actions), choose.choice(places), f"and {choose.choice(subjects)}"
        made[f"{choose.choice(subjects)} {choose.choice([action, place, f'{action} {place}', other])}"] = None
    return list(made)
