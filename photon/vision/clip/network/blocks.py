"""The block of vision and text transformers, in a form that exporters and CPUs handle well.

The weights are those of open_clip's or timm's block. Queries, keys and values are separate products (the exported graph
needs no splitting), and the constant factors of a block, 1/sqrt(head width) and LayerScale, are folded into the
adjacent weights.
"""
# ruff: noqa: TID253 - importers of this file are about to compute with torch

import copy
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from torch import Tensor


def share_norm(layer: nn.Module, features: "Tensor") -> "Tensor":
    """Compute each place's share of ``layer(features.mean(1))``.

    Args:
        layer: A LayerNorm over channels, or a layer that is applied to each place unchanged.
        features: float (n, places, width).

    Returns:
        float (n, places, width); the mean over places is the layer's result.
    """
    if not isinstance(layer, nn.LayerNorm):
        shares: Tensor = layer(features)
        return shares
    pooled = features.mean(1, keepdim=True).float()
    centred = pooled - pooled.mean(-1, keepdim=True)
    spread = torch.sqrt((centred * centred).mean(-1, keepdim=True) + layer.eps)
    shares = (features - features.mean(-1, keepdim=True)) / spread.to(features.dtype)
    return shares * layer.weight + layer.bias


_Layers = TypeVar("_Layers", bound=nn.Module)


def share(source: _Layers) -> _Layers:
    """Copy a module. It shares the weights of the source until it is moved to another device or dtype.

    Args:
        source: The module.
    """
    known: dict[int, torch.Tensor] = {}
    for weight in source.parameters():
        known[id(weight)] = nn.Parameter(weight.detach(), requires_grad=False)
    for value in source.buffers():
        known[id(value)] = value.detach()
    return copy.deepcopy(source, {**known})


def linear(weight: "Tensor", bias: "Tensor | None" = None) -> nn.Linear:
    """Create a linear layer from weights, sharing their memory.

    Args:
        weight: float (out, in).
        bias: float (out,), or None.
    """
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    layer.weight = nn.Parameter(weight.detach(), requires_grad=False)
    if bias is not None:
        layer.bias = nn.Parameter(bias.detach(), requires_grad=False)
    return layer


def norm(source: nn.Module) -> nn.Module:
    """Copy a LayerNorm, sharing its weights; other layers (identity) are returned unchanged.

    Args:
        source: The layer.
    """
    if not isinstance(source, nn.LayerNorm):
        return source
    copy = nn.LayerNorm(source.normalized_shape, source.eps, bias=source.bias is not None, device="meta")
    copy.weight = nn.Parameter(source.weight.detach(), requires_grad=False)
    if source.bias is not None:
        copy.bias = nn.Parameter(source.bias.detach(), requires_grad=False)
    return copy


def split_heads(values: "Tensor", heads: int) -> "Tensor":
    """Split vectors into those of each head.

    Args:
        values: float (n, t, width).
        heads: Number of heads.

    Returns:
        float (n, heads, t, width / heads).
    """
    return values.reshape(values.shape[0], values.shape[1], heads, -1).transpose(1, 2)


def attend(query: "Tensor", key: "Tensor", value: "Tensor", mask: "Tensor | None" = None) -> "Tensor":
    """Scaled dot-product attention for queries that are scaled already (Vaswani et al. 2017).

    Args:
        query: float (n, heads, t, w), scaled by 1/sqrt(w).
        key: float (n, heads, s, w).
        value: float (n, heads, s, w).
        mask: float (t, s) or (n, 1, t, s), added to the scores; -inf for tokens that must not be attended to.

    Returns:
        float (n, t, heads * w).
    """
    if torch.onnx.is_in_onnx_export():
        scores = query @ key.transpose(-2, -1)
        mixed = (scores if mask is None else scores + mask).softmax(-1) @ value
    else:
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=1.0)
    mixed = mixed.transpose(1, 2)
    return mixed.reshape(mixed.shape[0], mixed.shape[1], -1)


