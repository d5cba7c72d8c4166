"""Encoders of open_clip: architectures by name, random weights, and checkpoints from this computer.

Nothing here asks the network, and nothing that a file holds is run.
"""

import difflib
import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.vision.clip.preprocessing import Preprocessing

if TYPE_CHECKING:
    from torch import Tensor, nn

CONFIG_FILE = "open_clip_config.json"
_NEEDED = ("embed_dim", "vision_cfg", "text_cfg")
_BAD_CONFIG = (TypeError, ValueError, KeyError, RuntimeError, AssertionError, AttributeError)


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


def architectures() -> list[str]:
    """Names of all architectures that open_clip knows."""
    import open_clip

    return list(open_clip.list_models())


def build(architecture: str, *, seed: int | None = None) -> Network:
    """An encoder with random weights, for measuring and tests.

    Args:
        architecture: One of ``architectures()``.
        seed: Gives the same weights again.

    Raises:
        PhotonError: The architecture is unknown, or Photon cannot build it.
    """
    import torch

    config = _config_of(architecture)
    with torch.random.fork_rng(devices=[]):
        if seed is not None:
            torch.manual_seed(seed)
        net = create(config, architecture)
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
    from photon.vision.clip.weights_file import find_weights, read_weights

    if weights.is_dir() and (not architecture or (weights / CONFIG_FILE).is_file()):
        name, config, preprocessing = _read_config(weights, architecture)
        weights = find_weights(weights)
    else:
        name, config = architecture, _config_of(architecture, tag)
        preprocessing = _preparation(architecture, config, tag)
        weights = find_weights(weights) if weights.is_dir() else weights
    tensors = read_weights(weights)
    net = create(config, name)
    _load(net, tensors, name, weights.name)
    return Network(name, config, net, preprocessing)


def restore(architecture: str, config: dict[str, Any], preprocessing: Preprocessing, weights: Path) -> Network:
    """An encoder from what was kept of a ``Network``: its description and the file of ``save_weights``.

    Raises:
        PhotonError: As for ``read_network``.
    """
    from photon.vision.clip.weights_file import read_weights

    tensors = read_weights(weights)
    net = create(config, architecture)
    _load(net, tensors, architecture, weights.name)
    return Network(architecture, deepcopy(config), net, preprocessing)


def save_weights(network: Network, path: Path) -> None:
    """Writes all weights as safetensors."""
    from safetensors.torch import save_file

    tensors: dict[str, Tensor] = {}
    for name, value in network.net.state_dict().items():
        tensors[name] = value.detach().clone().contiguous()
    save_file(tensors, path)


def create(config: dict[str, Any], name: str) -> "nn.Module":
    """The towers of a description, with random weights, in evaluation mode and without gradients.

    Raises:
        PhotonError: The description does not fit, a tower needs files from the network, or memory ran out.
    """
    import open_clip

    values = deepcopy(config)
    is_custom = values.pop("custom_text", False)
    if values["text_cfg"].get("hf_model_name"):
        raise PhotonError(
            f"The words of {name} are read by a separate network whose files are not part of the checkpoint; Photon "
            "cannot use it yet.",
            "Choose another encoder; those of the SigLIP family read many languages too.",
        )
    if values["vision_cfg"].get("timm_model_name"):
        values["vision_cfg"]["timm_model_pretrained"] = False
    kind: Any = open_clip.CustomTextCLIP if is_custom else open_clip.CLIP
    if "multimodal_cfg" in values:
        kind = open_clip.CoCa
    try:
        net: Any = kind(**values)
        if kind is open_clip.CoCa:  # open_clip leaves the memory of this one as it finds it, with anything in it
            net.text_decoder.text_projection.data.normal_(std=0.02)
    except MemoryError:
        raise _no_memory(name) from None
    except _BAD_CONFIG as error:
        if "memory" in str(error).lower():
            raise _no_memory(name) from None
        raise PhotonError(
            f"The description of {name} does not fit the installed open_clip: {error}.",
            "Update open_clip, or choose another encoder.",
        ) from None
    made: nn.Module = net.eval().requires_grad_(requires_grad=False)
    return made


def _load(net: "nn.Module", tensors: "dict[str, Tensor]", name: str, file: str) -> None:
    """Puts weights into a network after names and shapes were compared.

    Raises:
        PhotonError: They are of another architecture.
    """
    from photon.vision.clip.fitting import differences, fitting_architectures, in_own_names

    tensors = in_own_names(net, tensors)
    if differences(net, tensors):
        near = fitting_architectures(tensors)
        hint = f"Its names and shapes are those of {_either(near)}." if near else "Choose the architecture it is of."
        raise PhotonError(f"{file} does not hold weights of {name}; nothing was installed.", hint)
    net.load_state_dict(tensors)


def _config_of(architecture: str, tag: str = "") -> dict[str, Any]:
    """open_clip's description of a named architecture, with the activation that the weights of a tag need.

    Raises:
        PhotonError: There is none.
    """
    import open_clip
    from open_clip.pretrained import get_pretrained_cfg

    found: dict[str, Any] | None = None
    if architecture in open_clip.list_models():
        found = open_clip.get_model_config(architecture)
    if found is None:
        near = difflib.get_close_matches(architecture, open_clip.list_models(), 3, 0.5)
        hint = f"Did you mean {_either(near)}?" if near else "Names are those of open_clip, such as ViT-B-32-256."
        raise PhotonError(f"open_clip knows no architecture “{architecture}”.", hint)
    if tag and get_pretrained_cfg(architecture, tag).get("quick_gelu"):
        found["quick_gelu"] = True
    return found


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


def _either(names: list[str]) -> str:
    """Names with commas and a last "or"."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _no_memory(name: str) -> PhotonError:
    return PhotonError(f"There is not enough memory for {name}.", "Close other programs, or choose a smaller encoder.")
