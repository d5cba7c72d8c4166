"""How a photo becomes the square of pixels that an image tower looks at."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """The steps before an image tower.

    Attributes:
        side: Of the square, in pixels.
        mean: Of each channel, 0..1.
        std: Of each channel.
        interpolation: How pixels are resampled.
        resize: "shortest" edge to the side, then the centre; "squash" to the square; "longest" edge, then padding.
    """

    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: Literal["bicubic", "bilinear"] = "bicubic"
    resize: Literal["shortest", "squash", "longest"] = "shortest"

    def to_json(self) -> dict[str, Any]:
        """What ``from_json`` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "Preprocessing":
        """The same again.

        Raises:
            KeyError: Something is missing.
        """
        return cls(
            int(facts["side"]), tuple(facts["mean"]), tuple(facts["std"]), facts["interpolation"], facts["resize"]
        )
