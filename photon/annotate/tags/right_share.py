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


_MEASURED = (
    (0.9, RightShare(0.95, 0.90)),
    (0.8, RightShare(0.92, 0.86)),
    (0.6, RightShare(0.82, 0.70)),
    (0.4, RightShare(0.75, 0.60)),
)
"""From which certainty on, most certain first; printed by ``packaging/lab/tags/judge_tags.py``."""


def right_share(least: float) -> RightShare | None:
    """Return how many of the suggestions with at least this certainty were right; None if that was not measured."""
    return next((share for certainty, share in _MEASURED if least >= certainty), None)
