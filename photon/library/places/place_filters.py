"""SQL of the filters by place, and places by their numbers of photos.

Names are compared in Python, once per point of the data and per text that metadata states, of which there are some
thousands; town, country and the user's places are found by all their names. Coordinates that are in doubt find nothing.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from photon.domain import Filter
from photon.domain.arrays import Ids
from photon.domain.photo.distances import EARTH, distances
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import CountedPlace, NamedPoint, PlaceLevel
from photon.domain.query.filter_kinds.places import COUNTRY, PLACE
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.text_folding import fold, fold_sign
from photon.library.photos.facets import Counted
from photon.library.places.own_places import in_circle, own_places
from photon.library.places.photo_places import MapPoints, country_names, map_points, place_counts, stated_place
from photon.library.places.point_names import IN_DOUBT

PlaceSql = tuple[str, list[object]]
"""A condition on the photo p, and its bound values."""
_COLUMNS = ("country", "region", "town", "quarter")  # the widest first
_LISTED = "SELECT value FROM json_each(?)"
_STATED = "FROM photos WHERE stated_place <> '' AND latitude IS NULL"
_AT_LEVEL = tuple(
    "SELECT n.photo_id FROM json_each(?) w CROSS JOIN photo_places n WHERE n.doubt = ''"
    + "".join(f" AND n.{name} = json_extract(w.value, '$[{at}]')" for at, name in enumerate(_COLUMNS[: level + 1]))
    for level in range(len(_COLUMNS))
)
_IN_COUNTRY = f"SELECT n.photo_id FROM photo_places n WHERE n.doubt = '' AND n.country IN ({_LISTED})"
_STATING = f"SELECT id {_STATED} AND stated_place IN ({_LISTED})"
_folded = lru_cache(1 << 16)(fold)
_Level = tuple[PlaceLevel, tuple[str, ...], int]  # its name and those of what it lies in, and the number of a town


class _Where(NamedTuple):
    """What a point, or a text in metadata, lies in: names, the widest first, country's code, town's number."""

    names: tuple[str, ...]
    code: str
    town_id: int = 0


class _Wanted(NamedTuple):
    """A name that is looked for, which may be that of countries, regions and towns; ``aliases`` are all their names."""

    text: str
    is_whole: bool
    countries: frozenset[str]
    towns: frozenset[int]
    aliases: frozenset[str]

    def fits(self, name: str) -> bool:
        """Whether a name is the wanted one, or has its words."""
        known = _folded(name)
        return known == self.text or (not self.is_whole and f" {self.text} " in f" {known} ")

    def levels(self, where: _Where, wider: "Sequence[_Wanted]" = ()) -> Iterator[int]:
        """Yield the columns in which a point has the wanted name, and names in wider columns that narrow it down."""
        for at, name in enumerate(where.names):
            is_it = (at == 0 and where.code in self.countries) or (at == 2 and where.town_id in self.towns)
            is_it = is_it or (at == 1 and f"{where.code}/{name}" in self.countries)
            is_it = is_it or (at < 3 and not where.town_id and _folded(name) in self.aliases)
            if (is_it or self.fits(name)) and all(any(level < at for level in one.levels(where)) for one in wider):
                yield at


def place_condition(library: Library, text: str) -> PlaceSql:
    """Return the condition that a photo was taken at a place, or that metadata of one without coordinates says so."""
    sign = fold_sign(text)
    for wanted in _readings(library, text):
        found = _named(library, wanted)
        own = [
            place for place in own_places(library).values()
            if len(wanted) == 1 and wanted[0].fits(place.name) and (wanted[0].text or fold_sign(place.name) == sign)
        ]  # fmt: skip
        if own:
            found.append((_LISTED, _json(_photos_in(library, own))))
        if found:
            return _any_of(found)
    return "0", []


def country_condition(library: Library, text: str) -> PlaceSql:
    """Return the condition that a photo was taken in a country, or that metadata of one without coordinates says so."""
    for wanted in (_wanted(library, fold(text), is_whole=is_whole) for is_whole in (True, False)):
        texts = [stated for stated, where in _stated(library) if wanted.text and 0 in wanted.levels(where)]
        found = [(_IN_COUNTRY, _json(sorted(wanted.countries)))] if wanted.countries and wanted.text else []
        if found or texts:
            return _any_of([*found, (_STATING, _json(texts))])
    return "0", []


def _any_of(found: Sequence[tuple[str, str]]) -> PlaceSql:
    """Return the condition that a photo is in one of some queries with their bound values.

    The ids are sorted because that makes SQLite's list of 50,000 of them twice as fast.
    """
    queries = " UNION ALL ".join(query for query, _ in found)
    return f"p.id IN ({queries} ORDER BY 1)", [value for _, value in found]


def _readings(library: Library, text: str) -> Iterator[list[_Wanted]]:
    """Yield ways to read a text, the strictest first: as one name, as names from small to large, as words of names."""
    parts = [part for part in map(fold, text.split(",")) if part]
    for is_whole in (True, False):
        for names in ([fold(text)], parts)[: 1 + (len(parts) > 1)]:
            yield [_wanted(library, name, is_whole=is_whole) for name in names]


def _wanted(library: Library, text: str, *, is_whole: bool) -> _Wanted:
    same, bound = ("name = ?", text) if is_whole else ("' ' || name || ' ' LIKE ?", f"% {text} %")
    towns = library.column(f"SELECT town_id FROM place_names WHERE {same}", (bound,))
    named = library.db.execute("SELECT country, name FROM country_names").fetchall()
    wanted = _Wanted(text, is_whole, frozenset(), frozenset(towns), frozenset())
    countries = {code for code, name in named if wanted.fits(name)} | ({text.upper()} if len(text) == 2 else set())
    aliases = library.column(f"SELECT name FROM place_names WHERE town_id {IN_LIST}", (id_list(towns),))
    aliases += [fold(name) for code, name in named if code in countries]
    return wanted._replace(countries=frozenset(countries), aliases=frozenset(aliases))


def _named(library: Library, wanted: Sequence[_Wanted]) -> list[tuple[str, str]]:
    """Return queries, with their bound values, of the photos at a place and in those that narrow it down."""
    first, *wider = wanted
    if not first.text:
        return []
    found: dict[int, set[tuple[str, ...]]] = {}
    for where in _known_points(library):
        for level in first.levels(where, wider):
            found.setdefault(level, set()).add((where.code, *where.names[1:])[: level + 1])
    queries = [(_AT_LEVEL[level], _json(sorted(found[level]))) for level in sorted(found)]
    texts = [text for text, where in _stated(library) if [*first.levels(where, wider)]]
    return [*queries, (_STATING, _json(texts))] if texts else queries


def _known_points(library: Library) -> list[_Where]:
    return library.remember("points", lambda: _read_points(library), "cache")


def _read_points(library: Library) -> list[_Where]:
    rows = library.db.execute(f"SELECT DISTINCT {', '.join(_COLUMNS)}, town_id FROM photo_places")
    return [_Where(("", *names), code, town) for code, *names, town in rows]


def _stated(library: Library) -> Iterator[tuple[str, _Where]]:
    for text in library.column(f"SELECT DISTINCT stated_place {_STATED}"):
        one = stated_place(text)
        yield text, _Where((one.country, one.region, one.city, one.location), one.country_code)


def _json(values: Sequence[object]) -> str:
    return json.dumps(values)


def _photos_in(library: Library, own: Iterable[OwnPlace]) -> list[int]:
    return sorted({photo for place in own for photo in _photos_near(library, place.centre, place.radius)})


# -- by coordinates --------------------------------------------------------------------------------------


def area_condition(area: MapArea) -> PlaceSql:
    """Return the condition that a photo was taken in an area of the map."""
    joined = "AND" if area.west <= area.east else "OR"
    inside = f"p.latitude BETWEEN ? AND ? AND (p.longitude >= ? {joined} p.longitude <= ?)"
    return (
        f"p.latitude IS NOT NULL AND p.longitude IS NOT NULL AND {inside} AND p.id NOT IN ({IN_DOUBT})",
        [area.south, area.north, area.west, area.east],
    )


def near_condition(library: Library, centre: Coordinates, metres: float) -> PlaceSql:
    """Return the condition that a photo was taken at most so far from a point."""
    return f"p.id IN ({_LISTED})", [_json(_photos_near(library, centre, metres))]


def near_name_condition(library: Library, name: str, metres: float) -> PlaceSql:
    """Return the condition that a photo was taken at most so far from a place of the user, or else the largest town."""
    own = [place.centre for place in own_places(library).values() if fold(place.name) == fold(name)]
    for centre in (*own, *library.find_town(name)):
        return near_condition(library, centre, metres)
    return "0", []


def _photos_near(library: Library, centre: Coordinates, metres: float) -> list[int]:
    """A box in degrees, then exact distances."""
    reach = math.degrees(metres / EARTH)
    rows = library.db.execute(
        "SELECT id, latitude, longitude FROM photos WHERE latitude BETWEEN ? AND ? AND longitude IS NOT NULL",
        (centre.latitude - reach, centre.latitude + reach),
    ).fetchall()
    ids, latitudes, longitudes = np.array(rows, np.float64).reshape(-1, 3).T
    near = ids[distances(latitudes, longitudes, centre) <= metres].astype(np.int64)
    doubtful = library.column(IN_DOUBT)
    kept: Ids = near[~np.isin(near, doubtful)]
    return list(map(int, kept))


# -- counted ---------------------------------------------------------------------------------------------


def count_own(library: Library, points: MapPoints) -> list[CountedPlace]:
    """Return the user's places with their numbers of photos among some points, most first."""
    own = [
        CountedPlace("own", one.name, (), int(in_circle(one, *points[1:]).sum()), one.centre, key, one.name)
        for key, one in own_places(library).items()
    ]
    return sorted(own, key=lambda one: -one.photos)


