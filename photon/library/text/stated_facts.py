"""Facts that documents in photos state: what was read of them, and what a person decided, which counts more.

``page_facts`` has what the rules find in the text of a photo, ``fact_pages`` the version of the rules for each photo.
Both are in the cache, ``document_facts`` in the catalogue: once a person has decided a field, its value in the
cache no longer counts, even if the photo is read again.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from photon.domain import Changes, changed
from photon.domain.arrays import Ids
from photon.domain.decisions.decision_kinds import BY_WHAT
from photon.domain.decisions.text import CONFIRMED, DISMISSED
from photon.domain.text.stated_facts import FIELD_NAMES, DocumentFact, FactField
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.decision_rows import write_lines
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.text_folding import fold, fold_apart
from photon.library.photos.facets import Counted, among_condition
from photon.quick_dataclass import dataclass

DocumentFacts = Mapping[FactField, DocumentFact]
"""The facts of a photo by field, in the order in which they are shown."""
_OPEN = (
    "FROM texts t CROSS JOIN photos p ON p.id = t.photo_id AND p.image_hash = t.image_hash"
    " LEFT JOIN fact_pages g ON g.photo_id = p.id AND g.image_hash = p.image_hash AND g.rules = ?"
    f" WHERE t.lines > 0 AND g.rules IS NULL AND +p.present = 1 AND {stage_failures.none_of('facts')}"
)
_READ = (
    "FROM page_facts s CROSS JOIN fact_pages g"
    " ON g.photo_id = s.photo_id CROSS JOIN photos o ON o.id = s.photo_id AND o.image_hash = g.image_hash"
    " WHERE (s.photo_id, s.field) NOT IN (SELECT d.photo_id, d.field FROM document_facts d)"
)
_DECIDED = f"FROM document_facts s WHERE s.state = '{CONFIRMED}'"
_COLUMNS = "SELECT s.photo_id, s.field, s.value"


@dataclass(frozen=True, slots=True)
class PageOfPhoto:
    """A photo whose text was read, and no facts in it."""

    photo: int
    image_hash: bytes


def pages_without_facts(library: Library, rules: int, limit: int, after: int = 0) -> list[PageOfPhoto]:
    """List photos with text of which these rules know nothing, by id from ``after`` on, exclusive."""
    read = f"SELECT p.id, p.image_hash {_OPEN} AND t.photo_id > ? ORDER BY t.photo_id LIMIT ?"
    rows = library.db.execute(read, (rules, after, limit))
    return [PageOfPhoto(photo, bytes(image)) for photo, image in rows]


def store_facts(library: Library, rules: int, found: Iterable[tuple[PageOfPhoto, DocumentFacts]]) -> Changes:
    """Store what the rules found in the text of photos, in place of what they found before.

    Nothing is stored of a picture whose text was deleted, or that was changed, since the rules read it.
    """
    found = list(found)
    with library.transaction() as db:
        forget_facts(db, id_list(page.photo for page, _ in found))
        pages = [(page.photo, page.image_hash, rules) for page, _ in found]
        is_there = "EXISTS (SELECT 1 FROM texts t WHERE t.photo_id = ?1 AND t.image_hash = ?2 AND t.lines > 0)"
        db.executemany(f"INSERT INTO fact_pages SELECT ?1, ?2, ?3 WHERE {is_there}", pages)
        facts = [(page.photo, field, one.value, one.confidence) for page, own in found for field, one in own.items()]
        is_there = "?1 IN (SELECT photo_id FROM fact_pages)"
        db.executemany(f"INSERT INTO page_facts SELECT ?1, ?2, ?3, ?4 WHERE {is_there}", facts)
    return changed("texts", photos=frozenset(page.photo for page, _ in found))  # in the background, for hours


def forget_facts(db: sqlite3.Connection, photos: str) -> None:
    """Within a transaction, drop what was read of photos, an ``id_list``; decisions stay."""
    for table in ("fact_pages", "page_facts"):
        db.execute(f"DELETE FROM {table} WHERE photo_id {IN_LIST}", (photos,))


def facts_of(library: Library, photos: Sequence[int]) -> dict[int, DocumentFacts]:
    """Return the facts of photos that count: confirmed ones and, of other fields, those that are not dismissed.

    Photos without any are left out.
    """
    some = id_list(photos)
    rows = library.db.execute(
        f"{_COLUMNS}, 2 {_DECIDED} AND s.photo_id {IN_LIST}"
        f" UNION ALL {_COLUMNS}, s.confidence {_READ} AND s.photo_id {IN_LIST}",
        (some, some),
    )
    by_photo: dict[int, dict[str, DocumentFact]] = {}
    for photo, field, value, sure in rows:
        by_photo.setdefault(photo, {})[field] = DocumentFact(value, min(sure, 1.0), sure > 1)
    return {photo: {field: own[field] for field in FIELD_NAMES if field in own} for photo, own in by_photo.items()}


def decide_facts(library: Library, photo: int, values: Mapping[FactField, str]) -> Changes:
    """Store that a person confirmed or corrected facts of a photo, or dismissed those whose value is empty."""
    lines: list[tuple[int, dict[str, str]]] = [
        (photo, {"field": field, "state": CONFIRMED if value else DISMISSED, "value": value})
        for field, value in values.items()
    ]
    with library.transaction() as db:
        before = db.total_changes
        write_lines(db, BY_WHAT["fact"], lines)
        return changed("facts", photos=frozenset({photo})) if db.total_changes > before else Changes()


def stating(field: str, condition: str) -> str:
    """Return the SQL condition that a fact of the photo ``p`` fulfils a condition on its ``s.value``.

    Bound values of the condition are needed twice.
    """
    by_field = f"AND s.field = '{field}' AND ({condition})"
    return f"p.id IN (SELECT s.photo_id {_DECIDED} {by_field} UNION ALL SELECT s.photo_id {_READ} {by_field})"


def of_kind(*kinds: str) -> str:
    """Return the SQL condition that the photo ``p`` shows a document of one of these kinds."""
    return stating("kind", f"s.value IN ({', '.join(repr(kind) for kind in kinds)})")


def shop_counts(library: Library, among: Ids | None = None) -> Counted:
    """Return the shops and senders that photos state, with their numbers of photos, most first.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all.
    """
    condition, values = among_condition("p.id", among)
    rows = library.db.execute(
        f"SELECT f.value, count(*) FROM (SELECT s.value, s.photo_id {_DECIDED} AND s.field = 'shop'"
        f" UNION ALL SELECT s.value, s.photo_id {_READ} AND s.field = 'shop') f"
        f" JOIN photos p ON p.id = f.photo_id WHERE {condition} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return [(str(shop), int(count)) for shop, count in rows]


def shops_named(library: Library, name: str) -> list[str]:
    """Return the shops and senders whose name has a text in it, whatever its case and diacritics."""
    wanted = fold(name)
    rows = library.db.execute(
        "SELECT value FROM page_facts WHERE field = 'shop' UNION SELECT value FROM document_facts WHERE field = 'shop'"
    )
    return [shop for (shop,) in rows if wanted and (wanted in fold(shop) or wanted in fold_apart(shop))]
