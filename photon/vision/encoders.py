"""The encoders on this computer, those that come with Photon and installed ones, as they declare themselves."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.kit.encoder import Encoder
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.knowledge.language_bridge import BRIDGED
from photon.vision.knowledge.model_knowledge import EmbeddingModel, ModelKnowledge
from photon.vision.starter.built_in import KNOWLEDGE, built_in


def fallback() -> EmbeddingModel:
    """Return the encoder that answers where no other one is chosen, and that describes photos for all others.

    Raises:
        PhotonError: The installation is incomplete.
    """
    return built_in()[0]


def shared_knowledge() -> ModelKnowledge:
    """Return what Photon knows about tags and captions, whatever encoder is used."""
    return KNOWLEDGE


def find(name: str) -> EmbeddingModel:
    """Find an encoder by name or id. Takes milliseconds.

    Args:
        name: Its name or id.

    Raises:
        PhotonError: No such encoder is installed.
    """
    own = next((own for own in built_in() if name in {own.model.name, own.model.id}), None)
    return own or _declared(installed(name))


def all_encoders() -> list[EmbeddingModel]:
    """Return the encoders that come with Photon, the fallback first, then the installed ones."""
    return [*built_in(), *map(_declared, encoder_shelf.all_installed())]


def installed(name: str) -> encoder_shelf.Installed:
    """Find an encoder that was installed, by name or id.

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


def _declared(found: encoder_shelf.Installed) -> EmbeddingModel:
    card, setting = found.card, found.setting
    can = frozenset({"embed", *(["caption"] if found.writes else []), *(["name"] if found.is_bridged else [])})
    card = replace(card, languages=tuple(sorted(BRIDGED.union(card.languages)))) if found.is_bridged else card
    opened: Callable[[int, str | None], Encoder] = partial(_open_installed, card.name)
    model, disk = InstalledModel(card.name, card.title, found.id, can, opened), partial(int, found.disk * 1e6)
    about = setting.words(), setting.per_second
    return EmbeddingModel(model, card, found.dimension, setting.batch, found.id, disk, *about)


def _open_installed(name: str, threads: int, device: str | None) -> Encoder:
    from photon.vision.clip.runtime.clip_encoder import load  # the starter needs none of it

    return load(installed(name), threads, device)
