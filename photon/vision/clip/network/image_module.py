"""The picture side of an open_clip encoder: pixels to vectors, and to a vector for each place.

Importing this file imports torch.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class ImageModule(nn.Module):
    """What every kind of tower offers. It runs in any dtype and on any device (``module.to``), in batches.

    A kind computes in two steps: ``trunk`` up to what pooling and map share, then ``pool`` and ``spread``.

    Attributes:
        dimension: Length of a meaning vector.
        look_dimension: Length of a look vector.
        grid: Rows and columns of the map, or None where this tower has no places.
        adds_up: Whether the mean over the map is the meaning, so that the places' shares of a product add up to it.
    """

    dimension: int
    look_dimension: int
    grid: tuple[int, int] | None = None
    adds_up: bool = False
    _kind: "Tensor"

    def __init__(self, preprocessing: "Preprocessing") -> None:
        """Remember how pixels are normalised."""
        super().__init__()
        # Plain tensors, not buffers: they stay float32 whatever dtype the module is changed to.
        self._factor = torch.tensor([1 / (255 * std) for std in preprocessing.std])
        self._shift = torch.tensor([-m / s for m, s in zip(preprocessing.mean, preprocessing.std, strict=True)])
        self.register_buffer("_kind", torch.zeros(()), persistent=False)

    def forward(self, pixels: "Tensor") -> "tuple[Tensor, Tensor]":
        """Meaning [n, dimension] and look [n, look_dimension], not normalised, of uint8 (n, side, side, 3) RGB."""
        return self.pool(self.trunk(pixels))

    def places(self, pixels: "Tensor") -> "Tensor":
        """The map [n, rows, columns, dimension] in the joint space, not normalised.

        Raises:
            ValueError: This tower has none (``grid`` is None).
        """
        return self.spread(self.trunk(pixels))

    def all_outputs(self, pixels: "Tensor") -> "tuple[Tensor, ...]":
        """Meaning, look and, where there is one, the map, of one run of the trunk."""
        features = self.trunk(pixels)
        if self.grid is None:
            return self.pool(features)
        return (*self.pool(features), self.spread(features))

    def trunk(self, pixels: "Tensor") -> Any:  # noqa: ANN401 - each kind's own
        """What ``pool`` and ``spread`` of this kind start from."""
        raise NotImplementedError

    def pool(self, features: Any) -> "tuple[Tensor, Tensor]":  # noqa: ANN401 - each kind's own
        """Meaning and look."""
        raise NotImplementedError

    def spread(self, features: Any) -> "Tensor":  # noqa: ANN401, ARG002 - each kind's own
        """The map."""
        raise ValueError("this tower has no places")

    def normalise(self, pixels: "Tensor") -> "Tensor":
        """Uint8 [..., 3] to the module's dtype; computed in float32, so that half precision rounds only once."""
        if self._factor.device != pixels.device:
            self._factor, self._shift = self._factor.to(pixels.device), self._shift.to(pixels.device)
        return (pixels.float() * self._factor + self._shift).to(self.dtype)

    def planes(self, pixels: "Tensor") -> "Tensor":
        """Normalised pixels as convolutions want them: [n, 3, side, side]."""
        return self.normalise(pixels).permute(0, 3, 1, 2)

    def lay(self, places: "Tensor") -> "Tensor":
        """Vectors of places in reading order, [n, rows * columns, d], as [n, rows, columns, d]."""
        if self.grid is None:
            raise ValueError("this tower has no places")
        return places.reshape(places.shape[0], *self.grid, places.shape[-1])

    @property
    def dtype(self) -> "torch.dtype":
        """Of the weights."""
        return self._kind.dtype
