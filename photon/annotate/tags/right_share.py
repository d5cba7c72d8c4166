"""How many suggestions were right on photos of many kinds that were not trained on (``resources/starter/CARD.md``)."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RightShare:
    """A share of suggestions that were right.

    Attributes:
        usual: Mean of the sources, 0..1.
        worst: That of the worst source.
    """

    usual: float
    worst: float


_SURE, _MEASURED = 0.8, RightShare(0.94, 0.88)
"""Of sources with 50 such suggestions or more, each by a fit without it: ``packaging/lab/tags/judge_tags.py``."""


def right_share(least: float) -> RightShare | None:
    """Return how many of the suggestions with at least this certainty were right; None if that was not measured."""
    return _MEASURED if least >= _SURE else None
