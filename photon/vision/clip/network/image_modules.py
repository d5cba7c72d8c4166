"""Choose the image module for a network's image tower.

Importing this module imports torch.
"""
# ruff: noqa: TID253 - whoever imports this file is about to compute with torch

from typing import TYPE_CHECKING, Any

import torch

from photon.vision.clip.network.image_module import ImageModule
from photon.vision.clip.network.plain_vit import plain_vit
from photon.vision.clip.network.resnet_tower import ResnetTower
from photon.vision.clip.network.timm_tower import timm_tower
from photon.vision.clip.network.unknown_tower import UnknownTower

if TYPE_CHECKING:
    from photon.vision.clip.network.network import Network


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
