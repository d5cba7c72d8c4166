"""A person's decisions about the tags of photos: as marks, and as lines of a file of decisions."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from photon.domain.metadata.tag import TagMark, TagPath, tag_key
from photon.domain.photo.region import Region
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.journal import json_array
from photon.library.db.photo_lines import LineAbout, LineContent, OwnDecision, PhotoLines, newest_row, stamp_fields
from photon.library.tags import tag_tree, tags

_EXAMPLE = json_array(("e.tag_id", "e.x", "e.y", "e.width", "e.height"))
_CERTAINTY = "iif(x.certainty <> 1, ',\"certainty\":' || printf('%!.17g', x.certainty), '')"
_BOXES = (
    "(SELECT photo_id, tag_id, ',\"regions\":[' || group_concat('[' || printf('%!.17g,%!.17g,%!.17g,%!.17g',"
    " x, y, width, height) || ']') || ']' AS boxes, min(number) AS first FROM (SELECT *, rowid AS number FROM"
    " tag_examples WHERE photo_id BETWEEN ?1 AND ?2 ORDER BY rowid) GROUP BY photo_id, tag_id)"
)
_QUERIES = (
    "SELECT x.photo_id, 'tag', '\"tag\":' || t.path || ',\"state\":\"confirmed\"' || {certainty} || ifnull(b.boxes, '')"
    " || {stamp} FROM photo_tags x JOIN tag_names t ON t.id = x.tag_id LEFT JOIN {boxes} b ON b.photo_id = x.photo_id"
    " AND b.tag_id = x.tag_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        certainty=_CERTAINTY,
        stamp=stamp_fields("x.given", "x.run"),
        boxes=_BOXES,
        journal=newest_row("tag", "json_array(x.tag_id)"),
    ),
    "SELECT x.photo_id, 'tag', '\"tag\":' || x.path || ',\"state\":\"rejected\"' || {certainty} || {stamp}"
    " FROM rejected_tags x{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        certainty=_CERTAINTY,
        stamp=stamp_fields("x.given", "x.run"),
        journal=newest_row("rejected", "json_array(x.key)"),
    ),
    "SELECT x.photo_id, 'tag', '\"tag\":' || t.path || ',\"state\":\"example\"' || x.boxes || {stamp} FROM {boxes} x"
    " JOIN tag_names t ON t.id = x.tag_id{journal} WHERE NOT EXISTS"
    " (SELECT 1 FROM photo_tags g WHERE g.photo_id = x.photo_id AND g.tag_id = x.tag_id)".format(
        stamp=stamp_fields(),
        boxes=_BOXES,
        journal=newest_row(
            "example",
            f"(SELECT {_EXAMPLE} FROM tag_examples e WHERE e.rowid = x.first)",
        ),
    ),
    # removed tags, each once, with its newest time
    f"SELECT photo_id, 'tag', '\"tag\":' || path || ',\"state\":\"none\"' || rest FROM (SELECT j.photo_id, j.path,"
    f" {stamp_fields()} AS rest, max(j.id) FROM (SELECT o.*,"
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
)


def marks_of_photos(library: Library, photos: Sequence[int]) -> Iterator[TagMark]:
    """Read the tags that photos have, that were rejected, and that the photos are only examples of.

    Args:
        library: The library.
        photos: Photo ids.

    Yields:
        The marks with their regions.
    """
    db, some = library.db, (id_list(photos),)
    paths: dict[int, TagPath] = {tag: tuple(path) for tag, path in tag_tree.paths(db).items()}
    regions: dict[tuple[int, int], list[Region]] = {}
    rows = db.execute(
        f"SELECT photo_id, tag_id, x, y, width, height FROM tag_examples WHERE photo_id {IN_LIST} ORDER BY rowid", some
    )
    for photo, tag, *box in rows:
        regions.setdefault((photo, tag), []).append(Region(*box))
    rows = db.execute(f"SELECT photo_id, tag_id, certainty, run, given FROM photo_tags WHERE photo_id {IN_LIST}", some)
    for photo, tag, certainty, run, given in rows.fetchall():
        boxes = tuple(regions.pop((photo, tag), ()))
        yield TagMark(photo, paths[tag], "confirmed", certainty, run, boxes, given)
    for (photo, tag), some_boxes in regions.items():
        yield TagMark(photo, paths[tag], "example", regions=tuple(some_boxes))
    rows = db.execute(f"SELECT photo_id, path, certainty, run, given FROM rejected_tags WHERE photo_id {IN_LIST}", some)
    for photo, path, certainty, run, given in rows:
        yield TagMark(photo, tuple(json.loads(path)), "rejected", certainty, run, (), given)


def _value_of(content: LineContent) -> object:
    return None if content["state"] == "none" else (content["state"], frozenset(content["regions"]))


def _read(library: Library, photos: Sequence[int]) -> Iterator[OwnDecision]:
    for mark in marks_of_photos(library, photos):
        regions = frozenset((one.x, one.y, one.width, one.height) for one in mark.regions or ())
        yield OwnDecision(mark.photo, tag_key(mark.path), (mark.state, regions), mark.run, mark.given)


def _write(library: Library, some: Sequence[LineAbout]) -> None:
    tags.mark_within(library.db, [_mark(one) for one in some])


def _mark(one: LineAbout) -> TagMark:
    content = one.content
    state = None if content["state"] == "none" else content["state"]
    regions = tuple(Region(*box) for box in content["regions"])
    return TagMark(one.photo, content["tag"], state, content["certainty"], one.run, regions, one.time)


def _journal_row(_: Library, content: LineContent) -> tuple[str, list[Any]]:
    return "gone", [tag_key(content["tag"]), json.dumps(content["tag"], ensure_ascii=False)]


TAG_LINES = PhotoLines("tag", _QUERIES, lambda content: tag_key(content["tag"]), _value_of, _read, _write, _journal_row)
