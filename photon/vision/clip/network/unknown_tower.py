"""Any other image tower: open_clip computes it as a whole."""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING

import torch
from torch import nn

from photon.vision.clip.network.image_module import ImageModule
from photon.vision.clip.network.sharing import share

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class UnknownTower(ImageModule):
    """A tower without a map, whose visual features are its joint embedding."""

    def __init__(self, visual: nn.Module, preprocessing: "Preprocessing") -> None:
        """Take any image tower of open_clip; its dimension is determined with a black image.

        Args:
            visual: The tower.
            preprocessing: How images are prepared.
        """
        super().__init__(preprocessing)
        self.visual = share(visual).eval()
        black = torch.zeros((1, preprocessing.side, preprocessing.side, 3), dtype=torch.uint8)
        self.dimension = self.look_dimension = self.trunk(black).shape[1]

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Joint embeddings, float (n, dimension); tokens that some towers also return are dropped.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        found: Tensor | tuple[Tensor, ...] = self.visual(self.planes(pixels))
        return found[0] if isinstance(found, tuple) else found

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """The joint embeddings, twice.

        Args:
            features: Result of ``trunk``, float (n, dimension).

        Returns:
            float (n, dimension), twice.
        """
        return features, features
