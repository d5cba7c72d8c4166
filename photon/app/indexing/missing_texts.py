"""Texts about missing photos."""

from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import counted, tr, tr_n


def kept_text(one: MissingPhoto) -> str:
    """Describe since when a photo is missing, and what is kept of it."""
    parts = [tr("missing since {date}", date=one.since.partition("T")[0])]
    if one.tags:
        parts.append(counted(one.tags, "tag"))
    if one.caption:
        parts.append(tr("with a caption"))
    if one.rating:
        parts.append(tr_n("{count} star", "{count} stars", one.rating))
    return ", ".join(parts)