def count_places(library: Library, among: Ids | None = None) -> list[CountedPlace]:
    """Return quarters, towns, regions and countries with their numbers of photos, most first.

    Places that have their name in common are found by what they lie in, too: ``Paris, Texas, US``.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all that are there.
    """
    photos: Counter[_Level] = Counter()
    centres: dict[_Level, Coordinates] = {}
    for one in place_counts(library, among):
        for place in _levels(library.localize(one.names)):
            photos[place] += one.photos
            centres.setdefault(place, one.coordinates)  # where most photos are
    same = Counter(_folded(names[0]) for _, names, _ in photos)
    return [
        CountedPlace(
            level, names[0], names[1:], count, centres[level, names, town],
            value=names[0] if same[_folded(names[0])] == 1 else ", ".join(names), town_id=town,
        )
        for (level, names, town), count in photos.most_common()
    ]  # fmt: skip


def _levels(point: NamedPoint) -> Iterator[_Level]:
    """Yield each level of a point that has a name, with this name and those of what it lies in."""
    parts: tuple[tuple[PlaceLevel, str], ...] = (
        ("quarter", point.quarter), ("town", point.town), ("region", point.region), ("country", point.country),
    )  # fmt: skip
    for at, (level, name) in enumerate(parts):
        if name:
            wider = tuple(other for _, other in parts[at + 1 :] if other)
            yield level, (name, *wider), point.town_id if level == "town" else 0


