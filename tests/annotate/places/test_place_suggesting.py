import numpy as np
import pytest

from photon.annotate.places.place_suggesting import suggest_points

LISBON, NEARBY, SINTRA, NOWHERE = (38.70, -9.10), (38.71, -9.10), (38.80, -9.40), (np.nan, np.nan)
PHONE, CAMERA, OTHER = 0, 1, 2
MINUTE = 60


def _suggested(*shots, doubtful=()):
    """Return which shot (device, minutes, place) is suggested for which."""
    devices = np.array([shot[0] for shot in shots], np.int64)
    times = np.array([MINUTE * shot[1] for shot in shots], np.int64)
    places = np.array([shot[2] for shot in shots], float).reshape(-1, 2)
    found = suggest_points(devices, times, places, np.isin(np.arange(len(shots)), doubtful))
    assert (found.seconds == np.abs(times[found.rows] - times[found.sources])).all()
    return dict(zip(found.rows.tolist(), found.sources.tolist(), strict=True))


def test_the_nearest_photo_of_the_same_device_counts():
    assert _suggested((PHONE, 600, LISBON), (PHONE, 610, NOWHERE), (PHONE, 630, NEARBY)) == {1: 0}
    assert _suggested((PHONE, 600, LISBON), (PHONE, 620, NOWHERE), (PHONE, 630, NEARBY)) == {1: 2}


@pytest.mark.parametrize("minutes", [60, 61])
def test_photos_an_hour_before_and_after_at_one_place_count(minutes):
    shots = (PHONE, 600, LISBON), (PHONE, 600 + minutes, NOWHERE), (PHONE, 660 + minutes, NEARBY)
    assert _suggested(*shots) == ({1: 0} if minutes == 60 else {})


@pytest.mark.parametrize(("minutes", "expected"), [(15, {1: 0}), (16, {})])
def test_a_photo_long_before_says_nothing(minutes, expected):
    assert _suggested((PHONE, 600, LISBON), (PHONE, 600 + minutes, NOWHERE)) == expected


def test_on_the_way_only_a_photo_of_ten_minutes_counts():
    shots = [(PHONE, 600, LISBON), (PHONE, 610, NOWHERE), (PHONE, 625, NOWHERE), (PHONE, 640, SINTRA)]
    assert _suggested(*shots) == {1: 0}


def test_midnight_ends_what_a_photo_says():
    day = 24 * 60
    assert _suggested((PHONE, day - 5, LISBON), (PHONE, day + 5, NOWHERE)) == {}


def test_another_device_counts_if_it_was_at_one_place_before_and_after():
    around = (PHONE, 600, LISBON), (PHONE, 640, NEARBY)
    assert _suggested(*around, (CAMERA, 615, NOWHERE)) == {2: 0}
    assert _suggested(*around, (-1, 630, NOWHERE)) == {2: 1}
    assert _suggested(around[0], (CAMERA, 615, NOWHERE)) == {}
    assert _suggested(around[0], (PHONE, 640, SINTRA), (CAMERA, 615, NOWHERE)) == {}
    assert _suggested(around[0], (PHONE, 660, LISBON), (CAMERA, 629, NOWHERE)) == {}


def test_other_devices_that_disagree_say_nothing():
    around = (PHONE, 600, LISBON), (PHONE, 640, LISBON), (OTHER, 605, SINTRA), (OTHER, 635, SINTRA)
    assert _suggested(*around, (CAMERA, 615, NOWHERE)) == {}
    together = (*around[:2], (OTHER, 610, NEARBY), (OTHER, 635, NEARBY))
    assert _suggested(*together, (CAMERA, 615, NOWHERE)) == {4: 2}


def test_nothing_is_suggested_from_or_across_doubtful_coordinates():
    shots = (PHONE, 600, LISBON), (PHONE, 610, SINTRA), (PHONE, 620, NOWHERE)
    assert _suggested(*shots) == {2: 1}
    assert _suggested(*shots, doubtful=[1]) == {1: 0}


def test_doubtful_coordinates_next_to_each_other_say_nothing():
    shots = (PHONE, 600, LISBON), (PHONE, 610, SINTRA), (PHONE, 620, LISBON)
    assert _suggested(*shots, doubtful=[0, 1]) == {1: 2}
    assert _suggested(*shots[:2], doubtful=[0, 1]) == {}


def test_nothing_is_known():
    assert _suggested() == {}
    assert _suggested((PHONE, 600, NOWHERE), (-1, 600, NOWHERE)) == {}
