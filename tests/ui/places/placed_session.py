"""A library of drawn photos with places that tests put in."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from photon.annotate.places.world_map import WorldMap
from photon.app.places.location_reviews import LocationReview
from photon.app.places.place_lookup import doubt_text, names_text, point_text
from photon.app.places.place_names import Neighbour
from photon.app.places.places import PlacesOnMap, PlacesState
from photon.app.places.track_plan import TrackPlan, TrackRequest
from photon.app.places.trip_list import Trip
from photon.domain import Changes, changed
from photon.domain.arrays import Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import CountedPlace, NamedPoint, PhotoPlace
from photon.domain.places.track import Track
from photon.library.places.photo_places import MapPoints
from tests.ui.fake_session import FakeSession

Do = Callable[[Callable[[], Any]], Future[Any]]
LISBON, BERLIN, SEA = Coordinates(38.72, -9.14), Coordinates(52.52, 13.4), Coordinates(0.0, 0.0)
NAMES = {
    LISBON: NamedPoint("Alfama", "Lisbon", "Lisbon", "PT", "Europe/Lisbon"),
    BERLIN: NamedPoint("", "Berlin", "", "DE", "Europe/Berlin"),
}
TOWNS = [
    CountedPlace("country", "Portugal", (), 8, LISBON, value="pt"),
    CountedPlace("region", "Lisbon District", ("Portugal",), 8, LISBON, value="Lisbon District"),
    CountedPlace("town", "Lisbon", ("Lisbon District", "Portugal"), 8, LISBON, value="Lisbon"),
    CountedPlace("country", "Germany", (), 4, BERLIN, value="de"),
    CountedPlace("town", "Berlin", ("Germany",), 4, BERLIN, value="Berlin"),
]
PARIS = CountedPlace("town", "Paris", ("Texas", "United States"), 0, Coordinates(33.66, -95.55), value="Paris, Texas")


class FakeTracks:
    """Plans to place photos 20 and 21 in Lisbon."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self.asked: list[tuple[list[str], TrackRequest]] = []
        self.applied: list[TrackPlan] = []

    def plan(self, files: Sequence[str], request: TrackRequest) -> Future[TrackPlan]:
        self.asked.append((list(files), request))
        track = Track(
            "walk", np.arange(3), np.full(3, LISBON.latitude), np.linspace(-9.2, -9.1, 3), np.zeros(1, np.int64)
        )
        placed = dict.fromkeys((20, 21), LISBON)
        return self._do(lambda: TrackPlan(placed, dict.fromkeys(placed), outside=(22,), tracks=(track, track)))


