"""What a person's decisions say of photos that look alike: who rejects *wedding* for one photo rejects it for ten.

The example nearest to a photo counts, not their mean: a tag may be wrong for one sort of photo and right for others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.vocabulary import TagVocabulary

Floats = npt.NDArray[np.float32]

_STRENGTH = 4.0  # log-odds that the same photo once more gains or loses
_USUAL = 0.55  # cosine of two photos' looks from which they have something in common


@dataclass(frozen=True, slots=True)
class FeedbackExample:
    """A decided photo: its look, float32 (e,), the entry, and whether the photo shows it."""

    look: Floats
    place: int
    is_right: bool


class TagFeedback:
    """Raises and lowers tags by what was decided about similar photos."""

    def __init__(self, vocabulary: TagVocabulary, examples: Sequence[FeedbackExample]) -> None:
        """Take the examples; a few hundred cost some 20 ms for each thousand photos."""
        self._looks = np.stack([one.look for one in examples]) if examples else np.zeros((0, 0), np.float32)
        self._told: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], float]] = []
        for is_right, strength in ((True, _STRENGTH), (False, -_STRENGTH)):
            rows: dict[int, list[int]] = {}
            for row, one in enumerate(examples):
                if one.is_right is is_right:
                    rows.setdefault(one.place, []).append(row)
            self._told += [
                (np.array(which), np.array(list(_meant(vocabulary, place, is_right=is_right))), strength)
                for place, which in rows.items()
            ]

    def adjust(self, logits: Floats, looks: Floats) -> None:
        """Change log-odds in place.

        Args:
            logits: float32 (n, t).
            looks: float32 (n, e), unit length.
        """
        if not self._told:
            return
        near = np.clip((looks @ self._looks.T - _USUAL) / (1 - _USUAL), 0, 1)
        for rows, places, strength in self._told:
            logits[:, places] += np.float32(strength) * near[:, rows].max(axis=1)[:, None]


def _meant(vocabulary: TagVocabulary, place: int, *, is_right: bool) -> Iterable[int]:
    """A photo that shows a thing shows what lies above it; one that does not show it shows nothing below."""
    return (place, *(vocabulary.ancestors(place) if is_right else vocabulary.below(place)))
