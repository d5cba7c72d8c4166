"""Translate the filters of a query to SQL over the catalogue; the result is exact.

Names are compared in Python, once per camera, lens or folder. There are few of them, and folding then agrees with
full-text search. For 100,000 photos a filter takes 1 to 70 ms (``packaging/lab/speed/bench_filters.py``).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from photon.domain import AnyOf, Filter
from photon.domain.arrays import Ids
from photon.domain.decisions.decision_kinds import KINDS
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.query.event_time import EventFilter
from photon.domain.query.filter_kinds.explore import NamedTopic
from photon.domain.query.filter_kinds.facts import TOTAL, StatedSender, StatedTotal
from photon.domain.query.filter_kinds.known_kinds import read_value
from photon.domain.query.filter_kinds.names import NamedAlbum, NamedFolder, NamedTag
from photon.domain.query.filter_kinds.people import NamedPerson, PeopleCount, PersonAge, named_people
from photon.domain.query.filter_kinds.places import Distance, NamedCountry, NamedDistance, NamedPlace
from photon.domain.query.filter_kinds.sizes import FileSize
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.filter_kinds.texts import TEXT, SoughtText
from photon.domain.query.filter_kinds.times import DATE
from photon.domain.query.filter_values import Bounds, Containing, OneOf, State, Within
from photon.domain.query.periods import ON_THIS_DAY, Annual, Days, Seasonal
from photon.domain.query.query import is_condition
from photon.domain.text.stated_facts import KIND_NAMES, MADE_TO_READ
from photon.library.albums import albums, smart_albums
from photon.library.albums.album_content import IS_IN_ALBUM, PHOTOS_IN
from photon.library.db.connection import Library
from photon.library.db.path_choice import folder_test
from photon.library.db.text_folding import fold, fold_apart, fold_name
from photon.library.duplicates.picture_pairs import IS_COPY
from photon.library.explore.looked_photos import IS_UNSEEN
from photon.library.explore.topics import topic_condition
from photon.library.people.people_filters import HAS_UNNAMED, age_condition, people_condition, person_condition
from photon.library.photos.events import known_events
from photon.library.photos.facets import distinct_values
from photon.library.photos.folders import DIRECTORY
from photon.library.photos.photos import IS_LISTED, IS_LIVE
from photon.library.places.place_filters import (
    area_condition,
    country_condition,
    near_condition,
    near_name_condition,
    place_condition,
)
from photon.library.places.point_names import IS_MISPLACED
from photon.library.searches.found_photos import Sql, find_photos, find_query
from photon.library.searches.photo_looks import LOOKS
from photon.library.stacks.stacks import IS_STACKED
from photon.library.tags import tags
from photon.library.tags.tags import IS_TAGGED
from photon.library.text.stated_facts import of_kind, shops_named, stating
from photon.library.text.text_search import text_condition
from photon.library.text.texts import HAS_CODE, HAS_TEXT
from photon.quick_dataclass import dataclass

FindSmart = Callable[[Library, int], Ids]
"""What a smart album's search finds, without what is kept out of it: ids in the album's order, int64 (n,)."""

_LAST_SIGN = chr(0x10FFFF)
_STATES = {
    "gps": "p.latitude IS NOT NULL AND p.longitude IS NOT NULL",
    "camera": "p.camera IS NOT NULL",
    "lens": "p.lens IS NOT NULL",
    "date": "NOT p.id IN (SELECT id FROM photos WHERE taken IS NULL)",
    "tags": IS_TAGGED,
    "rating": "p.rating > 0",
    "album": IS_IN_ALBUM,
    TEXT.name: HAS_TEXT,
    "code": HAS_CODE,
    "favourite": "p.favourite = 1",
    "picked": "p.flag = 1",
    "rejected": "p.flag = -1",
    "unflagged": "p.flag = 0",
    "untagged": f"NOT {IS_TAGGED}",
    "unrated": "p.rating = 0",
    "photo": "p.seconds IS NULL",
    "live": IS_LIVE,
    "missing": "p.present = 0",
    "offline": "p.present = 1 AND EXISTS (SELECT 1 FROM folders WHERE offline = 1)"
    " AND p.id NOT IN (SELECT f.photo_id FROM files f JOIN folders d ON d.id = f.folder_id"
    " WHERE f.missing IS NULL AND d.offline = 0)",
    "damaged": "p.damage IS NOT NULL",
    "stacked": IS_STACKED,
    "duplicate": IS_COPY,
    "rotated": "p.turned <> '' AND p.image_hash <> p.read_image_hash",
    "unseen": IS_UNSEEN,
    **LOOKS,
    "landscape": "p.width > p.height",
    "portrait": "p.width < p.height",
    "square": "p.width = p.height",
    "unnamed-faces": HAS_UNNAMED,
    "misplaced": IS_MISPLACED,
    **{kind: of_kind(kind) for kind in KIND_NAMES},
    "document": of_kind(*MADE_TO_READ),
    **{
        kind.what.replace("_", "-"): f"p.id IN (SELECT {kind.photo} FROM {kind.table})"
        for kind in KINDS
        if kind.is_yes_or_no
    },
}
"""SQL condition on a photo ``p`` by state; the others are ``Library.states``."""
COMPUTED = {"pixels": "p.width * p.height", "side": "max(p.width, p.height)"}
"""SQL of numbers of photos that are no columns."""


def no_smart_photos(library: Library, album: int) -> Ids:  # noqa: ARG001 - as a search that finds nothing
    """Find nothing, for code that asks for no album: int64 (0,)."""
    return np.zeros(0, np.int64)


def matching(
    library: Library,
    query_filters: Iterable[Filter | AnyOf],
    today: date,
    smart: FindSmart = no_smart_photos,
    *,
    with_missing: bool = False,
) -> Ids:
    """Find the photos for which all conditions hold; missing ones only if ``is:missing`` asks for them.

    Args:
        library: The library.
        query_filters: Filters, and alternatives of which one must hold. Alternatives that are not all filters are
            ignored. Without any condition all photos match.
        today: Reference date for relative dates such as ``last-summer``.
        smart: Finds what the searches of smart albums find.
        with_missing: Whether to find missing photos, too, if no filter asks for them.

    Returns:
        int64 (n,), ascending.

    Raises:
        BadValue: A value is invalid; ``parse`` never returns such a filter.
    """
    query_filters = list(query_filters)
    with_missing = with_missing or asks_for_missing(query_filters)
    given = Given(library, today, smart, with_missing, named_people(query_filters))
    asked = [condition_of(given, one) for one in query_filters]
    return find_photos(library, asked, IS_LISTED if with_missing else "")


@dataclass(frozen=True, slots=True)
class Given:
    """What conditions are translated with.

    ``with_missing``: the files of missing photos count, too; ``people``: who is asked for in the same query.
    """

    library: Library
    today: date
    smart: FindSmart = no_smart_photos
    with_missing: bool = False
    people: tuple[str, ...] = ()

    @property
    def files(self) -> str:
        """SQL condition on the files that count: of a photo with a file, none that is missing."""
        there = "missing IS NULL"
        return f"({there} OR photo_id IN (SELECT id FROM photos WHERE present = 0))" if self.with_missing else there


def condition_of(given: Given, asked: Filter | AnyOf) -> Sql:
    """Return the condition for which a photo passes a filter, or one of some alternatives."""
    if not is_condition(asked):
        return "1", []
    if isinstance(asked, AnyOf):
        options = [condition_of(given, option) for option in asked.options if isinstance(option, Filter)]
        condition, values = " OR ".join(each for each, _ in options), [value for _, some in options for value in some]
        queries = [query for query, is_unwanted in (find_query(each) for each, _ in options) if not is_unwanted]
        if all(queries) and len(queries) == len(options) > 0:
            condition = f"p.id IN ({' UNION ALL '.join(f'SELECT * FROM ({query})' for query in queries)})"
    else:
        value = read_value(asked, given.today)
        condition, values = _CONDITIONS[type(value)](value, given)
        if asked.field == DATE.name and asked.value.casefold() == ON_THIS_DAY:
            condition = f"{condition} AND NOT {_STATES['not-recalled']}"
    return f"{'NOT ' if asked.unwanted else ''}({condition})", values


def _in_days(value: Days, _: Given) -> Sql:
    # times sort as text; every time of a day sorts before its date followed by U, the letter after T
    bounds = [("p.shown >= ?", value.first and f"{value.first}"), ("p.shown < ?", value.last and f"{value.last}U")]
    given = [(condition, bound) for condition, bound in bounds if bound is not None]
    condition = " AND ".join(["p.present IN (0, 1)", *(condition for condition, _ in given)])  # uses the time index
    return f"p.id IN (SELECT p.id FROM photos p WHERE {condition})", [bound for _, bound in given]


def _on_days_of_every_year(value: Annual, _: Given) -> Sql:
    first, last = (f"{month:02}-{day:02}" for month, day in (value.first, value.last))
    both = "AND" if first <= last else "OR"
    is_dated = "p.taken IS NOT NULL AND " if first == last else ""  # that a file was copied on a day is no anniversary
    return f"({is_dated}(substr(p.shown, 6, 5) >= ? {both} substr(p.shown, 6, 5) <= ?))", [first, last]


def _in_season(value: Seasonal, given: Given) -> Sql:
    (north, values), (south, others) = (_CONDITIONS[type(one)](one, given) for one in (value.north, value.south))
    is_south = "ifnull(p.latitude, 0) < 0"
    return f"(NOT {is_south} AND {north}) OR ({is_south} AND {south})", [*values, *others]


def _is_one_of(value: OneOf, _: Given) -> Sql:
    return f"p.{value.column} IS NOT NULL AND p.{value.column} IN ({_holes(value.values)})", [*value.values]


def _in_state(value: State, given: Given) -> Sql:
    if value.name in _STATES:
        return _STATES[value.name], []
    found = given.library.states.get(value.name)
    return "p.id IN (SELECT value FROM json_each(?))", [_json([] if found is None else found.tolist())]


def _within(value: Within, _: Given) -> Sql:
    if value.column in COMPUTED:
        return _bounded(COMPUTED[value.column], value.bounds)
    condition, values = _bounded(f"p.{value.column}", value.bounds)
    return f"p.{value.column} IS NOT NULL AND {condition}", values


def _of_file_size(value: FileSize, given: Given) -> Sql:
    condition, values = _bounded("size", value.bounds)
    return f"p.id IN (SELECT photo_id FROM files WHERE {given.files} AND {condition})", values


def _bounded(measure: str, bounds: Bounds) -> Sql:
    conditions: list[str] = []
    values: list[object] = []
    if bounds.low is not None:
        conditions.append(f"{measure} {'>' if bounds.low_open else '>='} ?")
        values.append(bounds.low)
    if bounds.high is not None:
        conditions.append(f"{measure} {'<' if bounds.high_open else '<='} ?")
        values.append(bounds.high)
    return " AND ".join(conditions) or "1", values


def _tagged(value: NamedTag, given: Given) -> Sql:
    known = tags.matching_tags(given.library, value.text)
    if not known:
        return "0", []
    return f"p.id IN ({tags.PHOTOS_WITH.format(', '.join(map(str, known)))})", []


def _in_album(value: NamedAlbum, given: Given) -> Sql:
    known = albums.matching_albums(given.library, value.text)
    if not known:
        return "0", []
    kept = PHOTOS_IN.format(", ".join(map(str, known)))
    queries = smart_albums.smart_queries(given.library.db)
    filled = [given.smart(given.library, album) for album in known if album in queries]
    if not filled:
        return f"p.id IN ({kept})", []
    found = np.unique(np.concatenate(filled))
    return f"p.id IN ({kept} UNION ALL SELECT value FROM json_each(?))", [_json(found.tolist())]


def _in_event(value: EventFilter, given: Given) -> Sql:
    found = (
        "p.id IN (SELECT q.id FROM json_each(?) w CROSS JOIN photos q"  # CROSS JOIN: use the time index
        " WHERE q.present IN (0, 1) AND q.taken IS NOT NULL AND q.shown >= json_extract(w.value, '$[0]')"
        " AND q.shown < json_extract(w.value, '$[1]'))"
    )
    return found, [_json(known_events(given.library).ranges(value.first, value.end))]


def _containing(value: Containing, given: Given) -> Sql:
    column, wanted = value.column, fold(value.text)
    rows = given.library.column(distinct_values(f"photos WHERE {column} IS NOT NULL", column)) if wanted else ()
    names = [name for name in rows if wanted in fold(name) or wanted in fold_apart(name)]
    listed = f"{column} IS NOT NULL AND {column} IN (SELECT value FROM json_each(?))"
    return f"p.id IN (SELECT id FROM photos WHERE {listed})", [_json(names)]


def _in_folder(value: NamedFolder, given: Given) -> Sql:
    lies_in = folder_test(value.text)
    spans: list[tuple[int, str, str]] = []
    for folder, path in given.library.db.execute("SELECT id, path FROM folders").fetchall():
        root = f"{fold_name(path).rstrip('/')}/"
        for directory in ["", *_directories(given.library, folder)]:
            whole = f"{root}{fold_name(directory)}/" if directory else root
            if not lies_in(whole):
                continue
            if not directory:
                spans.append((folder, "", _LAST_SIGN))
                break
            spans.append((folder, f"{directory}/", f"{directory}0"))  # 0 is the character after /
    found = (
        "p.id IN (SELECT f.photo_id FROM json_each(?) w CROSS JOIN files f"  # CROSS JOIN: use the path index
        f" WHERE f.folder_id = json_extract(w.value, '$[0]') AND {given.files}"
        " AND f.relative >= json_extract(w.value, '$[1]') AND f.relative < json_extract(w.value, '$[2]'))"
    )
    return found, [_json(_outermost(spans))]


def _outermost(spans: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Drop directories inside other ones."""
    kept: list[tuple[int, str, str]] = []
    for span in sorted(spans):
        if not (kept and kept[-1][0] == span[0] and span[1].startswith(kept[-1][1])):
            kept.append(span)
    return kept


