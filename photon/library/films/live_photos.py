"""Live photos in the library: the film behind a photo, and whether a film beside a photo is its own."""

from collections.abc import Iterable

from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.photos import at, paths, paths_of_photos

LONGEST = 5.0
"""Seconds. Films of live photos last three; a longer one of the same name is a video of its own."""


def films_behind(library: Library, photos: Iterable[int]) -> dict[int, int]:
    """Return the films of live photos by their photos; two photos, such as an edited one, may have the same."""
    rows = library.db.execute(
        "SELECT p.id, v.id FROM photos p JOIN photos v ON v.pairing = p.pairing AND v.pairing <> '' AND v.present = 2"
        f" WHERE p.id {IN_LIST} AND p.seconds IS NULL ORDER BY v.still_id = p.id, v.id DESC",
        (id_list(photos),),
    )
    return dict(rows.fetchall())  # the last of several counts, so a film of the photo's name


def film_file(library: Library, photo: int) -> tuple[str, bool] | None:
    """Return the file with the film of a photo, and whether that is the photo's own; None if there is none."""
    film = films_behind(library, [photo]).get(photo, photo)
    row = library.db.execute("SELECT has_film FROM photos WHERE id = ?", (photo,)).fetchone()
    path = paths(library, [film]).get(film)
    has_film = film != photo or (row is not None and row[0] == 1)
    return (path, film == photo) if path is not None and has_film else None


def shown_film(library: Library, photo: int, folder: str) -> str | None:
    """Return the file of the film that only this photo shows and that lies in a folder, by its absolute path."""
    film = films_behind(library, [photo]).get(photo, 0)
    others = (
        "SELECT 1 FROM photos p JOIN photos v ON v.pairing = p.pairing WHERE v.id = ? AND p.seconds IS NULL"
        " AND p.present = 1 AND p.id <> ?"
    )
    if not film or library.db.execute(others, (film, photo)).fetchone():
        return None
    some = paths_of_photos(library, [film]).get(film, ())
    return next((path for path in some if path.rpartition("/")[0] == folder), None)


def is_film_of(library: Library, photo: str, film: str) -> bool | None:
    """Return whether a film of the same name is that of a photo; None if Photon has not looked into both.

    Args:
        library: The library.
        photo: Absolute path of the photo.
        film: That of the film.
    """
    asked = "SELECT seconds, pairing, has_film FROM photos WHERE id = ?"
    still, moving = (library.db.execute(asked, (at(library, path),)).fetchone() for path in (photo, film))
    if still is None or moving is None or moving[0] is None or still[2] < 0:
        return None
    return bool(still[1] == moving[1]) and (moving[1] != "" or moving[0] <= LONGEST)
