import numpy as np

from photon.annotate.places.doubts import find_jumps

LISBON, SINTRA, ORLANDO, BERLIN, LONDON = (38.7, -9.1), (38.8, -9.4), (28.5, -81.4), (52.5, 13.4), (51.5, -0.1)
HOUR = 3600


def _jumps(*shots, offsets=None):
    """Find jumps among shots (camera, seconds, place); ``offsets`` are hours east of UTC, by place."""
    cameras, times = (np.array([shot[at] for shot in shots], np.int64) for at in (0, 1))
    places = np.array([shot[2] for shot in shots], float)

    def find_instants(rows):
        hours = [(offsets or {}).get(shots[row][2], 0) for row in rows]
        return times[rows] - HOUR * np.array(hours, float)

    return np.flatnonzero(find_jumps(cameras, times, places, find_instants)).tolist()


def test_what_disagrees_with_the_shots_before_and_after_is_doubtful():
    shots = [(0, 0, LISBON), (0, 600, ORLANDO), (0, 1200, SINTRA)]
    assert _jumps(*shots) == [1]
    assert _jumps(*reversed(shots)) == [1]


def test_several_wrong_ones_in_a_row_are_all_found():
    shots = [(0, 60 * at, LISBON) for at in range(9)]
    shots[3:6] = [(0, 60 * at, ORLANDO) for at in range(3, 6)]
    assert _jumps(*shots) == [3, 4, 5]


def test_the_last_known_place_of_a_phone_after_landing_is_doubtful():
    assert _jumps((0, 0, BERLIN), (0, 300, LISBON), (0, 600, LISBON)) == [0]


def test_of_two_shots_nobody_knows_which_one_is_right():
    assert _jumps((0, 0, LISBON), (0, 3000, ORLANDO)) == [0, 1]


def test_a_journey_of_more_than_an_hour_is_no_jump():
    assert _jumps((0, 0, LISBON), (0, HOUR + 1, BERLIN)) == []


def test_shots_of_different_cameras_are_not_compared():
    assert _jumps((0, 0, LISBON), (1, 60, BERLIN), (0, 120, LISBON)) == []


def test_two_phones_of_one_model_at_two_places_are_no_doubt():
    assert _jumps(*((0, 60 * at, (LISBON, BERLIN)[at % 2]) for at in range(20))) == []


def test_the_clock_that_a_phone_sets_back_in_a_plane_makes_no_doubt():
    shots = [(0, 0, BERLIN), (0, 3000, LONDON)]
    assert _jumps(*shots) == [0, 1]
    assert _jumps(*shots, offsets={BERLIN: 1}) == []
    assert _jumps(*shots, (0, 3600, BERLIN), offsets={BERLIN: 1}) == [1]


def test_the_date_line_is_no_jump():
    assert _jumps((0, 0, (-17.8, 179.9)), (0, 60, (-17.8, -179.9))) == []


def test_no_shots():
    assert _jumps((0, 0, LISBON)) == []
    assert find_jumps(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 2)), None).tolist() == []
