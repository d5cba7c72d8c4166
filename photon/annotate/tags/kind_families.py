"""Families of the kinds that an encoder names by itself, and how far photos agree about theirs.

A few examples say which family is meant as a few uses of a word do (Xu and Tenenbaum 2007, word learning as Bayesian
inference): families that hold the kinds of all examples are likely, small ones more so, for it would be a strange
chance that five dogs were drawn from all animals. Where the examples agree about none, nothing is said.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

SLIP = 0.1  # share of photos of a family in which the encoder sees something else
UNRELATED = 0.5  # chance that a tag is about no family at all


class KindFamilies:
    """Which kinds belong together.

    Attributes:
        count: Of kinds.
    """

    def __init__(self, families: Sequence[Sequence[int]]) -> None:
        """Take the families, each with the numbers of its kinds; at least one."""
        self.count = 1 + max(map(max, families))
        self._members = np.zeros((len(families), self.count), np.float32)
        for row, kinds in enumerate(families):
            self._members[row, list(kinds)] = 1
        self._sizes = self._members.sum(axis=1)

    def belonging(self, kinds: Floats, shares: Floats) -> npt.NDArray[np.float32]:
        """How likely a photo of each kind belongs with the examples, by its kind alone: float32 (count,), 0..1.

        Args:
            kinds: (n, count), the chances of kinds in each example.
            shares: (n,), what each example counts.
        """
        strange = SLIP / self.count
        held = (1 - SLIP) * (kinds @ self._members.T) / self._sizes + strange
        likely = np.append(shares @ np.log(held), shares.sum() * np.log(1 / self.count))
        likely[:-1] += np.log((1 - UNRELATED) / len(self._sizes))
        likely[-1] += np.log(UNRELATED)
        chances = np.exp(likely - likely.max())
        return np.asarray((chances[:-1] / chances.sum()) @ self._members, np.float32)
