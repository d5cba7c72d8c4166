"""Data that follows from decisions, and is renewed when their rows change."""

import sqlite3
from collections.abc import Collection

from photon.library.photos import photo_dates, photo_turns

_SETTLED = {"date": photo_dates.settle_dates, "turn": photo_turns.settle_turns}


def settle_after(db: sqlite3.Connection, decided: Collection[str], photos: Collection[int]) -> None:
    """Within a transaction, update dates and pictures of photos after decisions of these kinds changed."""
    for what, settle in _SETTLED.items():
        if what in decided:
            settle(db, photos)
