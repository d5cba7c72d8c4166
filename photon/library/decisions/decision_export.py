"""Write all decisions of the user as lines of JSON (``domain.decisions.decision``).

SQLite builds the lines of photos, a thousand photos at a time: 12 µs of processor time per line, and memory use
doesn't depend on the number of photos.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from photon.domain.decisions.decision import heading
from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape
from photon.domain.decisions.decision_kinds import KINDS
from photon.domain.decisions.field_checks import check_yes
from photon.domain.metadata.hybrid_clock import BITS, clock_text, next_clock
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.domain.metadata.tag import tag_key
from photon.library.albums import album_tree, smart_albums
from photon.library.backups.backup_folder import origin_of
from photon.library.db import catalog_schema
from photon.library.db.connection import Library
from photon.library.db.journal import json_array
from photon.library.decisions.decision_stamps import (
    Stamp,
    album_paths,
    library_stamps,
    run_actors,
    run_names,
    tag_paths,
)
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


def _journal(what: str, key: str) -> str:
    """Return joins that add the newest row of the journal about something as ``j``, and its step as ``s``."""
    newest = f"SELECT max(o.id) FROM journal o WHERE o.photo_id = x.photo_id AND o.what = '{what}' AND o.key = {key}"
    return f" LEFT JOIN journal j ON j.id = ({newest}) LEFT JOIN journal_steps s ON s.id = j.step"


_CLOCK = "ifnull(j.clock, s.clock)"
_MOMENT = (
    f"',\"at\":\"' || strftime('%Y-%m-%dT%H:%M:%f', ({_CLOCK} >> {BITS}) / 1000.0, 'unixepoch')"
    f" || printf('Z-%04x', {_CLOCK} & {(1 << BITS) - 1}) || '\",\"device\":' || json_quote(ifnull(j.device, s.device))"
)
_ACTOR = "iif(ifnull(j.actor, s.actor) <> 'person', ',\"by\":\"' || ifnull(j.actor, s.actor) || '\"', '')"


def _stamp(time: str = "NULL", run: str = "0") -> str:
    """Return SQL for the fields time, device and actor; ``time`` is a column for decisions older than the journal."""
    older = f"ifnull(',\"at\":\"' || substr({time}, 1, 19) || '.000Z-0000\"', '')"
    actor = f"CASE WHEN {run} <> 0 THEN run_fields({run}) ELSE {_ACTOR} END"
    return f"iif({_CLOCK} IS NULL, {older}, {_MOMENT}) || ifnull({actor}, '')"


_EXAMPLE = json_array(("e.tag_id", "e.x", "e.y", "e.width", "e.height"))
_CERTAINTY = "iif(x.certainty <> 1, ',\"certainty\":' || printf('%!.17g', x.certainty), '')"
_BOXES = (
    "SELECT photo_id, tag_id, ',\"regions\":[' || group_concat('[' || printf('%!.17g,%!.17g,%!.17g,%!.17g',"
    " x, y, width, height) || ']') || ']' AS boxes, min(number) AS first FROM (SELECT *, rowid AS number FROM"
    " tag_examples WHERE photo_id BETWEEN ?1 AND ?2 ORDER BY rowid) GROUP BY photo_id, tag_id"
)


def _field(name: str, one: DecisionField, row: str) -> str:
    """Return SQL for a field of a line: its name, and the value of its column."""
    column = f"{row}.{one.column}"
    return f"'\"{name}\":' || " + (
        f"iif({column}, 'true', 'false')" if one.check is check_yes else f"json_quote({column})"
    )


def _simple_parts(kind: DecisionKind) -> Iterator[str]:
    """Yield queries for the lines of a simple kind: what is decided, and what no longer is."""
    shape = kind.line or LineShape({})
    stored = {name: one for name, one in shape.fields.items() if one.column}
    select = f"SELECT x.photo_id, '{kind.what}' AS what, {{fields}} || {_stamp()} AS rest FROM"
    some = "(SELECT id AS photo_id FROM some) x"
    key = json_array(tuple(f"x.{column}" for column in kind.key)) if kind.key else "'[]'"
    if kind.is_column:
        ((name, one),) = stored.items()
        join = f"JOIN photos p ON p.id = x.photo_id{_journal(kind.what, key)}"
        where = f"p.{one.column} NOT IN (0, '') OR j.id IS NOT NULL"
        yield f"{select.format(fields=_field(name, one, 'p'))} {some} {join} WHERE {where}"
        return
    fields = " || ',' || ".join(_field(name, one, "x") for name, one in stored.items())
    among = "x.photo_id BETWEEN ?1 AND ?2"
    yield f"{select.format(fields=fields)} {kind.table} x{_journal(kind.what, key)} WHERE {among}"
    is_there = f"EXISTS (SELECT 1 FROM {kind.table} c WHERE c.photo_id = x.photo_id{{same}})"
    if not kind.key:
        name, one = next(iter(stored.items()))
        nothing = f"'\"{name}\":{json.dumps(one.usual)}'"
        gone = is_there.format(same="")
        yield f"{select.format(fields=nothing)} {some}{_journal(kind.what, key)} WHERE j.id IS NOT NULL AND NOT {gone}"
        return
    (column,) = kind.key
    gone = is_there.format(same=f" AND c.{column} = x.{column}")
    decided = (
        f"(SELECT DISTINCT photo_id, key, json_extract(key, '$[0]') AS {column} FROM journal"
        f" WHERE photo_id BETWEEN ?1 AND ?2 AND what = '{kind.what}') x{_journal(kind.what, 'x.key')}"
    )
    off = f"{fields} || ',\"on\":false'"
    yield f"{select.format(fields=off)} {decided} WHERE NOT {gone}"


_PARTS = (
    *(part for kind in KINDS if kind.is_simple for part in _simple_parts(kind)),
    "SELECT x.photo_id, 'caption', '\"title\":' || json_quote(x.title) || ',\"text\":' || json_quote(x.text)"
    " || iif(ifnull(x.origin, '') <> '', ',\"origin\":\"' || x.origin || '\"', '') || {stamp} FROM captions x{journal}"
    " WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=_stamp("x.written", "x.run"), journal=_journal("caption", "'[]'")
    ),
    'SELECT x.photo_id, \'caption\', \'"title":"","text":""\' || {stamp} FROM (SELECT id AS photo_id FROM some) x'
    " {journal} WHERE j.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captions c WHERE c.photo_id = x.photo_id)".format(
        stamp=_stamp(), journal=_journal("caption", "'[]'")
    ),
    "SELECT x.photo_id, 'tag', '\"tag\":' || t.path || ',\"state\":\"confirmed\"' || {certainty} || ifnull(b.boxes, '')"
    " || {stamp} FROM photo_tags x JOIN tag_names t ON t.id = x.tag_id LEFT JOIN boxes b ON b.photo_id = x.photo_id"
    " AND b.tag_id = x.tag_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        certainty=_CERTAINTY, stamp=_stamp("x.given", "x.run"), journal=_journal("tag", "json_array(x.tag_id)")
    ),
    "SELECT x.photo_id, 'tag', '\"tag\":' || x.path || ',\"state\":\"rejected\"' || {certainty} || {stamp}"
    " FROM rejected_tags x{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        certainty=_CERTAINTY, stamp=_stamp("x.given", "x.run"), journal=_journal("rejected", "json_array(x.key)")
    ),
    "SELECT x.photo_id, 'tag', '\"tag\":' || t.path || ',\"state\":\"example\"' || x.boxes || {stamp} FROM boxes x"
    " JOIN tag_names t ON t.id = x.tag_id{journal} WHERE NOT EXISTS"
    " (SELECT 1 FROM photo_tags g WHERE g.photo_id = x.photo_id AND g.tag_id = x.tag_id)".format(
        stamp=_stamp(),
        journal=_journal(
            "example",
            f"(SELECT {_EXAMPLE} FROM tag_examples e WHERE e.rowid = x.first)",
        ),
    ),
    # removed tags, each once, with its newest time
    f"SELECT photo_id, 'tag', '\"tag\":' || path || ',\"state\":\"none\"' || rest FROM (SELECT j.photo_id, j.path,"
    f" {_stamp()} AS rest, max(j.id) FROM (SELECT o.*,"
    " CASE WHEN o.what IN ('tag', 'example') THEN n.key ELSE json_extract(o.key, '$[0]') END AS tag_key,"
    " CASE o.what WHEN 'rejected' THEN json_extract(o.before, '$[0]')"
    " WHEN 'gone' THEN json_extract(o.key, '$[1]') ELSE n.path END AS path"
    " FROM journal o LEFT JOIN tag_names n ON n.id = json_extract(o.key, '$[0]') AND o.what IN ('tag', 'example')"
    " WHERE o.photo_id BETWEEN ?1 AND ?2 AND o.after IS NULL AND o.what IN ('tag', 'rejected', 'example', 'gone')) j"
    " JOIN journal_steps s ON s.id = j.step WHERE j.path IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM photo_tags g JOIN tag_names n ON n.id = g.tag_id"
    " WHERE g.photo_id = j.photo_id AND n.key = j.tag_key)"
    " AND NOT EXISTS (SELECT 1 FROM rejected_tags g WHERE g.photo_id = j.photo_id AND g.key = j.tag_key)"
    " AND NOT EXISTS (SELECT 1 FROM tag_examples g JOIN tag_names n ON n.id = g.tag_id"
    " WHERE g.photo_id = j.photo_id AND n.key = j.tag_key) GROUP BY j.photo_id, j.tag_key)",
    "SELECT x.photo_id, 'in_album', '\"album\":' || a.path || ',\"position\":' || x.position"
    " || iif(x.cover, ',\"cover\":true', '') || {stamp} FROM album_photos x"
    " JOIN album_names a ON a.id = x.album_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=_stamp(), journal=_journal("in_album", "json_array(x.album_id)")
    ),
    "SELECT x.photo_id, 'in_album', '\"album\":' || a.path || ',\"on\":false,\"never\":true' || {stamp}"
    " FROM album_vetoes x JOIN album_names a ON a.id = x.album_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=_stamp(), journal=_journal("never_in_album", "json_array(x.album_id)")
    ),
    # albums that a photo was removed from, each once, with its newest time
    f"SELECT photo_id, 'in_album', '\"album\":' || path || ',\"on\":false' || rest FROM (SELECT j.photo_id, j.path,"
    f" {_stamp()} AS rest, max(j.id) FROM (SELECT o.*,"
    " iif(o.what <> 'not_in_album', n.key, json_extract(o.key, '$[0]')) AS album_key,"
    " iif(o.what <> 'not_in_album', n.path, json_extract(o.key, '$[1]')) AS path"
    " FROM journal o LEFT JOIN album_names n ON n.id = json_extract(o.key, '$[0]') AND o.what <> 'not_in_album'"
    " WHERE o.photo_id BETWEEN ?1 AND ?2 AND o.after IS NULL"
    " AND o.what IN ('in_album', 'never_in_album', 'not_in_album')) j"
    " JOIN journal_steps s ON s.id = j.step WHERE j.path IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM (SELECT album_id, photo_id FROM album_photos UNION ALL"
    " SELECT album_id, photo_id FROM album_vetoes) g JOIN album_names n ON n.id = g.album_id"
    " WHERE g.photo_id = j.photo_id AND n.key = j.album_key)"
    " GROUP BY j.photo_id, j.album_key)",
    "SELECT photo_id, 'agreed', '\"file\":' || json_quote(path) || ',\"known\":' || json(known)"
    " || iif(sidecars, ',\"sidecars\":' || sidecars, '') FROM (SELECT photo_id, path, sidecars,"
    " iif(known <> ?3, known, former) AS known FROM understood WHERE photo_id BETWEEN ?1 AND ?2)"
    " WHERE json_valid(known) AND known <> ?3",
)
_LINES = (
    f"{_SOME}, boxes AS MATERIALIZED ({_BOXES}) SELECT group_concat('{{\"what\":\"' || what || '\",' || p.ref || ','"
    f" || rest || '}}', char(10)), count(*) FROM (SELECT * FROM ({' UNION ALL '.join(_PARTS)}) ORDER BY photo_id)"
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
        said = {"folder": path} | ({} if unnamed is None else {"unnamed": bool(unnamed)})
        yield _line("folder", said, stamps.pop(("folder", path), None))
    for (pattern,) in db.execute("SELECT pattern FROM skips WHERE is_off = 0 ORDER BY pattern"):
        yield _line("skip", {"pattern": pattern}, stamps.pop(("skip", pattern), None))
    yield from _tags(db, stamps)
    queries = smart_albums.smart_queries(db)
    shelves = album_tree.album_paths(db).items()
    for album, path in sorted(shelves, key=lambda one: (len(one[1]), tag_key(tuple(one[1])))):
        said = {"album": path} | ({"query": queries[album]} if album in queries else {})
        yield _line("album", said, stamps.pop(("album", tag_key(tuple(path))), None))
    rows = db.execute("SELECT key, path, synonyms, own, is_on FROM vocabulary ORDER BY rowid")
    for key, path, synonyms, own, is_on in rows:
        said = {"tag": json.loads(path), "synonyms": json.loads(synonyms), "own": bool(own), "suggested": bool(is_on)}
        yield _line("word", said, stamps.pop(("word", key), None))
    for name, text, folder, made in db.execute("SELECT name, text, folder, made FROM saved_searches ORDER BY id"):
        said = {"name": name, "query": text, "folder": folder, "made": made}
        yield _line("search", said, stamps.pop(("search", name), None))
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
        said = {"tag": path} | ({"learned": True} if taught else {}) | ({"kind": kind} if kind else {})
        yield _line("branch", said, stamps.pop(("branch", tag_key(tuple(path))), None))


def _removed(stamps: dict[tuple[str, str], Stamp]) -> Iterator[dict[str, Any]]:
    """Yield what was deleted, from the remaining stamps."""
    for (what, _), stamp in stamps.items():
        if stamp.gone is not None:
            yield _line(what, stamp.gone, stamp)


def _line(what: str, said: dict[str, Any], stamp: Stamp | None) -> dict[str, Any]:
    line: dict[str, Any] = {"what": what, **said}
    if stamp is not None:
        line |= {"at": clock_text(stamp.clock), "device": stamp.device}
        line |= {"by": stamp.actor} if stamp.actor != "person" else {}
    return line
