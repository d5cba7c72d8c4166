"""Proofs by content: the user's metadata, the originals, and whether the databases are intact.

Photon is not used here: databases are read with SQLite, pictures with Pillow, sidecars with lxml.
"""

import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lxml import etree
from PIL import Image

Fact = tuple[str, str, str]
"""A kind of metadata, the photo (image hash, or empty), and the content."""
Facts = frozenset[Fact]
ONE_EACH = ("caption", "title", "rating")
"""Kinds of which a photo has one at a time."""
DATABASES = ("catalog.db", "cache.db", "previews.db")

_FACTS = {
    "photo_tags": "SELECT 'tag', p.image_hash, t.path FROM photo_tags x JOIN paths t ON t.id = x.tag_id",
    "tag_examples": "SELECT 'example', p.image_hash, t.path || x.x || ',' || x.y FROM tag_examples x"
    " JOIN paths t ON t.id = x.tag_id",
    "rejected_tags": "SELECT 'rejected', p.image_hash, x.path FROM rejected_tags x",
    "declined_drafts": "SELECT 'declined', p.image_hash, x.text FROM declined_drafts x",
    "kept_apart": "SELECT 'apart', p.image_hash, x.among FROM kept_apart x",
    "captions": "SELECT 'caption', p.image_hash, x.text FROM captions x",
    "album_photos": "SELECT 'album', p.image_hash, a.name || x.position || x.cover FROM album_photos x"
    " JOIN albums a ON a.id = x.album_id",
    "album_vetoes": "SELECT 'never in', p.image_hash, a.name FROM album_vetoes x JOIN albums a ON a.id = x.album_id",
    "judged_answers": "SELECT 'judged', p.image_hash, x.words || x.verdict FROM judged_answers x",
    "document_facts": "SELECT 'fact', p.image_hash, x.field || x.state || x.value FROM document_facts x",
    "face_people": "SELECT 'face', p.image_hash, x.box || x.state || x.person FROM face_people x",
    "face_rejections": "SELECT 'no face of', p.image_hash, x.box || x.person FROM face_rejections x",
    "stack_photos": "SELECT 'stack', p.image_hash, x.stack || x.position FROM stack_photos x",
}
_TITLES = "SELECT 'title', p.image_hash, x.title FROM captions x"
_OF_PHOTOS = (
    "SELECT 'rating', image_hash, rating FROM photos WHERE rating > 0",
    "SELECT 'favourite', image_hash, '' FROM photos WHERE favourite = 1",
)
_OTHERS = {
    "saved_searches": "SELECT 'search', '', name || ': ' || text FROM saved_searches",
    "vocabulary": "SELECT 'word', '', path || own || is_on FROM vocabulary",
    "people": "SELECT 'person', '', person || name || birthday || state || merged_into FROM people",
    "settings": "SELECT 'setting', '', name || ' ' || value FROM settings",
}
_PATHS = (
    "WITH RECURSIVE paths(id, path) AS (SELECT id, name FROM tags WHERE parent_id IS NULL"
    " UNION ALL SELECT t.id, p.path || '/' || t.name FROM tags t JOIN paths p ON t.parent_id = p.id) "
)


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading only; not even its log is checkpointed."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
        yield db


def facts_of(catalog: Path) -> Facts:
    """Return all metadata of the user in a catalogue of any version (P2, P4)."""
    with database(catalog) as db:
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        queries = [*_OF_PHOTOS, *(query for table, query in _OTHERS.items() if table in there)]
        joined = [query for table, query in _FACTS.items() if table in there]
        joined += [_TITLES] * ("captions" in there)
        queries += [f"{_PATHS}{query} JOIN photos p ON p.id = x.photo_id" for query in joined]
        found = [row for query in queries for row in db.execute(query)]
    return frozenset(
        (str(kind), bytes(image).hex() if image else "", unicodedata.normalize("NFC", str(said)))
        for kind, image, said in found
        if said != "" or kind == "favourite"
    )


