"""Networks of open_clip: architectures by name, random weights, and checkpoints from the disk.

Nothing here uses the internet, and no code in a file is executed.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.network.architecture import build_towers, describe_architecture, join_alternatives
from photon.vision.clip.network.fitting import differences, fitting_architectures, in_own_names
from photon.vision.clip.network.weights_file import find_weights, read_weights
from photon.vision.clip.shelf.preprocessing import Preprocessing

if TYPE_CHECKING:
    from torch import Tensor, nn

CONFIG_FILE = "open_clip_config.json"
_NEEDED = ("embed_dim", "vision_cfg", "text_cfg")


@dataclass(frozen=True, slots=True)
class Network:
    """An encoder as open_clip computes it, on the CPU, in float32, ready to be converted.

    Attributes:
        architecture: Its name in open_clip, or the name of the folder it was read from.
        config: open_clip's configuration (``embed_dim``, ``vision_cfg``, ``text_cfg`` …), plain values only.
        net: The two towers: ``CLIP``, ``CustomTextCLIP`` or ``CoCa``.
        preprocessing: How images are prepared.
    """

    architecture: str
    config: dict[str, Any]
    net: "nn.Module"
    preprocessing: Preprocessing


def build(architecture: str, *, seed: int | None = None) -> Network:
    """Build an encoder with random weights, for measurements and tests.

    Args:
        architecture: Its name in open_clip.
        seed: Random seed; None for a random one.

    Returns:
        The encoder.

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
    """Read an encoder from the disk.

    Args:
        architecture: Its name in open_clip; may be empty for a folder with its own configuration.
        weights: A checkpoint (``.safetensors``, ``.pt``, ``.pth``, ``.bin``), or an open_clip folder with
            ``open_clip_config.json`` and one of these.
        tag: open_clip's name of these weights, if known. It decides preprocessing and activation where weights of one
            architecture differ in them.

    Returns:
        The encoder.

    Raises:
        PhotonError: The architecture is unknown; the file is missing, damaged, contains code or is of another
            architecture; its tower needs files from the network; or memory ran out.
    """
    if weights.is_dir() and (not architecture or (weights / CONFIG_FILE).is_file()):
        name, config, preprocessing = _read_config(weights, architecture)
        weights = find_weights(weights)
    else:
        name, config = architecture, describe_architecture(architecture, tag)
        preprocessing = _preparation(architecture, config, tag)
        weights = find_weights(weights) if weights.is_dir() else weights
    return restore(name, config, preprocessing, weights)


def restore(architecture: str, config: dict[str, Any], preprocessing: Preprocessing, weights: Path) -> Network:
    """Rebuild an encoder from the stored parts of a ``Network``.

    Args:
        architecture: Its name.
        config: open_clip's configuration.
        preprocessing: How images are prepared.
        weights: File written by ``save_weights``.

    Returns:
        The encoder.

    Raises:
        PhotonError: The file is missing or damaged, does not fit the configuration, or memory ran out.
    """
    tensors = read_weights(weights)
    net = build_towers(config, architecture)
    _load(net, tensors, architecture, weights.name)
    return Network(architecture, deepcopy(config), net, preprocessing)


def save_weights(network: Network, path: Path) -> None:
    """Write all weights as safetensors.

    Args:
        network: The encoder.
        path: File to write.

    Raises:
        OSError: The file cannot be written.
    """
    from safetensors.torch import save_file

    tensors: dict[str, Tensor] = {}
    for name, value in network.net.state_dict().items():
        tensors[name] = value.detach().clone().contiguous()
    save_file(tensors, path)


def _load(net: "nn.Module", tensors: "dict[str, Tensor]", name: str, file: str) -> None:
    """Load weights into a network after comparing names and shapes.

    Raises:
        PhotonError: They are of another architecture.
    """
    tensors = in_own_names(net, tensors)
    if differences(net, tensors):
        near = fitting_architectures(tensors)
        hint = (
            tr("Its contents match {names}.", names=join_alternatives(near))
            if near
            else tr("Choose the matching architecture.")
        )
        raise PhotonError(
            tr("{file} doesn't contain weights of {name}; nothing was installed.", file=file, name=name), hint
        )
    net.load_state_dict(tensors)


def _preparation(architecture: str, config: dict[str, Any], tag: str) -> Preprocessing:
    """Preprocessing for the weights of a tag, or for most weights of the architecture."""
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained_tags_by_model

    tags = [tag] if tag else list_pretrained_tags_by_model(architecture)
    size = config["vision_cfg"].get("image_size", 224)
    ways = [_read_preparation(get_pretrained_cfg(architecture, one), size) for one in tags]
    return max(ways, key=ways.count) if ways else _read_preparation({}, size)


def _read_preparation(values: dict[str, Any], size: Any) -> Preprocessing:  # noqa: ANN401 - a number or a pair
    """Read a preprocessing configuration, with open_clip's defaults; the size is that of the tower's input."""
    from dataclasses import asdict

    from open_clip.transform import PreprocessCfg

    known = asdict(PreprocessCfg())
    known.update({name: value for name, value in values.items() if name in known and value is not None})
    return Preprocessing.from_open_clip({**known, "size": size})


def _read_config(folder: Path, architecture: str) -> tuple[str, dict[str, Any], Preprocessing]:
    """Name, configuration and preprocessing of an open_clip folder.

    Raises:
        PhotonError: The configuration is missing or damaged.
    """
    path = folder / CONFIG_FILE
    if not path.is_file():
        raise PhotonError(
            tr(
                "The folder {folder} has no {file}, so Photon can't identify its weights.",
                folder=folder,
                file=CONFIG_FILE,
            ),
            tr("Choose the architecture, or another folder."),
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
        raise PhotonError(
            tr("{path} is damaged or isn't an open_clip description.", path=path), tr("Download the folder again.")
        )
    return architecture or folder.name, config, _read_preparation(given, size)
