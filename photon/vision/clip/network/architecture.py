"""open_clip architectures: names, configurations, and towers built from a configuration."""

import difflib
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from photon.domain.errors import PhotonError
from photon.language import tr

if TYPE_CHECKING:
    from torch import nn

_BAD_CONFIG = (TypeError, ValueError, KeyError, RuntimeError, AssertionError, AttributeError)


def build_towers(config: dict[str, Any], name: str) -> "nn.Module":
    """Build the towers of a configuration with random weights, in evaluation mode and without gradients.

    Args:
        config: open_clip's configuration.
        name: Name of the architecture, for error messages.

    Returns:
        ``CLIP``, ``CustomTextCLIP`` or ``CoCa`` of open_clip.

    Raises:
        PhotonError: The configuration is invalid, a tower needs files from the network, or memory ran out.
    """
    import open_clip

    values = deepcopy(config)
    is_custom = values.pop("custom_text", False)
    if values["text_cfg"].get("hf_model_name"):
        raise PhotonError(
            tr(
                "The words of {name} are read by a separate network whose files are not part of the checkpoint; Photon "
                "cannot use it yet.",
                name=name,
            ),
            tr("Choose another model; the SigLIP family also supports many languages."),
        )
    if values["vision_cfg"].get("timm_model_name"):
        values["vision_cfg"]["timm_model_pretrained"] = False
    kind: Any = open_clip.CustomTextCLIP if is_custom else open_clip.CLIP
    if "multimodal_cfg" in values:
        kind = open_clip.CoCa
    try:
        net: Any = kind(**values)
        if kind is open_clip.CoCa:  # open_clip leaves this weight uninitialised
            net.text_decoder.text_projection.data.normal_(std=0.02)
    except MemoryError:
        raise _no_memory(name) from None
    except _BAD_CONFIG as error:
        if "memory" in str(error).lower():
            raise _no_memory(name) from None
        raise PhotonError(
            tr("The description of {name} doesn't match the installed open_clip: {reason}.", name=name, reason=error),
            tr("Update open_clip, or choose another model."),
        ) from None
    made: nn.Module = net.eval().requires_grad_(requires_grad=False)
    return made


def describe_architecture(architecture: str, tag: str = "") -> dict[str, Any]:
    """Look up open_clip's configuration of an architecture.

    Args:
        architecture: Its name in open_clip.
        tag: Name of the weights, which may need another activation.

    Returns:
        The configuration.

    Raises:
        PhotonError: The architecture is unknown.
    """
    import open_clip
    from open_clip.pretrained import get_pretrained_cfg

    if architecture not in open_clip.list_models():
        near = difflib.get_close_matches(architecture, open_clip.list_models(), 3, 0.5)
        hint = (
            tr("Did you mean {names}?", names=join_alternatives(near))
            if near
            else tr("Use open_clip names, such as ViT-B-32-256.")
        )
        raise PhotonError(tr("open_clip has no architecture “{architecture}”.", architecture=architecture), hint)
    found: dict[str, Any] = open_clip.get_model_config(architecture)
    if tag and get_pretrained_cfg(architecture, tag).get("quick_gelu"):
        found["quick_gelu"] = True
    return found


def join_alternatives(names: list[str]) -> str:
    """Join names with commas and a final "or".

    Args:
        names: At least one name.
    """
    if len(names) < 2:
        return names[0]
    return tr("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])


def _no_memory(name: str) -> PhotonError:
    return PhotonError(
        tr("There is not enough memory for {name}.", name=name), tr("Close other programs, or choose a smaller model.")
    )
