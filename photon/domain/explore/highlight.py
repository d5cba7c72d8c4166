"""A photo that was chosen to stand for many."""

from photon.quick_dataclass import dataclass

FEW_GOOD = 30
"""Good matches of a search below which photos that may match are chosen from, too."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A chosen photo.

    Attributes:
        photo: Photo id.
        reasons: Why it was chosen, in words, the weightiest first.
    """

    photo: int
    reasons: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons as one text."""
        return ", ".join(self.reasons)
