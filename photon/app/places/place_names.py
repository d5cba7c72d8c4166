"""Names of places in the language of the window, and places with their numbers of photos."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from photon.annotate.places.gazetteer import FoundTown, known_gazetteer
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import CountedPlace, NamedPoint, PlaceLevel
from photon.language.language import LANGUAGES, current_language
from photon.library import Library
from photon.library.db.text_folding import fold
from photon.library.places.own_places import in_circle, own_places
from photon.library.places.photo_places import PlaceCount, map_points, place_counts
from photon.quick_dataclass import dataclass

_OFFERED = 10


def language() -> str:
    """Return the code of the language of names."""
    return current_language() if current_language() in LANGUAGES else "en"


def town_name(point: NamedPoint) -> str:
    """Return the name of a town; empty if there is none."""
    return (known_gazetteer().local_name(point.town_id, language()) if point.town_id else "") or point.town


def country_of(point: NamedPoint) -> str:
    """Return the name of a country; empty at sea."""
    return known_gazetteer().country_name(point.country, language()) if point.country else ""


@dataclass(frozen=True, slots=True)
class _Place:
    level: PlaceLevel
    point: NamedPoint
    names: tuple[str, ...]


def list_places(library: Library) -> list[CountedPlace]:
    """Return the user's places, then all others with photos, those with most photos first."""
    return [*_own_places(library), *_known_places(place_counts(library))]


def find_places(library: Library, text: str) -> list[CountedPlace]:
    """Return places whose name, or a word of it, starts with a typed text: of the library first, then of the world."""
    wanted = fold(text.partition(",")[0])
    here = [one for one in list_places(library) if f" {wanted}" in f" {fold(one.name)}"][:_OFFERED]
    known = {(one.name, *one.within) for one in here}
    world = map(_place_of_town, known_gazetteer().find_towns(text, _OFFERED))
    return [*here, *(one for one in world if (one.name, *one.within) not in known)]


def _place_of_town(town: FoundTown) -> CountedPlace:
    point = NamedPoint(town=town.name, region=town.region, country=town.country, town_id=town.town_id)
    name, *within = _names(point)
    return CountedPlace("town", name, tuple(within), 0, town.coordinates, value=", ".join((name, *within)))


def _own_places(library: Library) -> Iterator[CountedPlace]:
    _, latitudes, longitudes = map_points(library)
    for key, one in own_places(library).items():
        count = int(np.count_nonzero(in_circle(one, latitudes, longitudes)))
        yield CountedPlace("own", one.name, (), count, one.centre, key, one.name)


def _known_places(counts: Sequence[PlaceCount]) -> list[CountedPlace]:
    photos, sums = Counter[_Place](), dict[_Place, Coordinates]()
    for one in counts:
        for place in _levels(one.names):
            photos[place] += one.photos
            sums.setdefault(place, one.coordinates)  # of the part with most photos
    same = Counter(fold(place.names[0]) for place in photos)
    return [
        CountedPlace(
            place.level, place.names[0], place.names[1:], count, sums[place],
            value=place.point.country if place.level == "country" else _value(place, same),
        )
        for place, count in photos.most_common()
    ]  # fmt: skip


def _value(place: _Place, same: Counter[str]) -> str:
    name = place.names[0]
    return name if same[fold(name)] == 1 else ", ".join(place.names)


def _levels(point: NamedPoint) -> Iterator[_Place]:
    """Yield the quarter, town, region and country of a point, those that it has."""
    names = _names(point)
    if point.quarter:
        yield _Place("quarter", point, (point.quarter, *names))
    wider = replace(point, quarter="", zone="")
    if point.town:
        yield _Place("town", wider, names)
    if point.region:
        yield _Place("region", replace(wider, town="", town_id=0), names[bool(point.town) :])
    if point.country:
        yield _Place("country", NamedPoint(country=point.country), names[-1:])


def _names(point: NamedPoint) -> tuple[str, ...]:
    """Return the names of town, region and country, without empty ones."""
    return tuple(filter(None, (town_name(point), point.region, country_of(point))))
