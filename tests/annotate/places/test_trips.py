from datetime import date

import numpy as np
import pytest

from photon.annotate.places.trips import find_trips, name_stops
from photon.domain.places.place import NamedPoint
from photon.domain.query.periods import days_text

HOME, LISBON, NEARBY, NOWHERE = (52.5, 13.4), (38.7, -9.1), (52.6, 13.5), (np.nan, np.nan)


def _trips(*events):
    """Return which events, each a day with places, are trips."""
    numbers = np.concatenate([np.full(len(places), number) for number, (_, places) in enumerate(events)])
    days = np.concatenate([np.full(len(places), day) for day, places in events])
    return find_trips(numbers, days, np.array([place for _, places in events for place in places], float)).tolist()


def test_events_far_from_where_most_photos_are_trips():
    home = [(40 * month, [HOME]) for month in range(6)]
    assert _trips(*home, (300, [LISBON, LISBON, NOWHERE]), (320, [NEARBY])) == [False] * 6 + [True, False]


def test_most_photos_of_a_trip_are_far_away():
    home = [(40 * month, [HOME]) for month in range(6)]
    assert _trips(*home, (300, [HOME, LISBON]), (320, [NOWHERE])) == [False] * 8


def test_a_town_with_photos_on_many_days_of_a_year_is_no_trip_in_that_year():
    home = [(40 * month, [HOME]) for month in range(6)]
    work = [(370 + day, [LISBON]) for day in range(22)]
    assert _trips(*home, *work, (800, [LISBON])) == [False] * 28 + [True]


def test_no_photos():
    assert find_trips(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 2))).tolist() == []


def _point(town, region="Lisboa", country="pt"):
    return NamedPoint(town=town, region=region, country=country)


def _name(*stops):
    """Name a trip from towns, each with photos by day."""
    points = [point for point, days in stops for _ in days]
    days = [day for _, days in stops for day in days]
    return name_stops(points, days, lambda point: point.town, lambda point: point.country.upper())


def test_a_trip_is_named_after_its_towns_by_photos_and_days():
    lisbon, sintra = (_point("Lisbon"), [1, 2, 3, 3]), (_point("Sintra"), [2])
    assert _name(lisbon) == "Lisbon"
    assert _name(sintra, lisbon) == "Lisbon and Sintra"
    assert _name(lisbon, sintra, (_point("Cascais"), [3])) == "Lisbon, Sintra and Cascais"


def test_a_stop_on_the_way_is_not_named():
    assert _name((_point("Lisbon"), list(range(10)) * 10), (_point("Fátima"), [3])) == "Lisbon"


@pytest.mark.parametrize(
    ("region", "country", "expected"),
    [("Tuscany", "it", "Tuscany"), ("", "it", "IT"), ("", "", "A, B and C")],
)
def test_more_than_three_towns_are_a_region_or_a_country(region, country, expected):
    assert _name(*((_point(town, region, country), [day]) for day, town in enumerate("ABCDE"))) == expected


def test_never_more_than_three_names():
    stops = [(_point("", "", country), [day]) for day, country in enumerate(("fr", "es", "pt", "it", "at"))]
    assert _name(*stops) == "FR, ES and PT"


def test_at_sea_there_is_no_name():
    assert _name((_point("", "", ""), [1])) == ""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2019, 5, 3), date(2019, 5, 3), "3 May 2019"),
        (date(2019, 5, 3), date(2019, 5, 10), "3–10 May 2019"),
        (date(2019, 5, 28), date(2019, 6, 3), "28 May – 3 June 2019"),
        (date(2018, 12, 30), date(2019, 1, 2), "30 December 2018 – 2 January 2019"),
    ],
)
def test_days_of_a_trip(first, last, expected):
    assert days_text(first, last) == expected
