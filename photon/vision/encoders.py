"""The one door to every encoder: by name, the starter or an installed one."""

from photon.domain import PhotonError
from photon.domain.encoders import STARTER
from photon.vision import starter
from photon.vision.clip import shelf
from photon.vision.encoder import Encoder


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
    from photon.vision.clip.encoder import load as load_clip

    return load_clip(installed(name), threads, device)


def installed(name: str) -> shelf.Installed:
    """An installed encoder, by name or id.

    Raises:
        PhotonError: There is none.
    """
    found = shelf.find(name)
    if found is None:
        from photon.vision.clip.cards import recommended

        is_offered = name in {card.name for card in recommended()}
        hint = f"Install it first: photon encoders install {name}" if is_offered else "See: photon encoders list"
        raise PhotonError(f"There is no encoder “{name}” on this computer.", hint)
    return found


def writes(name: str) -> bool:
    """Whether an installed encoder writes sentences about photos itself; the starter's captioner does not count."""
    found = shelf.find(name)
    if found is None:
        return False
    from photon.vision.clip import coca

    return coca.writes(found.config)