class Block(nn.Module):
    """A pre-norm transformer block: attention and an MLP, each with LayerNorm and residual connection."""

    def __init__(self, attention: nn.Module, norms: tuple[nn.Module, nn.Module], heads: int) -> None:
        """Set up the layers. To be called by ``of_open_clip`` and ``of_timm``, which know where the weights are.

        Args:
            attention: Attention layer of either library.
            norms: LayerNorms before attention and MLP.
            heads: Number of heads.
        """
        super().__init__()
        self.heads = heads
        self.norm_1, self.norm_2 = norm(norms[0]), norm(norms[1])
        self.query, self.key, self.value = _split(attention, heads)
        self.out: nn.Linear
        self.wide: nn.Linear
        self.narrow: nn.Linear
        self.activation: nn.Module

    @classmethod
    def of_open_clip(cls, source: nn.Module) -> "Block":
        """Convert a ``ResidualAttentionBlock`` of open_clip.

        Args:
            source: The block.
        """
        found: Any = source
        block = cls(found.attn, (found.ln_1, found.ln_2), found.attn.num_heads)
        block.out = _scaled(found.attn.out_proj, found.ls_1)
        block.wide, block.narrow = _scaled(found.mlp.c_fc), _scaled(found.mlp.c_proj, found.ls_2)
        block.activation = found.mlp.gelu
        return block

    @classmethod
    def of_timm(cls, source: nn.Module) -> "Block":
        """Convert the ``Block`` of a timm ``VisionTransformer`` without query/key norms and without a norm in the MLP.

        Args:
            source: The block.
        """
        found: Any = source
        block = cls(found.attn, (found.norm1, found.norm2), found.attn.num_heads)
        block.out = _scaled(found.attn.proj, found.ls1)
        block.wide, block.narrow = _scaled(found.mlp.fc1), _scaled(found.mlp.fc2, found.ls2)
        block.activation = found.mlp.act
        return block

    def forward(self, tokens: "Tensor", mask: "Tensor | None" = None) -> "Tensor":
        """Apply the block.

        Args:
            tokens: float (n, t, width).
            mask: float (t, t) or (n, 1, t, t), as in ``attend``.

        Returns:
            float (n, t, width).
        """
        normal = self.norm_1(tokens)
        return self._think(tokens + self._mix(normal, normal, mask))

    def only_first(self, tokens: "Tensor") -> "Tensor":
        """The result of ``forward`` for the first token only, float (n, 1, width), without computing the others.

        Args:
            tokens: float (n, t, width).
        """
        normal = self.norm_1(tokens)
        return self._think(tokens[:, :1] + self._mix(normal[:, :1], normal))

    def kept(self, normal: "Tensor") -> "tuple[Tensor, Tensor]":
        """Keys and values, to be cached for later tokens.

        Args:
            normal: float (n, t, width), normalised tokens.

        Returns:
            Keys, float (n, heads, t, w), and values, float (n, heads, t, w).
        """
        return split_heads(self.key(normal), self.heads), split_heads(self.value(normal), self.heads)

    def attend(self, tokens: "Tensor", keys: "Tensor", values: "Tensor") -> "Tensor":
        """The result of ``forward`` for tokens that attend to cached keys and values only.

        Args:
            tokens: float (n, t, width).
            keys: float (n, heads, s, w), from ``kept``.
            values: float (n, heads, s, w), from ``kept``.

        Returns:
            float (n, t, width).
        """
        query = split_heads(self.query(self.norm_1(tokens)), self.heads)
        return self._think(tokens + self.out(attend(query, keys, values)))

    def values(self, tokens: "Tensor") -> "Tensor":
        """The value path: what attention would return for each token if it attended only to itself.

        Args:
            tokens: float (n, t, width).

        Returns:
            float (n, t, width).
        """
        answered: Tensor = self.out(self.value(self.norm_1(tokens)))
        return answered

    def _mix(self, asking: "Tensor", asked: "Tensor", mask: "Tensor | None" = None) -> "Tensor":
        query, key, value = (
            split_heads(values, self.heads) for values in (self.query(asking), self.key(asked), self.value(asked))
        )
        mixed: Tensor = self.out(attend(query, key, value, mask))
        return mixed

    def _think(self, tokens: "Tensor") -> "Tensor":
        thought: Tensor = tokens + self.narrow(self.activation(self.wide(self.norm_2(tokens))))
        return thought


def _split(attention: Any, heads: int) -> tuple[nn.Linear, nn.Linear, nn.Linear]:  # noqa: ANN401 - types of two libraries
    """Layers of queries (scaled), keys and values, of ``nn.MultiheadAttention`` or timm's ``Attention``."""
    if hasattr(attention, "qkv"):
        weight, bias = attention.qkv.weight, attention.qkv.bias
    else:
        weight, bias = attention.in_proj_weight, attention.in_proj_bias
    scale = (weight.shape[1] // heads) ** -0.5
    weights = weight.detach().chunk(3)
    biases = (None, None, None) if bias is None else bias.detach().chunk(3)
    scaled = biases[0] if biases[0] is None else biases[0] * scale
    return linear(weights[0] * scale, scaled), linear(weights[1], biases[1]), linear(weights[2], biases[2])


def _scaled(source: nn.Linear, scale: nn.Module | None = None) -> nn.Linear:
    """A linear layer with the LayerScale that follows it, if any, folded in."""
    factor = getattr(scale, "gamma", None)
    bias = source.bias
    if factor is None:
        return linear(source.weight, bias)
    return linear(source.weight * factor[:, None], None if bias is None else bias * factor)