def named_counts(library: Library, among: Ids | None = None) -> list[CountedPlace]:
    """Return what ``place:`` finds: the user's places, then all others but countries.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all that are there.
    """
    others = [one for one in count_places(library, among) if one.level != "country"]
    return [*count_own(library, map_points(library).among(among)), *others]


def place_name_counts(library: Library, among: Ids | None = None) -> Counted:
    """Return what finds places, with their numbers of photos; ``among`` is int64 (n,), or None for all."""
    counts = Counter[str]()
    for one in named_counts(library, among):  # places of the user may have one name
        counts[one.value] += one.photos
    return list(counts.items())


def country_counts(library: Library, among: Ids | None = None) -> Counted:
    """Return the names of countries, in English unless others are known, with their numbers of photos, most first.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all that are there.
    """
    names, photos = country_names(library), Counter[str]()
    for one in place_counts(library, among):
        photos[one.names.country] += one.photos
    local = {code: library.localize(NamedPoint(country=code)).country for code in photos}
    shown = {code: names.get(code, code) if name == code else name for code, name in local.items()}
    return [(shown[code], count) for code, count in photos.most_common() if code]


def named_filters(library: Library) -> dict[str, tuple[Filter, ...]]:
    """Return the filters that a name could mean, by the folded name in any language: own places first, then by photos.

    Short other names, such as the codes of airports, are left out. Tokyo in Tokyo is one place if both have the same
    photos.
    """
    towns: dict[int, list[str]] = {}
    for town, name in library.db.execute("SELECT town_id, name FROM place_names"):
        towns.setdefault(town, []).append(name)
    countries: dict[str, list[str]] = {}
    for code, name in library.db.execute("SELECT country, name FROM country_names ORDER BY rowid"):
        countries.setdefault(code, []).append(_folded(name))
    regions = {name: names for key, names in countries.items() if "/" in key for name in names}
    found: dict[str, list[Filter]] = {}
    counted = named_counts(library)
    values = {(one.name, one.within, one.photos): one.value for one in counted}
    for one in counted:
        is_twin = one.within[:1] == (one.name,)
        value = values.get((one.name, one.within[1:], one.photos), one.value) if is_twin else one.value
        other = regions.get(_folded(one.name), ()) if one.level == "region" else towns.get(one.town_id, ())
        for name in {_folded(one.name), *filter(_is_telling, other)}:
            found.setdefault(name, []).append(PLACE.filter_by(value))
    for country, _ in country_counts(library):
        code = next((code for code, names in countries.items() if "/" not in code and _folded(country) in names), "")
        for name in filter(_is_telling, countries.get(code, ())):
            found.setdefault(name, []).append(COUNTRY.filter_by(country))
    return {name: tuple(dict.fromkeys(some)) for name, some in found.items() if name}


def _is_telling(name: str) -> bool:
    return len(name) > 3 or not name.isascii()
