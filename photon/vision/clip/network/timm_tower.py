"""Picture towers that open_clip takes from timm: SigLIP, PE, MobileCLIP, EVA, ViTamin, ConvNeXt and more.

timm computes them; transformers of the common kind are rewritten with ``Block``, and branches that were only needed
for training (FastViT) are merged. Maps, all in the joint space:

- pooled by attention with a learnt question (SigLIP, PE): each patch pooled alone. Attention over one token is its
  value, so this needs no attention;
- pooled by a mean (MobileCLIP, ConvNeXt, ViTamin): each place's share. Where all that follows is affine or a
  LayerNorm, the mean over the map is exactly the meaning;
- pooled by a class token (EVA02, MobileCLIP-B): the tower's own last layers applied to each patch.

Class and register tokens are no places.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.vision.clip.network.blocks import Block, linear
from photon.vision.clip.network.image_module import ImageModule
from photon.vision.clip.network.norm_parts import share_norm
from photon.vision.clip.network.sharing import share

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class TimmTower(ImageModule):
    """What the two kinds share: timm's body, its classifier and open_clip's head as the way to the joint space."""

    def __init__(self, visual: Any, classifier: str, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Takes the weights of open_clip's ``TimmModel``; ``classifier`` is the path of timm's last layer."""
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
        """Timm's features before pooling, as it lays them."""
        features: Tensor = self.body.forward_features(self.planes(pixels))
        return features

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """Timm's own pooling; without a projection the look is the mean over places."""
        pooled = self.body.forward_head(features, pre_logits=True)
        look = pooled if self.is_projected else self.locate(features).mean(1)
        return self.joint(pooled), look

    def spread(self, features: "Tensor") -> "Tensor":
        """The share of each place, by the kind of pooling."""
        return self.lay(self.joint(self.shares(self.locate(features))))

    def locate(self, features: "Tensor") -> "Tensor":
        """Features of places in reading order, [n, places, width]."""
        raise NotImplementedError

    def shares(self, places: "Tensor") -> "Tensor":
        """What pooling would give for each place alone, or its share, [n, places, width]."""
        raise NotImplementedError

    def _find_grid(self, features: "Tensor") -> tuple[int, int] | None:
        raise NotImplementedError


class TimmTransformer(TimmTower):
    """Features are tokens: ``VisionTransformer`` and ``Eva``."""

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Takes the weights of open_clip's ``TimmModel``."""
        self.prefix: int = visual.trunk.num_prefix_tokens
        self.adds_up = visual.trunk.attn_pool is None and visual.trunk.global_pool == "avg"
        super().__init__(visual, "head", preprocessing)
        attention = self.body.attn_pool
        if attention is not None:
            width = attention.kv.in_features
            bias = attention.kv.bias
            self.value = linear(attention.kv.weight[width:], None if bias is None else bias[width:])

    def locate(self, features: "Tensor") -> "Tensor":
        """Patches without class and register tokens."""
        return features[:, self.prefix :]

    def shares(self, places: "Tensor") -> "Tensor":
        """By the kind of pooling; see the file's description."""
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
    """Features are planes pooled by a mean: FastViT, ConvNeXt, Swin."""

    adds_up = True

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a TimmModel
        """Takes the weights of open_clip's ``TimmModel``."""
        self.is_last = getattr(visual.trunk, "output_fmt", "NCHW") == "NHWC"  # channels are the last axis
        super().__init__(visual, "head.fc", preprocessing)

    def locate(self, features: "Tensor") -> "Tensor":
        """Places in reading order."""
        return features.flatten(1, 2) if self.is_last else features.flatten(2).transpose(1, 2)

    def shares(self, places: "Tensor") -> "Tensor":
        """A share of the mean, through the norm behind it where there is one."""
        head = self.body.head
        return head.pre_logits(share_norm(head.norm, places)) if hasattr(head, "norm") else places

    def _find_grid(self, features: "Tensor") -> tuple[int, int] | None:
        rows, columns = features.shape[1:3] if self.is_last else features.shape[2:4]
        return int(rows), int(columns)


def timm_tower(visual: Any, preprocessing: "Preprocessing") -> ImageModule | None:  # noqa: ANN401 - a TimmModel
    """The module for a tower of timm, or None where its kind is not known here."""
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
    """Merges what training kept apart, and rewrites common transformer blocks."""
    from timm.models.vision_transformer import VisionTransformer
    from timm.utils.model import reparameterize_model

    reparameterize_model(trunk, inplace=True)
    if isinstance(trunk, VisionTransformer) and all(_is_common(block) for block in trunk.blocks):
        trunk.blocks = nn.Sequential(*(Block.of_timm(block) for block in trunk.blocks))
    return trunk


def _is_common(block: Any) -> bool:  # noqa: ANN401 - any block of timm
    """Whether a block is what ``Block`` computes: nothing but LayerNorms, attention and two dense layers."""
    from timm.layers.attention import Attention
    from timm.layers.mlp import Mlp
    from timm.models import vision_transformer

    if type(block) is not vision_transformer.Block or type(block.attn) is not Attention or type(block.mlp) is not Mlp:
        return False
    attention, dense = block.attn, block.mlp
    absent = [attention.q_norm, attention.k_norm, getattr(attention, "norm", nn.Identity()), dense.norm]
    is_bare = all(isinstance(layer, nn.Identity) for layer in absent) and getattr(attention, "gate", None) is None
    return is_bare and isinstance(block.norm1, nn.LayerNorm) and isinstance(dense.fc1, nn.Linear)
