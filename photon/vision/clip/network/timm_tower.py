"""Image towers that open_clip takes from timm: SigLIP, PE, MobileCLIP, EVA, ViTamin, ConvNeXt and more.

timm computes them. Standard transformer blocks are rewritten with ``Block``, and branches that only training needs
(FastViT) are merged. Maps, all in the joint space:

- attention pooling by a learned query (SigLIP, Zhai et al. 2023; PE): each patch pooled alone. Attention over one
  token is its value, so no attention is computed;
- mean pooling (MobileCLIP, ConvNeXt, ViTamin): each place's share. If all that follows is affine or a LayerNorm, the
  mean over the map equals the joint embedding;
- class token (EVA02, MobileCLIP-B): the tower's own last layers applied to each patch.

Class and register tokens are not places.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.vision.clip.network.blocks import Block, linear, share, share_norm
from photon.vision.clip.network.image_module import ImageModule

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class TimmTower(ImageModule):
    """Common part of both kinds: timm's body, and its classifier with open_clip's head as projection."""

    def __init__(self, visual: Any, classifier: str, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Take the weights.

        Args:
            visual: A ``TimmModel`` of open_clip.
            classifier: Path of timm's last layer.
            preprocessing: How images are prepared.
        """
        super().__init__(preprocessing)
        self.body: Any = _made_ready(share(visual.trunk).eval())
        self.joint = nn.Sequential(self.body.get_submodule(classifier), share(visual.head)).eval()
        last = visual.trunk.get_submodule(classifier)
        self.is_projected = len(visual.head) > 0 or not isinstance(last, nn.Identity)
        black = torch.zeros((1, preprocessing.side, preprocessing.side, 3), dtype=torch.uint8)
        features = self.trunk(black)
        self.grid = self._find_grid(features)
        self.dimension, self.look_dimension = (values.shape[1] for values in self.pool(features))

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Features of timm before pooling, in its own layout: tokens or planes.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.

        Returns:
            float (n, tokens, width), (n, width, rows, columns) or (n, rows, columns, width).
        """
        features: Tensor = self.body.forward_features(self.planes(pixels))
        return features

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """Pooling by timm. Without a projection, the visual features are the mean over places.

        Args:
            features: Result of ``trunk``, float (n, tokens, width) or planes.

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        pooled = self.body.forward_head(features, pre_logits=True)
        look = pooled if self.is_projected else self.locate(features).mean(1)
        return self.joint(pooled), look

    def spread(self, features: "Tensor") -> "Tensor":
        """The share of each place, by the kind of pooling.

        Args:
            features: Result of ``trunk``, float (n, tokens, width) or planes.

        Returns:
            float (n, rows, columns, dimension).
        """
        return self.lay(self.joint(self.shares(self.locate(features))))

    def locate(self, features: "Tensor") -> "Tensor":
        """Features of places in reading order, float (n, places, width).

        Args:
            features: Result of ``trunk``, float (n, tokens, width) or planes.
        """
        raise NotImplementedError

    def shares(self, places: "Tensor") -> "Tensor":
        """The result of pooling each place alone, or its share, float (n, places, width).

        Args:
            places: float (n, places, width).
        """
        raise NotImplementedError

    def _find_grid(self, features: "Tensor") -> tuple[int, int] | None:
        raise NotImplementedError


