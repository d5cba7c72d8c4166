"""The use cases of places: where photos were taken, corrected and confirmed; places named; each is a step to undo."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Concatenate, ParamSpec

import numpy as np

from photon.annotate.places.gazetteer import DATA_VERSION
from photon.annotate.places.place_suggesting import certainty
from photon.annotate.places.world_map import WorldMap
from photon.app.places import place_edits, place_names
from photon.app.places.place_stage import PlaceStage
from photon.app.places.track_placing import TrackPlacing
from photon.app.places.trip_list import Trip, list_trips
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import USUAL, OwnPlace
from photon.domain.places.place import CountedPlace, NamedPoint, PhotoPlace
from photon.language import tr_n
from photon.library import Library
from photon.library.photos import photos as photo_queries
from photon.library.photos.events import known_events
from photon.library.places import own_places, photo_places, point_names, suggested_places
from photon.library.places.photo_places import MapPoints
from photon.library.places.suggested_places import SuggestedPoint
from photon.quick_dataclass import dataclass

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class PlacesState:
    """Numbers of photos that are there.

    Attributes:
        located: With coordinates that count.
        unlocated: Without.
        left: Whose coordinates have no names yet.
        doubtful: Whose files have coordinates that can't be right, and for which no others are suggested.
        suggested: For which coordinates are suggested.
    """

    located: int = 0
    unlocated: int = 0
    left: int = 0
    doubtful: int = 0
    suggested: int = 0


@dataclass(frozen=True, slots=True)
class SuggestedPlaces:
    """Photos of one event without coordinates that may have been taken at one place.

    Attributes:
        photos: In order of time.
        coordinates: Those suggested for the photo in the middle; each photo has its own.
        names: The names of the place.
        why: A sentence that says why.
        certainty: That of the least sure photo, 0..1.
    """

    photos: tuple[int, ...]
    coordinates: Coordinates
    names: NamedPoint
    why: str
    certainty: float = 1.0


class Places:
    """Where photos were taken. Methods never wait; Futures may raise PhotonError with a sentence and a hint.

    Every change is broadcast as ``places``, and each edit is one step that can be undone.

    Attributes:
        tracks: Places photos by tracks.
    """

    def __init__(self, store: LibraryThreads, history: History, decoders: Callable[[], Decoders]) -> None:
        """Take the library, the steps that can be undone, and what gives the processes that read tracks."""
        self._store, self._history, self._world = store, history, WorldMap()
        self.tracks = TrackPlacing(store, history, decoders)

    def make_stage(self) -> PlaceStage:
        """Make the stage that names points in the background."""
        return PlaceStage(self._store)

    # -- what is known ---------------------------------------------------------------------------------

    def state(self) -> Future[PlacesState]:
        """Count photos by what is known of their places; goes through all photos."""
        return self._store.count(_read_state)

    def list_places(self) -> Future[list[CountedPlace]]:
        """Return the user's places, then quarters, towns, regions and countries by their numbers of photos."""
        return self._store.count(place_names.list_places)

    def own_places(self) -> Future[list[OwnPlace]]:
        """Return the user's places, the smallest first."""
        return self._store.read(lambda library: list(own_places.own_places(library).values()))

    def tell_filed(self, place: OwnPlace) -> Future[str]:
        """Say of how many photos the files may tell where a private place is; empty for none, and if it isn't."""
        return self._store.count(place_edits.tell_filed, place)

    def find_own(self, text: str) -> Future[OwnPlace]:
        """Return the only place of the user with this name, or key.

        Raises:
            PhotonError: In the Future: there is none, or several have this name.
        """
        return self._store.read(place_edits.find_own, text)

    def places_of(self, photos: Sequence[int]) -> Future[dict[int, PhotoPlace]]:
        """Return where photos were taken; towns are named in the language of the window."""
        return self._store.read(place_names.places_of, photos)

    def map_points(self, photos: Ids | None = None) -> Future[MapPoints]:
        """Return the coordinates of these photos, int64 (n,), or all; those in doubt are left out."""
        return self._store.count(photo_places.map_points, photos)

    def world(self) -> Future[WorldMap]:
        """Return the map of the world, whose parts are read when they are first asked for."""
        return self._store.read(lambda _: self._world)

    def find_places(self, text: str) -> Future[list[CountedPlace]]:
        """Return places whose name starts with a text: of the library first, then towns of the world."""
        return self._store.count(place_names.find_places, text)

    def doubtful(self) -> Future[list[int]]:
        """Return the photos whose files have coordinates that can't be right, unless others are suggested; by time."""
        return self._store.read(_list_doubtful)

    def suggestions(self) -> Future[list[SuggestedPlaces]]:
        """Return what is suggested for photos without coordinates, by event, the newest first."""
        return self._store.count(_list_suggestions)

    def trips(self) -> Future[list[Trip]]:
        """Return events far from home, the newest first. For an album of one: ``AlbumEditor.make(trip.album, …)``."""
        return self._store.count(list_trips)

    # -- what a person decides -------------------------------------------------------------------------

    def locate(self, photos: Sequence[int], point: Coordinates) -> Future[Changes]:
        """Say where photos were taken."""
        return self._edit(place_edits.locate, photos, point)

    def clear(self, photos: Sequence[int]) -> Future[Changes]:
        """Say that the coordinates in files are wrong and nobody knows better; also rejects suggestions."""
        return self._edit(place_edits.clear, photos)

    def reset(self, photos: Sequence[int]) -> Future[Changes]:
        """Let the coordinates in files count again."""
        return self._edit(place_edits.reset, photos)

    def confirm(self, photos: Sequence[int]) -> Future[Changes]:
        """Accept what is suggested; of photos with doubtful coordinates, say that these are right."""
        return self._edit(place_edits.confirm, photos)

    def name_place(
        self, name: str, centre: Coordinates, radius: float = USUAL, *, is_private: bool = False
    ) -> Future[str]:
        """Name a circle, ``radius`` in metres; return its key."""
        place = OwnPlace("", name, centre, radius, is_private)
        return self._history.edit_and_tell(self._store, place_edits.name_place, place)

    def change_place(self, key: str, **changed: Any) -> Future[Changes]:  # noqa: ANN401 - fields of OwnPlace
        """Change fields of a place: ``name``, ``centre``, ``radius`` or ``is_private``."""
        return self._history.edit(self._store, place_edits.change_place, key, changed)

    def delete_place(self, key: str) -> Future[Changes]:
        """Delete a place; photos keep their coordinates."""
        return self._history.edit(self._store, place_edits.delete_place, key)

    def _edit(
        self, edit: Callable[Concatenate[Library, Sequence[int], P], Changes], photos: Sequence[int],
        *values: P.args, **named: P.kwargs
    ) -> Future[Changes]:  # fmt: skip
        """Run an edit of photos as one step; a backup is made before many are changed."""

        def act(library: Library) -> Changes:
            self._store.before_batch(len(photos))
            return edit(library, photos, *values, **named)

        return self._history.edit(self._store, act)


