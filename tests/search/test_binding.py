"""Colours assigned to things: parsed from the words, and checked in photos."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.photo.colours import COLOURS
from photon.search.binding import binding_odds, find_colour_pairs, pair_sentence, rerank
from photon.search.fusion import Fused

_CAR, _DOOR, _OTHER = np.eye(3, dtype=np.float32)
_PAIRS = (("red", "car"), ("blue", "door"))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("red car, blue door", (("red", "car"), ("blue", "door"))),
        ("A man in a RED shirt and a woman in a white dress", (("red", "shirt"), ("white", "dress"))),
        ("a black and white dog with a yellow toy", (("black white", "dog"), ("yellow", "toy"))),
        ("big red car and small blue car", (("red", "car"), ("blue", "car"))),
        ("a red fire truck in the street", (("red", "fire truck"),)),
        ("a brown dog running on green grass", (("brown", "dog"), ("green", "grass"))),
        ("a red, striped shirt", ()),
        ("a gray old car", (("grey", "car"),)),
        ("red car, red car", (("red", "car"),)),
        ("a man in black", ()),
        ("red", ()),
        ("a dog on the beach", ()),
        ("red and", ()),
        ("", ()),
    ],
)
def test_pairs_of_a_colour_and_a_thing(text: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert find_colour_pairs(text) == pairs


@given(
    st.lists(st.sampled_from(["red", "grey", "gold", "and", "car", "big", "a", ",", "-", "running", "ß"])).map(" ".join)
)
def test_pairs_contain_only_colours_and_typed_words(text: str) -> None:
    pairs = find_colour_pairs(text)
    assert len(pairs) <= 4
    assert len(set(pairs)) == len(pairs)
    for colours, thing in pairs:
        assert set(colours.split()) <= set(COLOURS)
        assert thing in text


def test_long_texts_are_cheap() -> None:
    start = time.thread_time()
    assert find_colour_pairs("red and " * 200_000) == ()
    assert time.thread_time() - start < 0.5


def test_a_pair_is_embedded_as_a_sentence() -> None:
    assert pair_sentence(("red", "car")) == "there is a red car"
    assert pair_sentence(("black white", "dog")) == "there is a black and white dog"


def _photo(left: str, right: str, *, things: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return a car on the left and a door on the right, or neither, with the colours of the two halves."""
    places = np.broadcast_to(_OTHER, (6, 8, 3)).copy()
    if things:
        places[:, :4], places[:, 4:] = 4 * _CAR, 4 * _DOOR
    colours = np.zeros((6, 8, len(COLOURS)), np.float32)
    colours[:, :4, COLOURS.index(left)] = 1
    colours[:, 4:, COLOURS.index(right)] = 1
    return places, colours


def _odds(photos: list[tuple[np.ndarray, np.ndarray]], pairs: tuple[tuple[str, str], ...] = _PAIRS) -> np.ndarray:
    maps, colours = (np.stack([photo[part] for photo in photos]) for part in (0, 1))
    vectors = np.stack([{"car": _CAR, "door": _DOOR}[thing] for _, thing in pairs])
    odds, shares = binding_odds(maps, colours, pairs, vectors, np.eye(3, dtype=np.float32))
    assert shares.shape == odds.shape
    return odds


def test_the_right_colours_of_the_right_things_win() -> None:
    right, exchanged, half, neither = _odds(
        [_photo("red", "blue"), _photo("blue", "red"), _photo("red", "green"), _photo("green", "yellow")]
    )
    assert right > half > neither > exchanged
    assert right > 1
    assert exchanged < -1


def test_one_pair_is_checked_too() -> None:
    right, elsewhere, nowhere = _odds(
        [_photo("red", "green"), _photo("green", "red"), _photo("green", "green")], (("red", "car"),)
    )
    assert right > elsewhere >= nowhere


def test_either_of_two_colours_of_a_thing_counts() -> None:
    black, white, red = _odds(
        [_photo("black", "blue"), _photo("white", "blue"), _photo("red", "blue")], (("black white", "car"),)
    )
    assert black == pytest.approx(white)
    assert black > red


def test_colours_of_all_photos_are_uninformative() -> None:
    assert _odds([_photo("red", "blue")] * 3) == pytest.approx([0, 0, 0], abs=1e-6)
    assert _odds([_photo("green", "green")]) == pytest.approx([0], abs=1e-6)


def _fused(scores: list[float], named: int = 0, clear: int = 2) -> Fused:
    photos = np.arange(10, 10 + len(scores), dtype=np.int64)
    why = tuple((f"reason {photo}",) for photo in photos.tolist())
    strong = sum(score >= 0.5 for score in scores)
    return Fused(photos, np.array(scores, np.float32), strong, why, clear, named)


def test_a_checked_answer_has_its_new_order_with_reasons() -> None:
    answer = rerank(_fused([0.9, 0.6, 0.3, 0.1]), np.array([-3, 0, 3, 0], np.float32), np.ones(4, np.float32))
    assert answer.photos.tolist() == [12, 11, 10, 13]
    assert answer.why == (("reason 12",), ("reason 11",), ("reason 10",), ("reason 13",))
    assert answer.scores == pytest.approx([0.896, 0.6, 0.309, 0.1], abs=0.001)
    assert (answer.strong, answer.confident_total) == (2, 2)


def test_strong_hits_are_counted_again() -> None:
    answer = rerank(_fused([0.9, 0.6, 0.3], clear=7), np.array([0, -2, 0], np.float32), np.ones(3, np.float32))
    assert (answer.strong, answer.confident_total) == (1, 6)


def test_a_photo_with_the_typed_name_stays_first() -> None:
    answer = rerank(_fused([1.0, 0.6, 0.5], named=1), np.array([-9, -2, 3], np.float32), np.ones(3, np.float32))
    assert answer.photos.tolist() == [10, 12, 11]
    assert answer.scores[0] == 1


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=6))
def test_without_odds_nothing_changes(scores: list[float]) -> None:
    before = _fused(sorted(scores, reverse=True))
    after = rerank(before, np.zeros(len(scores), np.float32), np.full(len(scores), np.nan, np.float32))
    assert after.photos.tolist() == before.photos.tolist()
    assert after.scores == pytest.approx(before.scores, abs=1e-6)
    assert after.strong == before.strong


def test_photos_without_the_colour_are_no_good_matches_and_speak_for_those_beyond() -> None:
    unchecked = np.full(6, np.nan, np.float32)
    grey = unchecked.copy()
    grey[:4] = 0.4, 0.02, 0.3, 0.5
    answer = rerank(_fused([0.9, 0.9, 0.8, 0.7, 0.6, 0.2], clear=30), np.zeros(6, np.float32), grey)
    assert answer.photos.tolist() == [10, 12, 13, 11, 14, 15]
    assert (answer.strong, answer.confident_total) == (3, 3), "of those that were checked one in four is grey"
    red = grey.copy()
    red[1] = 0.3
    answer = rerank(_fused([0.9, 0.9, 0.8, 0.7, 0.6, 0.2], clear=30), np.zeros(6, np.float32), red)
    assert (answer.strong, answer.confident_total) == (5, 30)
