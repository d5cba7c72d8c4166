"""Colour labels and flags: the marks of photos beside stars and hearts."""

from typing import Final, Literal, get_args

from photon.language import tr
from photon.quick_dataclass import dataclass

Label = Literal["", "red", "yellow", "green", "blue", "purple"]
"""The colour label of a photo; empty for none."""
LABELS: Final[tuple[Label, ...]] = tuple(label for label in get_args(Label) if label)
Flag = Literal[-1, 0, 1]
"""1 picked, -1 rejected, 0 neither."""
Visibility = Literal["", "hidden", "shown"]
"""Whether a person decided that a photo is hidden, or that it is not though it may be sensitive; empty for neither."""
HIDDEN: Final[Visibility] = "hidden"
SHOWN: Final[Visibility] = "shown"
PICKED: Final[Flag] = 1
UNFLAGGED: Final[Flag] = 0
REJECTED: Final[Flag] = -1
LABEL_NAMES: Final[dict[Label, str]] = {
    "red": tr("red"),
    "yellow": tr("yellow"),
    "green": tr("green"),
    "blue": tr("blue"),
    "purple": tr("purple"),
}
FLAG_NAMES: Final[dict[Flag, str]] = {1: tr("picked"), -1: tr("rejected"), 0: tr("unflagged")}


@dataclass(frozen=True, slots=True)
class FlagCounts:
    """How many of some photos have each flag.

    Attributes:
        picked: Photos that are picked.
        rejected: Photos that are rejected.
        unflagged: Photos that are neither.
    """

    picked: int = 0
    rejected: int = 0
    unflagged: int = 0
