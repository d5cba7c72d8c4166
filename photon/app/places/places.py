"""The use cases of places: where photos were taken, corrected and confirmed; places named; each is a step to undo."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ParamSpec

from photon.annotate.places.gazetteer import DATA_VERSION
from photon.annotate.places.world_map import WorldMap
from photon.app.places import place_edits, place_names
from photon.app.places.location_reviews import LocationReview, list_reviews, unsuggested_doubts
from photon.app.places.place_names import Neighbour
from photon.app.places.place_stage import PlaceStage
from photon.app.places.track_placing import TrackPlacing
from photon.app.places.trip_list import Trip, list_trips
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import Edit, History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import CountedPlace, PhotoPlace
from photon.library import Library
from photon.library.photos import photos as photo_queries
from photon.library.places import point_names
from photon.library.places.own_places import own_places
from photon.library.places.photo_places import MapPoints, map_points
from photon.library.places.suggested_places import suggested_points
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


@dataclass(frozen=True, slots=True, eq=False)
class PlacesOnMap:
    """What the map shows, and what is listed beside it.

    Attributes:
        state: Numbers of photos.
        places: The user's places, then all others by their numbers of photos.
        own: The user's places by key, the smallest first.
        points: Where photos were taken, without those in doubt.
    """

    state: PlacesState
    places: list[CountedPlace]
    own: dict[str, OwnPlace]
    points: MapPoints


class Places:
    """Where photos were taken. Methods never wait; Futures may raise PhotonError with a sentence and a hint.

    Every change is broadcast as ``places``, and each edit is one step that can be undone.

    Attributes:
        world: The map of the world, whose parts are read when they are first asked for.
        tracks: Places photos by tracks.
    """

    def __init__(self, store: LibraryThreads, history: History, decoders: Callable[[], Decoders]) -> None:
        """Take the library, the steps that can be undone, and what gives the processes that read tracks."""
        self._store, self._history, self.world = store, history, WorldMap()
        self.tracks = TrackPlacing(store, decoders)

    def make_stage(self) -> PlaceStage:
        """Make the stage that names points in the background."""
        return PlaceStage(self._store)

    def edit(self, edit: Edit[P, Changes], *values: P.args, **named: P.kwargs) -> Future[Changes]:
        """Run an edit of places or locations as one step that can be undone.

        Args:
            edit: One of ``place_edits``, such as ``locate``, or ``apply_plan``.
            *values: Its arguments after the library. A backup is made before many photos are changed.
            **named: Its keyword arguments.
        """

        def act(library: Library) -> Changes:
            self._store.before_batch(max((len(some) for some in values if isinstance(some, list | tuple)), default=1))
            return edit(library, *values, **named)

        return self._history.edit(self._store, act)

    # -- what is known ---------------------------------------------------------------------------------

    def on_map(self, photos: Ids | None = None) -> Future[PlacesOnMap]:
        """Return what the map shows: where these photos, int64 (n,), or all were taken, and all places."""
        return self._store.count(_read_map, photos)

    def tell_filed(self, place: OwnPlace) -> Future[str]:
        """Say of how many photos the files may tell where a private place is; empty for none, and if it isn't."""
        return self._store.count(place_edits.tell_filed, place)

    def places_of(self, photos: Sequence[int]) -> Future[dict[int, PhotoPlace]]:
        """Return where photos were taken; towns are named in the language of the window."""
        return self._store.read(place_names.places_of, photos)

    def neighbours_of(self, photo: int) -> Future[list[Neighbour]]:
        """Return a photo, then those with a location that were taken next before and next after it."""
        return self._store.read(place_names.neighbours_of, photo)

    def find_places(self, text: str) -> Future[list[CountedPlace]]:
        """Return places whose name starts with a text: of the library first, then towns of the world."""
        return self._store.count(place_names.find_places, text)

    def reviews(self) -> Future[list[LocationReview]]:
        """Return locations to be decided about: suggestions by event, the newest first, then doubtful ones by time."""
        return self._store.count(list_reviews)

    def trips(self) -> Future[list[Trip]]:
        """Return events far from home, the newest first. For an album of one: ``AlbumEditor.make(trip.album, …)``."""
        return self._store.count(list_trips)


def _read_map(library: Library, photos: Ids | None) -> PlacesOnMap:
    points = map_points(library)
    places, own = place_names.list_places(library, points), own_places(library)
    return PlacesOnMap(read_state(library, points), places, own, points.among(photos))


def read_state(library: Library, points: MapPoints | None = None) -> PlacesState:
    """Count photos by what is known of their places; goes through all photos."""
    located = len((points or map_points(library)).ids)
    left, suggested = point_names.count_pending(library, DATA_VERSION), suggested_points(library)
    unlocated = photo_queries.count(library) - located
    return PlacesState(located, unlocated, left, len(unsuggested_doubts(library, suggested)), len(suggested))
