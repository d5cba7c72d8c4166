"""Copies of layers that hold the same weights without a second copy in memory."""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

import copy
from typing import TypeVar

import torch
from torch import nn

_Layers = TypeVar("_Layers", bound=nn.Module)


def share(source: _Layers) -> _Layers:
    """A copy of a module whose weights are the source's until the copy is moved or changed to another dtype."""
    known: dict[int, torch.Tensor] = {}
    for weight in source.parameters():
        known[id(weight)] = nn.Parameter(weight.detach(), requires_grad=False)
    for value in source.buffers():
        known[id(value)] = value.detach()
    return copy.deepcopy(source, {**known})
