"""The user's titles and captions, and the sentences that Photon drafted."""

import json
from collections.abc import Mapping, Sequence

from photon.domain import Changes, changed
from photon.domain.metadata.caption import Caption, CaptionDraft, CaptionOrigin
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.folders import utc_now
from photon.library.words import full_text
from photon.quick_dataclass import dataclass

_NOTHING = Caption()
# Photos with a caption get no draft.
_MISSING = (
    "FROM photos p JOIN vectors v ON v.encoder = ?1 AND v.photo_id = p.id AND v.image_hash = p.image_hash"
    " LEFT JOIN drafts d ON d.photo_id = p.id AND d.image_hash = p.image_hash AND d.version = ?2"
    " LEFT JOIN captions c ON c.photo_id = p.id AND c.text != ''"
    f" WHERE +p.present = 1 AND d.photo_id IS NULL AND c.photo_id IS NULL AND {stage_failures.none_of('describing')}"
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A caption draft for a photo, and the hash of the image it was made from."""

    photo: int
    image_hash: bytes
    draft: CaptionDraft


def write(library: Library, captions: Mapping[int, Caption]) -> Changes:
    """Store titles and captions. An empty Caption removes the stored one; unknown photos are ignored."""
    with library.transaction():
        photos = write_within(library, captions)
    return changed("captions", photos=photos) if photos else Changes()


def write_within(
    library: Library, captions: Mapping[int, Caption], written: Mapping[int, str] | None = None
) -> frozenset[int]:
    """Store titles and captions within a transaction; return the photos that changed.

    Args:
        library: Open for writing.
        captions: Captions by photo; an empty one removes the stored one.
        written: When each was written, in stored form; None for now.
    """
    photos: set[int] = set()
    now, db = utc_now(), library.db
    known = captions_for_photos(library, list(captions))
    for photo, caption in captions.items():
        if (
            known.get(photo, _NOTHING) == caption
            or not db.execute("SELECT 1 FROM photos WHERE id = ?", (photo,)).fetchone()
        ):
            continue
        photos.add(photo)
        db.execute("DELETE FROM captions WHERE photo_id = ?", (photo,))
        if caption:
            db.execute(
                "INSERT INTO captions (photo_id, title, text, run, origin, written) VALUES (?, ?, ?, ?, ?, ?)",
                (photo, caption.title, caption.text, caption.run, caption.origin, (written or {}).get(photo, now)),
            )
    full_text.forget(db, photos)
    full_text.renew(db, photos)
    return frozenset(photos)


def captions_for_photos(library: Library, photos: Sequence[int]) -> dict[int, Caption]:
    """Read the titles and captions of photos; those without are left out."""
    rows = library.db.execute(
        f"SELECT photo_id, title, text, run, ifnull(origin, 'draft') FROM captions WHERE photo_id {IN_LIST}",
        (id_list(photos),),
    )
    return {photo: Caption(*caption) for photo, *caption in rows}


def of_run(library: Library, run: int) -> dict[int, Caption]:
    """Read the captions that came from accepting the drafts of a batch and were never edited."""
    rows = library.db.execute("SELECT photo_id, title, text FROM captions WHERE run = ? AND origin = 'draft'", (run,))
    return {photo: Caption(title, text, run, "draft") for photo, title, text in rows}


def unjudged(library: Library) -> dict[int, Caption]:
    """Read captions whose origin is unknown: an older Photon attributed them to a draft without comparing them."""
    rows = library.db.execute("SELECT photo_id, title, text, run FROM captions WHERE origin IS NULL")
    return {photo: Caption(title, text, run) for photo, title, text, run in rows}


def judge(library: Library, origins: Mapping[int, CaptionOrigin]) -> Changes:
    """Store the origin of captions; those written by the user are detached from their batch."""
    with library.transaction() as db:
        db.executemany(
            "UPDATE captions SET origin = ?1, run = iif(?1 = '', 0, run) WHERE photo_id = ?2 AND origin IS NULL",
            [(origin, photo) for photo, origin in origins.items()],
        )
    return changed("captions", photos=frozenset(origins)) if origins else Changes()


def described(library: Library) -> list[tuple[int, str]]:
    """Return all present photos with a caption, ordered by id."""
    rows = library.db.execute(
        "SELECT c.photo_id, c.text FROM captions c JOIN photos p ON p.id = c.photo_id AND p.present = 1"
        " WHERE c.text != '' ORDER BY c.photo_id"
    )
    return [(photo, text) for photo, text in rows]


def count_pending(library: Library, encoder: str, version: str) -> int:
    """Count the photos with a vector of ``encoder`` but neither a caption nor a draft of this version."""
    return int(library.db.execute(f"SELECT count(*) {_MISSING}", (encoder, version)).fetchone()[0])


def pending(library: Library, encoder: str, version: str, limit: int, after: int = 0) -> list[int]:
    """List photos with a vector but neither a caption nor a draft of this version, ordered by id.

    Args:
        library: The library.
        encoder: Encoder id.
        version: Version of the drafts.
        limit: Maximum number of photos.
        after: Only photos with a larger id.

    Returns:
        Photo ids.
    """
    return library.column(
        f"SELECT p.id {_MISSING} AND p.id > ?3 ORDER BY p.id LIMIT ?4", (encoder, version, after, limit)
    )


def store_drafts(library: Library, version: str, drafted: Sequence[Drafted]) -> Changes:
    """Store drafts, replacing earlier ones of the same photos."""
    with library.transaction() as db:
        db.executemany(
            "INSERT OR REPLACE INTO drafts (photo_id, image_hash, version, text, certainty, others, source, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.photo,
                    one.image_hash,
                    version,
                    one.draft.text,
                    one.draft.certainty,
                    json.dumps(one.draft.others, ensure_ascii=False),
                    one.draft.source,
                    one.draft.run,
                )
                for one in drafted
            ],
        )
    return changed("captions", photos=frozenset(one.photo for one in drafted))


def drafts(library: Library, photos: Sequence[int], *, with_described: bool = False) -> dict[int, CaptionDraft]:
    """Read the drafts of photos for their current images, without declined sentences.

    Args:
        library: The library.
        photos: Photo ids.
        with_described: Whether to include photos that have a caption.

    Returns:
        Drafts by photo.
    """
    found: dict[int, CaptionDraft] = {}
    is_wanted = "1" if with_described else "c.photo_id IS NULL"
    among = id_list(photos)
    declined = set(library.db.execute(f"SELECT photo_id, text FROM declined_drafts WHERE photo_id {IN_LIST}", (among,)))
    rows = library.db.execute(
        "SELECT d.photo_id, d.text, d.certainty, d.others, d.source, d.run FROM drafts d JOIN photos p"
        " ON p.id = d.photo_id AND p.image_hash = d.image_hash LEFT JOIN captions c ON c.photo_id = p.id"
        f" AND c.text != '' WHERE {is_wanted} AND d.photo_id {IN_LIST}",
        (among,),
    )
    for photo, text, certainty, others, source, run in rows:
        left = [one for one in (text, *json.loads(others)) if one and (photo, one) not in declined]
        if left:
            found[photo] = CaptionDraft(left[0], certainty, tuple(left[1:]), source, run)
    return found


def drafted(library: Library, version: str, photos: Sequence[int]) -> list[int]:
    """Return photos whose current image already has a draft of this version, including empty drafts."""
    return library.column(
        "SELECT d.photo_id FROM drafts d JOIN photos p ON p.id = d.photo_id AND p.image_hash = d.image_hash"
        f" WHERE d.version = ? AND d.photo_id {IN_LIST}",
        (version, id_list(photos)),
    )


def waiting(library: Library) -> list[int]:
    """Return present photos with a draft that is neither accepted nor declined, most certain first."""
    return library.column(
        "SELECT d.photo_id FROM drafts d JOIN photos p ON p.id = d.photo_id AND p.image_hash = d.image_hash"
        " LEFT JOIN captions c ON c.photo_id = p.id AND c.text != '' WHERE +p.present = 1 AND d.text != ''"
        " AND c.photo_id IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM declined_drafts x WHERE x.photo_id = d.photo_id AND x.text = d.text)"
        " ORDER BY d.certainty DESC, d.photo_id"
    )


def decline(library: Library, sentences: Mapping[int, Sequence[str]], *, on: bool = True) -> Changes:
    """Decline drafted sentences, so that they are not shown again; with ``on`` false, undo that."""
    rows = [(photo, text) for photo, texts in sentences.items() for text in texts]
    with library.transaction() as db:
        if on:
            db.executemany("INSERT OR IGNORE INTO declined_drafts (photo_id, text) VALUES (?, ?)", rows)
        else:
            db.executemany("DELETE FROM declined_drafts WHERE photo_id = ? AND text = ?", rows)
    return changed("captions", photos=frozenset(sentences))


def drop_drafts(library: Library, run: int) -> Changes:
    """Delete the drafts of a batch. The photos count as done, so the drafts are not made again."""
    with library.transaction() as db:
        photos = [row[0] for row in db.execute("SELECT photo_id FROM drafts WHERE run = ? AND text != ''", (run,))]
        db.execute("UPDATE drafts SET text = '', others = '[]' WHERE run = ?", (run,))
    return changed("captions", photos=frozenset(photos)) if photos else Changes()


def outdate_drafts(library: Library, photo: int) -> Changes:
    """Let a photo be drafted anew because more is known of it; what was undone does not return."""
    undone = "SELECT id FROM runs WHERE undone != ''"
    with library.transaction() as db:
        found = db.execute(f"DELETE FROM drafts WHERE photo_id = ? AND run NOT IN ({undone})", (photo,)).rowcount
    return changed("captions", photos=frozenset({photo})) if found else Changes()


def renew_drafts(library: Library, run: int) -> Changes:
    """Let photos whose drafts in a batch were deleted be drafted again."""
    with library.transaction() as db:
        photos = [row[0] for row in db.execute("SELECT photo_id FROM drafts WHERE run = ?", (run,))]
        db.execute("DELETE FROM drafts WHERE run = ?", (run,))
    return changed("captions", photos=frozenset(photos)) if photos else Changes()
