"""Groups of class labels, and the group that a few examples have in common.

A few examples imply a group as a few uses of a word imply its meaning (Xu and Tenenbaum 2007, word learning as Bayesian
inference): groups that contain the labels of all examples are likely, and small groups more so, because five dogs are
an unlikely sample of all animals. If the examples share no group, the result is uninformative.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating]

SLIP = 0.1  # probability that the classifier assigns a label outside the right group
UNRELATED = 0.5  # prior probability that a tag corresponds to no group


class KindFamilies:
    """Groups of class labels.

    Attributes:
        count: Number of labels.
    """

    def __init__(self, families: Sequence[Sequence[int]]) -> None:
        """Index the groups.

        Args:
            families: Label numbers of each group; at least one group.
        """
        self.count = 1 + max(map(max, families))
        self._members = np.zeros((len(families), self.count), np.float32)
        for row, kinds in enumerate(families):
            self._members[row, list(kinds)] = 1
        self._sizes = self._members.sum(axis=1)

    def belonging(self, kinds: Numbers, shares: Numbers) -> Numbers:
        """Compute how likely a photo of each label belongs to the same group as the examples.

        Args:
            kinds: float32 (n, count), label probabilities of each example.
            shares: float32 (n,), weight of each example.

        Returns:
            float32 (count,), 0..1.
        """
        strange = SLIP / self.count
        held = (1 - SLIP) * (kinds @ self._members.T) / self._sizes + strange
        likely = np.append(shares @ np.log(held), shares.sum() * np.log(1 / self.count))
        likely[:-1] += np.log((1 - UNRELATED) / len(self._sizes))
        likely[-1] += np.log(UNRELATED)
        chances = np.exp(likely - likely.max())
        return np.asarray((chances[:-1] / chances.sum()) @ self._members, np.float32)