class TimmTransformer(TimmTower):
    """Features are tokens: ``VisionTransformer`` and ``Eva``."""

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Take the weights.

        Args:
            visual: A ``TimmModel`` of open_clip.
            preprocessing: How images are prepared.
        """
        self.prefix: int = visual.trunk.num_prefix_tokens
        self.adds_up = visual.trunk.attn_pool is None and visual.trunk.global_pool == "avg"
        super().__init__(visual, "head", preprocessing)
        attention = self.body.attn_pool
        if attention is not None:
            width = attention.kv.in_features
            bias = attention.kv.bias
            self.value = linear(attention.kv.weight[width:], None if bias is None else bias[width:])

    def locate(self, features: "Tensor") -> "Tensor":
        """Patches without class and register tokens.

        Args:
            features: Result of ``trunk``, float (n, prefix + places, width).

        Returns:
            float (n, places, width).
        """
        return features[:, self.prefix :]

    def shares(self, places: "Tensor") -> "Tensor":
        """The share of each patch, by the kind of pooling (listed at the top of this module).

        Args:
            places: float (n, places, width).

        Returns:
            float (n, places, width).
        """
        attention = self.body.attn_pool
        if self.adds_up:
            return share_norm(self.body.fc_norm, places)
        if attention is not None:
            places = attention.proj(self.value(places))
            places = places if attention.mlp is None else places + attention.mlp(attention.norm(places))
        shares: Tensor = self.body.fc_norm(places)
        return shares

    def _find_grid(self, features: "Tensor") -> tuple[int, int] | None:
        attention = self.body.attn_pool
        if attention is not None and (attention.latent_len != 1 or attention.pos_embed is not None):
            return None
        count = self.locate(features).shape[1]
        size: tuple[int, int] | None = getattr(self.body.patch_embed, "grid_size", None)
        if size is not None and size[0] * size[1] == count:
            return int(size[0]), int(size[1])
        side = math.isqrt(count)
        return (side, side) if side * side == count else None


class TimmPlanes(TimmTower):
    """Features are planes with mean pooling: FastViT, ConvNeXt, Swin."""

    adds_up = True

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Take the weights.

        Args:
            visual: A ``TimmModel`` of open_clip.
            preprocessing: How images are prepared.
        """
        self.is_last = getattr(visual.trunk, "output_fmt", "NCHW") == "NHWC"  # channels are the last axis
        super().__init__(visual, "head.fc", preprocessing)

    def locate(self, features: "Tensor") -> "Tensor":
        """Places in reading order, float (n, places, width).

        Args:
            features: Result of ``trunk``, float (n, width, rows, columns), or (n, rows, columns, width) if ``is_last``.
        """
        return features.flatten(1, 2) if self.is_last else features.flatten(2).transpose(1, 2)

    def shares(self, places: "Tensor") -> "Tensor":
        """The share of the mean, through the norm that follows, if any.

        Args:
            places: float (n, places, width).

        Returns:
            float (n, places, width).
        """
        head = self.body.head
        return head.pre_logits(share_norm(head.norm, places)) if hasattr(head, "norm") else places

    def _find_grid(self, features: "Tensor") -> tuple[int, int] | None:
        rows, columns = features.shape[1:3] if self.is_last else features.shape[2:4]
        return int(rows), int(columns)


def timm_tower(visual: Any, preprocessing: "Preprocessing") -> ImageModule | None:  # noqa: ANN401 - a TimmModel
    """Wrap a timm tower.

    Args:
        visual: A ``TimmModel`` of open_clip.
        preprocessing: How images are prepared.

    Returns:
        The module, or None if the tower is of an unknown kind.
    """
    from timm.layers.classifier import ClassifierHead, NormMlpClassifierHead
    from timm.models.eva import Eva
    from timm.models.vision_transformer import VisionTransformer

    trunk = visual.trunk
    if hasattr(visual.head, "pool"):
        return None
    is_transformer = isinstance(trunk, (VisionTransformer, Eva))
    if is_transformer and (trunk.attn_pool is not None or trunk.global_pool in ("token", "avg")):
        return TimmTransformer(visual, preprocessing)
    head = getattr(trunk, "head", None)
    if isinstance(head, (ClassifierHead, NormMlpClassifierHead)) and isinstance(head.fc, (nn.Linear, nn.Identity)):
        return TimmPlanes(visual, preprocessing) if head.global_pool.pool_type == "avg" else None
    return None


def _made_ready(trunk: nn.Module) -> nn.Module:
    """Merge branches that only training needs, and rewrite standard transformer blocks."""
    from timm.models.vision_transformer import VisionTransformer
    from timm.utils.model import reparameterize_model

    reparameterize_model(trunk, inplace=True)
    if isinstance(trunk, VisionTransformer) and all(_is_common(block) for block in trunk.blocks):
        trunk.blocks = nn.Sequential(*(Block.of_timm(block) for block in trunk.blocks))
    return trunk


def _is_common(block: Any) -> bool:  # noqa: ANN401 - any block of timm
    """Whether ``Block`` can compute this block: only LayerNorms, attention and two dense layers."""
    from timm.layers.attention import Attention
    from timm.layers.mlp import Mlp
    from timm.models import vision_transformer

    if type(block) is not vision_transformer.Block or type(block.attn) is not Attention or type(block.mlp) is not Mlp:
        return False
    attention, dense = block.attn, block.mlp
    absent = [attention.q_norm, attention.k_norm, getattr(attention, "norm", nn.Identity()), dense.norm]
    is_bare = all(isinstance(layer, nn.Identity) for layer in absent) and getattr(attention, "gate", None) is None
    return is_bare and isinstance(block.norm1, nn.LayerNorm) and isinstance(dense.fc1, nn.Linear)
