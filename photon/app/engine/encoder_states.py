"""The state of every encoder on this computer and in this library, for display."""

from dataclasses import replace

from photon.app.encoding.encoder_info import EncoderInfo
from photon.domain import Changes, PhotonError
from photon.domain.encoders.encoder_info import FALLBACK, EncoderRole, EncoderState
from photon.library import Library
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import EncoderChoice, choose, chosen
from photon.vision import encoders
from photon.vision.clip.catalog import encoder_cards
from photon.vision.clip.convert import probe
from photon.vision.clip.convert.installing import can_convert


def states_of(library: Library | None) -> list[EncoderState]:
    """Return the built-in encoders, the installed ones, then the recommended ones that can be installed."""
    installed = encoders.all_encoders()
    states = [
        EncoderState(
            one.card, one.model.id, installed=True, setting=one.setting, per_second=one.per_second,
            disk=round(one.disk() / 1e6),
        )
        for one in installed
    ]  # fmt: skip
    names = {one.card.name for one in installed}
    states += [
        EncoderState(card, per_second=probe.known_speed(card.architecture))
        for card in encoder_cards.recommended()
        if card.name not in names and can_convert()
    ]
    return states if library is None else _in_library(library, states)


def find_id(name: str) -> str:
    """Return the id of an encoder on this computer; empty if it is not installed."""
    try:
        return EncoderInfo(name).id
    except PhotonError:
        return ""


def _in_library(library: Library, states: list[EncoderState]) -> list[EncoderState]:
    """Add each encoder's role in a library to its state; one that is not on this computer has none."""
    now, present, kept = chosen(library), photos.count(library), set(vectors.kept_encoders(library))
    roles: dict[str, EncoderRole] = {now.coming: "coming", now.answering: "answering"}
    return [
        replace(
            state,
            role=roles.get(state.card.name, "") if state.installed else "",
            searchable=vectors.count(library, state.id) if state.id in kept else 0,
            photos=present,
        )
        for state in states
    ]


def choose_encoder(library: Library, name: str) -> Changes:
    """Choose an encoder: it answers at once if it has all vectors or the old one has none, else once it has all.

    Raises:
        PhotonError: There is no such encoder.
    """
    wanted, now = EncoderInfo(name), chosen(library)
    if wanted.name == now.answering:
        return choose(library, EncoderChoice(now.answering))
    old = now.answering if find_id(now.answering) else FALLBACK  # it answers for one that is not installed here
    has_old = vectors.count(library, find_id(old)) > 0
    is_whole = vectors.count(library, wanted.id) > 0 and not vectors.count_pending(library, wanted.id)
    if is_whole or not has_old or wanted.name == old:
        return choose(library, EncoderChoice(wanted.name))
    return choose(library, EncoderChoice(old, wanted.name))


def leave_encoder(library: Library, name: str) -> Changes:
    """Stop using an encoder and delete its vectors; if it was active, the fallback answers from now on."""
    now = chosen(library)
    id_ = find_id(name)
    if now.answering == name:
        changes = choose(library, EncoderChoice(FALLBACK))
    else:
        changes = choose(library, EncoderChoice(now.answering, "" if now.coming == name else now.coming))
    return changes | vectors.drop(library, id_) if id_ else changes
