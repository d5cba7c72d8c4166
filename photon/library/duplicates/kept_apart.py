"""Sets of photos that a person marked as not being duplicates of each other."""

from collections.abc import Iterable, Sequence

from photon.domain import Changes, changed
from photon.domain.photo.photo_set import Apart, set_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list


def keep_apart(library: Library, sets: Iterable[Sequence[int]]) -> Changes:
    """Store that the photos of each set are not duplicates of each other.

    Args:
        library: Open for writing.
        sets: Photo ids; a single one means that all files with this content are to be kept.

    Returns:
        What changed; nothing if everything was stored before.
    """
    done: set[int] = set()
    with library.transaction() as db:
        for photos in sets:
            read = f"SELECT id, ifnull(read_image_hash, image_hash) FROM photos WHERE id {IN_LIST}"
            hashes = dict(db.execute(read, (id_list(photos),)))
            if len(hashes) == len(set(photos)) > 0:
                key = set_key(hashes.values())
                known = set(library.column("SELECT photo_id FROM kept_apart WHERE among = ?", (key,)))
                rows = [(photo, key) for photo in hashes]
                db.executemany("INSERT OR IGNORE INTO kept_apart (photo_id, among) VALUES (?, ?)", rows)
                done |= hashes.keys() - known
    return changed("duplicates", photos=frozenset(done)) if done else Changes()


def all_apart(library: Library) -> Apart:
    """Read all decisions."""
    return _by_photo(library.db.execute("SELECT photo_id, among FROM kept_apart"))


def apart_of(library: Library, photos: Iterable[int]) -> Apart:
    """Read the decisions about some photos."""
    return _by_photo(
        library.db.execute(f"SELECT photo_id, among FROM kept_apart WHERE photo_id {IN_LIST}", (id_list(photos),))
    )


def _by_photo(rows: Iterable[tuple[int, str]]) -> Apart:
    found: dict[int, set[str]] = {}
    for photo, key in rows:
        found.setdefault(photo, set()).add(key)
    return {photo: frozenset(keys) for photo, keys in found.items()}