class FakePlaces:
    """Keeps where photos were taken; the first edit of each kind is written down in ``edits``."""

    def __init__(self, do: Do, tell: Callable[[Changes], None]) -> None:
        self._do, self._tell = do, tell
        self.known: dict[int, PhotoPlace] = {}
        self.own: dict[str, OwnPlace] = {}
        self.suggested: list[LocationReview] = []
        self.tracks = FakeTracks(do)
        self.edits: list[tuple[object, ...]] = []
        self.trip_list: list[Trip] = []
        self.world = WorldMap()
        self._before: list[tuple[dict[int, PhotoPlace], list[LocationReview]]] = []

    def put(self, point: Coordinates, *photos: int) -> None:
        """Let photos have a location in their files."""
        for photo in photos:
            self.known[photo] = PhotoPlace(point, names=NAMES.get(point, NamedPoint()), filed=point)

    def doubt(self, photo: int) -> None:
        """Let the location in the file of a photo be doubtful."""
        self.known[photo] = PhotoPlace(None, doubt="default", filed=SEA)

    def suggest(self, point: Coordinates, *photos: int, why: str = "12 minutes after a photo in Lisbon") -> None:
        """Suggest a location for photos."""
        for photo in photos:
            self.known[photo] = PhotoPlace(point, "suggested", NAMES[point])
        self.suggested.append(LocationReview(photos, point, names_text(NAMES[point]), why))

    # -- the interface -------------------------------------------------------------------------------

    def _state(self) -> PlacesState:
        doubtful, suggested = len(self._doubtful()), sum(len(one.photos) for one in self.suggested)
        return PlacesState(
            located=len(self._located()), unlocated=len(self.known) - len(self._located()), left=0,
            doubtful=doubtful, suggested=suggested,
        )  # fmt: skip

    def on_map(self, photos: Ids | None = None) -> Future[PlacesOnMap]:
        def act() -> PlacesOnMap:
            own = [CountedPlace("own", one.name, (), 2, one.centre, key, one.name) for key, one in self.own.items()]
            places = [*own, *TOWNS] if self._located() else []
            return PlacesOnMap(self._state(), places, dict(self.own), self._points().among(photos))

        return self._do(act)

    def places_of(self, photos: Sequence[int]) -> Future[dict[int, PhotoPlace]]:
        return self._do(lambda: {photo: self.known.get(photo, PhotoPlace(None)) for photo in photos})

    def _points(self) -> MapPoints:
        found = sorted(self._located())
        points = np.array([self.known[one].coordinates for one in found], np.float64).reshape(-1, 2)
        return MapPoints(np.array(found, np.int64), points[:, 0], points[:, 1])

    def neighbours_of(self, photo: int) -> Future[list[Neighbour]]:
        def act() -> list[Neighbour]:
            located = sorted(self._located())
            around = [[one for one in located if one < photo][-1:], [one for one in located if one > photo][:1]]
            own = Neighbour(self.known.get(photo, PhotoPlace(None)), "")
            return [own, *(Neighbour(self.known[one], "2024-01-01T12:00:00") for some in around for one in some)]

        return self._do(act)

    def find_places(self, text: str) -> Future[list[CountedPlace]]:
        return self._do(lambda: [one for one in (*TOWNS, PARIS) if one.name.lower().startswith(text.lower())])

    def reviews(self) -> Future[list[LocationReview]]:
        def act() -> list[LocationReview]:
            doubtful = [(photo, self.known[photo].doubt) for photo in self._doubtful()]
            return [*self.suggested, *(
                LocationReview((photo,), SEA, point_text(SEA), doubt_text(doubt), is_doubtful=True)
                for photo, doubt in doubtful
            )]  # fmt: skip

        return self._do(act)

    def trips(self) -> Future[list[Trip]]:
        return self._do(lambda: list(self.trip_list))

    def edit(self, edit: Callable[..., Changes], *values: Any) -> Future[Changes]:
        act: Callable[..., Future[Changes]] = getattr(self, f"_{edit.__name__}")
        return act(*values)

    def _apply_plan(self, plan: TrackPlan) -> Future[Changes]:
        self.tracks.applied.append(plan)
        return self._do(Changes)

    def _locate(self, photos: Sequence[int], point: Coordinates) -> Future[Changes]:
        names = NAMES.get(point, NamedPoint())
        return self._edit("locate", photos, lambda _: PhotoPlace(point, "confirmed", names), point)

    def _clear(self, photos: Sequence[int]) -> Future[Changes]:
        return self._edit("clear", photos, lambda _: PhotoPlace(None, "confirmed"))

    def _reset(self, photos: Sequence[int]) -> Future[Changes]:
        return self._edit("reset", photos, lambda one: PhotoPlace(one.filed, filed=one.filed))

    def _confirm(self, photos: Sequence[int]) -> Future[Changes]:
        return self._edit(
            "confirm", photos,
            lambda one: replace(one, state="confirmed", doubt="", coordinates=one.coordinates or one.filed),
        )  # fmt: skip

    def _name_place(self, place: OwnPlace) -> Future[Changes]:
        self.own[place.key] = place
        return self._do(lambda: self._tell(changed("places")))

    _change_place = _name_place

    def tell_filed(self, place: OwnPlace) -> Future[str]:
        return self._do(lambda: "3 files tell it." if place.is_private else "")

    def _delete_place(self, place: OwnPlace) -> Future[Changes]:
        del self.own[place.key]
        return self._do(lambda: self._tell(changed("places")))

    def _edit(
        self, name: str, photos: Sequence[int], act: Callable[[PhotoPlace], PhotoPlace], *more: object
    ) -> Future[Changes]:
        self.edits.append((name, list(photos), *more))
        self._before.append((dict(self.known), list(self.suggested)))

        def run() -> Changes:
            for photo in photos:
                self.known[photo] = act(self.known.get(photo, PhotoPlace(None)))
            self.suggested = [one for one in self.suggested if not set(one.photos) & set(photos)]
            made = changed("places", photos=frozenset(photos))
            self._tell(made)
            return made

        return self._do(run)

    def take_back(self) -> str:
        """Undo the last edit."""
        self.edits.pop()
        self.known, self.suggested = self._before.pop()
        self._tell(changed("places"))
        return "located photos"

    def _located(self) -> list[int]:
        return [one for one, place in self.known.items() if place.coordinates and place.state != "suggested"]

    def _doubtful(self) -> list[int]:
        return [photo for photo, place in self.known.items() if place.doubt]


class PlacedSession(FakeSession):
    """A fake library that knows places."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.places = FakePlaces(self._do, self.tell)

    def undo(self) -> Future[str | None]:
        return self._do(self.places.take_back) if self.places.edits else super().undo()

    def last_step(self) -> Future[int]:
        return self._do(lambda: len(self._done) + len(self.places.edits))
