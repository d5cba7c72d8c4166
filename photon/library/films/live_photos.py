"""Live photos in the library: the film behind a photo, and whether a film beside a photo is its own."""

from collections.abc import Iterable

from photon.domain.films.film import FilmFacts
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.photos import at

LONGEST = 5.0
"""Seconds. Films of live photos last three; a longer one of the same name is a video of its own."""


def films_behind(library: Library, photos: Iterable[int]) -> dict[int, int]:
    """Return the films of live photos by their photos; two photos, such as an edited one, may have the same."""
    rows = library.db.execute(
        "SELECT p.id, min(v.id) FROM photos p JOIN photos v ON v.pairing = p.pairing AND v.pairing <> ''"
        f" AND v.present = 2 WHERE p.id {IN_LIST} AND p.seconds IS NULL GROUP BY p.id",
        (id_list(photos),),
    )
    return dict(rows.fetchall())


def is_film_of(library: Library, photo: str, film: str) -> bool | None:
    """Return whether a film of the same name is that of a photo; None if Photon has not read the film.

    Args:
        library: The library.
        photo: Absolute path of the photo.
        film: That of the film.
    """
    still, moving = _facts_at(library, photo), _facts_at(library, film)
    if moving.seconds is None:
        return None
    if still.pairing or moving.pairing:
        return still.pairing == moving.pairing
    return moving.seconds <= LONGEST


def _facts_at(library: Library, path: str) -> FilmFacts:
    row = library.db.execute("SELECT seconds, pairing FROM photos WHERE id = ?", (at(library, path),)).fetchone()
    return FilmFacts(*row) if row else FilmFacts()
