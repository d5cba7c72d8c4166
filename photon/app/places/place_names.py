"""Names of places in the language of the window, and places with their numbers of photos."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from photon.annotate.places.gazetteer import known_gazetteer
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import CountedPlace, NamedPoint, PhotoPlace, PlaceLevel
from photon.language.language import LANGUAGES, current_language
from photon.library import Library
from photon.library.db.text_folding import fold
from photon.library.places import photo_places
from photon.library.places.own_places import in_circle, own_places
from photon.library.places.photo_places import PlaceCount, map_points, place_counts

if TYPE_CHECKING:
    from photon.annotate.places.town_names import FoundTown

_Place = tuple[PlaceLevel, tuple[str, ...]]
_OFFERED = 10  # places of the library, and towns of the world


def town_name(point: NamedPoint) -> str:
    """Return the name of a town; empty if there is none."""
    return (known_gazetteer().local_name(point.town_id, _language()) if point.town_id else "") or point.town


def country_name(code: str) -> str:
    """Return the name of a country by its code; empty at sea."""
    return known_gazetteer().country_name(code, _language()) if code else ""


def _language() -> str:
    return current_language() if current_language() in LANGUAGES else "en"


def places_of(library: Library, photos: Sequence[int]) -> dict[int, PhotoPlace]:
    """Return where photos were taken, see ``photo_places.places_of``; towns are named in the language of the window."""
    found = photo_places.places_of(library, photos)
    return {
        photo: replace(one, names=replace(one.names, town=town_name(one.names))) if one.names.town_id else one
        for photo, one in found.items()
    }


def list_places(library: Library) -> list[CountedPlace]:
    """Return the user's places, then all others with photos, those with most photos first."""
    _, latitudes, longitudes = map_points(library)
    own = [
        CountedPlace("own", one.name, (), int(in_circle(one, latitudes, longitudes).sum()), one.centre, key, one.name)
        for key, one in own_places(library).items()
    ]
    return [*sorted(own, key=lambda one: -one.photos), *_known_places(place_counts(library))]


def _known_places(counts: Sequence[PlaceCount]) -> list[CountedPlace]:
    """Add up photos by country, region, town and quarter."""
    photos: Counter[_Place] = Counter()
    centres: dict[_Place, Coordinates] = {}
    for one in counts:
        for place in _levels(one.names):
            photos[place] += one.photos
            centres.setdefault(place, one.coordinates)  # where most photos are
    same = Counter(fold(names[0]) for _, names in photos)
    return [
        CountedPlace(level, names[0], names[1:], count, centres[level, names], value=_value(names, same))
        for (level, names), count in photos.most_common()
    ]


def _value(names: Sequence[str], same: Mapping[str, int]) -> str:
    """Return what finds a place: its name, with what it lies in if others have it."""
    return names[0] if same[fold(names[0])] == 1 else ", ".join(names)


def _levels(point: NamedPoint) -> Iterator[_Place]:
    """Yield each level of a point that has a name, with this name and those of what it lies in."""
    parts: list[tuple[PlaceLevel, str]] = [
        ("quarter", point.quarter),
        ("town", town_name(point)),
        ("region", point.region),
        ("country", country_name(point.country)),
    ]
    for at, (level, name) in enumerate(parts):
        if name:
            yield level, (name, *(other for _, other in parts[at + 1 :] if other))


def find_places(library: Library, text: str) -> list[CountedPlace]:
    """Return places whose name, or a word of it, starts with a typed text: of the library first, then of the world."""
    wanted = fold(text.partition(",")[0])
    here = [one for one in list_places(library) if f" {wanted}" in f" {fold(one.name)}"][:_OFFERED]
    known = {(one.name, *one.within) for one in here}
    world = map(_place_of_town, known_gazetteer().find_towns(text, _OFFERED))
    return [*here, *(one for one in world if (one.name, *one.within) not in known)]


def _place_of_town(town: "FoundTown") -> CountedPlace:
    name = town_name(NamedPoint(town=town.name, town_id=town.town_id))
    within = tuple(filter(None, (town.region, country_name(town.country))))
    return CountedPlace("town", name, within, 0, town.coordinates, value=", ".join((name, *within)))
