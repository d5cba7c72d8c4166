"""Choosing the encoder of a library, and leaving one: what it means for the answers and the vectors."""

from photon.app.encoding.encoder_info import EncoderInfo
from photon.app.engine.encoder_states import find_id
from photon.domain import Changes
from photon.domain.encoders.encoder_info import STARTER
from photon.library import Library
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import EncoderChoice, choose, chosen


def choose_encoder(library: Library, name: str) -> Changes:
    """Let an encoder answer: at once where nothing would be lost, else when all photos have its vectors.

    Raises:
        PhotonError: There is no such encoder.
    """
    wanted, now = EncoderInfo(name), chosen(library)
    if wanted.name == now.answering:
        return choose(library, EncoderChoice(now.answering))
    old = now.answering if find_id(now.answering) else STARTER  # which answers for one that is not here
    has_old = vectors.count(library, find_id(old)) > 0
    is_whole = vectors.count(library, wanted.id) > 0 and not vectors.count_pending(library, wanted.id)
    if is_whole or not has_old or wanted.name == old:
        return choose(library, EncoderChoice(wanted.name))
    return choose(library, EncoderChoice(old, wanted.name))


def leave_encoder(library: Library, name: str) -> Changes:
    """Use an encoder no more, and forget its vectors; the starter answers where it answered."""
    now = chosen(library)
    id_ = find_id(name)
    if now.answering == name:
        changes = choose(library, EncoderChoice(STARTER))
    else:
        changes = choose(library, EncoderChoice(now.answering, "" if now.coming == name else now.coming))
    return changes | vectors.drop(library, id_) if id_ else changes
