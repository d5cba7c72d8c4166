"""Copies of layers that share the weights of the original."""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

import copy
from typing import TypeVar

import torch
from torch import nn

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
