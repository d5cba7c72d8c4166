"""A photo that was chosen to stand for many."""

from photon.quick_dataclass import dataclass


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
