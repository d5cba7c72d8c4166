"""Trips on their shelf: named after where they went."""

from pathlib import Path

import pytest

from photon.app.places import place_stage
from photon.app.places.place_stage import PlaceStage
from photon.app.runtime.library_threads import LibraryThreads
from tests.app.explore.explored_library import Explored
from tests.app.places.placed_library import BERLIN, LISBON, ORLANDO, Shot, TinyGazetteer, add_shots


def test_a_trip_is_a_card_with_its_place_and_all_its_photos(
    store: LibraryThreads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("known_gazetteer", "known_town_names"):
        monkeypatch.setattr(place_stage, name, TinyGazetteer)
    home: list[Shot] = [(f"2018-{n % 6 + 1:02}-05T12:{n:02}:31", "phone", BERLIN) for n in range(60)]
    home += [(f"2018-06-05T13:00:{n:02}", "phone", BERLIN) for n in range(2)]
    trip: list[Shot] = [(f"2019-05-0{day}T09:00:4{day}.5+01:00", "phone", LISBON) for day in (3, 3, 4, 5, 6)]
    store.write(add_shots, tmp_path / "photos", [*home, *trip, ("2020-02-01T10:00:59", "phone", ORLANDO)]).result()
    stage = PlaceStage(store)
    while stage.step():
        pass
    explored = Explored(store, tmp_path / "photos", 0)
    cards = explored.cards("events")
    assert [(card.name, card.photos, card.why) for card in cards] == [
        ("Lisbon, 3–6 May 2019", 5, "Taken far from home."),
        ("5 June 2018", 12, "Taken close together in time and place."),
    ], "neither the one photo of Orlando, nor days with ten photos"
    assert len(explored.photos_of(cards[0])) == 5
