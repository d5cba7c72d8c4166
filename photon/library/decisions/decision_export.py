"""Write all decisions of the user as lines of JSON (``domain.decisions.decision``).

SQLite builds the lines of photos, a thousand photos at a time: 12 µs of processor time per line, and memory use
doesn't depend on the number of photos.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from photon.domain.decisions.decision import heading
from photon.domain.decisions.explore import TOPIC
from photon.domain.decisions.places import OWN_PLACE
from photon.domain.metadata.hybrid_clock import clock_text, next_clock
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.tag import tag_key
from photon.library.albums import album_tree, smart_albums
from photon.library.backups.backup_folder import origin_of
from photon.library.db import catalog_schema
from photon.library.db.connection import Library
from photon.library.decisions.all_lines import LINES
from photon.library.decisions.decision_stamps import (
    Stamp,
    album_paths,
    library_stamps,
    run_actors,
    run_names,
    tag_paths,
)
from photon.library.explore.decided_topics import topic_lines
from photon.library.people.people_lines import person_lines
from photon.library.places.place_lines import place_lines
from photon.library.settings.known_settings import StoredSetting, stored_settings
from photon.library.tags import tag_tree

_PHOTOS = 1000  # photos per query
_PATH = (
    "(SELECT rtrim(d.path, '/') || '/' || f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
    " WHERE f.photo_id = p.id ORDER BY f.missing IS NOT NULL, d.path, f.relative LIMIT 1)"
)
_SOME = (
    "WITH some AS MATERIALIZED (SELECT p.id,"
    ' \'"hash":"\' || lower(hex(p.file_hash))'
    f' || \'","image":"\' || lower(hex(ifnull(p.read_image_hash, p.image_hash)))'
    f" || '\",\"path\":' || json_quote(ifnull({_PATH}, '')) AS ref"
    " FROM photos p WHERE p.id BETWEEN ?1 AND ?2)"
)


_QUERIES = (
    *(query for one in LINES for query in one.queries),
    "SELECT photo_id, 'agreed', '\"file\":' || json_quote(path) || ',\"known\":' || json(known)"
    " || iif(sidecars, ',\"sidecars\":' || sidecars, '') FROM (SELECT photo_id, path, sidecars,"
    " iif(known <> ?3, known, former) AS known FROM understood WHERE photo_id BETWEEN ?1 AND ?2)"
    " WHERE json_valid(known) AND known <> ?3",
)
_LINES = (
    f"{_SOME} SELECT group_concat('{{\"what\":\"' || what || '\",' || p.ref || ','"
    f" || rest || '}}', char(10)), count(*) FROM (SELECT * FROM ({' UNION ALL '.join(_QUERIES)}) ORDER BY photo_id)"
    " JOIN some p ON p.id = photo_id"
)


def decision_lines(library: Library) -> Iterator[tuple[str, int]]:
    """Yield all decisions of the user as texts of several lines, with their number of decisions.

    Args:
        library: The library; its connection must not be veiled, because hidden photos are included.

    Yields:
        A text that ends with a line break, and its number of decisions.
    """
    with closing(library.again(writable=False)) as own:
        db = own.db
        db.execute("BEGIN")  # excludes all decisions made meanwhile
        yield heading(catalog_schema.uuid_of(db), origin_of(own.directory), next_clock(0)) + "\n", 0
        yield _joined(_lines_of_library(own))
        _prepare(own)
        nothing = to_text(MetadataSnapshot())
        (last,) = db.execute("SELECT ifnull(max(id), 0) FROM photos").fetchone()
        for first in range(1, last + 1, _PHOTOS):
            text, count = db.execute(_LINES, (first, first + _PHOTOS - 1, nothing)).fetchone()
            if count:
                yield f"{text}\n", count
        for (line,) in db.execute("SELECT line FROM waiting_decisions ORDER BY rowid"):
            yield f"{line}\n", 1


def _joined(lines: Iterator[dict[str, Any]]) -> tuple[str, int]:
    texts = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines]
    return "".join(f"{text}\n" for text in texts), len(texts)


def _prepare(library: Library) -> None:
    """Make the names of tags, albums and runs available to SQLite."""
    db, actors = library.db, run_actors(library)
    for table, paths in (("tag_names", tag_paths(db)), ("album_names", album_paths(db))):
        db.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, path TEXT NOT NULL, key TEXT NOT NULL)")
        db.executemany(
            f"INSERT INTO temp.{table} VALUES (?, ?, ?)",
            ((node, json.dumps(path, ensure_ascii=False), tag_key(tuple(path))) for node, path in paths.items()),
        )
    fields = {
        run: f',"run":"{name}"' + (f',"by":"{actors[run]}"' if actors[run] != "person" else "")
        for name, run in run_names(library).items()
    }
    db.create_function("run_fields", 1, lambda run: fields.get(run, ""))


def _lines_of_library(library: Library) -> Iterator[dict[str, Any]]:
    """Yield decisions that concern no single photo."""
    db, stamps = library.db, library_stamps(library)
    yield from _runs(library)
    for one in stored_settings(db):
        if _is_written(one):
            stamp = stamps.pop(("setting", one.name), None)
            yield _line("setting", {"name": one.name, "value": one.value}, stamp)
    for path, unnamed in db.execute("SELECT path, unnamed FROM folders ORDER BY path"):
        content = {"folder": path} | ({} if unnamed is None else {"unnamed": bool(unnamed)})
        yield _line("folder", content, stamps.pop(("folder", path), None))
    for (pattern,) in db.execute("SELECT pattern FROM skips WHERE is_off = 0 ORDER BY pattern"):
        yield _line("skip", {"pattern": pattern}, stamps.pop(("skip", pattern), None))
    yield from _tags(db, stamps)
    queries = smart_albums.smart_queries(db)
    shelves = album_tree.album_paths(db).items()
    for album, path in sorted(shelves, key=lambda one: (len(one[1]), tag_key(tuple(one[1])))):
        content = {"album": path} | ({"query": queries[album]} if album in queries else {})
        yield _line("album", content, stamps.pop(("album", tag_key(tuple(path))), None))
    yield from _keyed("person", person_lines(db), stamps)
    yield from _keyed(OWN_PLACE.what, place_lines(db), stamps)
    yield from _keyed(TOPIC.what, topic_lines(db), stamps)
    rows = db.execute("SELECT key, path, synonyms, own, is_on FROM vocabulary ORDER BY rowid")
    for key, path, synonyms, own, is_on in rows:
        content = {
            "tag": json.loads(path),
            "synonyms": json.loads(synonyms),
            "own": bool(own),
            "suggested": bool(is_on),
        }
        yield _line("word", content, stamps.pop(("word", key), None))
    for name, text, folder, made in db.execute("SELECT name, text, folder, made FROM saved_searches ORDER BY id"):
        content = {"name": name, "query": text, "folder": folder, "made": made}
        yield _line("search", content, stamps.pop(("search", name), None))
    yield from _removed(stamps)


def _is_written(one: StoredSetting) -> bool:
    """Return whether a file has a setting; not one that consists of several values, as where photos are sent."""
    is_meant = one.setting is None or one.setting.travels != "never"
    return is_meant and one.is_possible and isinstance(one.value, (bool, int, float, str))


def _runs(library: Library) -> Iterator[dict[str, Any]]:
    # the changes of an import are in files, so there is nothing to undo in another catalogue
    columns = "kind, encoder, version, what, made, iif(kind = 'import', 0, photos), undone"
    for name, run in run_names(library).items():
        row = library.db.execute(f"SELECT {columns} FROM runs WHERE id = ?", (run,)).fetchone()
        names = ("kind", "encoder", "version", "title", "made", "photos", "undone")
        yield {"what": "run", "run": name} | dict(zip(names, row, strict=True))


def _tags(db: sqlite3.Connection, stamps: dict[tuple[str, str], Stamp]) -> Iterator[dict[str, Any]]:
    about = {tag: (bool(taught), kind) for tag, taught, kind in db.execute("SELECT id, taught, kind FROM tags")}
    named = sorted(tag_tree.paths(db).items(), key=lambda one: (len(one[1]), tag_key(tuple(one[1]))))
    for tag, path in named:
        taught, kind = about[tag]
        content = {"tag": path} | ({"learned": True} if taught else {}) | ({"kind": kind} if kind else {})
        yield _line("branch", content, stamps.pop(("branch", tag_key(tuple(path))), None))


def _keyed(
    what: str, contents: Iterable[dict[str, Any]], stamps: dict[tuple[str, str], Stamp]
) -> Iterator[dict[str, Any]]:
    """Yield lines of a kind whose first field is a key."""
    for content in contents:
        yield _line(what, content, stamps.pop((what, next(iter(content.values()))), None))


def _removed(stamps: dict[tuple[str, str], Stamp]) -> Iterator[dict[str, Any]]:
    """Yield what was deleted, from the remaining stamps."""
    for (what, _), stamp in stamps.items():
        if stamp.gone is not None:
            yield _line(what, stamp.gone, stamp)


def _line(what: str, content: dict[str, Any], stamp: Stamp | None) -> dict[str, Any]:
    line: dict[str, Any] = {"what": what, **content}
    if stamp is not None:
        line |= {"at": clock_text(stamp.clock), "device": stamp.device}
        line |= {"by": stamp.actor} if stamp.actor != "person" else {}
    return line
