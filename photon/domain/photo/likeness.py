"""How two pictures agree when one is laid over the other."""

from dataclasses import replace
from typing import Literal

from photon.quick_dataclass import dataclass

ProbableWay = Literal["", "turned", "border", "part"]
"""Turned or mirrored; with a border, or on a screen; equal except for a part, such as a caption."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is left to differ when the second picture is moved and scaled to fit the first one.

    Attributes:
        most: Correlation that nine of ten blocks reach, -1..1.
        worst: Mean correlation of the three blocks that agree least, -1..1.
        overlap: Share of the first picture that the second one shows, 0..1.
        left: Left edge of the first picture in the second one, as a share of its width; right, top and bottom alike.
        top: Top edge.
        right: Right edge.
        bottom: Bottom edge.
        turned: By how much it was turned or sheared, in radians.
        focus: Spread over the blocks of which of the two is sharper, in powers of 4; large where the focus moved.
        noise: Correlation of the finest detail of the calmest parts of both files, -1..1; None if it was not measured.
        grain: Standard deviation of that detail in the file that has less of it, in luma.
        is_resaved: Whether other programs saved the files, or in other ways; a camera saves all its files alike.
        way: Why it is probably the same picture although it does not agree everywhere; empty if it is not.
    """

    most: float
    worst: float
    overlap: float
    left: float
    top: float
    right: float
    bottom: float
    turned: float
    focus: float
    noise: float | None = None
    grain: float = 0.0
    is_resaved: bool = False
    way: ProbableWay = ""

    def inverted(self) -> "Likeness":
        """Return the place of the second picture in the first one; the same place if that has no area."""
        wide, high = self.right - self.left, self.bottom - self.top
        if min(wide, high) <= 0:
            return self
        left, top = -self.left / wide, -self.top / high
        return replace(self, left=left, top=top, right=left + 1 / wide, bottom=top + 1 / high)


NO_LIKENESS = Likeness(0, 0, 0, 0, 0, 1, 1, 0, 0)
"""Of pictures that have nothing to compare."""
