"""Cuts are found in the sizes of frames, and where key frames come out of turn."""

import numpy as np

from photon.media.films.film_cuts import find_cuts

NOBODY = np.zeros(0, np.int64)


def test_a_frame_as_large_as_a_key_frame_begins_a_shot() -> None:
    sizes = np.full(320, 1000, np.int64)
    sizes[::3] = 3000  # frames on which others depend
    keys = np.arange(0, 320, 80)
    sizes[keys] = 20_000
    assert find_cuts(sizes, keys).tolist() == []
    sizes[[101, 250]] = 15_000
    sizes[130] = 6000  # something moves
    assert find_cuts(sizes, keys).tolist() == [101, 250]


def test_a_key_frame_out_of_turn_begins_a_shot_also_where_sizes_are_unknown() -> None:
    keys = np.array([0, 250, 310, 560, 810])
    assert find_cuts(NOBODY, keys).tolist() == [310]
    assert find_cuts(np.full(900, 10, np.int64), keys).tolist() == [310]


def test_sizes_that_fit_no_key_frames_say_nothing() -> None:
    assert find_cuts(NOBODY, NOBODY).tolist() == []
    assert find_cuts(np.full(9, 10, np.int64), np.array([0])).tolist() == []
    assert find_cuts(np.full(40, 10, np.int64), np.array([0, 90])).tolist() == []
