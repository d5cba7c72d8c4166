"""How an image is prepared for an image tower."""

from collections.abc import Iterable
from typing import Any

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass

_WAYS = {"interpolation": ("bicubic", "bilinear"), "resize": ("shortest", "squash", "longest")}


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Resizing and normalisation before the first layer.

    Attributes:
        side: Side of the square input in pixels.
        mean: Per channel (RGB), for pixel values 0..1.
        std: Standard deviation per channel; the input is (pixel - mean) / std.
        interpolation: "bicubic" or "bilinear".
        resize: "shortest": the shorter side is resized to ``side`` and the centre is cropped; "squash": the whole image
            is resized to the square; "longest": the longer side is resized to ``side`` and the rest is padded.
    """

    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str
    resize: str

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Preprocessing":
        """Read the result of ``dataclasses.asdict``.

        Args:
            values: Its result.

        Raises:
            PhotonError: A value is missing or out of range.
        """
        try:
            mean, std = _three(values["mean"]), _three(values["std"])
            found = cls(int(values["side"]), mean, std, str(values["interpolation"]), str(values["resize"]))
        except (KeyError, TypeError, ValueError):
            raise _unknown_way() from None
        if min(std) <= 0 or found.side <= 0:
            raise _unknown_way()
        if any(getattr(found, name) not in known for name, known in _WAYS.items()):
            raise _unknown_way()
        return found

    @classmethod
    def from_open_clip(cls, values: dict[str, Any]) -> "Preprocessing":
        """Read open_clip's ``preprocess_cfg``, whose ``size`` is a number or a pair.

        Args:
            values: The configuration.

        Raises:
            PhotonError: The input is not square, or the preparation is of an unknown kind.
        """
        size = values.get("size")
        sides = {size} if isinstance(size, int) else set(size or ())
        if len(sides) != 1:
            raise PhotonError(
                tr("This model uses images that aren't square, which Photon doesn't support."),
                tr("Choose another model."),
            )
        return cls.from_json({**values, "side": sides.pop(), "resize": values.get("resize_mode")})


def _three(values: Iterable[Any]) -> tuple[float, float, float]:
    """Exactly three numbers.

    Raises:
        ValueError: There are more or fewer, or they are not numbers.
    """
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _unknown_way() -> PhotonError:
    return PhotonError(
        tr("This model's file describes its image preprocessing in a way that Photon doesn't support."),
        tr("Choose another model, or one of the recommended ones."),
    )
