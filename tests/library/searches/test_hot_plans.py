"""Plans of hot queries: none reads a table that grows with the photos from end to end where an index should serve."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

import numpy as np
import pytest

from photon.domain import Filter
from photon.domain.metadata.tag import TagMark
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.db.veil import draw_veil
from photon.library.duplicates import picture_pairs
from photon.library.people import face_groups
from photon.library.photos import facets, files, folders, photos, timeline
from photon.library.photos.found_files import Found
from photon.library.places import own_places, photo_places, point_names
from photon.library.searches.filters import matching
from photon.library.tags import tag_suggestions, tags
from photon.library.text import texts
from photon.library.text.stated_facts import of_kind
from photon.search.query_language import parse
from tests.library.explore.found_topics import find_beach_and_animal

GROWING = (
    "photos", "files", "vectors", "items", "previews", "photo_tags", "face_details", "face_groups", "face_people",
    "photo_places", "texts", "text_lines", "suggested_tags", "suggested_photos", "styles", "album_photos", "page_facts",
    "topic_photos",
)  # fmt: skip
TODAY = date(2026, 7, 1)
FILTERS = (
    "tag:harbour", "album:Trip", "folder:inside", "date:2012", "person:Ann", "text:invoice", "total:>50",
    "from:Mill", "near:38.7,-9.1,50km", "place:Home", "area:38,-10,39,-9", "is:not-recalled", "camera:canon",
    "lens:50mm", "rating:>=3", "label:red", "is:picked", "is:favourite", "type:raw", "size:>10MP",
    "orientation:portrait", "aperture:<2.8", "length:>1m", "has:gps", "has:camera", "is:damaged",
    "theme:beach", "thing:animal", "has:date", "size:<2MB", "is:untagged", "-tag:harbour", "is:misplaced",
)  # fmt: skip
QUERIES: Mapping[str, Callable[[Library], object]] = {
    "folders": folders.subfolders,
    "levels of folders": folders.all_levels,
    "watched folders": folders.all_folders,
    "points": photo_places.map_points,
    "photos in doubt": point_names.doubtful_photos,
    "tags": tags.all_tags,
    "months": lambda library: timeline.list_by_date(library, "newest", None, "month"),
    "newest first": lambda library: photos.in_order(library, "newest"),
    "oldest first": lambda library: photos.in_order(library, "oldest"),
    "numbers of photos": lambda library: photos.counts(library, "an encoder"),
    "years and months": facets.years_and_months,
    "names of folders": facets.folder_names,
    "cards": lambda library: photos.cards(library, [1]),
    "previews": lambda library: photos.previews(library, [1]),
    "one photo": lambda library: photos.find_photo(library, 1),
    "paths": lambda library: photos.paths(library, [1]),
    "count": photos.count,
    "tags of photos": lambda library: tags.tags_for_photos(library, [1]),
    "suggestions of photos": lambda library: tag_suggestions.suggestions_for_photos(library, [1]),
    "surest photos of a tag": lambda library: tag_suggestions.surest(library, ("harbour",)),
    "faces suggested for a person": lambda library: face_groups.suggested_faces(library, "0"),
    "text of photos": lambda library: texts.pages(library, [1]),
    "copies among photos": lambda library: picture_pairs.copy_sets(library, [1]),
}


@pytest.fixture
def stocked(library: Library, folder: int, reading: Callable[..., object]) -> Library:
    """A library in which names that filters look up exist, as plans depend on them."""
    files.record(library, [(Found(folder, "inside/a.jpg", 10, 1), reading("a", taken="2012-07-14T10:00:00"))])  # type: ignore[list-item]
    tags.mark(library, [TagMark(1, ("harbour",), "confirmed")])
    album, _ = albums.make_album(library, ("Trip",))
    album_content.add_photos(library, album, [1])
    find_beach_and_animal(library, 1)
    own_places.store_place(library, OwnPlace("0" * 16, "Home", Coordinates(38.5, -9.0)))
    return library


def scans(library: Library, ask: Callable[[Library], object]) -> list[str]:
    """Return the growing tables that what ``ask`` asks reads from end to end without an index."""
    asked: list[str] = []
    library.db.set_trace_callback(asked.append)
    ask(library)
    library.db.set_trace_callback(None)
    queries = dict.fromkeys(one for one in asked if one.lstrip().startswith(("SELECT", "WITH")))
    assert queries
    return [table for query in queries for table in _scanned(library, query)]


@pytest.mark.parametrize("text", ["is:dark", "is:sepia", "has:text"])
def test_an_index_says_whether_what_is_known_of_a_picture_is_about_it(stocked: Library, text: str) -> None:
    (part,) = parse(text).query.parts
    assert isinstance(part, Filter)
    with stocked.again(writable=False) as reader:
        for hidden in ([], [2]):
            draw_veil(reader, np.array(hidden, np.int64))
            asked: list[str] = []
            reader.db.set_trace_callback(asked.append)
            matching(reader, [part], TODAY)
            plans = [
                row for one in asked if "image_hash" in one for row in reader.db.execute(f"EXPLAIN QUERY PLAN {one}")
            ]
            assert any("COVERING INDEX photos_pictures" in row[3] for row in plans)


def _scanned(library: Library, query: str) -> Iterator[str]:
    named = {alias: table for table, alias in re.findall(rf"\b({'|'.join(GROWING)}) (?:AS )?(\w+)", query)}
    for *_, detail in library.db.execute(f"EXPLAIN QUERY PLAN {query}"):
        found = re.fullmatch(r"SCAN (\w+)|SEARCH (\w+) USING INDEX \w+ \(present=\?\)", detail)  # nearly all are
        alias = (found[1] or found[2]) if found else ""
        if (table := named.get(alias, alias)) in GROWING:
            yield table


@pytest.mark.parametrize("name", QUERIES)
def test_a_hot_query_reads_no_table_from_end_to_end(stocked: Library, name: str) -> None:
    assert scans(stocked, QUERIES[name]) == []


def test_indexes_say_whether_faces_are_of_the_picture(stocked: Library) -> None:
    filters = [part for part in parse("people:>=2").query.parts if isinstance(part, Filter)]
    asked: list[str] = []
    stocked.db.set_trace_callback(asked.append)
    matching(stocked, filters, TODAY)
    stocked.db.set_trace_callback(None)
    (query,) = (one for one in asked if "face_details" in one)
    plan = [row[3] for row in stocked.db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert "SCAN i USING COVERING INDEX items_by_encoder" in plan
    assert "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)" in plan


def test_facts_are_found_by_an_index_alone(stocked: Library) -> None:
    plan = stocked.db.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM photos p WHERE {of_kind('receipt')}")
    assert any("COVERING INDEX page_facts_by_field" in row[3] for row in plan)


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_that_an_index_serves_reads_no_table_from_end_to_end(stocked: Library, text: str) -> None:
    filters = [part for part in parse(text).query.parts if isinstance(part, Filter)]
    assert len(filters) == 1
    assert scans(stocked, partial(matching, query_filters=filters, today=TODAY)) == []


def test_a_scan_is_noticed(stocked: Library) -> None:
    asked = "SELECT p.id FROM photos p JOIN files f ON f.photo_id = +p.id WHERE p.colour > 9"
    assert "photos" in scans(stocked, lambda library: library.db.execute(asked).fetchall())
