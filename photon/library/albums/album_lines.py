"""Photos in albums, and kept out of them, as lines of a file of decisions."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from photon.domain.metadata.album import AlbumPath
from photon.domain.metadata.tag import tag_key
from photon.library.albums import album_content, album_tree, smart_albums
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.photo_lines import LineAbout, LineContent, OwnDecision, PhotoLines, newest_row, stamp_fields

_QUERIES = (
    "SELECT x.photo_id, 'in_album', '\"album\":' || a.path || ',\"position\":' || x.position"
    " || iif(x.cover, ',\"cover\":true', '') || {stamp} FROM album_photos x"
    " JOIN album_names a ON a.id = x.album_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=stamp_fields(), journal=newest_row("in_album", "json_array(x.album_id)")
    ),
    "SELECT x.photo_id, 'in_album', '\"album\":' || a.path || ',\"on\":false,\"never\":true' || {stamp}"
    " FROM album_vetoes x JOIN album_names a ON a.id = x.album_id{journal} WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=stamp_fields(), journal=newest_row("never_in_album", "json_array(x.album_id)")
    ),
    # albums that a photo was removed from, each once, with its newest time
    f"SELECT photo_id, 'in_album', '\"album\":' || path || ',\"on\":false' || rest FROM (SELECT j.photo_id, j.path,"
    f" {stamp_fields()} AS rest, max(j.id) FROM (SELECT o.*,"
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
)


def _value_of(content: LineContent) -> object:
    return (content["position"], content["cover"]) if content["on"] else (content["never"] or None)


def _read(library: Library, photos: Sequence[int]) -> Iterator[OwnDecision]:
    db, some = library.db, (id_list(photos),)
    paths = {album: tag_key(tuple(path)) for album, path in album_tree.album_paths(db).items()}
    rows = db.execute(f"SELECT photo_id, album_id, position, cover FROM album_photos WHERE photo_id {IN_LIST}", some)
    for photo, album, position, cover in rows:
        yield OwnDecision(photo, paths[album], (position, bool(cover)))
    for photo, album in db.execute(f"SELECT photo_id, album_id FROM album_vetoes WHERE photo_id {IN_LIST}", some):
        yield OwnDecision(photo, paths[album], value=True)


def _write(library: Library, some: Sequence[LineAbout]) -> None:
    positions: dict[AlbumPath, dict[int, tuple[int, bool] | None]] = {}
    vetoes: dict[AlbumPath, dict[int, bool]] = {}
    for photo, content, _, _ in some:
        position = (content["position"], content["cover"]) if content["on"] else None
        positions.setdefault(content["album"], {})[photo] = position
        vetoes.setdefault(content["album"], {})[photo] = content["never"] and not content["on"]
    for path, wanted in positions.items():
        album = album_tree.place_album(library.db, path)
        album_content.put_within(library.db, album, wanted)
        smart_albums.put_vetoes_within(library.db, album, vetoes[path])


def _journal_row(library: Library, content: LineContent) -> tuple[str, list[Any]]:
    if not content["on"] and not content["never"]:
        return "not_in_album", [tag_key(content["album"]), json.dumps(content["album"], ensure_ascii=False)]
    return "in_album" if content["on"] else "never_in_album", [album_tree.find_album(library.db, content["album"])]


ALBUM_LINES = PhotoLines(
    "in_album", _QUERIES, lambda content: tag_key(content["album"]), _value_of, _read, _write, _journal_row
)
