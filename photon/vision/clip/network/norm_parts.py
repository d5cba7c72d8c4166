"""Shares of a normalised mean, so that a map adds up to the vector that was pooled before a LayerNorm.

LayerNorm(mean of x) = (mean of x - its own mean over channels) / spread * weight + bias, where the spread is one
number: with the spread of the mean used for every place, the places' average is the normalised mean exactly.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor


def share_norm(layer: nn.Module, features: "Tensor") -> "Tensor":
    """Each place's share of ``layer(features.mean(1))``.

    Args:
        layer: A LayerNorm over channels, or a layer that is applied to each place as it is.
        features: [n, places, width].

    Returns:
        [n, places, width] whose mean over places is the layer's result.
    """
    if not isinstance(layer, nn.LayerNorm):
        shares: Tensor = layer(features)
        return shares
    pooled = features.mean(1, keepdim=True).float()
    centred = pooled - pooled.mean(-1, keepdim=True)
    spread = torch.sqrt((centred * centred).mean(-1, keepdim=True) + layer.eps)
    shares = (features - features.mean(-1, keepdim=True)) / spread.to(features.dtype)
    return shares * layer.weight + layer.bias
