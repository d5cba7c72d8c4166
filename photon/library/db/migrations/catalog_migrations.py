"""Migrations of ``catalog.db``. They only add to the schema, and are never edited after a release."""

import sqlite3
import uuid

from photon.library.db.migrations.album_name_schema import m021_album_names
from photon.library.db.migrations.album_schema import m015_albums
from photon.library.db.migrations.apart_schema import m016_kept_apart
from photon.library.db.migrations.base_schema import m023_former_bases
from photon.library.db.migrations.bin_schema import m014_binned_files
from photon.library.db.migrations.date_schema import m017_corrected_dates
from photon.library.db.migrations.explore_schema import m033_explore
from photon.library.db.migrations.fact_schema import m028_document_facts
from photon.library.db.migrations.film_schema import m031_films
from photon.library.db.migrations.filter_schema import m032_filter_indexes, m034_more_filter_indexes
from photon.library.db.migrations.hiding_schema import m025_hidden_photos
from photon.library.db.migrations.journal_schema import m012_journal
from photon.library.db.migrations.judging_schema import m027_judged_answers
from photon.library.db.migrations.learned_tag_schema import m011_learned_tags
from photon.library.db.migrations.mark_schema import m013_labels_and_flags
from photon.library.db.migrations.move_step_schema import m022_moves_as_steps
from photon.library.db.migrations.origin_schema import m024_computer
from photon.library.db.migrations.people_schema import m029_people
from photon.library.db.migrations.place_schema import m030_places
from photon.library.db.migrations.recall_schema import m026_not_recalled
from photon.library.db.migrations.smart_album_schema import m020_smart_albums
from photon.library.db.migrations.stack_schema import m018_stacks
from photon.library.db.migrations.turn_schema import m019_turned_photos
from photon.library.db.scripts import run_script

_M001 = """
CREATE TABLE libraries (uuid TEXT NOT NULL, made TEXT NOT NULL) STRICT;
CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    added TEXT NOT NULL,
    offline INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE skips (pattern TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_hash BLOB NOT NULL,
    image_hash BLOB NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken TEXT,
    camera TEXT,
    lens TEXT,
    exposure REAL,
    aperture REAL,
    iso INTEGER,
    focal_length REAL,
    latitude REAL,
    longitude REAL,
    colour INTEGER NOT NULL,
    damage TEXT,
    rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
    favourite INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    shown TEXT NOT NULL,
    present INTEGER NOT NULL DEFAULT 1,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX photos_by_file_hash ON photos (file_hash);
CREATE INDEX photos_by_time ON photos (present, shown, id);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    folder_id INTEGER NOT NULL REFERENCES folders (id),
    relative TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    missing TEXT,
    UNIQUE (folder_id, relative)
) STRICT;
CREATE INDEX files_by_photo ON files (photo_id);
"""


def m001_photos_and_folders(db: sqlite3.Connection) -> None:
    """Create folders, photos (contents) and files (paths).

    ``photos.shown`` is the time a photo is sorted by: the capture time, or else the file's time. ``photos.present`` is
    0 while none of its paths exists; the row stays, so that user data survives until a deleted file comes back.
    """
    run_script(db, _M001)
    db.execute("INSERT INTO libraries VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ'))", (str(uuid.uuid4()),))


_M002 = """
CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES tags (id) ON DELETE CASCADE,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX tags_by_parent ON tags (parent_id);
CREATE TABLE photo_tags (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    UNIQUE (tag_id, photo_id)
) STRICT;
CREATE INDEX photo_tags_by_photo ON photo_tags (photo_id);
CREATE TABLE concepts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind TEXT NOT NULL,
    made TEXT NOT NULL
) STRICT;
CREATE TABLE concept_examples (
    concept_id INTEGER NOT NULL REFERENCES concepts (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    x REAL,
    y REAL,
    width REAL,
    height REAL
) STRICT;
CREATE INDEX concept_examples_by_concept ON concept_examples (concept_id);
CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    folder TEXT,
    made TEXT NOT NULL
) STRICT;
CREATE TABLE recent_searches (text TEXT NOT NULL UNIQUE, asked TEXT NOT NULL) STRICT;
"""


def m002_searches_and_concepts(db: sqlite3.Connection) -> None:
    """Create the user's tags, personal concepts with examples (a region or a whole photo), and stored searches."""
    run_script(db, _M002)


