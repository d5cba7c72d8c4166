"""The background stage that names where photos were taken, and then finds doubtful and suggested locations."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from photon.annotate.places.doubts import find_jumps
from photon.annotate.places.gazetteer import DATA_VERSION, known_gazetteer
from photon.annotate.places.local_time import instant_of
from photon.annotate.places.place_suggesting import suggest_points
from photon.annotate.places.town_names import country_names, known_town_names, region_name
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.resting_look import RestingLook
from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.places.coordinates import Coordinates
from photon.library import Library
from photon.library.places import point_names, suggested_places
from photon.library.places.point_names import PendingPoint
from photon.library.places.shots import Shots, read_shots
from photon.library.places.suggested_places import SuggestedPoint
from photon.library.places.timed_photos import timed_photos

_SIZE = 5000  # photos, 0.1 s


class PlaceStage(Backlog[PendingPoint]):
    """Names the points of photos that this version of the data has not named.

    If the catalogue changed, all photos are then compared with those before and after: a second for 100,000.
    """

    name = "places"
    woken_by = frozenset({"photos"})
    comes_first = True  # it takes seconds, and photos may wait hours for their vectors

    def __init__(self, store: LibraryThreads) -> None:
        """Create a stage that has compared no photos yet."""
        super().__init__(store)
        self._look = RestingLook()

    def anything_left(self, library: Library) -> bool:
        """Return whether there are points without names."""
        return bool(point_names.pending_photos(library, DATA_VERSION, 1))

    @property
    def is_waiting(self) -> bool:
        """Whether photos are to be compared a little later."""
        return self._look.is_left

    def next_batch(self) -> Sequence[PendingPoint]:
        """Return the next photos without names."""
        return point_names.pending_photos(self._store.here(), DATA_VERSION, _SIZE)

    def run_next(self) -> bool:
        """Name points; if there are none left, compare photos. Both rest, because both go through all photos."""
        state = self._store.here().remember("shots", object)
        is_due = self._look.is_due(state)
        if self._look.is_left:
            return False
        if super().run_next():
            self._look.forget()  # new points have time zones, and can be in doubt
            return True
        if is_due:
            with self._look.looking(state):
                self._compare()
        return False

    def run(self, batch: Sequence[PendingPoint]) -> None:
        """Name the points and store the names."""
        self.run_isolated(batch, self._store_names)

    def _store_names(self, batch: Sequence[PendingPoint]) -> None:
        latitudes, longitudes = np.array([one[1:] for one in batch], np.float64).T
        names = known_gazetteer().name_points(latitudes, longitudes)
        self._store.write(
            point_names.store_names, DATA_VERSION, batch, names,
            of_town=known_town_names().names_of, of_country=country_names,
            of_region=partial(region_name, language="de"),
        ).result()  # fmt: skip

    def _compare(self) -> None:
        library = self._store.here()
        shots = read_shots(library)
        doubtful = find_doubtful(library, shots)
        self._store.write(point_names.store_doubts, shots.photos[doubtful].tolist()).result()
        gone, new = suggested_places.compare_suggestions(library, suggest(shots, doubtful))
        for at in range(0, max(len(gone), len(new)), _SIZE):
            portion = gone[at : at + _SIZE], new[at : at + _SIZE]
            self._store.write(suggested_places.replace_suggestions, *portion).result()


def find_doubtful(library: Library, shots: Shots) -> Truth:
    """Return which coordinates in files are too far from those before and after, bool (n,); decided ones never are."""
    rows = np.flatnonzero(~np.isnan(shots.places[:, 0]))

    def find_instants(some: Ids) -> Doubles:
        photos = shots.photos[rows[some]].tolist()
        known = {one.photo: instant_of(one.taken, one.zone) for one in timed_photos(library, "", "", photos)}
        return np.array([known.get(photo, np.nan) for photo in photos], np.float64)

    doubtful: Truth = np.zeros(len(shots.photos), bool)
    doubtful[rows] = find_jumps(shots.cameras[rows], shots.times[rows], shots.places[rows], find_instants)
    return doubtful & ~shots.is_decided


def suggest(shots: Shots, doubtful: Truth) -> list[SuggestedPoint]:
    """Suggest where photos were taken about which nobody decided."""
    found = suggest_points(shots.cameras, shots.times, shots.places, doubtful)
    is_open = ~shots.is_decided[found.rows]
    rows, sources = found.rows[is_open], found.sources[is_open]
    columns = (
        shots.photos[rows],
        shots.places[sources],
        shots.photos[sources],
        shots.times[rows] - shots.times[sources],
    )
    return [
        SuggestedPoint(photo, Coordinates(*point), source, float(seconds))
        for photo, point, source, seconds in zip(*(column.tolist() for column in columns), strict=True)
    ]
