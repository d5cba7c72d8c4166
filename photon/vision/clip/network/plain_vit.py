"""open_clip's own vision transformers: CLIP (Radford et al. 2021), CLIPA (Li et al. 2023) and CoCa (Yu et al. 2022).

The patch embedding is a matrix product of rearranged pixels instead of a convolution, and the last block computes only
what is pooled. The results equal open_clip's.

Maps follow MaskCLIP (Zhou, Loy & Dai, "Extract Free Dense Labels from CLIP", ECCV 2022): the value path of the last
attention, i.e. what each patch would contribute if it were attended to alone.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from photon.vision.clip.network.blocks import Block, attend, linear, norm, share_norm, split_heads
from photon.vision.clip.network.image_module import ImageModule

if TYPE_CHECKING:
    from torch import Tensor

    from photon.vision.clip.shelf.preprocessing import Preprocessing


class PlainViT(ImageModule):
    """Trunk, and pooling by the class token (CLIP)."""

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a VisionTransformer
        """Take the weights.

        Args:
            visual: A ``VisionTransformer`` of open_clip.
            preprocessing: How images are prepared.
        """
        super().__init__(preprocessing)
        self.grid = visual.grid_size
        self.patch = visual.patch_size[0]
        kernel = visual.conv1.weight.detach()
        self.embed = linear(kernel.permute(0, 2, 3, 1).reshape(kernel.shape[0], -1))
        self.first = _frozen(visual.class_embedding + visual.positional_embedding[0])
        self.positions = _frozen(visual.positional_embedding[1:])
        self.norm_before = norm(visual.ln_pre)
        blocks = [Block.of_open_clip(block) for block in visual.transformer.resblocks]
        self.blocks, self.last = nn.Sequential(*blocks[:-1]), blocks[-1]
        self.norm_after = norm(visual.ln_post)
        self.projection = linear(visual.proj.t())
        self.look_dimension, self.dimension = visual.proj.shape

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Tokens before the last block, float (n, 1 + places, width).

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        tokens = self.embed(self._patches(pixels)) + self.positions
        first = self.first.expand(tokens.shape[0], 1, -1)
        before: Tensor = self.blocks(self.norm_before(torch.cat([first, tokens], 1)))
        return before

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """The class token after the last block.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        look = self.norm_after(self.last.only_first(features))[:, 0]
        return self.projection(look), look

    def spread(self, features: "Tensor") -> "Tensor":
        """The value path of the last block, without residual connection and MLP.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            float (n, rows, columns, dimension).
        """
        return self.lay(self.projection(self.norm_after(self.last.values(features[:, 1:]))))

    def _patches(self, pixels: "Tensor") -> "Tensor":
        """Normalised pixels of each patch, (n, places, patch * patch * 3); a remainder at the edge is dropped."""
        rows, columns = self.grid or (0, 0)
        side = self.patch
        cut = pixels[:, : rows * side, : columns * side].reshape(-1, rows, side, columns, side, 3)
        cut = cut.transpose(2, 3).reshape(-1, rows * columns, side * side, 3)
        return self.normalise(cut).flatten(2)


