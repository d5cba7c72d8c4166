"""Names of points: towns, quarters, countries, the sea, the date line and the poles."""

import numpy as np
import pytest

from photon.annotate.places.gazetteer import Gazetteer, known_gazetteer
from photon.annotate.places.place_data import STEPS, TOWNS, read_arrays
from photon.domain.places.place import NamedPoint


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return known_gazetteer()


def name(gazetteer: Gazetteer, latitude: float, longitude: float) -> NamedPoint:
    return gazetteer.name_points(np.array([latitude]), np.array([longitude]))[0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "town", "country"),
    [
        (48.8584, 2.2945, "Paris", "FR"),  # the Eiffel Tower
        (40.7484, -73.9857, "New York City", "US"),  # the Empire State Building
        (-33.8568, 151.2153, "Sydney", "AU"),  # the opera, which coarse outlines have in the sea
        (45.4340, 12.3390, "Venice", "IT"),
        (-25.3444, 131.0369, "Yulara", "AU"),  # Uluru, 14 km from the next houses
        (47.5584, 7.5733, "Basel", "CH"),  # 1.5 km from France and Germany
        (-8.5200, 179.1970, "Funafuti", "TV"),  # 200 m from a village of the atoll that has no other names
        (48.5734, 7.8100, "Kehl", "DE"),  # across the Rhine from Strasbourg
    ],
)
def test_town_and_country(gazetteer: Gazetteer, latitude: float, longitude: float, town: str, country: str) -> None:
    found = name(gazetteer, latitude, longitude)
    assert (found.town, found.country) == (town, country)


def test_quarter_region_and_zone(gazetteer: Gazetteer) -> None:
    found = name(gazetteer, 48.8410, 2.3000)
    assert found == NamedPoint("Paris 15 Vaugirard", "Paris", "Île-de-France", "FR", "Europe/Paris", 2988507)
    assert name(gazetteer, 48.8534, 2.3488).quarter in {"", "Paris 04 Hôtel-de-Ville"}


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0.0, -30.0), (0.0, 0.0), (56.5, 3.5), (90.0, 0.0), (-40.0, 180.0), (43.0, 50.5)]
)
def test_sea_has_no_names(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    assert name(gazetteer, latitude, longitude) == NamedPoint()


def test_date_line_is_no_border(gazetteer: Gazetteer) -> None:
    west, east = name(gazetteer, -16.8, -180), name(gazetteer, -16.8, 180)
    assert west == east
    assert west.country == "FJ"
    assert {name(gazetteer, 66.5, longitude).country for longitude in (179.9, -179.9)} == {"RU"}


def test_south_pole_is_in_antarctica(gazetteer: Gazetteer) -> None:
    assert {name(gazetteer, -90, longitude).country for longitude in (-180, 0, 137.5)} == {"AQ"}


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(np.nan, 0), (0, np.nan), (91, 0), (-90.1, 0), (0, 181), (np.inf, 0), (48.9, 1e9)]
)
def test_no_point_has_no_names(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    found = gazetteer.name_points(np.array([latitude, 48.8584]), np.array([longitude, 2.2945]))
    assert [one.town for one in found] == ["", "Paris"]


def test_no_points(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.name_points(np.zeros(0), np.zeros(0))) == 0


def test_points_are_named_alone_as_in_a_batch(gazetteer: Gazetteer) -> None:
    chosen = np.random.default_rng(7)
    latitudes, longitudes = read_arrays(TOWNS, ("latitudes", "longitudes"))
    rows = chosen.integers(0, len(latitudes), 700)
    north = np.append(
        np.clip(latitudes[rows] / STEPS + chosen.normal(0, 0.1, 700), -90, 90), chosen.uniform(-90, 90, 100)
    )
    east = np.append(
        np.clip(longitudes[rows] / STEPS + chosen.normal(0, 0.1, 700), -180, 180), chosen.uniform(-180, 180, 100)
    )
    alone = [name(gazetteer, *point) for point in zip(north, east, strict=True)]
    together = gazetteer.name_points(north, east)
    assert list(together) == alone
    assert list(gazetteer.name_points(north[::-1], east[::-1])[::-1]) == alone
    assert list(together[30:40]) == alone[30:40]
    assert together[-1] == alone[-1]
    assert len({one.town for one in alone}) > 600


def test_overseas_parts_have_their_own_code(gazetteer: Gazetteer) -> None:
    points = {
        "GP": (16.24, -61.53),
        "RE": (-21.1, 55.5),
        "GF": (4.92, -52.31),
        "SJ": (78.22, 15.65),
        "US": (21.3, -157.85),
    }
    assert {code: name(gazetteer, *point).country for code, point in points.items()} == {code: code for code in points}
