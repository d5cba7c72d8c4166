"""Open any encoder by name: one that comes with Photon or an installed one."""

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.kit.encoder import Encoder
from photon.vision.starter.built_in import built_in


def load(name: str, threads: int, device: str | None = None) -> Encoder:
    """Open an encoder by name. Each tower is loaded on first use.

    Args:
        name: Name of the encoder, or its id.
        threads: Threads per tower.
        device: ``cpu``, ``cuda`` or ``mps``; None for the device that was fastest at installation.

    Returns:
        One that comes with Photon, or an open_clip encoder.

    Raises:
        PhotonError: No encoder has this name, or it cannot be opened.
    """
    own = built_in(name)
    if own is not None:
        return own.load(threads)
    from photon.vision.clip.runtime.clip_encoder import load as load_clip  # the starter needs none of it

    return load_clip(installed(name), threads, device)


def installed(name: str) -> encoder_shelf.Installed:
    """Find an installed encoder by name or id.

    Args:
        name: Name or id.

    Returns:
        Its folder and facts.

    Raises:
        PhotonError: No such encoder is installed.
    """
    found = encoder_shelf.find(name)
    if found is None:
        from photon.vision.clip.catalog.encoder_cards import recommended  # only for the hint

        is_offered = name in {card.name for card in recommended()}
        hint = (
            tr("To install it: photon encoders install {name}", name=name)
            if is_offered
            else tr("For a list: photon encoders list")
        )
        raise PhotonError(tr("The model “{name}” is not installed on this computer.", name=name), hint)
    return found


def writes(name: str) -> bool:
    """Whether an installed encoder generates captions by itself. The starter's captioner does not count.

    Args:
        name: Name or id of the encoder.
    """
    found = encoder_shelf.find(name)
    if found is None:
        return False
    from photon.vision.clip.runtime import coca  # PIL, which most processes need not

    return coca.writes(found.config)
