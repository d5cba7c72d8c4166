"""Encoders of open_clip: architectures by name, random weights, and checkpoints from this computer.

Nothing here asks the network, and nothing that a file holds is run.
"""

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.vision.clip.network.architecture import build_towers, describe_architecture, join_alternatives
from photon.vision.clip.network.fitting import differences, fitting_architectures, in_own_names
from photon.vision.clip.shelf.preprocessing import Preprocessing

if TYPE_CHECKING:
    from torch import Tensor, nn

CONFIG_FILE = "open_clip_config.json"
_NEEDED = ("embed_dim", "vision_cfg", "text_cfg")


@dataclass(frozen=True, slots=True)
class Network:
    """An encoder as open_clip computes it, on the processor, in float32, ready to be converted.

    Attributes:
        architecture: Its name in open_clip, or the name of the folder it came from.
        config: open_clip's own description (``embed_dim``, ``vision_cfg``, ``text_cfg`` …), plain values only.
        net: The two towers: ``CLIP``, ``CustomTextCLIP`` or ``CoCa``.
        preprocessing: How its pictures are prepared.
    """

    architecture: str
    config: dict[str, Any]
    net: "nn.Module"
    preprocessing: Preprocessing


def build(architecture: str, *, seed: int | None = None) -> Network:
    """An encoder with random weights, for measuring and tests.

    Args:
        architecture: One of ``architectures()``.
        seed: Gives the same weights again.

    Raises:
        PhotonError: The architecture is unknown, or Photon cannot build it.
    """
    import torch

    config = describe_architecture(architecture)
    with torch.random.fork_rng(devices=[]):
        if seed is not None:
            torch.manual_seed(seed)
        net = build_towers(config, architecture)
    return Network(architecture, config, net, _preparation(architecture, config, ""))


def read_network(architecture: str, weights: Path, *, tag: str = "") -> Network:
    """Reads an encoder from this computer.

    Args:
        architecture: One of ``architectures()``; for a folder with its own description it may be empty.
        weights: A checkpoint (``.safetensors``, ``.pt``, ``.pth``, ``.bin``), or an open_clip folder with
            ``open_clip_config.json`` and one of these.
        tag: open_clip's name of these weights, where it is known: says how pictures are prepared where weights of one
            architecture differ in that, and which activation they were trained with.

    Raises:
        PhotonError: The architecture is unknown, the file is missing, damaged, holds code, or is of another
            architecture, its tower needs files from the network, or memory ran out.
    """
    from photon.vision.clip.network.weights_file import find_weights, read_weights

    if weights.is_dir() and (not architecture or (weights / CONFIG_FILE).is_file()):
        name, config, preprocessing = _read_config(weights, architecture)
        weights = find_weights(weights)
    else:
        name, config = architecture, describe_architecture(architecture, tag)
        preprocessing = _preparation(architecture, config, tag)
        weights = find_weights(weights) if weights.is_dir() else weights
    tensors = read_weights(weights)
    net = build_towers(config, name)
    _load(net, tensors, name, weights.name)
    return Network(name, config, net, preprocessing)


def restore(architecture: str, config: dict[str, Any], preprocessing: Preprocessing, weights: Path) -> Network:
    """An encoder from what was kept of a ``Network``: its description and the file of ``save_weights``.

    Raises:
        PhotonError: As for ``read_network``.
    """
    from photon.vision.clip.network.weights_file import read_weights

    tensors = read_weights(weights)
    net = build_towers(config, architecture)
    _load(net, tensors, architecture, weights.name)
    return Network(architecture, deepcopy(config), net, preprocessing)


def save_weights(network: Network, path: Path) -> None:
    """Writes all weights as safetensors."""
    from safetensors.torch import save_file

    tensors: dict[str, Tensor] = {}
    for name, value in network.net.state_dict().items():
        tensors[name] = value.detach().clone().contiguous()
    save_file(tensors, path)


def _load(net: "nn.Module", tensors: "dict[str, Tensor]", name: str, file: str) -> None:
    """Puts weights into a network after names and shapes were compared.

    Raises:
        PhotonError: They are of another architecture.
    """
    tensors = in_own_names(net, tensors)
    if differences(net, tensors):
        near = fitting_architectures(tensors)
        hint = (
            f"Its names and shapes are those of {join_alternatives(near)}."
            if near
            else "Choose the architecture it is of."
        )
        raise PhotonError(f"{file} does not hold weights of {name}; nothing was installed.", hint)
    net.load_state_dict(tensors)


def _preparation(architecture: str, config: dict[str, Any], tag: str) -> Preprocessing:
    """As the weights of a tag were trained, or as most of the architecture's weights were."""
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained_tags_by_model

    tags = [tag] if tag else list_pretrained_tags_by_model(architecture)
    size = config["vision_cfg"].get("image_size", 224)
    ways = [_read_preparation(get_pretrained_cfg(architecture, one), size) for one in tags]
    return max(ways, key=ways.count) if ways else _read_preparation({}, size)


def _read_preparation(values: dict[str, Any], size: Any) -> Preprocessing:  # noqa: ANN401 - a number or a pair
    """With open_clip's own defaults where a description is silent; what the tower takes says the size."""
    from dataclasses import asdict

    from open_clip.transform import PreprocessCfg

    known = asdict(PreprocessCfg())
    known.update({name: value for name, value in values.items() if name in known and value is not None})
    return Preprocessing.from_open_clip({**known, "size": size})


def _read_config(folder: Path, architecture: str) -> tuple[str, dict[str, Any], Preprocessing]:
    """Name, description and preparation of an open_clip folder.

    Raises:
        PhotonError: The description is missing or damaged.
    """
    path = folder / CONFIG_FILE
    if not path.is_file():
        raise PhotonError(
            f"The folder {folder} holds no {CONFIG_FILE}, so Photon cannot tell what its weights are.",
            "Name the architecture, or choose another folder.",
        )
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        config = values.get("model_cfg", values)
        whole = all(name in config for name in _NEEDED)
        size = config["vision_cfg"].get("image_size", 224) if whole else 0
        given = dict(values.get("preprocess_cfg") or {})
    except (OSError, ValueError, AttributeError, TypeError):
        whole = False
    if not whole:
        raise PhotonError(f"{path} is damaged or no description of open_clip.", "Download the folder again.")
    return architecture or folder.name, config, _read_preparation(given, size)
