"""The use cases of places: where photos were taken, corrected and confirmed; places named; each is a step to undo."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from photon.annotate.places.gazetteer import DATA_VERSION, known_gazetteer
from photon.annotate.places.place_suggesting import certainty
from photon.annotate.places.trips import join_names
from photon.annotate.places.world_map import WorldMap, known_world
from photon.app.places import place_edits, place_names
from photon.app.places.place_stage import PlaceStage
from photon.app.places.trip_list import Trip, list_trips
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import USUAL, OwnPlace
from photon.domain.places.place import CountedPlace, PhotoPlace
from photon.language import tr_n
from photon.library import Library
from photon.library.photos.events import known_events
from photon.library.places import own_places, photo_places, point_names, suggested_places
from photon.library.places.photo_places import MapPoints
from photon.library.places.suggested_places import SuggestedPoint
from photon.quick_dataclass import dataclass

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlacesState:
    """Numbers of photos that are there.

    Attributes:
        located: With coordinates that count.
        unlocated: Without.
        left: Whose coordinates have no names yet.
        doubtful: Whose files have coordinates that can't be right.
        suggested: Without coordinates, for which some are suggested.
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
        name: The name of the place; empty if there is none.
        why: A sentence that says why.
        certainty: That of the least sure photo, 0..1.
    """

    photos: tuple[int, ...]
    coordinates: Coordinates
    name: str
    why: str
    certainty: float


class Places:
    """Where photos were taken. Methods never wait; Futures may raise PhotonError with a sentence and a hint.

    Every change is broadcast as ``places``, and each edit is one step that can be undone.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library, and the steps that can be undone."""
        self._store, self._history = store, history

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
        """Return the map of the world, which is loaded once."""
        return self._store.count(lambda _: known_world())

    def find_places(self, text: str) -> Future[list[CountedPlace]]:
        """Return places whose name starts with a text: of the library first, then towns of the world."""
        return self._store.count(place_names.find_places, text)

    def doubtful(self) -> Future[list[int]]:
        """Return the photos whose files have coordinates that can't be right, by time."""
        return self._store.read(point_names.doubtful_photos)

    def suggestions(self) -> Future[list[SuggestedPlaces]]:
        """Return what is suggested for photos without coordinates, by event, the newest first."""
        return self._store.count(_list_suggestions)

    def trips(self) -> Future[list[Trip]]:
        """Return events far from home, the newest first. For an album of one: ``AlbumEditor.make(trip.album, …)``."""
        return self._store.count(list_trips)

    # -- what a person decides -------------------------------------------------------------------------

    def locate(self, photos: Sequence[int], point: Coordinates) -> Future[int]:
        """Say where photos were taken; return how many that changes."""
        return self._edit(len(photos), place_edits.locate, photos, point)

    def clear(self, photos: Sequence[int]) -> Future[int]:
        """Say that the coordinates in files are wrong and nobody knows better; also rejects suggestions."""
        return self._edit(len(photos), place_edits.clear, photos)

    def reset(self, photos: Sequence[int]) -> Future[int]:
        """Let the coordinates in files count again."""
        return self._edit(len(photos), place_edits.reset, photos)

    def confirm(self, photos: Sequence[int]) -> Future[int]:
        """Accept what is suggested; of photos with doubtful coordinates, say that these are right."""
        return self._edit(len(photos), place_edits.confirm, photos)

    def name_place(
        self, name: str, centre: Coordinates, radius: float = USUAL, *, is_private: bool = False
    ) -> Future[str]:
        """Name a circle, ``radius`` in metres; return its key."""
        return self._edit(1, place_edits.name_place, OwnPlace("", name, centre, radius, is_private))

    def change_place(self, key: str, **changed: Any) -> Future[None]:  # noqa: ANN401 - fields of OwnPlace
        """Change fields of a place: ``name``, ``centre``, ``radius`` or ``is_private``."""
        return self._edit(1, place_edits.change_place, key, changed)

    def delete_place(self, key: str) -> Future[None]:
        """Delete a place; photos keep their coordinates."""
        return self._edit(1, place_edits.delete_place, key)

    def _edit(
        self, count: int, edit: Callable[Concatenate[Library, P], tuple[T, Changes]], *values: P.args, **named: P.kwargs
    ) -> Future[T]:
        """Run an edit of so many photos as one step; a backup is made before many are changed."""

        def act(library: Library) -> tuple[T, Changes]:
            self._store.before_batch(count)
            return edit(library, *values, **named)

        return self._history.edit_and_tell(self._store, act)


def _read_state(library: Library) -> PlacesState:
    located, unlocated = photo_places.count_located(library)
    left, doubtful = point_names.count_pending(library, DATA_VERSION), len(point_names.doubtful_photos(library))
    return PlacesState(located, unlocated, left, doubtful, len(suggested_places.suggested_points(library)))


def _list_suggestions(library: Library) -> list[SuggestedPlaces]:
    events, some = known_events(library), suggested_places.suggested_points(library)
    rows = {int(photo): row for row, photo in enumerate(events.photos)} if some else {}
    numbers = np.searchsorted(np.cumsum(events.counts), [rows.get(one.photo, 0) for one in some], "right")
    names = photo_places.places_of(library, [one.from_photo for one in some])
    found = defaultdict[tuple[int, str], list[SuggestedPoint]](list)
    for one, event in zip(some, numbers.tolist(), strict=True):
        found[event, place_names.place_name(names[one.from_photo])].append(one)
    return [_suggested(name, group) for (_, name), group in reversed(found.items())]


def _suggested(name: str, some: Sequence[SuggestedPoint]) -> SuggestedPlaces:
    seconds = max(abs(one.seconds) for one in some)
    why = tr_n(
        "Photos within {count:,} minute were taken there.",
        "Photos within {count:,} minutes were taken there.",
        max(1, round(seconds / 60)),
    )
    photos, middle = tuple(one.photo for one in some), some[len(some) // 2]
    return SuggestedPlaces(photos, middle.coordinates, name, why, certainty(seconds))
