"""Which encoder answers in this library, and which one is to take over: the person's choice, by name."""

from typing import NamedTuple

from photon.domain import Changes, changed
from photon.domain.encoders.encoder_info import STARTER
from photon.library.db.connection import Library


class EncoderChoice(NamedTuple):
    """Names of encoders.

    Attributes:
        answering: Searches go by its vectors.
        coming: Photos get its vectors, and then it takes over; empty: none.
    """

    answering: str = STARTER
    coming: str = ""


def chosen(library: Library) -> EncoderChoice:
    """What was chosen; the starter where nothing was."""
    if not library.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'encoders'").fetchone():
        return EncoderChoice()  # a library of an earlier Photon, opened for reading only
    return EncoderChoice(**dict(library.db.execute("SELECT role, name FROM main.encoders").fetchall()))


def choose(library: Library, wanted: EncoderChoice) -> Changes:
    """Remember a choice; nothing changes where it is the same."""
    if chosen(library) == wanted:
        return Changes()
    with library.transaction() as db:
        db.execute("DELETE FROM main.encoders")
        rows = [(role, name) for role, name in wanted._asdict().items() if name]
        db.executemany("INSERT INTO main.encoders VALUES (?, ?)", rows)
    return changed("encoders")
