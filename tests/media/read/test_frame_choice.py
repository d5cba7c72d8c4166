"""Frames of films: after each cut, no more than some seconds apart, no copies, nothing black, never too many."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from photon.media.films.film_player import FilmFrame
from photon.media.films.frame_times import FrameTimes
from photon.media.read import frame_choice
from photon.media.read.frame_choice import MOST, SPACING, choose_of

UNKNOWN = FrameTimes([], [])
Show = Callable[[float], np.ndarray]


class ShownFilm:
    """A film whose frames are computed: 25 a second, each with a luma."""

    def __init__(self, show: Show) -> None:
        self._show, self.looks = show, list[float]()

    def frame_at(self, seconds: float) -> FilmFrame:
        self.looks.append(seconds)
        begin = int(seconds * 25 + 1e-6) / 25
        self._luma = self._show(begin)
        return FilmFrame(begin, self._luma)

    def picture(self, short: int, long: int) -> Image.Image:
        assert short < long
        return Image.fromarray(self._luma).convert("RGB")


def pattern(number: int, shift: float = 0.0) -> np.ndarray:
    """Return a frame that has nothing in common with that of another number; moved by some of its 64 columns."""
    luma = np.random.default_rng(number).integers(40, 255, (8, 8)).repeat(8, 0).repeat(8, 1).astype(np.uint8)
    return np.roll(luma, round(shift), axis=1)


def shots(*begins: float) -> Show:
    return lambda at: pattern(int(np.searchsorted(begins, at + 1e-6, side="right")))


def choose(film: ShownFilm, times: FrameTimes, seconds: float) -> list[float]:
    """Return the seconds of all frames, part by part."""
    found, at = list[float](), 0.0
    while at < seconds:
        choice = choose_of(film, times, seconds, at)
        assert choice.until > at
        found += [frame.seconds for frame in choice.frames]
        at = choice.until
    assert at == seconds
    assert found == sorted(set(found))
    return found


def test_each_shot_has_its_first_frame_and_a_still_one_no_more_than_that() -> None:
    film = ShownFilm(shots(4, 20, 21.2, 47))
    times = FrameTimes([0, 4, 12, 20, 28, 36, 44, 47, 55], [4, 20, 21.2, 47])
    assert choose(film, times, 60) == [0, 4, 20, 21.2, 47]


def test_a_shot_is_looked_at_where_it_passes_a_key_frame_soon() -> None:
    times = FrameTimes(np.arange(0, 400, 8.0).tolist(), [13, 25])
    assert frame_choice.plan_looks(times, 0, 40, SPACING) == [0, 8, 16, 24, 25, 32, 40]
    times = FrameTimes([0, 8, 16], [13, 16.5])
    assert 13 in frame_choice.plan_looks(times, 0, 24, SPACING)  # the key frame is at the end of the shot


def test_shots_shorter_than_a_second_are_left_out() -> None:
    times = FrameTimes([0, 10, 20, 30], [20, 20.4, 25])
    assert choose(ShownFilm(shots(20, 20.4, 25)), times, 40) == [0, 20.4, 25]


def test_black_frames_are_left_out_and_a_shot_that_fades_in_is_looked_at_a_second_later() -> None:
    def show(at: float) -> np.ndarray:
        return pattern(1) if at < 10 else pattern(2) if at >= 10.5 else np.zeros((64, 64), np.uint8)

    assert choose(ShownFilm(show), FrameTimes([0, 10], [10]), 14) == [0, 11]
    assert choose(ShownFilm(lambda _: np.zeros((64, 64), np.uint8)), UNKNOWN, 30) == []


@pytest.mark.parametrize("seconds", [50.0, 400.0])
def test_while_something_moves_frames_are_no_more_than_some_seconds_apart(seconds: float) -> None:
    def show(at: float) -> np.ndarray:
        return pattern(1, 3 * at)

    keys = np.arange(0, seconds, 10).tolist()  # as of an encoder with few key frames
    found = choose(ShownFilm(show), FrameTimes(keys, []), seconds)
    assert max(later - at for at, later in pairwise([*found, seconds])) <= SPACING + 0.1
    found = choose(ShownFilm(show), UNKNOWN, seconds)
    assert max(later - at for at, later in pairwise([*found, seconds])) <= SPACING + 0.1


def test_without_an_index_a_short_shot_is_found_between_others() -> None:
    film = ShownFilm(shots(301, 302.5))
    found = choose(film, UNKNOWN, 400)
    assert 301 in found or 301 < min(at for at in found if at > 300) < 302.5
    assert any(302.5 <= at < 304 for at in found)
    assert len(found) < 12  # and one for each minute


def test_a_film_of_hours_has_no_more_frames_than_any_other_and_those_after_cuts_stay() -> None:
    cuts = np.arange(8, 7200, 40.0).tolist()
    keys = sorted({*np.arange(0, 7200, 2.0).tolist(), *cuts})
    film = ShownFilm(lambda at: pattern(int((at + 32) / 40), at % 40 / 4))
    found = choose(film, FrameTimes(keys, cuts), 7200)
    assert 300 < len(found) <= MOST
    assert set(cuts) <= set(found)
    assert len(film.looks) < 2 * MOST


def test_the_index_of_a_film_is_enough_where_nothing_moves() -> None:
    film = ShownFilm(shots(30))
    times = FrameTimes(np.arange(0, 600, 1.0).tolist(), [30])
    assert choose(film, times, 600) == [0, 30, *range(60, 600, 60)]  # each minute has one
    assert len(film.looks) < 140
    assert all(look == round(look) for look in film.looks[:-1])  # key frames, which cost least
    assert frame_choice.change_between(pattern(1), pattern(1)) == 0
