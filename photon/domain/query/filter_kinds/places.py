"""The filters ``place:``, ``country:``, ``near:`` and ``area:``, by where photos were taken."""

import re
from collections.abc import Iterable

from photon.domain.places.coordinates import Coordinates, check_coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.states import HAS, MISPLACED, state_of
from photon.domain.query.filter_kinds.texts import check_has_letters
from photon.domain.query.periods import BadValue
from photon.domain.query.query import Filter, Part, flat_parts
from photon.language import tr
from photon.quick_dataclass import dataclass

_PLACE = re.compile(r"([-+]?[0-9.]+)\s*,\s*([-+]?[0-9.]+)(?:\s*,\s*([0-9.]+)\s*(km|m|mi))?")
_NAMED = re.compile(r"(.*?[^\W\d_].*?)(?:\s*,\s*([0-9.]+)\s*(km|m|mi))?")
_METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344}
_AROUND = 10_000.0  # default radius in metres
_HINT = tr("Write latitude, longitude and distance: near:38.7,-9.1,20km.")
_TYPED = re.compile(r"(-?[\d.]+),(-?[\d.]+)(?:,(.+))?")
HERE = "here"
"""Stands in ``near:`` for where the selected photo was taken."""
_HERE = re.compile(rf"(?<!\w)(?:near|gps):([\"“„]?){HERE}(?!\w)", re.IGNORECASE)
_DEGREES = r"[-+]?[0-9.]+"
_EDGES = re.compile(rf"({_DEGREES})\s*,\s*({_DEGREES})\s*,\s*({_DEGREES})\s*,\s*({_DEGREES})")


@dataclass(frozen=True, slots=True)
class Distance:
    """Great-circle distance of at most ``metres`` from a point in signed decimal degrees."""

    latitude: float
    longitude: float
    metres: float