def _directories(library: Library, folder: int) -> list[str]:
    """Return directories that directly contain files."""
    found = library.column(distinct_values(f"files WHERE folder_id = {folder}", DIRECTORY))
    return [directory.rstrip("/") for directory in found if directory]


def _stating_total(value: StatedTotal, _: Given) -> Sql:
    condition, values = _bounded("CAST(s.value AS REAL)", value.bounds)
    if value.currency:
        condition, values = f"{condition} AND s.value LIKE ?", [*values, f"% {value.currency}"]
    return stating(TOTAL.name, f"{condition} AND s.value GLOB '[-0-9]*'"), [*values, *values]


def _stating_sender(value: StatedSender, given: Given) -> Sql:
    shops = _json(shops_named(given.library, value.text))
    return stating("shop", "s.value IN (SELECT value FROM json_each(?))"), [shops, shops]


def _json(values: Sequence[object]) -> str:
    return json.dumps(values)


def _holes(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_CONDITIONS: dict[type, Callable[[Any, Given], Sql]] = {
    Days: _in_days,
    Annual: _on_days_of_every_year,
    Seasonal: _in_season,
    OneOf: _is_one_of,
    State: _in_state,
    Within: _within,
    FileSize: _of_file_size,
    NamedTag: _tagged,
    NamedAlbum: _in_album,
    EventFilter: _in_event,
    Containing: _containing,
    NamedFolder: _in_folder,
    Distance: lambda value, given: near_condition(
        given.library, Coordinates(value.latitude, value.longitude), value.metres
    ),
    NamedDistance: lambda value, given: near_name_condition(given.library, value.name, value.metres),
    NamedPlace: lambda value, given: place_condition(given.library, value.text),
    NamedCountry: lambda value, given: country_condition(given.library, value.text),
    MapArea: lambda value, _: area_condition(value),
    NamedTopic: lambda value, given: topic_condition(given.library, value.kind, value.text),
    StatedTotal: _stating_total,
    StatedSender: _stating_sender,
    NamedPerson: lambda value, given: person_condition(given.library, value.text),
    PeopleCount: lambda value, _: people_condition(value.bounds),
    PersonAge: lambda value, given: age_condition(given.library, value.bounds, given.people),
    SoughtText: lambda value, given: text_condition(given.library, value.text, is_start=value.is_start),
}
"""The condition for what the value of a filter means, by its type."""
