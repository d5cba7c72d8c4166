"""``place:``, ``country:``, ``near:`` and ``area:`` find photos by all names, and nothing that is in doubt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from photon.domain import Filter
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import stated_text
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil
from photon.library.photos.photo_locations import locate_photos
from photon.library.places.place_filters import (
    PlaceSql,
    area_condition,
    country_condition,
    country_counts,
    named_counts,
    named_filters,
    near_condition,
    near_name_condition,
    place_condition,
    place_name_counts,
)
from photon.library.places.point_names import IS_MISPLACED, store_doubts
from photon.library.searches.filters import matching
from photon.search.query_language import parse
from tests.library.places.conftest import PARIS, REGIONS, ROME, TEXAS, name_all
from tests.library.places.named_places import name_place


def found(library: Library, condition: PlaceSql) -> list[int]:
    text, values = condition
    photos = library.column(f"SELECT p.id FROM photos p WHERE ({text}) ORDER BY 1", values)
    others = library.column(f"SELECT p.id FROM photos p WHERE NOT ({text})", values)
    assert len(photos) + len(others) == len(library.column("SELECT id FROM photos")), "never NULL"
    return photos


@pytest.mark.parametrize(
    ("text", "photos"),
    [
        ("Lisbon", [1, 2]), ("LISSABON", [1, 2]), ("lisboa", [1, 2]), ("Belem", [2]), ("Paris", [3, 4]),
        ("Paris, Texas", [4]), ("Paris, France", [3]), ("Paris, fr", [3]), ("Paris, Portugal", []),
        ("Рим", [5]), ("Lazio", [5]), ("Italien", [5]), ("Rome, Lazio, Italy", [5]), ("Trastevere, Roma", [5]),
        ("France", [3]), ("district", [1, 2]), ("United", [4]), ("Lis", []), ("Lisbon District", [1, 2]),
        ("latium", [5]), ("Rome, Latium", [5]), ("Paris, tejas", [4]), ("Rome, Tejas", []),
        (",", []), ("%", []), ("_ome", []), ('Rome" OR 1', []), ("Rome, Rome", []),
    ],
)  # fmt: skip
def test_a_place_is_found_by_its_names(placed: Library, text: str, photos: list[int]) -> None:
    assert found(placed, place_condition(placed, text)) == photos


@pytest.mark.parametrize(
    ("text", "photos"),
    [("pt", [1, 2]), ("Portugal", [1, 2]), ("frankreich", [3]), ("USA", [4]), ("united", [4]), ("Paris", []), ("", [])],
)
def test_a_country_is_found_by_name_and_code(placed: Library, text: str, photos: list[int]) -> None:
    assert found(placed, country_condition(placed, text)) == photos


def test_the_users_places_are_found_beside_the_towns_they_lie_in(placed: Library) -> None:
    name_place(placed, 'Our "house", Rome', Coordinates(*ROME), 500, is_private=True)
    name_place(placed, "Lisbon", Coordinates(*ROME), 500)
    assert found(placed, place_condition(placed, 'our "house", rome')) == [5]
    assert found(placed, place_condition(placed, "house")) == [5]
    assert found(placed, place_condition(placed, "Rome")) == [5]
    assert found(placed, place_condition(placed, "Lisbon")) == [1, 2, 5]
    placed.find_town = lambda name: [Coordinates(*PARIS), Coordinates(*TEXAS)] if name == "Paris" else []
    assert found(placed, near_name_condition(placed, "Paris", 1000)) == [3]
    assert found(placed, near_name_condition(placed, "Lisbon", 1000)) == [5]
    assert found(placed, near_name_condition(placed, "Nowhere", 1000)) == []


def test_a_place_is_found_by_a_name_without_letters(placed: Library) -> None:
    name_place(placed, "❤\ufe0f", Coordinates(*ROME), 500)
    name_place(placed, "🏠", Coordinates(*PARIS), 500)
    for name, photos in (("❤", [5]), ("❤\ufe0f", [5]), ("🏠", [3]), ("🏡", [])):
        query = parse(f'place:"{name}"')
        assert (query.mistakes, query.query.parts) == ((), (Filter("place", name),))
        assert found(placed, place_condition(placed, name)) == photos
    assert dict(place_name_counts(placed))["🏠"] == 1


def state_place(library: Library, photo: int, place: StatedPlace) -> None:
    library.db.execute("UPDATE photos SET stated_place = ? WHERE id = ?", (stated_text(place), photo))


@pytest.mark.parametrize("text", ["Lisboa", "Belém", "Portugal", "lisbon", "Belém, Lisbon", "Lissabon, pt"])
def test_photos_without_coordinates_are_found_by_what_metadata_says(placed: Library, text: str) -> None:
    state_place(placed, 7, StatedPlace("Belém", "Lisboa", "", "Portugal"))
    state_place(placed, 5, StatedPlace("Belém", "Lisboa", "", "Portugal"))  # its coordinates count
    assert 7 in found(placed, place_condition(placed, text))
    assert 5 not in found(placed, place_condition(placed, text))
    assert found(placed, country_condition(placed, "portugal")) == [1, 2, 7]
    assert found(placed, country_condition(placed, "Lisboa")) == []


def test_a_stated_code_is_that_of_a_country(placed: Library) -> None:
    state_place(placed, 7, StatedPlace(city="Lyon", country_code="FR"))
    assert found(placed, country_condition(placed, "Frankreich")) == [3, 7]
    assert found(placed, place_condition(placed, "Lyon, France")) == [7]
    placed.db.execute("UPDATE photos SET stated_place = '[1]' WHERE id = 7")
    assert found(placed, country_condition(placed, "Frankreich")) == [3]


@pytest.mark.parametrize(
    ("area", "photos"),
    [
        (MapArea(38, -10, 39, -9), [1, 2]), (MapArea(-90, -180, 90, 180), [1, 2, 3, 4, 5, 6]),
        (MapArea(30, 10, 50, -90), [4, 5]), (MapArea(80, 0, 90, 1), []),
    ],
)  # fmt: skip
def test_areas_also_lie_across_the_date_line(placed: Library, area: MapArea, photos: list[int]) -> None:
    assert found(placed, area_condition(area)) == photos


def test_circles_reach_across_the_date_line_and_the_pole(library: Library, add: Callable[..., None]) -> None:
    add((-17.0, 179.99), (-17.0, -179.99), (89.99, 0.0), (89.99, 180.0))
    assert found(library, near_condition(library, Coordinates(-17.0, -180.0), 5000)) == [1, 2]
    assert found(library, near_condition(library, Coordinates(90.0, 50.0), 5000)) == [3, 4]


def test_what_is_in_doubt_is_not_found_until_confirmed(placed: Library, add: Callable[..., None]) -> None:
    add((0.0, 0.0))
    store_doubts(placed, [5, 7, 99])
    assert found(placed, (IS_MISPLACED, [])) == [5, 8]
    conditions = [
        place_condition(placed, "Rome"), country_condition(placed, "it"),
        near_condition(placed, Coordinates(*ROME), 10.0), area_condition(MapArea(41, 12, 42, 13)),
    ]  # fmt: skip
    assert [found(placed, one) for one in conditions] == [[]] * 4
    locate_photos(placed, {5: "41.890000,12.490000", 8: "none"})
    assert found(placed, place_condition(placed, "Rome")) == [5]
    assert found(placed, (IS_MISPLACED, [])) == []
    store_doubts(placed, [5])
    assert found(placed, (IS_MISPLACED, [])) == []


def test_a_photo_that_is_elsewhere_now_is_not_found_by_its_former_place(placed: Library) -> None:
    locate_photos(placed, {5: "48.857000,2.352000", 3: "none"})
    assert found(placed, place_condition(placed, "Rome")) == []
    assert found(placed, place_condition(placed, "Paris, France")) == []
    name_all(placed)
    assert found(placed, place_condition(placed, "Paris, France")) == [5]


def test_hidden_photos_are_neither_found_nor_counted(placed: Library) -> None:
    name_place(placed, "House", Coordinates(*ROME), 500)
    with open_library(placed.directory, writable=False) as reader:
        draw_veil(reader, np.array([1, 5], np.int64))
        assert found(reader, place_condition(reader, "Lisbon")) == [2]
        assert found(reader, place_condition(reader, "House")) == []
        assert dict(country_counts(reader)) == {"United States": 1, "France": 1, "Portugal": 1}
        assert "Rome" not in dict(place_name_counts(reader))


def test_places_are_counted_and_told_apart(placed: Library) -> None:
    name_place(placed, "House", Coordinates(*ROME), 500)
    counts = dict(place_name_counts(placed))
    assert next(iter(counts)) == "House"
    assert counts == {
        "House": 1, "Lisbon": 2, "Lisbon District": 2, "Belém": 1, "Paris, Île-de-France, FR": 1, "Île-de-France": 1,
        "Paris, Texas, US": 1, "Texas": 1, "Trastevere": 1, "Rome": 1, "Lazio": 1,
    }  # fmt: skip
    for value, count in counts.items():
        assert len(found(placed, place_condition(placed, value))) == count, value
    few = np.array([2, 4], np.int64)
    assert {one.value: one.photos for one in named_counts(placed, few) if one.photos} == {
        "Belém": 1, "Lisbon": 1, "Lisbon District": 1, "Paris": 1, "Texas": 1
    }  # fmt: skip
    assert country_counts(placed)[0] == ("Portugal", 2)


def test_places_are_offered_by_their_local_names_which_find_the_same_photos(placed: Library) -> None:
    towns, countries = {"Rome": "Roma"}, {"FR": "Frankreich", "US": "USA", "IT": "Italien"}
    placed.localize = lambda one: replace(
        one,
        town=towns.get(one.town, one.town),
        region=REGIONS.get((one.country, one.region), one.region),
        country=countries.get(one.country, one.country),
    )
    offered = dict(place_name_counts(placed))
    assert {"Roma", "Paris, Tejas, USA", "Paris, Île-de-France, Frankreich", "Trastevere"} < set(offered)
    for value, count in offered.items():
        assert len(found(placed, place_condition(placed, value))) == count, value
    assert {name for name, _ in country_counts(placed)} == {"Portugal", "Frankreich", "USA", "Italien"}
    assert named_filters(placed)["rome"] == (Filter("place", "Roma"),)
    assert named_filters(placed)["latium"] == named_filters(placed)["lazio"] == (Filter("place", "Latium"),)
    assert named_filters(placed)["france"] == (Filter("country", "Frankreich"),)


def test_the_existing_filter_by_distance_leaves_out_doubts(placed: Library) -> None:
    near = [Filter("near", "41.89,12.49,1km")]
    assert matching(placed, near, date(2026, 1, 1)).tolist() == [5]
    store_doubts(placed, [5])
    assert matching(placed, near, date(2026, 1, 1)).tolist() == []


def test_a_name_in_any_language_could_mean_several_places(placed: Library) -> None:
    name_place(placed, "Lisbon", Coordinates(*ROME), 500)
    meant = named_filters(placed)
    assert meant["lisbon"] == (Filter("place", "Lisbon"),)
    assert meant["рим"] == meant["roma"] == (Filter("place", "Rome"),)
    assert {one.value for one in meant["paris"]} == {"Paris, Texas, US", "Paris, Île-de-France, FR"}
    assert meant["frankreich"] == (Filter("country", "France"),)
    assert "usa" not in meant


def test_a_town_and_its_region_of_one_name_are_one_place_if_photos_are_the_same(placed: Library) -> None:
    placed.localize = lambda one: replace(one, region=one.town if one.country != "FR" else "Paris")
    meant = named_filters(placed)
    assert meant["lisboa"] == meant["lisbon"] == (Filter("place", "Lisbon, PT"),)
    assert {one.value for one in meant["paris"]} == {"Paris, US", "Paris, FR"}
    for value in ("Lisbon, Lisbon, PT", "Lisbon, PT"):
        assert dict(place_name_counts(placed))[value] == 2