@dataclass(frozen=True, slots=True)
class NamedDistance:
    """Great-circle distance of at most ``metres`` from a place by its name."""

    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place by its name, and names of what it lies in after commas."""

    text: str


@dataclass(frozen=True, slots=True)
class NamedCountry:
    """A country by its name in any language, or its code of two letters."""

    text: str


def read_near(text: str) -> Distance | NamedDistance:
    """Read a distance from a point or from a place by its name."""
    named = None if _PLACE.fullmatch(text) else _NAMED.fullmatch(text)
    if named is None:
        return _read_place(text)
    if named[1].casefold() == HERE:
        raise BadValue(
            tr("“near:here” needs a selected photo with a location."), tr("Select one in the window, then search.")
        )
    return NamedDistance(named[1], _metres(named[2], named[3]))


def _read_place(text: str) -> Distance:
    found = _PLACE.fullmatch(text)
    try:
        latitude, longitude = (float(part) for part in (found.groups()[:2] if found else ("", "")))
    except ValueError:
        found = None
    if not found:
        raise BadValue(tr("near: needs coordinates."), _HINT)
    if abs(latitude) > 90 or abs(longitude) > 180:
        hint = _HINT
        if abs(longitude) <= 90:
            hint += " " + tr("Did you swap them? Try {filter}.", filter=f"near:{found[2]},{found[1]}")
        raise BadValue(tr("Latitudes go from -90 to 90, longitudes from -180 to 180."), hint)
    return Distance(latitude, longitude, _metres(found[3], found[4]))


def _metres(number: str | None, unit: str | None) -> float:
    """Return a distance as typed in metres; the usual one if there is none."""
    if number is None or unit is None:
        return _AROUND
    try:
        metres = float(number) * _METRES[unit]
    except ValueError as error:
        raise BadValue(tr("near: needs coordinates."), _HINT) from error
    if not metres > 0:
        raise BadValue(tr("The distance must be greater than 0."), _HINT)
    return metres


def _show_place(value: str) -> str:
    found = _TYPED.fullmatch(value)
    named = None if found else _NAMED.fullmatch(value)
    if named is not None and named[2]:
        return tr("within {distance} of {place}", distance=f"{named[2]} {named[3]}", place=named[1])
    if found is None:
        return tr("near {place}", place=value)
    place = f"{found[1]}, {found[2]}"
    around = re.sub(r"(?<=\d)(?=[a-z])", " ", found[3] or "")
    return (
        tr("within {distance} of {place}", distance=around, place=place) if around else tr("near {place}", place=place)
    )


def near_value(point: Coordinates, distance: str = "") -> str:
    """Return what to write after ``near:`` for a point, and a distance such as ``5km``; empty for the usual one."""
    return ",".join((_written(point), distance)) if distance else _written(point)


def put_here(text: str, point: Coordinates | None) -> str:
    """Put the coordinates of the selected photo in a text that is searched for, in place of ``near:here``."""
    return text if point is None else _HERE.sub(lambda found: f"near:{found[1]}{near_value(point)}", text)


def area_value(area: MapArea) -> str:
    """Return what to write after ``area:`` for an area of the map."""
    return _written((area.south, area.west, area.north, area.east))


def _written(degrees: Iterable[float]) -> str:
    return ",".join(f"{one:.5f}".rstrip("0").rstrip(".") for one in degrees)


def _read_area(text: str) -> MapArea:
    hint = tr("Write south, west, north and east in degrees: area:38,-10,39,-9.")
    found = _EDGES.fullmatch(text)
    try:
        south, west, north, east = (float(edge) for edge in (found.groups() if found else ()))
        check_coordinates(south, west)
        check_coordinates(north, east)
    except ValueError as error:
        raise BadValue(tr("area: needs the edges of an area of the map."), hint) from error
    if south > north:
        raise BadValue(tr("The south of this area is farther north than its north."), hint)
    return MapArea(south, west, north, east)


def _show_area(value: str) -> str:
    found = _EDGES.fullmatch(value)
    if found is None:
        return tr("area {edges}", edges=value)
    south, west, north, east = found.groups()
    return tr("area {edges}", edges=f"{south}° – {north}°, {west}° – {east}°")


def _read_name(text: str) -> NamedPlace:
    if text.isascii():  # a place of the user may have a sign for its name, such as a heart
        check_has_letters("place", text, "Lisbon")
    return NamedPlace(text)


def _read_country(text: str) -> NamedCountry:
    check_has_letters("country", text, "Portugal")
    return NamedCountry(text)


PLACE = FilterKind(
    "place",
    FieldHelp(tr("place"), tr("towns, regions and places that you named"), "Lisbon"),
    "map-pin",
    lambda text, _: _read_name(text),
    photos=tr("photos taken in {words}"),
    also=("town", "city", "location"),
    completed_by="place",
)
COUNTRY = FilterKind(
    "country",
    FieldHelp(tr("country"), tr("countries by name or code"), "Portugal"),
    "map-pin",
    lambda text, _: _read_country(text),
    lambda value: value.upper() if len(value) == 2 else value,
    photos=tr("photos taken in {words}"),
    completed_by="country",
)
NEAR = FilterKind(
    "near",
    FieldHelp(tr("distance"), tr("near a place"), "38.7,-9.1,20km"),
    "map-pin",
    lambda text, _: read_near(text),
    _show_place,
    tr("photos {words}"),
    also=("gps",),
    spaced=re.compile(
        r"(?:[-+]?[0-9.]+\s*,\s*[-+]?[0-9.]+(?:\s*,\s*[0-9.]+\s*(?:km|mi|m)(?!\w))?"
        r"|[^\W\d_][^\s,()\"“”„«»]*\s*,\s*[0-9.]+\s*(?:km|mi|m)(?!\w))",
        re.IGNORECASE,
    ),
    tail=re.compile(r",[\d.]*[a-z]*", re.IGNORECASE),
)
AREA = FilterKind(
    "area",
    FieldHelp(tr("area"), tr("an area of the map"), "38,-10,39,-9"),
    "map-pin",
    lambda text, _: _read_area(text),
    _show_area,
    tr("photos from the {words}"),
    spaced=re.compile(r"(?:[-+]?[0-9.]+\s*,\s*){3}[-+]?[0-9.]+"),
    tail=re.compile(r",[-+\d.,]*"),
)

PLACE_FILTERS = (PLACE, COUNTRY, NEAR, AREA)

PLACES = FilterGroup(
    "place",
    tr("Place"),
    tr("Find a place"),
    "map-pin",
    tuple(kind.name for kind in PLACE_FILTERS),
    ("gps", MISPLACED.value),
    (
        FilterChoice(HAS.filter_by("gps"), 0, tr("With a location")),
        FilterChoice(HAS.filter_by("gps", unwanted=True), 0, tr("Without a location")),
        FilterChoice(MISPLACED, 0),
    ),
)


def asks_for_places(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask where photos were, or were not, taken."""
    asked = (part for part in flat_parts(parts) if isinstance(part, Filter))
    return any(part.field in PLACES.fields or state_of(part) in PLACES.states for part in asked)
