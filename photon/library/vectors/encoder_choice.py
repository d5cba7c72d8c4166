"""The user's choice of the active encoder and of the one that will replace it."""

from typing import NamedTuple

from photon.domain import Changes, changed
from photon.domain.encoders.encoder_info import FALLBACK
from photon.library.db.connection import Library


class EncoderChoice(NamedTuple):
    """Names of encoders.

    Attributes:
        answering: The active encoder, whose vectors are searched.
        coming: The encoder that photos are being embedded with and that will become active; empty for none.
    """

    answering: str = FALLBACK
    coming: str = ""


def chosen(library: Library) -> EncoderChoice:
    """Read the choice; the default is the fallback."""
    if not library.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'encoders'").fetchone():
        return EncoderChoice()  # an older library that is open for reading only
    return EncoderChoice(**dict(library.db.execute("SELECT role, name FROM main.encoders").fetchall()))


def choose(library: Library, wanted: EncoderChoice) -> Changes:
    """Store the choice, unless it is unchanged."""
    if chosen(library) == wanted:
        return Changes()
    with library.transaction() as db:
        db.execute("DELETE FROM main.encoders")
        rows = [(role, name) for role, name in wanted._asdict().items() if name]
        db.executemany("INSERT INTO main.encoders VALUES (?, ?)", rows)
    return changed("encoders")
