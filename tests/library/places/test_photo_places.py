"""Where photos were taken, with names, the user's places, what files say, doubts and suggestions."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photon.domain import Changes, PhotonError
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import NamedPoint, PhotoPlace, StatedPlace
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.photos.photo_locations import locate_photos
from photon.library.photos.photos import find_photo
from photon.library.places.own_places import (
    delete_place,
    in_circle,
    own_place_at,
    own_places,
    places_around,
    store_place,
)
from photon.library.places.photo_places import map_points, place_counts, places_of
from photon.library.places.point_names import count_pending, doubtful_photos, pending_photos, store_doubts
from photon.library.places.suggested_places import (
    SuggestedPoint,
    compare_suggestions,
    replace_suggestions,
    suggested_points,
)
from tests.library.places.conftest import BELEM, PARIS, POINTS, ROME, name_all
from tests.library.places.named_places import name_place

BELEM_AT = Coordinates(*BELEM)


def test_a_photo_has_names_and_the_users_places_smallest_first(placed: Library) -> None:
    name_place(placed, "Town house", BELEM_AT, 5000)
    name_place(placed, "Garden", BELEM_AT, 20, is_private=True)
    name_place(placed, "Elsewhere", Coordinates(*ROME), 20)
    found = places_of(placed, [2, 7, 99])
    assert found == {
        2: PhotoPlace(BELEM_AT, "file", POINTS[BELEM], ("Garden", "Town house"), is_private=True, filed=BELEM_AT),
        7: PhotoPlace(None),
    }


def test_a_photo_has_the_time_zone_of_its_coordinates(placed: Library) -> None:
    found = [find_photo(placed, photo) for photo in (1, 4, 7)]
    assert [one and one.zone for one in found] == ["Europe/Lisbon", "America/Chicago", ""]


def test_decisions_and_metadata_in_words_are_told(placed: Library) -> None:
    placed.db.execute('UPDATE photos SET stated_place = \'{"city":"Roma"}\' WHERE id = 2')
    locate_photos(placed, {2: "41.890000,12.490000", 3: "none"})
    assert places_of(placed, [2])[2].names == NamedPoint()
    name_all(placed)
    found = places_of(placed, [2, 3])
    assert found[2] == PhotoPlace(
        Coordinates(*ROME), "confirmed", POINTS[ROME], stated=StatedPlace(city="Roma"), filed=BELEM_AT
    )
    assert found[3] == PhotoPlace(None, "confirmed", filed=Coordinates(*PARIS))


def test_coordinates_in_doubt_are_told_but_not_used(placed: Library, add: Callable[..., None]) -> None:
    add((0.0, 0.0))
    store_doubts(placed, [5])
    found = places_of(placed, [5, 8])
    assert found[5] == PhotoPlace(None, doubt="jump", filed=Coordinates(*ROME))
    assert found[8] == PhotoPlace(None, doubt="default", filed=Coordinates(0.0, 0.0))
    assert doubtful_photos(placed) == [5, 8]
    assert map_points(placed).ids.tolist() == [1, 2, 3, 4, 6]
    assert "Rome" not in [one.names.town for one in place_counts(placed)]
    assert not store_doubts(placed, [5])
    assert store_doubts(placed, []).photos == {5}
    assert map_points(placed).among(np.array([5, 7, 1], np.int64)).ids.tolist() == [1, 5]


def test_points_are_pending_until_named_by_this_version(placed: Library, add: Callable[..., None]) -> None:
    assert pending_photos(placed, "1", 10) == []
    assert count_pending(placed, "2") == 6
    add(ROME)
    assert [one.photo for one in pending_photos(placed, "1", 10)] == [8]
    locate_photos(placed, {1: "48.857000,2.352000", 2: "none"})
    assert {one.photo for one in pending_photos(placed, "1", 10)} == {1, 8}
    store_doubts(placed, [5])
    name_all(placed, "2")
    assert count_pending(placed, "2") == 0
    assert places_of(placed, [5])[5].doubt == "jump"


def store_suggestions(library: Library, some: list[SuggestedPoint]) -> Changes:
    return replace_suggestions(library, *compare_suggestions(library, some))


def test_suggestions_hold_while_a_photo_has_no_coordinates_that_count(placed: Library) -> None:
    one = SuggestedPoint(7, BELEM_AT, 2, 60.0)
    assert store_suggestions(placed, [one, SuggestedPoint(1, BELEM_AT, 2, 0.0)]).photos == {1, 7}
    assert not store_suggestions(placed, [one, SuggestedPoint(1, BELEM_AT, 2, 0.0)])
    assert suggested_points(placed) == [one]
    assert places_of(placed, [7])[7] == PhotoPlace(BELEM_AT, "suggested", POINTS[BELEM])
    assert 7 not in map_points(placed).ids
    with open_library(placed.directory, writable=False) as reader:
        draw_veil(reader, np.array([2], np.int64))
        assert suggested_points(reader) == [], "where hidden photos were taken is not told"
    store_doubts(placed, [1])
    assert [found.photo for found in suggested_points(placed)] == [1, 7]
    locate_photos(placed, {7: "none"})
    assert suggested_points(placed, [7]) == []


def test_the_users_places_are_changed_deleted_and_undone(library: Library) -> None:
    key, changes = name_place(library, " House ", Coordinates(1 / 3, 180.0), 1 / 3 + 20)
    assert changes.kinds == {"places"}
    house = own_place_at(library, key)
    assert (house.name, house.centre, house.radius) == ("House", Coordinates(0.333333, -180.0), 20.3)
    assert not store_place(library, house)
    store_place(library, type(house)(key, "Home", house.centre, 50, is_private=True))
    (step,) = [one.id for one in list_steps(library, 1)]
    assert undo_step(library, step).changes.kinds == {"places"}
    assert own_places(library) == {key: house}
    redo_step(library, step)
    delete_place(library, key)
    assert own_places(library) == {}
    undo_step(library, list_steps(library, 1)[0].id)
    assert own_place_at(library, key).name == "Home"


@pytest.mark.parametrize(
    ("name", "centre", "radius"),
    [("", (1, 2), 50), ("x" * 201, (1, 2), 50), ("x", (91, 0), 50), ("x", (float("nan"), 0), 50), ("x", (1, 2), 5)],
)
def test_what_is_no_place_is_refused(library: Library, name: str, centre: tuple[float, float], radius: float) -> None:
    with pytest.raises(PhotonError):
        name_place(library, name, Coordinates(*centre), radius)
    with pytest.raises(PhotonError, match="no such place"):
        delete_place(library, "0" * 16)
    assert own_places(library) == {}


@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 179)),
    st.tuples(st.floats(-1, 1), st.floats(-180, 180)),
    st.floats(10, 200_000),
)
@example((90.0, 0.0), (-0.5, 180.0), 60_000.0)
@example((0.0, -180.0), (0.0, 359.9), 15_000.0)
def test_a_point_lies_around_the_places_whose_circle_it_is_in(
    centre: tuple[float, float], off: tuple[float, float], radius: float
) -> None:
    place = OwnPlace("0" * 16, "House", Coordinates(*centre), radius)
    point = Coordinates(max(-90.0, min(90.0, centre[0] + off[0])), (centre[1] + off[1] + 180) % 360 - 180)
    is_inside = in_circle(place, np.array([point.latitude]), np.array([point.longitude]))[0]
    assert places_around([place], point) == [place] * int(is_inside)