def m003_encoders(db: sqlite3.Connection) -> None:
    """Create the choice of the active encoder and of its replacement; without a row it is the starter."""
    db.execute(
        "CREATE TABLE encoders (role TEXT NOT NULL UNIQUE CHECK (role IN ('answering', 'coming')), name TEXT NOT NULL)"
        " STRICT"
    )


_M004 = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    encoder TEXT NOT NULL,
    version TEXT NOT NULL,
    what TEXT NOT NULL,
    made TEXT NOT NULL,
    photos INTEGER NOT NULL DEFAULT 0,
    undone TEXT NOT NULL DEFAULT ''
) STRICT;
ALTER TABLE photo_tags ADD COLUMN certainty REAL NOT NULL DEFAULT 1;
ALTER TABLE photo_tags ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photo_tags ADD COLUMN given TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN taught INTEGER NOT NULL DEFAULT 0;
CREATE TABLE rejected_tags (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    path TEXT NOT NULL,
    certainty REAL NOT NULL,
    run INTEGER NOT NULL DEFAULT 0,
    given TEXT NOT NULL,
    UNIQUE (key, photo_id)
) STRICT;
CREATE INDEX rejected_tags_by_photo ON rejected_tags (photo_id);
CREATE TABLE captions (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    run INTEGER NOT NULL DEFAULT 0,
    written TEXT NOT NULL
) STRICT;
CREATE TABLE declined_drafts (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    UNIQUE (photo_id, text)
) STRICT;
CREATE TABLE vocabulary (
    key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    synonyms TEXT NOT NULL DEFAULT '[]',
    own INTEGER NOT NULL DEFAULT 0,
    is_on INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE settings (name TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;
"""


def m004_tags_and_captions(db: sqlite3.Connection) -> None:
    """Create the user's decisions about tags and captions, with the batch they came from (0: made by hand).

    ``rejected_tags`` and ``vocabulary`` refer to tags by key and path (JSON), because built-in tags that no photo has
    are not in ``tags``. ``tags.taught`` is 1 if Photon learns a tag: photos that have it are positive examples, those
    in ``rejected_tags`` negative ones. ``vocabulary`` holds custom words, and built-in ones that were disabled.
    """
    run_script(db, _M004)


_M005 = """
ALTER TABLE files ADD COLUMN beside TEXT;
CREATE TABLE understood (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    known TEXT NOT NULL,
    said TEXT NOT NULL,
    sidecars INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    seen TEXT NOT NULL,
    UNIQUE (photo_id, path)
) STRICT;
CREATE TABLE imports (
    run INTEGER NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    change TEXT NOT NULL
) STRICT;
CREATE INDEX imports_by_run ON imports (run);
CREATE INDEX imports_by_photo ON imports (photo_id);
CREATE TABLE writes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    photo_id INTEGER NOT NULL,
    photo_path TEXT NOT NULL,
    path TEXT NOT NULL,
    former BLOB,
    written BLOB NOT NULL,
    known TEXT NOT NULL,
    said TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'written', 'putting back', 'put back', 'not written', 'overtaken')),
    noted TEXT NOT NULL
) STRICT;
CREATE INDEX writes_by_run ON writes (run);
CREATE INDEX writes_by_state ON writes (state);
CREATE INDEX tags_by_name ON tags (parent_id, name);
"""


def m005_words_in_files(db: sqlite3.Connection) -> None:
    """Create the metadata of files, the log of imports, and the journal of written sidecars.

    ``files.beside`` lists the sidecars of a photo with sizes and times, as they were when its metadata was last read
    (NULL: never). ``understood.said`` is the metadata of a file at that time and ``known`` the common base of three-way
    merging. These rows refer to paths rather than ``files``, so that a photo that moves or comes back is not treated as
    new. ``sidecars`` is the number of sidecars that were read, ``lost`` the number of those that are missing now.
    ``imports`` records what each import changed. ``writes`` is the journal of written sidecars: ``former`` is the
    previous content (zlib; NULL: no file), ``written`` the SHA-256 of the new content.
    """
    run_script(db, _M005)


def m006_words_in_photos(db: sqlite3.Connection) -> None:
    """Add photos to the journal of written files.

    For these, ``writes.way_back`` holds the byte ranges that restore the file (``domain.metadata.byte_patch``; zlib),
    and ``former`` is NULL, because whole photos would fill the disk.
    """
    db.execute("ALTER TABLE writes ADD COLUMN way_back BLOB")


def m007_undo_knows_sidecars(db: sqlite3.Connection) -> None:
    """Record how many sidecars a file had and how many of them were missing before it was written; NULL: unknown."""
    db.execute("ALTER TABLE writes ADD COLUMN sidecars INTEGER")
    db.execute("ALTER TABLE writes ADD COLUMN lost INTEGER")


_M008 = """
ALTER TABLE folders ADD COLUMN identity TEXT;
ALTER TABLE folders ADD COLUMN unnamed INTEGER;
ALTER TABLE files ADD COLUMN changed_ns INTEGER;
ALTER TABLE files ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
CREATE INDEX files_lost ON files (folder_id, photo_id) WHERE lost = 1;
"""


def m008_identity_of_files(db: sqlite3.Connection) -> None:
    """Add data to recognise folders and files again.

    ``folders.identity`` is the file system and directory that a folder had when its photos were last seen (text,
    because some inodes exceed an integer; NULL: unknown), so that the empty mount point of an offline drive is not
    mistaken for the drive. ``folders.unnamed`` tells whether pictures without a file extension are indexed: 1, 0, or
    NULL to decide by the other files. ``files.changed_ns`` is ``domain.photo.file_time.changed_ns`` (NULL: unknown).
    ``files.lost`` is 1 if a file went missing together with many others, until the user has decided.
    """
    run_script(db, _M008)


def m009_whose_captions_are(db: sqlite3.Connection) -> None:
    """Add the origin of captions (``domain.metadata.caption.CaptionOrigin``).

    Until now, every caption that was started while a draft existed carried the draft's batch, even if the user had
    typed it. Drafts are in the cache, so the origin of these captions is unknown here (NULL); ``captions.judge`` stores
    it later.
    """
    db.execute("ALTER TABLE captions ADD COLUMN origin TEXT CHECK (origin IN ('', 'draft', 'edited'))")
    db.execute(
        "UPDATE captions SET origin = ''"
        " WHERE text = '' OR run NOT IN (SELECT id FROM runs WHERE kind IN ('draft', 'accept'))"
    )
    db.execute("CREATE INDEX captions_unjudged ON captions (photo_id) WHERE origin IS NULL")  # queried at every start


_M010 = """
CREATE TABLE confirmed_captions (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    text_hash TEXT NOT NULL
) STRICT;
INSERT INTO confirmed_captions (photo_id, text_hash)
    SELECT p.id, entry.value
    FROM settings s
    JOIN json_each(iif(json_valid(s.value), s.value, '{}')) entry ON entry.type = 'text'
    JOIN photos p ON p.id = CAST(entry.key AS INTEGER) AND CAST(p.id AS TEXT) = entry.key
    WHERE s.name = 'captions_that_fit' AND json_type(iif(json_valid(s.value), s.value, '{}')) = 'object';
