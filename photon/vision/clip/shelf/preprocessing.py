"""How a photo becomes the square of pixels that an encoder looks at."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from photon.domain.errors import PhotonError

_WAYS = {"interpolation": ("bicubic", "bilinear"), "resize": ("shortest", "squash", "longest")}


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What stands before an encoder's first layer.

    Attributes:
        side: Pixels of the square's side.
        mean: Of red, green and blue, of pixels between 0 and 1.
        std: Their spread; the encoder sees (pixel - mean) / std.
        interpolation: "bicubic" or "bilinear".
        resize: "shortest": the shorter side becomes ``side`` and the middle is cut out; "squash": the whole photo is
            squashed to the square; "longest": the longer side becomes ``side`` and the rest is filled.
    """

    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str
    resize: str

    def to_json(self) -> dict[str, Any]:
        """As plain values; ``from_json`` reads them back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Preprocessing":
        """From what ``to_json`` gave.

        Raises:
            PhotonError: Something is missing or out of range.
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
        """From open_clip's ``preprocess_cfg``, whose ``size`` is a number or a pair.

        Raises:
            PhotonError: The picture is no square, or it is prepared in a way that Photon does not know.
        """
        size = values.get("size")
        sides = {size} if isinstance(size, int) else set(size or ())
        if len(sides) != 1:
            raise PhotonError(
                "This encoder looks at pictures that are not square, which Photon cannot prepare.",
                "Choose another encoder.",
            )
        return cls.from_json({**values, "side": sides.pop(), "resize": values.get("resize_mode")})


def _three(values: Iterable[Any]) -> tuple[float, float, float]:
    """Three numbers.

    Raises:
        ValueError: There are more or fewer, or they are none.
    """
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _unknown_way() -> PhotonError:
    return PhotonError(
        "This encoder's file describes the preparation of its pictures in a way that Photon does not know.",
        "Choose another encoder, or one of the recommended ones.",
    )
