"""Missing photos: list them, link one to another file manually, and forget their former paths.

No decision of a user is deleted here. A missing photo that is forgotten is only removed from the list: if its file
returns to any folder, it is recognised by its content. An offline folder has no missing photos.
"""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from photon.domain import Changes, PhotonError, changed
from photon.domain.decisions.library_kinds import MISSING_FILES
from photon.domain.photo.missing_photo import MissingPhoto
from photon.domain.setting import LibrarySetting, whole_number
from photon.language import tr
from photon.library.db import settings
from photon.library.db.connection import Library
from photon.library.db.decision_rows import take_over
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.journal import note_rows
from photon.library.db.path_choice import join
from photon.library.people.people import settle_faces
from photon.library.photos import photo_dates, photo_locations, photo_turns
from photon.library.photos.folders import stored_time
from photon.library.photos.photos import at, refresh_presence
from photon.library.words import full_text

LONGEST_KEPT = 36_500  # days
KEEP_DAYS: LibrarySetting[int | None] = LibrarySetting(
    "missing_kept_days", tr("days until missing photos are forgotten"), None, whole_number(1, LONGEST_KEPT),
    possible=tr("a whole number from 1 to {most:,}, or not set", most=LONGEST_KEPT), travels="asked",
)  # fmt: skip
"""Number of days after which a missing photo is forgotten; None: never."""

_MISSING = (
    "SELECT p.id, d.path, f.relative, max(f.missing), (SELECT count(*) FROM photo_tags t WHERE t.photo_id = p.id),"
    " (SELECT coalesce(nullif(c.text, ''), c.title) FROM captions c WHERE c.photo_id = p.id), p.rating"
    " FROM photos p JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id"
    " WHERE p.present = 0 AND f.missing IS NOT NULL"
)


def missing_photos(library: Library, folder: int | None = None) -> list[MissingPhoto]:
    """Return all missing photos, or those that were in a watched folder, sorted by path."""
    rows = library.db.execute(
        f"{_MISSING} AND (?1 IS NULL OR f.folder_id = ?1) GROUP BY p.id ORDER BY d.path, f.relative, p.id", (folder,)
    )
    return [
        MissingPhoto(photo, join(root, relative), since, tags, caption or "", rating)
        for photo, root, relative, since, tags, caption, rating in rows
    ]


def missing_since(library: Library, time: str = "") -> frozenset[int]:
    """Return the photos that have been missing since a time (UTC, ISO 8601, to the second) or later."""
    return frozenset(
        library.column(
            "SELECT DISTINCT p.id FROM files f JOIN photos p ON p.id = f.photo_id AND p.present = 0"
            " WHERE f.missing >= ?",
            (time,),
        )
    )


def forget(library: Library, photos: Sequence[int]) -> Changes:
    """Remove these photos from the list of missing ones, if they are missing; a step of the journal."""
    with library.transaction() as db:
        _note_files(db, photos)
        is_dropped = _drop_files(db, photos)
    return changed("folders") if is_dropped else Changes()


def set_keep_days(library: Library, days: int | None) -> Changes:
    """Forget photos that have been missing for this number of days, now and in future; None: never."""
    changes = settings.store(library, KEEP_DAYS, days)
    return changes | forget_old(library)


def keep_days(library: Library) -> int | None:
    """Return the number of days after which a missing photo is forgotten; None: never."""
    return settings.get(library, KEEP_DAYS)


def forget_old(library: Library) -> Changes:
    """Forget the photos that have been missing for longer than the user wants to keep them listed."""
    days = keep_days(library)
    if days is None:
        return Changes()
    before = stored_time(datetime.now(UTC) - timedelta(days=days))
    old = library.column(
        "SELECT p.id FROM photos p JOIN files f ON f.photo_id = p.id"
        " WHERE p.present = 0 AND f.missing IS NOT NULL GROUP BY p.id HAVING max(f.missing) < ?",
        (before,),
    )
    if not old:
        return Changes()
    with library.transaction() as db:
        _drop_files(db, old)
    return changed("folders")


def link(library: Library, photo: int, path: str) -> Changes:
    """Link a missing photo to a file in a watched folder that was edited or saved again, so that its content differs.

    The decisions about the missing photo are copied to the photo of that file: tags, examples, caption, marks, date,
    albums, stack. Its own decisions are kept. The missing photo is removed from the list. All this is one step of the
    journal.

    Args:
        library: Open for writing.
        photo: The missing photo.
        path: Absolute path of the file.

    Raises:
        PhotonError: The photo is not missing, or Photon has no photo at this path.
    """
    with library.transaction() as db:
        if not any(one.photo == photo for one in missing_photos(library)):
            raise PhotonError(tr("This photo isn't missing."), tr("For a list: photon folders missing"))
        found = at(library, path)
        if found is None:
            raise PhotonError(
                tr("{path} isn't a photo in a watched folder.", path=path),
                tr("Add its folder first, and let Photon read it."),
            )
        _take_over(db, photo, found)
        _note_files(db, [photo])
        _drop_files(db, [photo])
        full_text.renew(db, {photo, found})
    both = frozenset({photo, found})
    return changed(
        "photos",
        "folders",
        "marks",
        "tags",
        "captions",
        "albums",
        "stacks",
        "duplicates",
        "people",
        "places",
        photos=both,
    )


def _take_over(db: sqlite3.Connection, missing: int, found: int) -> None:
    """Copy the decisions about one photo to another; if both disagree, the other's own decision is kept."""
    take_over(db, missing, found)
    photo_dates.settle_dates(db, [found])
    photo_locations.settle_locations(db, [found])
    photo_turns.settle_turns(db, [found])
    settle_faces(db, [found])


def _note_files(db: sqlite3.Connection, photos: Sequence[int]) -> None:
    """Record where missing photos were, so that this can be undone."""
    gone = f"missing IS NOT NULL AND photo_id IN (SELECT id FROM photos WHERE present = 0 AND id {IN_LIST})"
    note_rows(db, MISSING_FILES, gone, [id_list(photos)], come=False)


def _drop_files(db: sqlite3.Connection, photos: Sequence[int]) -> bool:
    dropped = db.execute(
        "DELETE FROM files WHERE missing IS NOT NULL AND photo_id IN"
        f" (SELECT id FROM photos WHERE present = 0 AND id {IN_LIST})",
        (id_list(photos),),
    )
    refresh_presence(db, photos)
    return dropped.rowcount > 0
