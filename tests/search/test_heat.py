"""From maps of vectors to displayed heat maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from photon.search.heat import WINDOWS, Surroundings, contrast, estimate_z_score, heat_values, join_windows, peak_place

CONTRASTS = arrays(np.float32, (5, 7), elements=st.floats(-2, 2, width=32))
RANDOM = np.random.default_rng(3)
EVERYDAY = RANDOM.normal(size=(40, 16)).astype(np.float32)
EVERYDAY /= np.linalg.norm(EVERYDAY, axis=1, keepdims=True)


def cut(photo: np.ndarray, window: tuple[float, float, float, float], rows: int, columns: int) -> np.ndarray:
    """Return a perfect encoder's map of a window: the photo's own values there, [rows, columns, d]."""
    left, top, right, bottom = window
    row = ((top + (np.arange(rows) + 0.5) / rows * (bottom - top)) * photo.shape[0]).astype(int)
    column = ((left + (np.arange(columns) + 0.5) / columns * (right - left)) * photo.shape[1]).astype(int)
    return photo[np.ix_(row, column)]


def test_windows_cover_the_photo_and_join_without_a_seam() -> None:
    photo = RANDOM.normal(size=(15, 15, 4)).astype(np.float32)
    assert np.allclose(join_windows([cut(photo, window, 9, 9) for window in WINDOWS]), photo)


@pytest.mark.parametrize(("rows", "columns"), [(4, 6), (7, 7), (14, 14), (1, 1)])
def test_maps_of_any_size_can_be_joined(rows: int, columns: int) -> None:
    whole = join_windows([np.full((rows, columns, 3), value, np.float32) for value in (1, 2, 3, 4)])
    assert whole.shape == (round(rows / 0.6), round(columns / 0.6), 3)
    assert np.isfinite(whole).all()
    corners = [whole[row, column, 0] for row in (0, -1) for column in (0, -1)]
    assert corners == [1, 2, 3, 4]


def test_the_matching_place_stands_out_from_generic_ones() -> None:
    words = RANDOM.normal(size=16).astype(np.float32)
    words /= np.linalg.norm(words)
    places = np.tile(3 * EVERYDAY.mean(axis=0), (9, 9, 1))
    places[2, 6] += words
    places[7, 1] += 2 * EVERYDAY.mean(axis=0)
    found = contrast(places, words, EVERYDAY)
    assert np.unravel_index(found.argmax(), found.shape) == (2, 6)
    assert found[7, 1] < found[2, 6]


def test_the_contrast_of_a_sum_of_maps_is_the_sum_of_their_contrasts() -> None:
    one, other = RANDOM.normal(size=(2, 5, 7, 16)).astype(np.float32)
    words = EVERYDAY[0]
    together = contrast(one + other, words, EVERYDAY)
    assert np.allclose(together, contrast(one, words, EVERYDAY) + contrast(other, words, EVERYDAY), atol=1e-5)


def alike(words: np.ndarray) -> np.ndarray:
    """Return a map with two places that agree with the words equally."""
    places = np.zeros((9, 9, 16), np.float32)
    places[2, 6] = places[7, 1] = words
    return places


def test_a_place_that_rather_shows_another_thing_loses() -> None:
    words, other = np.eye(16, dtype=np.float32)[:2]
    places = alike(words)
    places[2, 6] += other
    found = contrast(places, words, EVERYDAY, Surroundings(other))
    assert np.unravel_index(found.argmax(), found.shape) == (7, 1)
    assert found[7, 1] > found[2, 6]


def test_a_place_where_people_would_name_it_wins() -> None:
    words = np.eye(16, dtype=np.float32)[0]
    shares = np.zeros((9, 9), np.float32)
    shares[2, 6] = 0.9
    found = contrast(alike(words), words, EVERYDAY, Surroundings(0 * words, shares))
    assert np.unravel_index(found.argmax(), found.shape) == (2, 6)
    nowhere = contrast(0 * alike(words), words, EVERYDAY, Surroundings(0 * words, 0 * shares))
    assert nowhere == pytest.approx(0, abs=0.01), "rounding errors are no places"


STANDINGS = st.floats(-10, 10)


@given(CONTRASTS, STANDINGS)
def test_heat_is_limited_by_the_score(contrasts: np.ndarray, standing: float) -> None:
    heat = heat_values(contrasts, standing)
    assert heat.dtype == np.float32
    assert heat.min() == 0, "the ground never glows"
    assert heat.max() <= min(max(standing / 3, 0), 1) + 1e-6
    assert heat[np.unravel_index(contrasts.argmax(), contrasts.shape)] == heat.max()


@given(CONTRASTS, STANDINGS, STANDINGS)
def test_a_likelier_photo_has_no_less_heat(contrasts: np.ndarray, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (heat_values(contrasts, low) <= heat_values(contrasts, high)).all()


def test_the_hottest_place_is_fully_hot_only_if_the_photo_stands_out() -> None:
    contrasts = np.zeros((5, 7), np.float32)
    contrasts[1, 2] = 1
    peaks = [float(heat_values(contrasts, standing).max()) for standing in (5, 3, 1.5, 0, -2)]
    assert peaks == pytest.approx([1, 1, 0.5, 0, 0])


def test_matching_words_stand_out_without_a_library() -> None:
    words = RANDOM.normal(size=16).astype(np.float32)
    words /= np.linalg.norm(words)
    right, wrong = (estimate_z_score(EVERYDAY, words, photo) for photo in (words, -words))
    assert right > 2
    assert wrong < 0
    assert np.isfinite(estimate_z_score(EVERYDAY[:1], words, words))


def test_the_peak_is_the_middle_of_the_hottest_area() -> None:
    contrasts = np.full((3, 4), -5, np.float32)
    contrasts[2, 1] = -4
    assert peak_place(contrasts) == (pytest.approx(1.5 / 4), pytest.approx(2.5 / 3))
    contrasts[1, 1] = contrasts[0, 1] = -4.1  # connected with it, almost as hot
    right, down = peak_place(contrasts)
    assert right == pytest.approx(1.5 / 4)
    assert 1.5 / 3 < down < 2 / 3
    contrasts[0, 3] = -4  # as hot, but elsewhere; the first one counts
    contrasts[:, 1] = -5
    contrasts[2, 0] = -4.5  # connected with nothing, and half as hot
    assert peak_place(contrasts) == (pytest.approx(3.5 / 4), pytest.approx(0.5 / 3))


def test_the_peak_of_an_even_map_is_its_middle() -> None:
    assert peak_place(np.full((3, 5), 0.25, np.float32)) == (pytest.approx(0.5), pytest.approx(0.5))
