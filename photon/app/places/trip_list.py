"""The trips of a library: events far from home, with the names of their towns."""

from dataclasses import replace
from datetime import date

import numpy as np

from photon.annotate.places.trips import find_trips, name_stops
from photon.app.places.place_lookup import country_name, town_name
from photon.app.places.place_names import places_of
from photon.domain.arrays import Ids
from photon.domain.metadata.album import album_text
from photon.domain.places.place import PhotoPlace
from photon.domain.query.periods import days_text
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_tree
from photon.library.photos.events import EventList, known_events
from photon.library.places.photo_places import map_points
from photon.library.places.shots import read_shots
from photon.quick_dataclass import dataclass

_DAY = 86_400  # seconds
_ALBUM = 10  # photos of a trip, from which on an album is worth it


@dataclass(frozen=True, slots=True)
class Trip:
    """An event far from where photos are usually taken.

    Attributes:
        name: Its towns, region or country, such as ``Lisbon and Sintra``.
        first: Its first day.
        last: Its last day.
        photos: Its photos, in order of time, those without coordinates too.
        start: The time of its first photo, as in the ``DateSpan`` of the event.
        has_album: Whether there is an album with its title.
    """

    name: str
    first: date
    last: date
    photos: tuple[int, ...]
    start: str = ""
    has_album: bool = False

    @property
    def title(self) -> str:
        """Its name with its days: ``Lisbon and Sintra, 3–10 May 2019``."""
        return tr("{name}, {days}", name=self.name, days=days_text(self.first, self.last))

    @property
    def album(self) -> str:
        """The path of an album for it, as ``AlbumEditor.make`` takes it."""
        return album_text((self.title,))

    @property
    def is_suggested(self) -> bool:
        """Whether an album is suggested for it."""
        return not self.has_album and len(self.photos) >= _ALBUM


def list_trips(library: Library, most: int | None = None) -> list[Trip]:
    """Return the trips that have a name, the newest first; not more than ``most``, where that is given."""
    events = known_events(library)
    numbers: Ids = np.repeat(np.arange(len(events.counts)), events.counts)
    begun = np.array([first[:10] for first in events.firsts], "datetime64[D]").astype(np.int64)
    days, places = begun[numbers], np.full((len(numbers), 2), np.nan)
    shots, located = read_shots(library), map_points(library)
    _, here, there = np.intersect1d(events.photos, shots.photos, assume_unique=True, return_indices=True)
    days[here] = shots.times[there] // _DAY
    _, here, there = np.intersect1d(events.photos, located.ids, assume_unique=True, return_indices=True)
    places[here] = np.stack([located.latitudes, located.longitudes], axis=1)[there]
    ends = np.cumsum(events.counts)
    found = list[Trip]()
    for event in np.flatnonzero(find_trips(numbers, days, places))[::-1].tolist():
        own = slice(int(ends[event]) - events.counts[event], int(ends[event]))
        trip = _trip(library, events, event, (events.photos[own].tolist(), days[own].tolist()))
        found += [trip] if trip.name else []
        if len(found) == most:
            break
    return found


def _trip(library: Library, events: EventList, event: int, taken: tuple[list[int], list[int]]) -> Trip:
    photos, days = taken
    known = places_of(library, photos)
    stops = [(known[photo].names, day) for photo, day in zip(photos, days, strict=True) if _is_named(known.get(photo))]
    points, stop_days = [point for point, _ in stops], [day for _, day in stops]
    name = name_stops(points, stop_days, town_name, lambda point: country_name(point.country))
    first, last = (date.fromisoformat(time[:10]) for time in (events.firsts[event], events.lasts[event]))
    trip = Trip(name, first, last, tuple(photos), events.firsts[event][:16])
    has_album = album_tree.find_album(library.db, (trip.title,)) is not None
    return replace(trip, has_album=has_album)


def _is_named(place: PhotoPlace | None) -> bool:
    return place is not None and place.coordinates is not None and place.state != "suggested"
