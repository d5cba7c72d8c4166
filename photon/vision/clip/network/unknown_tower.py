"""A picture tower of any other kind: what open_clip computes, and nothing inside of it."""
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
    """It has no places, and its look is its meaning."""

    def __init__(self, visual: nn.Module, preprocessing: "Preprocessing") -> None:
        """Takes any picture tower of open_clip; its dimension is found by looking at a black picture."""
        super().__init__(preprocessing)
        self.visual = share(visual).eval()
        black = torch.zeros((1, preprocessing.side, preprocessing.side, 3), dtype=torch.uint8)
        self.dimension = self.look_dimension = self.trunk(black).shape[1]

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Meaning [n, dimension]; some towers also give tokens, which are left."""
        found: Tensor | tuple[Tensor, ...] = self.visual(self.planes(pixels))
        return found[0] if isinstance(found, tuple) else found

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """The same twice."""
        return features, features
