"""Check whether a checkpoint fits an architecture, by the names and shapes of its tensors."""

from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.vision.clip.network.architecture import build_towers

if TYPE_CHECKING:
    from torch import Tensor, nn

_MOST = 4  # suggestions


def in_own_names(net: "nn.Module", tensors: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """Rename the tensors of a checkpoint to the names that open_clip uses for this network.

    Older checkpoints and those of MobileCLIP use other names, and store the two scales as arrays of one number or not
    at all.

    Args:
        net: The network.
        tensors: The checkpoint, any dtype (...,) by name.

    Returns:
        The same tensors, any dtype (...,) by new name.
    """
    from open_clip.convert import convert_state_dict
    from open_clip.model import convert_to_custom_text_state_dict

    own = net.state_dict()
    try:
        found: dict[str, Tensor] = dict(convert_state_dict(net, dict(tensors)))
    except (KeyError, AttributeError, RuntimeError):  # resembles a MobileCLIP checkpoint, but not of this tower
        found = dict(tensors)
    if "positional_embedding" in found and "positional_embedding" not in own:
        found = convert_to_custom_text_state_dict(found)
    for name in ("logit_scale", "logit_bias"):
        if name in own and name in found and found[name].numel() == own[name].numel():
            found[name] = found[name].reshape(own[name].shape)
    if "logit_bias" in own:
        found.setdefault("logit_bias", own["logit_bias"])
    return found


def differences(net: "nn.Module", tensors: "dict[str, Tensor]") -> list[str]:
    """Names that only one of the two has, or whose shapes differ.

    Args:
        net: The network.
        tensors: The checkpoint, any dtype (...,) by name.
    """
    own = {name: tuple(value.shape) for name, value in net.state_dict().items()}
    given = {name: tuple(value.shape) for name, value in tensors.items()}
    return sorted(name for name in own.keys() | given.keys() if own.get(name) != given.get(name))


def fitting_architectures(tensors: "dict[str, Tensor]") -> list[str]:
    """Find architectures of open_clip with exactly the names and shapes of a checkpoint, at most four.

    Only those with the same width of text and joint space are built, without memory for weights.

    Args:
        tensors: The checkpoint, any dtype (...,) by name.
    """
    import open_clip

    found: list[str] = []
    for name in open_clip.list_models():
        config = open_clip.get_model_config(name)
        if not _looks_alike(config, tensors):
            continue
        try:
            net = _outline(config, name)
        except PhotonError:
            continue
        if not differences(net, in_own_names(net, tensors)):
            found.append(name)
        if len(found) == _MOST:
            break
    return found


def _outline(config: dict[str, Any], name: str) -> "nn.Module":
    """The towers of an architecture without memory for weights."""
    import torch

    with torch.device("meta"):
        return build_towers(config, name)


def _looks_alike(config: dict[str, Any], tensors: "dict[str, Tensor]") -> bool:
    """Whether vocabulary, positions and, for open_clip's own vision transformers, patches have the same sizes."""
    text, vision = config["text_cfg"], config["vision_cfg"]
    words = _shape(tensors, "token_embedding.weight", "text.token_embedding.weight")
    if words != (text.get("vocab_size", 49408), text.get("width", 512)):
        return False
    count = text.get("context_length", 77) + bool(text.get("embed_cls"))
    if _shape(tensors, "positional_embedding", "text.positional_embedding")[:1] != (count,):
        return False
    joint = _shape(tensors, "text_projection", "text.text_projection")
    if joint and joint[1] != config["embed_dim"]:
        return False
    if vision.get("timm_model_name"):
        return not any(name.startswith(("visual.conv1.", "visual.transformer.")) for name in tensors)
    if not isinstance(vision.get("layers", 12), int):
        return "visual.layer1.0.conv1.weight" in tensors
    side = vision.get("patch_size", 16)
    return _shape(tensors, "visual.conv1.weight") == (vision.get("width", 768), 3, side, side)


def _shape(tensors: "dict[str, Tensor]", *names: str) -> tuple[int, ...]:
    """Shape of the first of these tensors that exists, or an empty one."""
    return next((tuple(tensors[name].shape) for name in names if name in tensors), ())
