"""The migration of ``catalog.db`` that creates decided facts of documents; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE document_facts (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    state TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (field, photo_id)
) STRICT;
CREATE INDEX document_facts_by_photo ON document_facts (photo_id);
"""


def m028_document_facts(db: sqlite3.Connection) -> None:
    """Create what a person decided of facts that documents state: ``confirmed`` with the value, or ``dismissed``."""
    run_script(db, _SCHEMA)
