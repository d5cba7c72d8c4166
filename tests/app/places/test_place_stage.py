"""Points get names in portions; then doubtful and suggested locations are found, and found again after changes."""

from datetime import date
from pathlib import Path

import pytest

from photon.app.places import place_stage
from photon.app.places.place_stage import PlaceStage
from photon.app.runtime import resting_look
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Filter
from photon.domain.places.coordinates import located_text
from photon.library.photos import problems
from photon.library.photos.photo_locations import locate_photos
from photon.library.places import suggested_places
from photon.library.places.photo_places import places_of
from photon.library.places.point_names import doubtful_photos
from photon.library.places.suggested_places import suggested_points
from photon.library.searches.filters import matching
from tests.app.places.placed_library import BERLIN, LISBON, ORLANDO, Shot, TinyGazetteer, add_shots


def shots(*points: tuple[float, float] | None) -> list[Shot]:
    """Photos of one camera, ten minutes apart."""
    return [(f"2024-05-01T12:{10 * at:02}:00", "phone", point) for at, point in enumerate(points)]


def finish(stage: PlaceStage) -> int:
    steps = 0
    while stage.step():
        steps += 1
        assert steps < 10
    return steps


def test_points_get_names_in_portions_and_again_with_other_data(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, None, BERLIN, LISBON)).result()
    monkeypatch.setattr(place_stage, "_SIZE", 2)
    stage = PlaceStage(store)
    assert stage.anything_left(store.here())
    assert (finish(stage), gazetteer.asked) == (2, [2, 1])
    assert (stage.idle, stage.anything_left(store.here())) == (True, False)
    names = {photo: place.names.town for photo, place in places_of(store.here(), ids).items()}
    assert (names[ids[0]], names[ids[3]]) == ("Lisbon", "Lisbon")
    monkeypatch.setattr(place_stage, "DATA_VERSION", "another")
    assert finish(PlaceStage(store)) == 2


def test_jumps_are_doubtful_until_a_person_decides(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, ORLANDO, LISBON)).result()
    stage = PlaceStage(store)
    finish(stage)
    assert doubtful_photos(store.here()) == [ids[1]]
    stage.hear(store.write(locate_photos, {ids[1]: located_text(None)}).result().kinds)
    finish(stage)
    assert doubtful_photos(store.here()) == []
    finish(stage)
    store.write(locate_photos, {ids[1]: ""}).result()
    stage.notify()
    finish(stage)
    assert doubtful_photos(store.here()) == [ids[1]]


def test_photos_without_coordinates_get_suggestions(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, None)).result()
    stage = PlaceStage(store)
    finish(stage)
    (found,) = suggested_points(store.here())
    assert (found.photo, found.from_photo, found.seconds) == (ids[1], ids[0], 600)
    assert found.coordinates == pytest.approx(LISBON)
    stage.hear(store.write(locate_photos, {ids[1]: located_text(None)}).result().kinds)
    finish(stage)
    assert suggested_points(store.here()) == [], "a person said that nobody knows"


def test_a_point_that_cannot_be_named_costs_only_itself(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, BERLIN, LISBON)).result()
    name_points = gazetteer.name_points

    def fail(latitudes, longitudes):
        assert latitudes.max() < 50
        return name_points(latitudes, longitudes)

    monkeypatch.setattr(gazetteer, "name_points", fail)
    finish(PlaceStage(store))
    assert [one.names.town for one in places_of(store.here(), ids).values()] == ["Lisbon", "", "Lisbon"]
    assert len(problems.all_problems(store.here())) == 1


def test_suggestions_are_stored_in_portions_and_only_if_they_are_others(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, None, None, LISBON, None)).result()
    monkeypatch.setattr(place_stage, "_SIZE", 1)
    stage = PlaceStage(store)
    finish(stage)
    assert [one.photo for one in suggested_points(store.here())] == [ids[1], ids[2], ids[4]]
    store.write(locate_photos, {ids[3]: located_text(None), ids[2]: located_text(None)}).result()
    stage.notify()
    finish(stage)
    assert [(one.photo, one.from_photo) for one in suggested_points(store.here())] == [(ids[1], ids[0])]
    monkeypatch.setattr(suggested_places, "replace_suggestions", None)
    stage.notify()
    finish(stage)


def test_photos_are_compared_again_only_if_the_catalogue_changed(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, None)).result()
    read, compared = place_stage.read_shots, list[int]()
    monkeypatch.setattr(place_stage, "read_shots", lambda library: (compared.append(1), read(library))[1])
    stage = PlaceStage(store)
    finish(stage)
    assert (len(compared), stage.idle) == (1, True)
    for _ in range(3):  # as after each batch of photos that get vectors
        stage.notify()
        finish(stage)
    assert (len(compared), stage.idle) == (1, True)
    store.write(locate_photos, {ids[1]: located_text(None)}).result()
    stage.notify()
    finish(stage)
    assert len(compared) == 2


def test_long_comparisons_wait_for_each_other(
    store: LibraryThreads, tmp_path: Path, gazetteer: TinyGazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots(LISBON, None)).result()
    monkeypatch.setattr(resting_look, "_SHORT", -1.0)
    monkeypatch.setattr(resting_look, "_REST", 1e9)
    stage = PlaceStage(store)
    finish(stage)
    store.write(locate_photos, {ids[1]: located_text(None)}).result()
    stage.notify()
    finish(stage)
    assert not stage.idle, "it looks again later"
    stage._look._due = 0.0
    finish(stage)
    assert stage.idle
    assert suggested_points(store.here()) == []


def test_regions_are_found_by_their_german_and_english_names(store: LibraryThreads, tmp_path: Path) -> None:
    ids = store.write(add_shots, tmp_path / "photos", shots((48.137, 11.575), None)).result()
    finish(PlaceStage(store))
    for name in ("Bayern", "bavaria"):
        found = matching(store.here(), [Filter("place", name)], date(2026, 1, 1))
        assert found.tolist() == ids[:1]
