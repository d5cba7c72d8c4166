"""Captions as lines of a file of decisions."""

from collections.abc import Iterator, Sequence

from photon.domain.metadata.caption import Caption
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.photo_lines import LineAbout, LineContent, OwnDecision, PhotoLines, newest_row, stamp_fields

_QUERIES = (
    "SELECT x.photo_id, 'caption', '\"title\":' || json_quote(x.title) || ',\"text\":' || json_quote(x.text)"
    " || iif(ifnull(x.origin, '') <> '', ',\"origin\":\"' || x.origin || '\"', '') || {stamp} FROM captions x{journal}"
    " WHERE x.photo_id BETWEEN ?1 AND ?2".format(
        stamp=stamp_fields("x.written", "x.run"), journal=newest_row("caption", "'[]'")
    ),
    'SELECT x.photo_id, \'caption\', \'"title":"","text":""\' || {stamp} FROM (SELECT id AS photo_id FROM some) x'
    " {journal} WHERE j.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captions c WHERE c.photo_id = x.photo_id)".format(
        stamp=stamp_fields(), journal=newest_row("caption", "'[]'")
    ),
)


def _value_of(content: LineContent) -> object:
    return (content["title"], content["text"]) if content["title"] or content["text"] else None


def _read(library: Library, photos: Sequence[int]) -> Iterator[OwnDecision]:
    asked = f"SELECT photo_id, title, text, run, written FROM captions WHERE photo_id {IN_LIST}"
    for photo, title, text, run, written in library.db.execute(asked, (id_list(photos),)):
        yield OwnDecision(photo, "", (title, text), run, written)


def _write(library: Library, some: Sequence[LineAbout]) -> None:
    found = {
        one.photo: Caption(one.content["title"], one.content["text"], one.run, one.content["origin"]) for one in some
    }
    captions.write_within(library, found, {one.photo: one.time for one in some if one.time})


CAPTION_LINES = PhotoLines("caption", _QUERIES, lambda _: "", _value_of, _read, _write, lambda *_: ("caption", []))
