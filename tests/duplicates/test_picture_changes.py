"""What is said to have changed between two pictures: true, the same from both sides, and nothing that is not sure."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photon.domain.photo.picture_comparison import PictureComparison
from photon.duplicates.picture_changes import Change, PictureChange, name_changes
from photon.media.read.preview_comparison import compare_pictures

SIZE = (360, 270)
Edit = Callable[[Image.Image], Image.Image]
OPPOSITES = {
    Change.GREY: Change.IN_COLOUR,
    Change.TURNED_LEFT: Change.TURNED_RIGHT,
    Change.WITH_BORDER: Change.WITHOUT_BORDER,
    Change.SHOWS_LESS: Change.SHOWS_MORE,
    Change.SOFTER: Change.SHARPER,
    Change.BRIGHTER: Change.DARKER,
    Change.WARMER: Change.COOLER,
    Change.MORE_COLOURFUL: Change.LESS_COLOURFUL,
    Change.MORE_CONTRAST: Change.LESS_CONTRAST,
}
"""Pairs of changes that follow from each other when the pictures are exchanged; the others are their own opposites."""


def opposite(change: PictureChange) -> PictureChange:
    """Return what is said of the other picture when this is said of one."""
    back = OPPOSITES | {other: one for one, other in OPPOSITES.items()}
    return PictureChange(back.get(change.change, change.change), change.amount, change.x, change.y)


def _scene(seed: int = 1) -> Image.Image:
    """Draw a picture of muted colours with large shapes and detail everywhere."""
    chance = np.random.default_rng(seed)
    small = Image.fromarray(chance.integers(40, 210, (9, 12, 3), np.uint8))
    picture = small.resize(SIZE, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(120):
        x, y = (int(chance.integers(side)) for side in SIZE)
        shade = tuple(int(part) for part in chance.integers(50, 200, 3))
        draw.rectangle((x, y, x + int(chance.integers(4, 22)), y + int(chance.integers(4, 16))), fill=shade)
    return picture


def _jpeg(picture: Image.Image, quality: int = 92) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _said(one: Image.Image, other: Image.Image) -> tuple[PictureChange, ...]:
    found = compare_pictures(_jpeg(other), [_jpeg(one)])[0]
    assert found is not None
    return name_changes(found)


def _names(one: Image.Image, other: Image.Image) -> set[Change]:
    return {change.change for change in _said(one, other)}


def _warm(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return Image.merge("RGB", (red.point(lambda v: v * 1.15), green, blue.point(lambda v: v * 0.85)))


def _marked(picture: Image.Image) -> Image.Image:
    made = picture.copy()
    ImageDraw.Draw(made).ellipse((280, 20, 340, 80), fill="red")
    return made


EDITS: dict[Change, Edit] = {
    Change.GREY: lambda p: p.convert("L").convert("RGB"),
    Change.MIRRORED: ImageOps.mirror,
    Change.TURNED_LEFT: lambda p: p.transpose(Image.Transpose.ROTATE_90),
    Change.TURNED_OVER: lambda p: p.transpose(Image.Transpose.ROTATE_180),
    Change.WITH_BORDER: lambda p: ImageOps.expand(p, 30, fill="white"),
    Change.SHOWS_LESS: lambda p: p.crop((20, 10, 350, 255)),
    Change.OTHER_SHAPE: lambda p: p.resize((270, 270)),
    Change.PARTLY_DIFFERENT: _marked,
    Change.SOFTER: lambda p: p.filter(ImageFilter.GaussianBlur(2)),
    Change.SHARPER: lambda p: p.filter(ImageFilter.UnsharpMask(2, 120)),
    Change.BRIGHTER: lambda p: ImageEnhance.Brightness(p).enhance(1.2),
    Change.DARKER: lambda p: ImageEnhance.Brightness(p).enhance(0.75),
    Change.WARMER: _warm,
    Change.MORE_COLOURFUL: lambda p: ImageEnhance.Color(p).enhance(1.6),
    Change.LESS_COLOURFUL: lambda p: ImageEnhance.Color(p).enhance(0.5),
    Change.LESS_CONTRAST: lambda p: ImageEnhance.Contrast(p).enhance(0.65),
}


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.value)
def test_an_edit_is_named_and_nothing_else(change: Change) -> None:
    assert _names(EDITS[change](_scene()), _scene()) == {change}


def test_how_much_is_cut_off_and_where_a_part_differs_is_said() -> None:
    (crop,) = _said(_scene().crop((0, 0, 324, 243)), _scene())
    assert crop.amount == pytest.approx(0.19, abs=0.01)
    (part,) = _said(_marked(_scene()), _scene())
    assert part.x > 0.7
    assert part.y < 0.4


def test_other_pictures_are_not_called_equal_or_edits() -> None:
    for seed in range(2, 6):
        assert _names(_scene(seed), _scene()) <= {Change.BRIGHTER, Change.DARKER, Change.SOFTER, Change.SHARPER}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 99), edits=st.lists(st.sampled_from(list(EDITS)), min_size=1, max_size=2))
def test_both_directions_say_opposite_things(seed: int, edits: list[Change]) -> None:
    before = after = _scene(seed)
    for edit in edits:
        after = EDITS[edit](after)
    forth, back = _said(after, before), _said(before, after)
    assert {(one.change, one.amount) for one in map(opposite, forth)} == {(one.change, one.amount) for one in back}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 99), quality=st.integers(80, 97), factor=st.sampled_from([1, 0.6, 1.5]))
def test_copies_that_were_saved_again_say_nothing_wrong(seed: int, quality: int, factor: float) -> None:
    picture = _scene(seed)
    again = Image.open(io.BytesIO(_jpeg(picture, quality)))
    sized = again.resize((round(SIZE[0] * factor), round(SIZE[1] * factor)), Image.Resampling.LANCZOS)
    assert _names(sized, picture) <= {Change.NO_DIFFERENCE}


def test_equal_pictures_have_no_visible_difference() -> None:
    assert _names(_scene(), _scene()) == {Change.NO_DIFFERENCE}


def test_damaged_and_tiny_pictures_are_not_compared() -> None:
    good, tiny = _jpeg(_scene()), _jpeg(_scene().resize((20, 15)))
    assert compare_pictures(good, [b"", good[:200], tiny, good])[:3] == [None, None, None]
    assert compare_pictures(b"nothing", [good]) == [None]


def test_plain_pictures_say_nothing_but_their_tone() -> None:
    plain = [Image.new("RGB", SIZE, colour) for colour in ("#808080", "#202020", "#ffffff")]
    for one in plain:
        for other in plain:
            assert _names(one, other) <= {Change.NO_DIFFERENCE, Change.BRIGHTER, Change.DARKER}


@given(
    st.builds(
        PictureComparison,
        most=st.floats(-1, 1),
        worst=st.floats(-1, 1),
        turn=st.sampled_from(["", "mirrored", "left", "right", "over"]),
        border=st.floats(-0.5, 0.5),
        shows=st.floats(0, 1),
        is_shown=st.floats(0, 1),
        wider=st.floats(-1, 1),
        tilted=st.floats(0, 9),
        levels=st.tuples(st.floats(0, 255), st.floats(0, 255)),
        contrast=st.floats(-3, 3),
        colours=st.tuples(st.floats(0, 60), st.floats(0, 60)),
        casts=st.tuples(st.floats(0, 60), st.floats(0, 60)),
        warmer=st.floats(-60, 60),
        sharper=st.floats(-5, 5),
        detail=st.tuples(st.floats(0, 3), st.floats(0, 3)),
        local=st.floats(0, 99),
        changed=st.floats(0, 1),
    )
)
def test_any_measures_say_opposite_things_of_the_other_picture(found: PictureComparison) -> None:
    forth, back = name_changes(found), name_changes(found.swapped())
    assert {opposite(one) for one in forth} == set(back)
    names = [one.change for one in forth]
    assert len(names) == len(set(names))
    assert not set(names) & {opposite(one).change for one in forth if opposite(one).change is not one.change}
