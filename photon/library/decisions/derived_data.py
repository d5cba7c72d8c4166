"""Data that follows from decisions, and is renewed when their rows change."""

import sqlite3
from collections.abc import Collection

from photon.domain.decisions.people import PEOPLE_KINDS
from photon.library.people.faces import match_faces
from photon.library.photos import photo_dates, photo_locations, photo_turns

_SETTLED = {
    "date": photo_dates.settle_dates,
    "location": photo_locations.settle_locations,
    "turn": photo_turns.settle_turns,
    **{kind.what: match_faces for kind in PEOPLE_KINDS if kind.photo},
}


def settle_after(db: sqlite3.Connection, decided: Collection[str], photos: Collection[int]) -> None:
    """Within a transaction, update what follows from decisions of these kinds about photos."""
    for what, settle in _SETTLED.items():
        if what in decided:
            settle(db, photos)
