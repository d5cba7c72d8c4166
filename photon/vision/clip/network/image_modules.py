"""The image modules that are too small for a file of their own, and the choice of one for a network's image tower.

Importing this module imports torch.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.vision.clip.network.blocks import attend, linear, share, split_heads
from photon.vision.clip.network.image_module import ImageModule
from photon.vision.clip.network.plain_vit import plain_vit
from photon.vision.clip.network.timm_tower import timm_tower

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.network.network import Network
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


def image_module(network: "Network") -> ImageModule:
    """Wrap the image tower of a network, sharing its weights. Changing the module's dtype does not affect the network.

    Args:
        network: The network.
    """
    from open_clip.modified_resnet import ModifiedResNet
    from open_clip.timm_model import TimmModel
    from open_clip.transformer import VisionTransformer

    visual: Any = network.net.visual
    preprocessing = network.preprocessing
    module: ImageModule | None = None
    with torch.inference_mode(mode=False), torch.no_grad():  # parameters outlive the caller's inference mode
        if isinstance(visual, VisionTransformer):
            module = plain_vit(visual, preprocessing)
        elif isinstance(visual, TimmModel):
            module = timm_tower(visual, preprocessing)
        elif isinstance(visual, ModifiedResNet):
            module = ResnetTower(visual, preprocessing)
        module = module or UnknownTower(visual, preprocessing)
    return module.eval().requires_grad_(requires_grad=False)
