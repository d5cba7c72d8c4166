"""Which words request a style of the photo, and which mean a thing in it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.photo.styles import STYLES
from photon.search.style_words import find_styles


@pytest.mark.parametrize(
    ("text", "rest", "styles"),
    [
        ("black and white", "", ("monochrome",)),
        ("as a painting", "", ("painting",)),
        ("a dog as an oil painting", "a dog", ("painting",)),
        ("watercolour of a house", "a house", ("painting",)),
        ("Black and White photo of a dog", "a dog", ("monochrome",)),
        ("dog, black and white", "dog", ("monochrome",)),
        ("black and white, a dog", "a dog", ("monochrome",)),
        ("a dog in black & white", "a dog", ("monochrome",)),
        ("in black and white", "", ("monochrome",)),
        ("as a black-and-white photo", "", ("monochrome",)),
        ("a photo in black and white", "", ("monochrome",)),
        ("b&w dog", "dog", ("monochrome",)),
        ("dog bw", "dog", ("monochrome",)),
        ("grayscale portrait", "portrait", ("monochrome",)),
        ("monochrome", "", ("monochrome",)),
        ("the lake in sepia", "the lake", ("sepia",)),
        ("as a sepia photo", "", ("sepia",)),
        ("sepia toned pictures of old houses", "old houses", ("sepia",)),
        ("dark", "", ("dark",)),
        ("as a dark photo", "", ("dark",)),
        ("dark photo", "", ("dark",)),
        ("a dark picture of a cat", "a cat", ("dark",)),
        ("as a line drawing", "", ("drawing",)),
        ("dog as a sketch", "dog", ("drawing",)),
        ("a pencil drawing of a house", "a house", ("drawing",)),
        ("sketches", "", ("drawing",)),
        ("blurry photos of children", "children", ("blurred",)),
        ("children out of focus", "children", ("blurred",)),
        ("blurred", "", ("blurred",)),
        ("dark and blurry photo of a dog", "a dog", ("dark", "blurred")),
        ("black and white sketch of a dog", "a dog", ("monochrome", "drawing")),
        ("dog, dark, sepia", "dog", ("dark", "sepia")),
        ("a sepia photo of a dog as a drawing", "a dog", ("sepia", "drawing")),
    ],
)
def test_styles_are_found(text: str, rest: str, styles: tuple[str, ...]) -> None:
    assert find_styles(text) == (rest, styles)


@pytest.mark.parametrize(
    "text",
    [
        "a black and white dog",
        "black and white cows on a field",
        "woman in a black and white dress",
        "a dark room",
        "man in the dark",
        "dark blue car",
        "dark picture frame",
        "city at night",
        "a child drawing on paper",
        "drawing board",
        "dog with a blurred background",
        "a painting",
        "painting on a wall",
        "darkness",
        "sketchbook",
        "",
        " , ,",
        "a  dog ,beach",
    ],
)
def test_things_stay_words(text: str) -> None:
    assert find_styles(text) == (text, ())


_PIECES = st.sampled_from(
    [
        *[
            "a",
            "dog",
            "in",
            "as",
            "the",
            "of",
            ",",
            "photo",
            "black",
            "and",
            "white",
            "dark",
            "sketch",
            "sepia",
            "b&w",
            "blurry",
        ],
        "ß",
        ".",
    ]
)


@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_nothing_is_added_and_repeating_changes_nothing(text: str) -> None:
    rest, styles = find_styles(text)
    assert set(styles) <= set(STYLES)
    assert len(set(styles)) == len(styles)
    words = iter(text.replace(",", " , ").split())
    assert all(word in words for word in rest.replace(",", " , ").split())  # in the same order
    if not styles:
        assert rest == text


def test_long_texts_are_fast() -> None:
    began = time.thread_time()
    assert find_styles("in black and white " * 600)[1] == ()
    assert find_styles("in a dark and dark " * 15)[1] == ()
    find_styles(",".join(["dark and black and white and"] * 400))
    assert time.thread_time() - began < 1.0