def census(catalog: Path) -> dict[str, int]:
    """Return counts that no fault may lower (P4)."""
    tables = ("photos", "photo_tags", "captions", "rejected_tags", "tag_examples", "saved_searches", "tags", "folders")
    with database(catalog) as db:
        return {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}


def files_of(catalog: Path) -> dict[str, tuple[int, bool]]:
    """Return the photo of each path, relative to its folder, and whether it exists."""
    with database(catalog) as db:
        return {path: (int(photo), not gone) for path, photo, gone in db.execute(
            "SELECT relative, photo_id, missing IS NOT NULL FROM files"
        )}  # fmt: skip


def reachable_files(catalog: Path) -> dict[str, int]:
    """Return the photo of each path that is neither missing nor offline."""
    with database(catalog) as db:
        rows = db.execute(
            "SELECT f.relative, f.photo_id FROM files f JOIN folders d ON d.id = f.folder_id"
            " WHERE f.missing IS NULL AND d.offline = 0"
        )
        return {path: int(photo) for path, photo in rows}


def vectors_of(library: Path) -> dict[int, bytes]:
    """Return the vector of each photo as bytes, by row: embedding a photo again would create another row."""
    with database(library / "cache.db") as db:
        return {int(row): bytes(meaning) for row, meaning in db.execute("SELECT rowid, meaning FROM vectors")}


def check_sound(library: Path, databases: Iterable[str] = DATABASES) -> None:
    """Check that these databases are intact, and that no row refers to a missing one (P2)."""
    for name in databases:
        if (library / name).exists() and (library / name).stat().st_size:
            with database(library / name) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name
                assert db.execute("PRAGMA foreign_key_check").fetchall() == [], name


def check_index(library: Path) -> None:
    """Check that present photos and vectors are the same set (P7), and that all previews can be shown."""
    with closing(sqlite3.connect(library / "cache.db")) as db:
        db.execute("ATTACH ? AS catalog", (str(library / "catalog.db"),))
        db.execute("ATTACH ? AS previews", (str(library / "previews.db"),))
        odd = db.execute(
            "SELECT p.id FROM catalog.photos p WHERE p.present = 1 AND NOT EXISTS (SELECT 1 FROM vectors v"
            " WHERE v.photo_id = p.id AND v.image_hash = p.image_hash)"
            " UNION SELECT v.photo_id FROM vectors v WHERE v.photo_id NOT IN (SELECT id FROM catalog.photos)"
        ).fetchall()
        assert odd == []
        assert db.execute(
            "SELECT count(*) FROM catalog.photos p WHERE p.present = 1 AND p.id NOT IN"
            " (SELECT w.photo_id FROM previews.previews w WHERE w.image_hash = p.image_hash)"
        ).fetchone() == (0,)  # fmt: skip
        for (jpeg,) in db.execute("SELECT jpeg FROM previews.previews"):
            assert bytes(jpeg).endswith(b"\xff\xd9")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Return SHA-256, size and time of every file in a folder, by relative path (P1, P5)."""
    return {
        path.relative_to(folder).as_posix(): (digest(path), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def pixels(path: Path) -> str:
    """Return the SHA-256 of the picture in a file, which stays the same when metadata is written (P1)."""
    with Image.open(path) as picture:
        picture.load()
        return hashlib.sha256(f"{picture.size}{picture.mode}".encode() + picture.tobytes()).hexdigest()


def keywords_of(sidecar: Path) -> list[str]:
    """Return the keywords of a sidecar, which must be well-formed (P3)."""
    root = etree.parse(str(sidecar)).getroot()
    return [str(one.text) for subject in root.iter("{http://purl.org/dc/elements/1.1/}subject")
            for one in subject.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")]  # fmt: skip


def strays(folder: Path) -> list[str]:
    """Return files that Photon left next to the photos without a request (P5)."""
    return [path.name for path in folder.rglob("*") if path.is_file() and path.suffix not in {".jpg", ".xmp"}]
