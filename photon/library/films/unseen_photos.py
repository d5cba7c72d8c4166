"""Photos that a version of Photon read which did not look for films in them: ``photos.has_film`` is -1."""

from collections.abc import Sequence

from photon.domain import Changes, changed
from photon.domain.films.film import FilmFacts
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.path_choice import join
from photon.library.photos.photos import refresh_presence
from photon.library.words import full_text
from photon.quick_dataclass import dataclass

_UNSEEN = (
    "SELECT p.id, d.path, min(f.relative) FROM photos p JOIN files f ON f.photo_id = p.id AND f.missing IS NULL"
    " JOIN folders d ON d.id = f.folder_id AND d.offline = 0 WHERE p.has_film < 0 AND +p.present = 1"
    f" AND {stage_failures.none_of('films')}"
    " AND p.format IN ('JPEG', 'HEIC', 'HEIF', 'AVIF') AND p.id > ? GROUP BY p.id ORDER BY p.id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class UnseenPhoto:
    """A photo to look into, and its file."""

    photo: int
    path: str


def list_unseen(library: Library, limit: int, after: int = 0) -> list[UnseenPhoto]:
    """List photos to look into, by id from ``after`` on, exclusive; those of offline folders wait."""
    rows = library.db.execute(_UNSEEN, (after, limit))
    return [UnseenPhoto(photo, join(root, relative)) for photo, root, relative in rows]


def store_facts(library: Library, found: Sequence[tuple[int, FilmFacts]]) -> Changes:
    """Store what photos say of films, and show those that have them as one with them.

    Args:
        library: Open for writing.
        found: The photos.
    """
    with library.transaction() as db:
        db.executemany(
            "UPDATE photos SET pairing = ?, has_film = ? WHERE id = ? AND has_film < 0",
            [(facts.pairing, facts.has_film, photo) for photo, facts in found],
        )
        photos = refresh_presence(db, [photo for photo, facts in found if facts.pairing or facts.has_film])
        full_text.renew(db, photos)
    return changed("photos", photos=frozenset(photos)) if photos else Changes()
