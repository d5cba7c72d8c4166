"""Each table that refers to photos is shadowed while photos are hidden; a new table has to be."""

import numpy as np
import pytest

from photon.library import Library, open_library
from photon.library.db.veil import draw_veil

WHOLE = {
    "vectors": "the index has all photos; hidden ones are removed from answers",
    "words": "a full-text index; hidden photos are removed from answers",
    "name_parts": "a full-text index of names, which lead to files",
    "graph_parts": "the index of vectors in parts",
}
WITHOUT_PHOTOS = {
    "libraries", "folders", "skips", "tags", "concepts", "saved_searches", "recent_searches", "encoders", "runs",
    "vocabulary", "settings", "journal_steps", "waiting_decisions", "move_batches", "albums", "formats", "text_vectors",
    "suggested_words", "text_words", "people", "face_grouping", "own_places", "place_names", "country_names",
    "topics", "topic_versions", "decided_topics", "photos_version",
}  # fmt: skip
"""What is in these tables is about no photo, or about photos that the library does not have."""
SCHEMAS = ("main", "cache", "previews")


def tables(library: Library, schema: str) -> set[str]:
    names = library.column(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")
    own = {name for name in names if not name.startswith(("sqlite_", "_sqlite"))}
    return {name for name in own if not any(name.startswith(f"{index}_") for index in ("words", "name_parts"))}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_table_is_shadowed_or_known_to_be_about_no_photo(library: Library, schema: str) -> None:
    with open_library(library.directory, writable=False) as reader:
        draw_veil(reader, np.array([1], np.int64))
        shadowed = set(reader.column("SELECT name FROM temp.sqlite_master WHERE type = 'view'"))
        assert shadowed >= {"photos", "files", "photo_tags", "picture_pairs", "journal", "problems", "previews"}
        assert tables(reader, schema) - shadowed - WITHOUT_PHOTOS - WHOLE.keys() == set()
        for table in WITHOUT_PHOTOS & tables(reader, schema):
            columns = reader.db.execute(f"PRAGMA {schema}.table_info({table})").fetchall()
            referred = reader.db.execute(f"PRAGMA {schema}.foreign_key_list({table})").fetchall()
            assert not {row[2] for row in referred} & (shadowed | WHOLE.keys()), "rows of hidden photos lead to these"
            assert not {row[1] for row in columns} & {"photo_id", "item_id", "film_id", "owner"}


def test_pairs_with_a_hidden_photo_are_not_found(library: Library) -> None:
    pairs = [(1, 2), (2, 3), (3, 4)]
    library.db.executemany("INSERT INTO picture_pairs VALUES (?, ?, x'00', x'00', '')", pairs)
    draw_veil(library, np.array([2], np.int64))
    assert library.db.execute("SELECT one, other FROM picture_pairs").fetchall() == [(3, 4)]
