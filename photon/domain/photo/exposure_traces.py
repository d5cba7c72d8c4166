"""What two files of one size show of how they came to be."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ExposureTraces:
    """What is common to edits of one exposure, and to what one program saved.

    Attributes:
        noise: Correlation of the finest detail of the calmest parts, -1..1.
        grain: Standard deviation of that detail in the file that has less of it, in luma.
        is_resaved: Whether different programs saved them, or in different ways.
    """

    noise: float
    grain: float
    is_resaved: bool
