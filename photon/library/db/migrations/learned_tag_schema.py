"""The migration of ``catalog.db`` that makes taught names learned tags; ``catalog_migrations`` lists all."""

import re
import sqlite3
import unicodedata

from photon.library.db.scripts import run_script

_M011 = """
ALTER TABLE tags ADD COLUMN kind TEXT NOT NULL DEFAULT '';
CREATE TABLE tag_examples (
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    UNIQUE (tag_id, photo_id, x, y, width, height)
) STRICT;
CREATE INDEX tag_examples_by_photo ON tag_examples (photo_id);
"""
_M011_WORDS = {"person": "my", "people": "my", "who": "my", "album": "folder", "label": "tag", "place": "near"}
# A quotation, which is unchanged, or one of these words before a value; ``place`` only if coordinates follow.
_M011_FIELD = re.compile(
    r"""(?<![^\s(,:*-])(?:"[^"]*"|“[^“”"]*[“”"]|„[^„“”"]*[“”"]|«[^»]*»|»[^«]*«)"""
    r"""|(?<![^\s(,，、])(?P<before>-?(?:[0-9.,]+\*)?)"""
    r"""(?:(?P<field>person|people|who|album|label)(?=:["“„«»\w<>])|(?P<place>place)(?=:[-+]?[0-9.]+\s*,\s*[-+]?[0-9]))""",
    re.IGNORECASE,
)


def m011_learned_tags(db: sqlite3.Connection) -> None:
    """Turn the names that Photon was taught into learned tags, and free six words in searches.

    ``tags.kind`` is a common noun for what a learned tag is (dog, house), if its name does not say so. ``tag_examples``
    are the parts of photos that show a tag, as fractions; 0, 0, 1, 1 is the whole photo. A photo with such a row is an
    example of the tag whether it has the tag or not.

    A taught name becomes the tag of that name, with its kind and its examples; if there is such a tag on the top level
    already, that tag gets them. No photo is tagged: people taught a name to find photos by it. A tag, however, is
    written into files and exported, so only a person may assign it.
    """
    run_script(db, _M011)
    rows = db.execute("SELECT id, name FROM tags WHERE parent_id IS NULL ORDER BY id DESC")
    tops = {_m011_key(name): tag for tag, name in rows}  # the first of several spellings is kept
    for concept, name, kind in db.execute("SELECT id, name, kind FROM concepts ORDER BY id").fetchall():
        tag = tops.get(_m011_key(name))
        if tag is None:
            tag = db.execute("INSERT INTO tags (name) VALUES (?)", (unicodedata.normalize("NFC", name),)).lastrowid
            tops[_m011_key(name)] = tag
        db.execute("UPDATE tags SET taught = 1, kind = ? WHERE id = ?", (kind, tag))
        db.execute(
            "INSERT OR IGNORE INTO tag_examples SELECT ?, photo_id, coalesce(x, 0), coalesce(y, 0),"
            " coalesce(width, 1), coalesce(height, 1) FROM concept_examples WHERE concept_id = ? ORDER BY rowid",
            (tag, concept),
        )
    db.execute("DELETE FROM concept_examples")
    db.execute("DELETE FROM concepts")
    for table in ("saved_searches", "recent_searches"):
        for row, text in db.execute(f"SELECT rowid, text FROM {table}").fetchall():
            renamed = _M011_FIELD.sub(_m011_renamed, text)
            if renamed != text:
                db.execute(f"UPDATE OR REPLACE {table} SET text = ? WHERE rowid = ?", (renamed, row))


def _m011_key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _m011_renamed(found: re.Match[str]) -> str:
    word = found["field"] or found["place"]
    return f"{found['before']}{_M011_WORDS[word.lower()]}" if word else found[0]
