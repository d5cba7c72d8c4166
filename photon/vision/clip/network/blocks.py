"""The layer that vision and text transformers repeat, written so that converters and processors like it.

The weights are those of open_clip's or timm's block. Queries, keys and values have a product each (an exported
graph then needs no splitting), and the constant factors of a block, 1/sqrt(width of a head) and a LayerScale, are
folded into the weights beside them.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from torch import Tensor


def linear(weight: "Tensor", bias: "Tensor | None" = None) -> nn.Linear:
    """A linear layer of given weights [out, in], which it shares where they need no change."""
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    layer.weight = nn.Parameter(weight.detach(), requires_grad=False)
    if bias is not None:
        layer.bias = nn.Parameter(bias.detach(), requires_grad=False)
    return layer


def norm(source: nn.Module) -> nn.Module:
    """A copy of a LayerNorm that shares its weights; other layers (no norm at all) are returned as they are."""
    if not isinstance(source, nn.LayerNorm):
        return source
    copy = nn.LayerNorm(source.normalized_shape, source.eps, bias=source.bias is not None, device="meta")
    copy.weight = nn.Parameter(source.weight.detach(), requires_grad=False)
    if source.bias is not None:
        copy.bias = nn.Parameter(source.bias.detach(), requires_grad=False)
    return copy


def split_heads(values: "Tensor", heads: int) -> "Tensor":
    """[n, t, width] to [n, heads, t, width / heads]."""
    return values.reshape(values.shape[0], values.shape[1], heads, -1).transpose(1, 2)


def attend(query: "Tensor", key: "Tensor", value: "Tensor", mask: "Tensor | None" = None) -> "Tensor":
    """Attention of already scaled queries: [n, heads, t, w] each, to [n, t, heads * w].

    Args:
        query: Scaled by 1/sqrt(w).
        key: What is asked.
        value: What is answered.
        mask: Added to the products, -inf where a token must not look; it broadcasts.
    """
    if torch.onnx.is_in_onnx_export():
        scores = query @ key.transpose(-2, -1)
        mixed = (scores if mask is None else scores + mask).softmax(-1) @ value
    else:
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=1.0)
    mixed = mixed.transpose(1, 2)
    return mixed.reshape(mixed.shape[0], mixed.shape[1], -1)


class Block(nn.Module):
    """Attention and two dense layers, each behind a LayerNorm and beside the stream of tokens."""

    def __init__(self, attention: nn.Module, norms: tuple[nn.Module, nn.Module], heads: int) -> None:
        """Only for ``of_open_clip`` and ``of_timm``, which know where the weights are."""
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
        """From a ``ResidualAttentionBlock`` of open_clip."""
        found: Any = source
        block = cls(found.attn, (found.ln_1, found.ln_2), found.attn.num_heads)
        block.out = _scaled(found.attn.out_proj, found.ls_1)
        block.wide, block.narrow = _scaled(found.mlp.c_fc), _scaled(found.mlp.c_proj, found.ls_2)
        block.activation = found.mlp.gelu
        return block

    @classmethod
    def of_timm(cls, source: nn.Module) -> "Block":
        """From the ``Block`` of a timm ``VisionTransformer`` without norms of queries or inside the dense part."""
        found: Any = source
        block = cls(found.attn, (found.norm1, found.norm2), found.attn.num_heads)
        block.out = _scaled(found.attn.proj, found.ls1)
        block.wide, block.narrow = _scaled(found.mlp.fc1), _scaled(found.mlp.fc2, found.ls2)
        block.activation = found.mlp.act
        return block

    def forward(self, tokens: "Tensor", mask: "Tensor | None" = None) -> "Tensor":
        """[n, t, width] to the same; the mask as in ``attend``."""
        normal = self.norm_1(tokens)
        return self._think(tokens + self._mix(normal, normal, mask))

    def only_first(self, tokens: "Tensor") -> "Tensor":
        """What ``forward`` makes of the first token, [n, 1, width], without computing the others."""
        normal = self.norm_1(tokens)
        return self._think(tokens[:, :1] + self._mix(normal[:, :1], normal))

    def kept(self, normal: "Tensor") -> "tuple[Tensor, Tensor]":
        """Keys and values [n, heads, t, w] of normalised tokens [n, t, width], to be looked at by later ones."""
        return split_heads(self.key(normal), self.heads), split_heads(self.value(normal), self.heads)

    def attend(self, tokens: "Tensor", keys: "Tensor", values: "Tensor") -> "Tensor":
        """What ``forward`` makes of tokens [n, t, width] that look at what was ``kept``, and at nothing else."""
        query = split_heads(self.query(self.norm_1(tokens)), self.heads)
        return self._think(tokens + self.out(attend(query, keys, values)))

    def values(self, tokens: "Tensor") -> "Tensor":
        """What each token would give if it were looked at alone: the value path, [n, t, width]."""
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


def _split(attention: Any, heads: int) -> tuple[nn.Linear, nn.Linear, nn.Linear]:  # noqa: ANN401 - of two libraries
    """Layers of queries (scaled), keys and values, of ``nn.MultiheadAttention`` or of timm's ``Attention``."""
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
    """A linear layer with the factor per channel that follows it folded in, where there is one."""
    factor = getattr(scale, "gamma", None)
    bias = source.bias
    if factor is None:
        return linear(source.weight, bias)
    return linear(source.weight * factor[:, None], None if bias is None else bias * factor)