def _read_state(library: Library) -> PlacesState:
    located = len(photo_places.map_points(library).ids)
    left, suggested = point_names.count_pending(library, DATA_VERSION), suggested_places.suggested_points(library)
    unlocated = photo_queries.count(library) - located
    return PlacesState(located, unlocated, left, len(_without_suggestion(library, suggested)), len(suggested))


def _list_doubtful(library: Library) -> list[int]:
    return _without_suggestion(library, suggested_places.suggested_points(library))


def _without_suggestion(library: Library, suggested: Sequence[SuggestedPoint]) -> list[int]:
    """Return the photos in doubt that have no suggestion."""
    photos = {one.photo for one in suggested}
    return [photo for photo in point_names.doubtful_photos(library) if photo not in photos]


def _list_suggestions(library: Library) -> list[SuggestedPlaces]:
    events, some = known_events(library), suggested_places.suggested_points(library)
    rows = {int(photo): row for row, photo in enumerate(events.photos)} if some else {}
    numbers = np.searchsorted(np.cumsum(events.counts), [rows.get(one.photo, 0) for one in some], "right")
    known = place_names.places_of(library, [one.from_photo for one in some])
    found = defaultdict[tuple[int, NamedPoint], list[SuggestedPoint]](list)
    for one, event in zip(some, numbers.tolist(), strict=True):
        found[event, known[one.from_photo].names].append(one)
    return [_suggested(names, group) for (_, names), group in reversed(found.items())]


def _suggested(names: NamedPoint, some: Sequence[SuggestedPoint]) -> SuggestedPlaces:
    seconds = max(abs(one.seconds) for one in some)
    why = tr_n(
        "Photos within {count:,} minute were taken there.",
        "Photos within {count:,} minutes were taken there.",
        max(1, round(seconds / 60)),
    )
    photos, middle = tuple(one.photo for one in some), some[len(some) // 2]
    return SuggestedPlaces(photos, middle.coordinates, names, why, certainty(seconds))
