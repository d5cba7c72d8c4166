"""Which photo shows which film as its own: the two files of a live photo.

A photo and a film belong together if they have the same identifier and lie in the same folder. Then ``photos.still_id``
of the film is that photo, and the film is no photo of its own (``photos.present`` is 2) until its photo is gone. Names
decide only which of several photos it is.
"""

import sqlite3
from collections.abc import Iterable

from photon.library.db.id_list import IN_LIST, id_list

_SOME = IN_LIST.replace("?", "?1")
_FILMS = (
    f"SELECT id, pairing, still_id FROM photos WHERE id {_SOME} AND (seconds IS NOT NULL OR still_id IS NOT NULL)"
    f" UNION SELECT id, pairing, still_id FROM photos WHERE still_id {_SOME}"
    " UNION SELECT id, pairing, still_id FROM photos WHERE seconds IS NOT NULL AND pairing <> ''"
    f" AND pairing IN (SELECT pairing FROM photos WHERE id {_SOME} AND pairing <> '')"
)
_STILLS = "seconds IS NULL AND pairing <> '' AND pairing = ?"


def settle_pairs(db: sqlite3.Connection, photos: Iterable[int]) -> set[int]:
    """Within a transaction, find the photos that show films, after files of some photos were read, moved or lost.

    Args:
        db: The catalogue.
        photos: The photos, some of which may be films.

    Returns:
        Films for which this changed.
    """
    changed: set[int] = set()
    for film, pairing, before in db.execute(_FILMS, (id_list(photos),)).fetchall():
        still = _still_of(db, film, pairing)
        if still != before:
            db.execute("UPDATE photos SET still_id = ? WHERE id = ?", (still, film))
            changed.add(film)
    return changed


def _still_of(db: sqlite3.Connection, film: int, pairing: str) -> int | None:
    """Return the photo that shows a film; None if one of the film's files has none beside it."""
    places: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for photo, place, stem in _files(db, _STILLS, pairing):
        places.setdefault(place, []).append((stem, photo))
    found = []
    for _, place, stem in _files(db, "p.id = ?", film):
        if place not in places:
            return None
        found.append(min(places[place], key=lambda one: (one[0] != stem, one[1]))[1])
    return found[0] if found else None


def _files(db: sqlite3.Connection, which: str, value: object) -> list[tuple[int, tuple[int, str], str]]:
    """Return the files of some photos: the photo, folder and directory, and the name without its ending."""
    rows = db.execute(
        f"SELECT p.id, f.folder_id, f.relative FROM photos p JOIN files f ON f.photo_id = p.id WHERE {which}"
        " AND f.missing IS NULL ORDER BY p.id, f.relative",
        (value,),
    )
    parted = [(photo, folder, *relative.rpartition("/")[::2]) for photo, folder, relative in rows]
    return [(photo, (folder, inner), name.rpartition(".")[0].casefold()) for photo, folder, inner, name in parted]
