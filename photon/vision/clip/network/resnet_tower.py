"""CLIP's own ResNets with attention pooling, queried by the mean over all places (Radford et al. 2021, section 2.4).

The map is the value path of that attention: what each place would contribute if it were attended to alone.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.vision.clip.network.blocks import attend, linear, split_heads
from photon.vision.clip.network.image_module import ImageModule
from photon.vision.clip.network.sharing import share

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class ResnetTower(ImageModule):
    """open_clip's ``ModifiedResNet``; attention is only computed for the pooled query."""

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a ModifiedResNet
        """Take the weights.

        Args:
            visual: A ``ModifiedResNet`` of open_clip.
            preprocessing: How images are prepared.
        """
        super().__init__(preprocessing)
        pool = visual.attnpool
        body = share(visual)
        body.attnpool = nn.Identity()
        self.body: nn.Module = body.eval()
        self.heads = pool.num_heads
        places, width = pool.positional_embedding.shape
        side = round((places - 1) ** 0.5)
        self.grid = (side, side)
        self.positions = nn.Parameter(pool.positional_embedding.detach(), requires_grad=False)
        scale = (width // self.heads) ** -0.5
        self.query = linear(pool.q_proj.weight * scale, pool.q_proj.bias * scale)
        self.key = linear(pool.k_proj.weight, pool.k_proj.bias)
        self.value = linear(pool.v_proj.weight, pool.v_proj.bias)
        self.projection = linear(pool.c_proj.weight, pool.c_proj.bias)
        self.look_dimension, self.dimension = width, pool.c_proj.out_features

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """The mean and all places with positions, float (n, 1 + places, width).

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        places = self.body(self.planes(pixels)).flatten(2).transpose(1, 2)
        return torch.cat([places.mean(1, keepdim=True), places], 1) + self.positions

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """Attention of the mean over all places.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        query, key = self.query(features[:, :1]), self.key(features)
        parts = (split_heads(values, self.heads) for values in (query, key, self.value(features)))
        look = attend(*parts)[:, 0]
        return self.projection(look), look

    def spread(self, features: "Tensor") -> "Tensor":
        """The value of each place.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            float (n, rows, columns, dimension).
        """
        return self.lay(self.projection(self.value(features[:, 1:])))
