"""Films of live photos, which are exported along with their photos where these are copied as they are."""

from collections.abc import Sequence
from dataclasses import replace

from photon.domain.metadata.export_recipe import ExportPhoto
from photon.library import Library
from photon.library.db.path_choice import PathChoice
from photon.library.files.export_queries import outgoing
from photon.library.films.live_photos import films_behind


def with_films(library: Library, photos: Sequence[ExportPhoto], choice: PathChoice) -> list[ExportPhoto]:
    """Return photos, each followed by the film that it shows, which is named as it is; each film comes once.

    Args:
        library: The library.
        photos: The photos.
        choice: Which of several files of a film is meant.
    """
    behind = films_behind(library, [one.photo for one in photos])
    films = {one.photo: one for one in outgoing(library, list(behind.values()), choice)}
    found: list[ExportPhoto] = []
    for one in photos:
        found.append(one)
        if film := films.pop(behind.get(one.photo, 0), None):
            named = {"taken": one.taken, "title": one.title, "camera": one.camera, "album": one.album}
            found.append(replace(film, **named, still=one.photo, names_albums=False))  # type: ignore[arg-type]
    return found
