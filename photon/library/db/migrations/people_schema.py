"""The migration of ``catalog.db`` that creates people and their faces; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE people (
    person TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    birthday TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    favourite INTEGER NOT NULL DEFAULT 0,
    merged_into TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE face_people (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    box TEXT NOT NULL,
    state TEXT NOT NULL,
    person TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    cover INTEGER NOT NULL DEFAULT 0,
    UNIQUE (photo_id, box)
) STRICT;
CREATE INDEX face_people_by_person ON face_people (person, photo_id);
CREATE TABLE face_rejections (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    box TEXT NOT NULL,
    person TEXT NOT NULL,
    UNIQUE (photo_id, box, person)
) STRICT;
CREATE INDEX face_rejections_by_person ON face_rejections (person, photo_id);
"""


def m029_people(db: sqlite3.Connection) -> None:
    """Create people, whose faces were confirmed, and whose they are not.

    ``people.person`` is a random key that stays the same whatever the name, ``state`` is ``hidden`` or empty. A person
    that became part of another one keeps a row with ``merged_into``, so that older decisions from elsewhere reach the
    right one. ``face_people`` has ``is`` with a person, or ``no-face``, of regions of the upright picture
    (``domain.people.face.box_text``), which no model needs to have found; ``source`` is ``file`` for what metadata
    says, ``cover`` is 1 for the face that stands for its person.
    """
    run_script(db, _SCHEMA)
