"""Photos are divided by the places where they were taken."""

from pathlib import Path

from photon.app.browsing import Browsing
from photon.app.places.place_stage import PlaceStage
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.photo.date_span import DatedPhotos, DateSpan
from photon.domain.places.coordinates import Coordinates
from tests.app.places.placed_library import BERLIN, LISBON, SINTRA, TinyGazetteer, add_shots
from tests.library.places.named_places import name_place


def test_photos_are_divided_by_place(store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer) -> None:
    points = (LISBON, None, BERLIN, LISBON, SINTRA)
    shots = [(f"2024-0{month}-01T12:00:00", "phone", point) for month, point in enumerate(points, 1)]
    first, second, third, fourth, fifth = store.write(add_shots, tmp_path / "photos", shots).result()
    browsing, stage = Browsing(store), PlaceStage(store)
    while stage.step():
        pass
    store.write(name_place, "the coast", Coordinates(*SINTRA), 100_000.0).result()
    store.write(name_place, "our house", Coordinates(*LISBON), 100.0).result()
    assert browsing.photos_by_date("newest", None, "place").result() == DatedPhotos(
        [fifth, fourth, first, third, second],
        (
            DateSpan("", 1, name="the coast"),
            DateSpan("", 2, name="our house"),
            DateSpan("", 1, name="Berlin"),
            DateSpan("", 1, name="No location"),
        ),
    )
    by_name = browsing.photos_by_date("name", None, "place").result()
    assert by_name == DatedPhotos([first, second, third, fourth, fifth])
