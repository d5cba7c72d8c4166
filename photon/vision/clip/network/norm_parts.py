"""Split LayerNorm over places, so that a map adds up to the vector that was mean-pooled before a LayerNorm.

LayerNorm(mean of x) = (mean of x - its own mean over channels) / std * weight + bias, where std is one number. With the
std of the pooled vector used for every place, the mean over places equals the normalised mean exactly.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING

import torch
from torch import nn

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
