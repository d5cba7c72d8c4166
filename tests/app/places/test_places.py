"""What is known of places, and what a person decides about them; each is a step to undo."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.app.places import place_edits, place_lookup, place_names
from photon.app.places.place_stage import PlaceStage
from photon.app.places.places import Places, PlacesState, read_state
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace, new_place_key
from photon.library.albums import album_content, albums
from photon.library.places.timed_photos import located_around
from tests.app.places.placed_library import BERLIN, LISBON, ORLANDO, SINTRA, TinyGazetteer, add_shots, home_and_trip


class Placed:
    """A library whose points have names."""

    def __init__(self, store: LibraryThreads, place: Path) -> None:
        self.store, self.place, self.history = store, place, History()
        self.places, self.stage = Places(store, self.history, lambda: Decoders(1)), PlaceStage(store)

    def add(self, *shots) -> list[int]:
        ids = self.store.write(add_shots, self.place, shots).result()
        self.follow()
        return ids

    def follow(self) -> None:
        self.stage.notify()
        while self.stage.step():
            pass

    def undo(self) -> str:
        outcome = self.store.write(self.history.undo).result()
        self.store.events.send(outcome.changes)
        self.follow()
        return outcome.name

    def points(self, ids):
        found = self.places.places_of(ids).result()
        return [(one.coordinates and tuple(round(x, 3) for x in one.coordinates), one.state) for one in found.values()]


@pytest.fixture
def placed(store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer) -> Placed:
    return Placed(store, tmp_path / "photos")


def rounded(point):
    return tuple(round(x, 3) for x in point)


def test_locations_are_decided_and_undone(placed: Placed) -> None:
    ids = placed.add(("2024-05-01T12:00:00", "phone", LISBON), ("2024-06-01T12:00:00", "phone", None))
    assert placed.points(ids) == [(rounded(LISBON), "file"), (None, "file")]
    changes = placed.places.edit(place_edits.locate, ids, Coordinates(*SINTRA)).result()
    assert changes.photos == frozenset(ids)
    assert placed.points(ids) == [(rounded(SINTRA), "confirmed")] * 2
    placed.places.edit(place_edits.clear, ids[:1]).result()
    assert placed.points(ids)[0] == (None, "confirmed")
    placed.places.edit(place_edits.reset, ids).result()
    assert placed.points(ids) == [(rounded(LISBON), "file"), (None, "file")]
    assert placed.undo() == "reset the locations of 2 photos"
    assert placed.undo() == "removed the location of 1 photo"
    assert placed.undo() == "set the locations of 2 photos"
    assert placed.points(ids) == [(rounded(LISBON), "file"), (None, "file")]
    with pytest.raises(PhotonError, match="Latitudes go from"):
        placed.places.edit(place_edits.locate, ids, Coordinates(91, 0)).result()


def test_suggestions_and_doubtful_locations_are_confirmed(placed: Placed) -> None:
    times = [f"2024-05-01T12:{minute}:00" for minute in (10, 20, 30, 40)]
    ids = placed.add(
        *zip(times, ["phone"] * 4, (LISBON, ORLANDO, LISBON, None), strict=True),
        ("2024-07-01T12:00:00", "phone", (0.0, 0.0)),
    )
    one, doubtful = placed.places.reviews().result()
    assert (one.photos, one.name, one.is_doubtful) == ((ids[1], ids[3]), "Lisbon, Lisbon District, Portugal", False)
    assert one.why == "Photos within 10 minutes were taken there."
    assert (doubtful.photos, doubtful.name, doubtful.is_doubtful) == ((ids[4],), "0.0000, 0.0000", True)
    assert "devices write when they know none" in doubtful.why
    assert placed.store.count(read_state).result() == PlacesState(
        located=2, unlocated=3, left=0, doubtful=1, suggested=2
    )
    placed.places.edit(place_edits.confirm, ids).result()
    placed.follow()
    assert placed.points(ids[1:]) == [
        (rounded(LISBON), "confirmed"), (rounded(LISBON), "confirmed"), (rounded(LISBON), "confirmed"),
        ((0.0, 0.0), "confirmed"),
    ]  # fmt: skip
    assert placed.store.count(read_state).result() == PlacesState(located=5)
    placed.undo()
    assert placed.store.count(read_state).result().suggested == 2


def test_what_a_person_decided_is_not_changed_by_confirming(placed: Placed) -> None:
    ids = placed.add(*((f"2024-05-01T12:{minute}:00", "phone", LISBON) for minute in (10, 20, 30)))
    placed.places.edit(place_edits.locate, ids[:1], Coordinates(*SINTRA)).result()
    placed.places.edit(place_edits.clear, ids[1:2]).result()
    placed.places.edit(place_edits.confirm, ids).result()
    assert placed.points(ids) == [(rounded(SINTRA), "confirmed"), (None, "confirmed"), (rounded(LISBON), "confirmed")]


def test_suggestions_are_listed_by_event_the_newest_first(placed: Placed) -> None:
    times = [f"2024-05-0{day}T12:{minute:02}:00" for day in (1, 3) for minute in (0, 5, 10)]
    ids = placed.add(*zip(times, ["phone"] * 6, (LISBON, None, None) * 2, strict=True))
    assert [one.photos for one in placed.places.reviews().result()] == [tuple(ids[4:]), tuple(ids[1:3])]


def test_own_places_are_named_listed_first_changed_and_deleted(placed: Placed) -> None:
    ids = placed.add(*home_and_trip())
    house = OwnPlace(new_place_key(), "Our house", Coordinates(*LISBON), 500.0)
    placed.places.edit(place_edits.name_place, house).result()
    first, *others = placed.store.count(place_names.list_places).result()
    assert (first.level, first.name, first.photos, first.key) == ("own", "Our house", 8, house.key)
    assert {(one.level, one.name, one.photos) for one in others} == {
        ("town", "Lisbon", 8), ("town", "Berlin", 6), ("town", "Sintra", 4), ("region", "Lisbon District", 12),
        ("region", "Berlin", 6), ("country", "Portugal", 12), ("country", "Germany", 6),
    }  # fmt: skip
    assert placed.places.places_of(ids[6:7]).result()[ids[6]].own == ("Our house",)
    placed.places.edit(place_edits.change_place, replace(house, name="Grandma’s", is_private=True)).result()
    (own,) = placed.places.on_map().result().own.values()
    placed.places.edit(place_edits.change_place, replace(own, radius=200.0)).result()
    (own,) = placed.places.on_map().result().own.values()
    assert (own.name, own.radius, own.is_private) == ("Grandma’s", 200.0, True)
    assert placed.store.read(place_edits.find_own, "grandma’s").result() == own
    placed.places.edit(place_edits.delete_place, own).result()
    assert placed.places.on_map().result().own == {}
    assert placed.undo() == "deleted the place “Grandma’s”"
    assert placed.undo() == "changed the place “Grandma’s”"
    assert placed.undo() == "renamed the place “Our house” to “Grandma’s”"
    assert placed.undo() == "named the place “Our house”"
    with pytest.raises(PhotonError, match="You named no place “Our house”"):
        placed.store.read(place_edits.find_own, "Our house").result()


def test_names_are_in_the_language_of_the_window(placed: Placed, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = placed.add(("2024-05-01T12:00:00", "phone", LISBON))
    monkeypatch.setattr(place_lookup, "current_language", lambda: "de")
    assert placed.places.places_of(ids).result()[ids[0]].names.town == "Lissabon"
    assert "Lissabon" in [one.name for one in placed.store.count(place_names.list_places).result()]


def test_places_are_found_in_the_library_and_the_world(placed: Placed) -> None:
    placed.add(("2024-05-01T12:00:00", "phone", LISBON))
    found = [(one.name, one.photos) for one in placed.places.find_places("lis").result()]
    assert found == [("Lisbon", 1), ("Lisbon District", 1)]
    assert [(one.name, one.photos, one.within) for one in placed.places.find_places("orl").result()] == [
        ("Orlando", 0, ("Florida", "United States"))
    ]


def test_points_of_some_photos_or_all(placed: Placed) -> None:
    ids = placed.add(*home_and_trip())
    assert placed.places.on_map().result().points.ids.tolist() == ids
    assert placed.places.on_map(np.array(ids[:2])).result().points.ids.tolist() == ids[:2]


def test_trips_have_names_and_become_albums(placed: Placed) -> None:
    ids = placed.add(*home_and_trip(), ("2020-02-01T12:00:00", "phone", BERLIN))
    (trip,) = placed.places.trips().result()
    assert (trip.name, trip.first, trip.last) == ("Lisbon and Sintra", date(2019, 5, 3), date(2019, 5, 10))
    assert trip.title == "Lisbon and Sintra, 3–10 May 2019"
    assert set(trip.photos) == set(ids[6:18])
    assert trip.start == "2019-05-03T12:00"
    assert trip.is_suggested

    def make_album(library):
        made, _ = albums.make_album(library, (trip.album,))
        album_content.add_photos(library, made, trip.photos)

    placed.store.write(make_album).result()
    (trip,) = placed.places.trips().result()
    assert not trip.is_suggested


def test_an_empty_library(placed: Placed) -> None:
    assert placed.places.trips().result() == []
    assert placed.places.reviews().result() == []
    assert placed.store.count(place_names.list_places).result() == []
    assert placed.store.count(read_state).result() == PlacesState()


def test_neighbours_are_the_next_photos_with_a_location(placed: Placed) -> None:
    points = (LISBON, None, BERLIN, None, None, SINTRA)
    ids = placed.add(*((f"2024-05-0{day}T12:00:00", "phone", point) for day, point in enumerate(points, 1)))

    def neighbours(at: int) -> list[int]:
        return [ids.index(photo) for photo, _ in placed.store.read(located_around, ids[at]).result()]

    assert [neighbours(at) for at in (0, 1, 2, 4, 5)] == [[2], [0, 2], [0, 5], [2, 5], [2]]
    own, before, after = placed.places.neighbours_of(ids[4]).result()
    assert (own.place.coordinates, own.taken) == (None, "")
    assert [one.place.names.town for one in (before, after)] == ["Berlin", "Sintra"]
    assert after.taken == "2024-05-06T12:00:00"
