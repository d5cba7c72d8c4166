"""The design requires AA contrast everywhere; here it is computed."""

import pytest

from photon.ui.kit.stylesheet import stylesheet
from photon.ui.kit.tokens import DARK, GREY, LIGHT, STRONG_DARK, STRONG_LIGHT, Colours, contrast

BACKGROUNDS = ("photos", "panel", "raised")
WORDS = ("text", "quiet", "accent", "danger", "warning", "good")


@pytest.mark.parametrize("colours", [DARK, LIGHT, GREY], ids=["dark", "light", "grey"])
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_texts_are_readable(colours: Colours, background: str, words: str) -> None:
    assert contrast(getattr(colours, words), getattr(colours, background)) >= 4.5


@pytest.mark.parametrize("colours", [DARK, LIGHT, GREY], ids=["dark", "light", "grey"])
def test_texts_on_accent_and_under_the_pointer_are_readable(colours: Colours) -> None:
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.hover) >= 4.5
    assert contrast(colours.quiet, colours.hover) >= 4.5


@pytest.mark.parametrize("colours", [DARK, LIGHT, GREY], ids=["dark", "light", "grey"])
def test_outlines_of_suggestions_and_boxes_are_visible(colours: Colours) -> None:
    """WCAG requires a contrast of 3 for everything other than text."""
    for background in ("photos", "panel"):
        assert contrast(colours.suggestion, getattr(colours, background)) >= 3


@pytest.mark.parametrize("colours", [STRONG_DARK, STRONG_LIGHT], ids=["dark", "light"])
def test_high_contrast_is_high(colours: Colours) -> None:
    for background in BACKGROUNDS:
        for words in (*WORDS, "suggestion"):
            assert contrast(getattr(colours, words), getattr(colours, background)) >= 7, words
    for background in ("photos", "panel"):
        assert contrast(colours.line, getattr(colours, background)) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 7


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_stylesheet_has_the_colours_of_its_scheme() -> None:
    assert LIGHT.accent in stylesheet(LIGHT)
    assert DARK.accent not in stylesheet(LIGHT)
    assert "$" not in stylesheet(DARK)