class MeanViT(PlainViT):
    """Mean pooling over patches (CLIPA). The mean over the map equals the joint embedding."""

    adds_up = True

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a VisionTransformer
        """Take the weights.

        Args:
            visual: A ``VisionTransformer`` of open_clip.
            preprocessing: How images are prepared.
        """
        super().__init__(visual, preprocessing)
        self.norms_mean = visual.final_ln_after_pool

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Patch tokens after the last block, float (n, places, width), normalised if the norm precedes pooling.

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        tokens: Tensor = self.last(super().trunk(pixels))[:, 1:]
        return tokens if self.norms_mean else self.norm_after(tokens)

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """The mean, normalised if the norm follows pooling.

        Args:
            features: Result of ``trunk``, float (n, places, width).

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        look = features.mean(1)
        look = self.norm_after(look) if self.norms_mean else look
        return self.projection(look), look

    def spread(self, features: "Tensor") -> "Tensor":
        """Each patch's share of the mean.

        Args:
            features: Result of ``trunk``, float (n, places, width).

        Returns:
            float (n, rows, columns, dimension).
        """
        shares = share_norm(self.norm_after, features) if self.norms_mean else features
        return self.lay(self.projection(shares))


class QueryViT(PlainViT):
    """Attention pooling by a learned query (CoCa). The 255 queries for caption tokens are not computed.

    The map is what the query would return if it attended to one patch alone.
    """

    def __init__(self, visual: Any, preprocessing: "Preprocessing") -> None:  # noqa: ANN401 - a VisionTransformer
        """Take the weights.

        Args:
            visual: A ``VisionTransformer`` of open_clip with an attentional pooler.
            preprocessing: How images are prepared.
        """
        super().__init__(visual, preprocessing)
        pooler, attention = visual.attn_pool, visual.attn_pool.attn
        self.heads = attention.num_heads
        query, key, value = _pooler_weights(attention)
        bias = attention.in_proj_bias.detach().chunk(3)
        asked = pooler.ln_q(pooler.query[:1].detach()) @ query.t() + bias[0]
        self.asked = _frozen(asked[None] * (asked.shape[-1] // self.heads) ** -0.5)
        self.norm_tokens = norm(pooler.ln_k)
        self.key, self.value = linear(key, bias[1]), linear(value, bias[2])
        self.out = linear(attention.out_proj.weight, attention.out_proj.bias)

    def trunk(self, pixels: "Tensor") -> "Tensor":
        """Tokens after the last block, normalised for the pooler, float (n, 1 + places, width).

        Args:
            pixels: uint8 (n, side, side, 3), RGB.
        """
        tokens: Tensor = self.norm_tokens(self.last(super().trunk(pixels)))
        return tokens

    def pool(self, features: "Tensor") -> "tuple[Tensor, Tensor]":
        """The result of the first query.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            Joint embeddings, float (n, dimension), and visual features, float (n, look_dimension).
        """
        asked = split_heads(self.asked, self.heads).expand(features.shape[0], -1, -1, -1)
        key, value = split_heads(self.key(features), self.heads), split_heads(self.value(features), self.heads)
        look = self.norm_after(self.out(attend(asked, key, value)))[:, 0]
        return self.projection(look), look

    def spread(self, features: "Tensor") -> "Tensor":
        """The value of each patch, which is the result of attention over that patch alone.

        Args:
            features: Result of ``trunk``, float (n, 1 + places, width).

        Returns:
            float (n, rows, columns, dimension).
        """
        return self.lay(self.projection(self.norm_after(self.out(self.value(features[:, 1:])))))


def plain_vit(visual: Any, preprocessing: "Preprocessing") -> ImageModule | None:  # noqa: ANN401 - a VisionTransformer
    """Wrap a vision transformer of open_clip.

    Args:
        visual: A ``VisionTransformer`` of open_clip.
        preprocessing: How images are prepared.

    Returns:
        The module, or None if the transformer is of an unknown kind.
    """
    from open_clip.transformer import ResidualAttentionBlock

    plain = all(type(block) is ResidualAttentionBlock for block in visual.transformer.resblocks)
    square = len(set(visual.patch_size)) == 1
    kinds = {"tok": PlainViT, "avg": MeanViT}
    kind = kinds.get(visual.pool_type)
    if visual.attn_pool is not None:
        kind = QueryViT if visual.attn_pool_contrastive is None and visual.pool_type == "tok" else None
    if kind is None or not plain or not square:
        return None
    return kind(visual, preprocessing)


def _pooler_weights(attention: Any) -> "tuple[Tensor, Tensor, Tensor]":  # noqa: ANN401 - MultiheadAttention, loosely typed
    """Weights of queries, keys and values; torch stores them separately if widths differ."""
    together: Tensor | None = attention.in_proj_weight
    if together is not None:
        query, key, value = together.detach().chunk(3)
        return query, key, value
    query, key, value = attention.q_proj_weight, attention.k_proj_weight, attention.v_proj_weight
    return query.detach(), key.detach(), value.detach()


def _frozen(values: "Tensor") -> nn.Parameter:
    return nn.Parameter(values.detach(), requires_grad=False)
