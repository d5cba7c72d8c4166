"""The one door to every encoder: by name, the starter or an installed one."""

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import STARTER
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.kit.encoder import Encoder
from photon.vision.starter import starter


def load(name: str, threads: int, device: str | None = None) -> Encoder:
    """An encoder whose towers are opened when they are first used.

    Args:
        name: Of the encoder.
        threads: How many each tower may use.
        device: Where it runs; None: where its installation found it fastest.

    Raises:
        PhotonError: There is none of this name, or it cannot be opened.
    """
    if name == STARTER:
        return starter.load(threads)
    from photon.vision.clip.runtime.clip_encoder import load as load_clip

    return load_clip(installed(name), threads, device)


def installed(name: str) -> encoder_shelf.Installed:
    """An installed encoder, by name or id.

    Raises:
        PhotonError: There is none.
    """
    found = encoder_shelf.find(name)
    if found is None:
        from photon.vision.clip.catalog.encoder_cards import recommended

        is_offered = name in {card.name for card in recommended()}
        hint = f"Install it first: photon encoders install {name}" if is_offered else "See: photon encoders list"
        raise PhotonError(f"There is no encoder “{name}” on this computer.", hint)
    return found


def writes(name: str) -> bool:
    """Whether an installed encoder writes sentences about photos itself; the starter's captioner does not count."""
    found = encoder_shelf.find(name)
    if found is None:
        return False
    from photon.vision.clip.runtime import coca

    return coca.writes(found.config)
