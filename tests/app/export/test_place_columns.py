"""Tables name where photos were taken, except in private places."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.export.copy_places import blur_records
from photon.app.places import place_stage
from photon.app.places.place_stage import PlaceStage
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.metadata.export_recipe import TableChoice
from photon.domain.places.coordinates import Coordinates
from photon.export.tables import table_text
from photon.library.files.export_queries import records
from tests.app.places.placed_library import BERLIN, LISBON, TinyGazetteer, add_shots
from tests.library.places.named_places import name_place

COLUMNS = ("gps", "quarter", "town", "region", "country", "place")


def test_photos_in_private_places_have_no_location_in_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("known_gazetteer", "known_town_names"):
        monkeypatch.setattr(place_stage, name, TinyGazetteer)
    store = LibraryThreads(tmp_path / "library")
    shots = [(f"2024-0{month}-01T12:00:00", "phone", at) for month, at in enumerate((LISBON, BERLIN, None), 1)]
    shots.append(("2024-01-01T12:10:00", "phone", None))
    ids = store.write(add_shots, tmp_path / "photos", shots).result()
    stage = PlaceStage(store)
    while stage.step():
        pass
    store.write(name_place, "home", Coordinates(*LISBON), 500.0).result()
    store.write(name_place, "office", Coordinates(*BERLIN), 500.0, is_private=True).result()
    choice = TableChoice(COLUMNS, "jsonl")
    rows = blur_records(store.here(), records(store.here(), ids), choice)
    coarse = blur_records(store.here(), records(store.here(), ids), replace(choice, location="town"))
    store.close()
    assert coarse[0].place is not None
    assert (coarse[0].place.own, coarse[0].place.names.town) == ((), "Lisbon")
    found = io.StringIO("".join(table_text(rows, choice)))
    lisbon, *others = (list(json.loads(line).values()) for line in found)
    assert lisbon == [list(LISBON), None, "Lisbon", "Lisbon District", "PT", "home"]
    assert others == [[None] * 6] * 3, "private, unknown, suggested"
