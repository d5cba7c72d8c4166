"""Damage to bytes, blocks, texts and databases as caused by transmission, disks and attackers, from a random seed."""

import gzip
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

_NUMBERS = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\x80\0\0\0", bytes(4))
_HEAD = 512  # bytes: headers and directories
_BLOCK = 4096
_TOKENS = (
    *("<rdf:li>", "</rdf:li>", "<rdf:Bag>", "<rdf:Seq>", "<rdf:Alt>", 'rdf:parseType="Resource"', "<!--", "]]>"),
    *("&#0;", "&amp;", "&x;", "\0", "\ud7ff", "xmlns:dc=''", 'xml:lang="x-default"', "<?xpacket end='w'?>", '"', "<"),
    *("\ufeff", "Places|Rome", "-1", "99999999999999999999", "NaN", "2024-13-45T99:99:99Z", "a" * 70_000),
)
_FORGERIES = (
    "CREATE TRIGGER t{n} AFTER UPDATE ON photos BEGIN DELETE FROM tags; END",
    "CREATE TRIGGER t{n} AFTER INSERT ON settings BEGIN SELECT load_extension('x'); END",
    "CREATE VIEW v{n} AS SELECT * FROM photos",
    "CREATE VIRTUAL TABLE f{n} USING fts5 (x)",
    "CREATE TABLE g{n} (a, b AS (abs(a)) STORED)",
    "CREATE INDEX i{n} ON photos (lower(camera))",
    "DROP TABLE {table}",
    "ALTER TABLE {table} RENAME TO other{n}",
    "DELETE FROM {table}",
    "DELETE FROM _sqlite_migrations WHERE rowid % 2",
    "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('photon.catalog', 'm{n}_x', '')",
    "UPDATE photos SET file_hash = zeroblob(1000000)",
    "UPDATE photos SET image_hash = x''",
    "UPDATE photos SET shown = char(0) || 'x', taken = 'never'",
    "UPDATE photos SET rating = {n}, favourite = -{n}, width = -1",
    "UPDATE photos SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM photos)",
    "UPDATE files SET relative = '../../../../../../tmp/evil' || id",
    "UPDATE files SET relative = '/etc/passwd' WHERE id = 1",
    "UPDATE folders SET path = '/'",
    "UPDATE folders SET path = ''",
    "UPDATE tags SET parent_id = id",
    "UPDATE tags SET name = ''",
    "UPDATE tags SET name = replace(hex(zeroblob(200000)), '0', 'x')",
    "UPDATE captions SET text = char(27) || ']0;x' || char(7)",
    "UPDATE settings SET value = '[' || value",
    "INSERT OR REPLACE INTO settings VALUES ('hide_sensitive', '{{}}')",
    "UPDATE libraries SET uuid = '../x'",
    "DELETE FROM libraries",
    "PRAGMA user_version = {n}",
    "PRAGMA application_id = {n}",
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE photos (id)' WHERE name = 'photos'",
    "UPDATE sqlite_master SET rootpage = {n} WHERE name = '{table}'",
    "INSERT INTO sqlite_master VALUES ('table', 'evil', 'evil', 2, 'CREATE TABLE evil (x)')",
)


def mutate_bytes(data: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """Damage a file one to three times.

    Args:
        data: The file, not empty.
        chance: Random generator.
        other: Another file, whose end may be appended.
    """
    for _ in range(chance.randint(1, 3)):
        data = _damage(bytearray(data or b"\0"), chance, other)
    return data


def _damage(data: bytearray, chance: random.Random, other: bytes) -> bytes:
    at, length = chance.randrange(len(data)), chance.randint(1, _BLOCK)
    block = data[at : at + length]
    kind = chance.choice(("bytes", "head", "cut", "zeros", "repeat", "gap", "number", "splice"))
    if kind in ("bytes", "head"):
        for _ in range(chance.randint(1, 64)):
            place = chance.randrange(min(len(data), _HEAD) if kind == "head" else len(data))
            data[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    elif kind == "number":
        at = chance.randrange(min(len(data), _BLOCK))
        data[at : at + 4] = chance.choice(_NUMBERS)
    else:
        inserted = {"zeros": bytes(len(block)), "repeat": bytes(block) * chance.randint(2, 9)}.get(kind, b"")
        end = {"cut": b"", "splice": other[chance.randrange(len(other) + 1) :]}.get(kind, bytes(data[at + length :]))
        data[at:] = inserted + end
    return bytes(data)


def mutate_text(text: str, chance: random.Random) -> bytes:
    """Damage an XMP packet: its characters, its elements, its encoding, or its bytes."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0:
                text = text[:at] + chance.choice(_TOKENS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 80) :]
            case 2:
                start = text.rfind("<", 0, at)
                part = text[max(0, start) : at]
                text = text[:at] + part * chance.choice((1, 2, 50)) + text[at:]
            case _:
                text = text.replace(chance.choice((">", "<", '"', "/", ":")), chance.choice(("", "  ", "'")), 1)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-be", "utf-32"))
    data = text.encode(encoding, "replace")
    return mutate_bytes(data, chance) if chance.random() < 0.3 else data


def forge_backup(backup: bytes, place: Path, tables: Sequence[str], chance: random.Random) -> bytes:
    """Return a backup as an attacker may provide it: damaged, or a whole database with other content and schema.

    Args:
        backup: A valid backup, compressed.
        place: Path of a temporary database.
        tables: Names of its tables.
        chance: Random generator.
    """
    kind = chance.random()
    if kind < 0.25:
        return mutate_bytes(backup, chance)
    database = gzip.decompress(backup)
    if kind < 0.5:
        return _packed(mutate_bytes(database, chance), chance)
    place.write_bytes(database)
    with closing(sqlite3.connect(place, isolation_level=None)) as db:
        for _ in range(chance.randint(1, 3)):
            statement = chance.choice(_FORGERIES).format(n=chance.randrange(1, 1 << 31), table=chance.choice(tables))
            with suppress(sqlite3.Error, OverflowError):
                db.execute(statement)
        with suppress(sqlite3.Error):
            db.execute("PRAGMA journal_mode=DELETE")
    return _packed(place.read_bytes(), chance)


def _packed(database: bytes, chance: random.Random) -> bytes:
    return gzip.compress(database, 1) if chance.random() < 0.5 else database
