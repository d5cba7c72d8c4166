"""The image side of an open_clip encoder: pixels to vectors, and to a vector per place.

Importing this module imports torch.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class ImageModule(nn.Module):
    """Base class of all kinds of image towers.

    It runs in any dtype on any device (``module.to``), in batches of pixels, uint8 (n, side, side, 3). A subclass
    computes in two steps: ``trunk``, shared by pooling and map, then ``pool`` and ``spread``.

    Attributes:
        dimension: Length of a joint embedding.
        look_dimension: Length of a visual feature vector.
        grid: Rows and columns of the map, or None if this tower has no map.
        adds_up: Whether the mean over the map equals the joint embedding.
    """

    dimension: int
    look_dimension: int
    grid: tuple[int, int] | None = None
    adds_up: bool = False
    _kind: "Tensor"

    def __init__(self, preprocessing: "Preprocessing") -> None:
        """Set how pixels are normalised.

        Args:
            preprocessing: How images are prepared.
        """
        super().__init__()
        # Plain tensors, not buffers, stay float32 when the module's dtype changes.
        self._factor = torch.tensor([1 / (255 * std) for std in preprocessing.std])
        self._shift = torch.tensor([-m / s for m, s in zip(preprocessing.mean, preprocessing.std, strict=True)])
        self.register_buffer("_kind", torch.zeros(()), persistent=False)

    def forward(self, pixels: "Tensor") -> "tuple[Tensor, Tensor]":
        """Compute both vectors.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension), not normalised.
        """
        return self.pool(self.trunk(pixels))

    def places(self, pixels: "Tensor") -> "Tensor":
        """Compute the map.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.

        Returns:
            float (n, rows, columns, dimension) in the joint space, not normalised.

        Raises:
            ValueError: This tower has no map (``grid`` is None).
        """
        return self.spread(self.trunk(pixels))

    def all_outputs(self, pixels: "Tensor") -> "tuple[Tensor, ...]":
        """Compute joint embeddings, visual features and, if there is one, the map in a single pass.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.

        Returns:
            float (n, dimension), float (n, look_dimension) and, if there is a map, float (n, rows, columns, dimension).
        """
        features = self.trunk(pixels)
        if self.grid is None:
            return self.pool(features)
        return (*self.pool(features), self.spread(features))

    def trunk(self, pixels: "Tensor") -> Any:  # noqa: ANN401 - each kind's own
        """Compute the input of ``pool`` and ``spread``.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        raise NotImplementedError

    def pool(self, features: Any) -> "tuple[Tensor, Tensor]":  # noqa: ANN401 - each kind's own
        """Compute joint embeddings and visual features.

        Args:
            features: Result of ``trunk``.

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        raise NotImplementedError

    def spread(self, features: Any) -> "Tensor":  # noqa: ANN401, ARG002 - each kind's own
        """Compute the map.

        Args:
            features: Result of ``trunk``.

        Returns:
            float (n, rows, columns, dimension).

        Raises:
            ValueError: This tower has no map.
        """
        raise ValueError("this tower has no places")

    def normalise(self, pixels: "Tensor") -> "Tensor":
        """Normalise pixels in float32, then convert to the module's dtype, so that half precision rounds only once.

        Args:
            pixels: uint8 (..., 3).

        Returns:
            float (..., 3).
        """
        if self._factor.device != pixels.device:
            self._factor, self._shift = self._factor.to(pixels.device), self._shift.to(pixels.device)
        return (pixels.float() * self._factor + self._shift).to(self.dtype)

    def planes(self, pixels: "Tensor") -> "Tensor":
        """Normalised pixels in channels-first layout, float (n, 3, side, side).

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        return self.normalise(pixels).permute(0, 3, 1, 2)

    def lay(self, places: "Tensor") -> "Tensor":
        """Reshape vectors of places in reading order to a map.

        Args:
            places: float (n, rows * columns, d).

        Returns:
            float (n, rows, columns, d).

        Raises:
            ValueError: This tower has no map.
        """
        if self.grid is None:
            raise ValueError("this tower has no places")
        return places.reshape(places.shape[0], *self.grid, places.shape[-1])

    @property
    def dtype(self) -> "torch.dtype":
        """Dtype of the weights."""
        return self._kind.dtype