DELETE FROM settings WHERE name = 'captions_that_fit'
"""


def m010_confirmed_captions(db: sqlite3.Connection) -> None:
    """Create the captions that a person confirmed as fitting, so that the caption audit does not question them again.

    ``text_hash`` is the hash of the confirmed text (``confirmed_captions.hash_caption``): another caption is audited.
    Until now this was one JSON object in ``settings``, rewritten as a whole by each confirmation.
    """
    run_script(db, _M010)


MIGRATIONS = (
    m001_photos_and_folders,
    m002_searches_and_concepts,
    m003_encoders,
    m004_tags_and_captions,
    m005_words_in_files,
    m006_words_in_photos,
    m007_undo_knows_sidecars,
    m008_identity_of_files,
    m009_whose_captions_are,
    m010_confirmed_captions,
    m011_learned_tags,
    m012_journal,
    m013_labels_and_flags,
    m014_binned_files,
    m015_albums,
    m016_kept_apart,
    m017_corrected_dates,
    m018_stacks,
    m019_turned_photos,
    m020_smart_albums,
    m021_album_names,
    m022_moves_as_steps,
    m023_former_bases,
    m024_computer,
    m025_hidden_photos,
    m026_not_recalled,
    m027_judged_answers,
    m028_document_facts,
    m029_people,
    m030_places,
    m031_films,
    m032_filter_indexes,
    m033_explore,
    m034_more_filter_indexes,
)
