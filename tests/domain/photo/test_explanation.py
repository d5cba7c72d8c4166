"""Colours, texts and sizes of heat maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from photon.domain.photo.heat import colours, enlarged, place_in_words, strength

MAPS = arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.floats(0, 1, width=32))


def test_higher_values_look_brighter() -> None:
    shown = colours(np.linspace(0, 1, 101, dtype=np.float32)).astype(np.float64) / 255
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    luminance = linear @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(luminance) > -0.001).all()
    assert luminance[0] < 0.01
    assert luminance[-1] > 0.8
    assert (np.diff(luminance[::10]) > 0).all()


def test_values_out_of_range_are_clipped() -> None:
    below, least, most, above = colours(np.array([-3, 0, 1, 7], np.float32)).tolist()
    assert below == least
    assert above == most


@given(MAPS, st.integers(1, 60), st.integers(1, 60))
def test_an_enlarged_map_has_no_higher_values(heat: np.ndarray, width: int, height: int) -> None:
    large = enlarged(heat, width, height)
    assert large.shape == (height, width)
    assert large.dtype == np.float32
    assert heat.min() - 1e-6 <= large.min() <= large.max() <= heat.max() + 1e-6


def test_an_enlarged_map_keeps_its_peak() -> None:
    heat = np.zeros((9, 9), np.float32)
    heat[2, 6] = 1
    row, column = np.unravel_index(enlarged(heat, 180, 90).argmax(), (90, 180))
    assert (row // 10, column // 20) == (2, 6)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (0, 0, "upper left"), (0, 4, "at the top"), (2, 8, "upper right"), (4, 1, "on the left"),
        (4, 4, "in the middle"), (3, 7, "on the right"), (8, 0, "lower left"), (6, 5, "at the bottom"),
        (7, 7, "lower right"),
    ],
)  # fmt: skip
def test_the_hottest_place_as_text(row: int, column: int, words: str) -> None:
    heat = np.zeros((9, 9), np.float32)
    heat[row, column] = 1
    assert place_in_words(heat) == words


def test_two_hottest_places_and_none() -> None:
    heat = np.zeros((4, 6), np.float32)
    assert place_in_words(heat) == "nowhere in particular"
    heat[:, :3] = 0.4
    assert place_in_words(heat) == "on the left"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_never_has_a_weaker_text(one: float, other: float) -> None:
    order = ["weak", "fair", "strong"]
    low, high = sorted((one, other))
    assert order.index(strength(low)) <= order.index(strength(high))
    assert [strength(score) for score in (0.0, 0.3, 0.5)] == order
