"""What is measured when one picture is compared with another one."""

from dataclasses import replace
from typing import Literal

from photon.domain.photo.fingerprint import Fingerprint
from photon.quick_dataclass import dataclass

Turn = Literal["", "mirrored", "left", "right", "over"]
_BACK: dict[Turn, Turn] = {"": "", "mirrored": "mirrored", "left": "right", "right": "left", "over": "over"}


@dataclass(frozen=True, slots=True)
class PictureComparison:
    """How a picture differs from another one where both show the same; values are 0 where they are equal.

    Attributes:
        most: Correlation that nine of ten blocks reach, -1..1.
        worst: Mean correlation of the three blocks that agree least, -1..1.
        turn: How the picture was turned or mirrored, to the left by a quarter for ``left``.
        border: Share of the picture that is a border which the other one lacks; negative for a border of the other one.
        shows: Share of the other picture that this one shows, 0..1; 1 for the whole.
        is_shown: Share of this picture that the other one shows, 0..1; 1 for the whole.
        wider: How much wider the same things are in relation to their height, in powers of 2.
        tilted: By how much it was turned or sheared, in degrees, without a sign.
        levels: Mean luma of this picture and the other one where both show the same, 0..255.
        contrast: Ratio of the standard deviations of luma, in powers of 2.
        colours: Spread of the colours in this picture and the other one, standard deviation in 0..255.
        casts: Strength of the mean colour in this picture and the other one, 0..255.
        warmer: Shift from blue to red that is no effect of other changes, -255..255.
        sharper: Ratio of the energies of fine detail, in powers of 2.
        detail: By what this one's fine detail follows from the other's, and the other's from this one's; 1 for equal.
        residue: Largest difference of any block's mean colour, 0..255.
        fine: Root of the mean square difference of pixels, 0..255.
        local: Largest difference of any block's mean colour from what the change of the whole picture explains, 0..255.
        changed: Share of the blocks with a clear local difference, 0..1.
        x: Where those blocks are, 0 left..1 right.
        y: Where those blocks are, 0 top..1 bottom.
        marks: What was measured on this whole picture and on the other one; None for equal pictures.
    """

    most: float = 1.0
    worst: float = 1.0
    turn: Turn = ""
    border: float = 0.0
    shows: float = 1.0
    is_shown: float = 1.0
    wider: float = 0.0
    tilted: float = 0.0
    levels: tuple[float, float] = (0.0, 0.0)
    contrast: float = 0.0
    colours: tuple[float, float] = (0.0, 0.0)
    casts: tuple[float, float] = (0.0, 0.0)
    warmer: float = 0.0
    sharper: float = 0.0
    detail: tuple[float, float] = (1.0, 1.0)
    residue: float = 0.0
    fine: float = 0.0
    local: float = 0.0
    changed: float = 0.0
    x: float = 0.5
    y: float = 0.5
    marks: tuple[Fingerprint, Fingerprint] | None = None

    def swapped(self) -> "PictureComparison":
        """Return the same comparison as seen from the other picture."""
        return replace(
            self,
            turn=_BACK[self.turn],
            border=-self.border,
            shows=self.is_shown,
            is_shown=self.shows,
            wider=-self.wider,
            levels=self.levels[::-1],
            contrast=-self.contrast,
            colours=self.colours[::-1],
            casts=self.casts[::-1],
            warmer=-self.warmer,
            sharper=-self.sharper,
            detail=self.detail[::-1],
            marks=None if self.marks is None else self.marks[::-1],
        )
