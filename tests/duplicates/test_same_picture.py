"""Copies, frames of a burst or of a series, and probable copies: each condition alone."""

from dataclasses import replace

import pytest

from photon.domain.photo.likeness import Likeness
from photon.domain.photo.shot import Shot
from photon.duplicates.photo_sets import make_copies, make_sets
from photon.duplicates.same_picture import (
    are_frames,
    are_surely_one,
    is_same_picture,
    may_be_same_picture,
    should_trace,
)
from tests.duplicates.shot_samples import COPY, MARK, shot

SHARED = replace(COPY, noise=0.9, grain=2.0)
FRAMES = replace(SHARED, noise=0.0)
MOVED = replace(SHARED, left=0.02, right=1.02)
_TAKEN = "2021-01-11T15:20:30"


def _pair(**known: object) -> tuple[Shot, Shot]:
    """Two pictures of equal sides, in different folders, without any data."""
    return shot(1, **{"path": "/p/a.jpg", **known}), shot(2, **{"path": "/q/b.jpg", **known})


def _second(**known: object) -> tuple[Shot, Shot]:
    return _pair(taken=_TAKEN, camera="C", **known)


def _named(one: str, other: str) -> tuple[Shot, Shot]:
    return shot(1, path=f"/p/{one}"), shot(2, path=f"/p/{other}")


@pytest.mark.parametrize(
    "wrong",
    [{"worst": 0.81}, {"most": 0.87}, {"overlap": 0.77}, {"turned": 0.13}, {"right": 0.79}, {"bottom": 0.79},
     {"right": 1.26}, {"bottom": 1.26}, {"way": "part"}],
)  # fmt: skip
def test_each_measure_alone_makes_a_picture_another_one(wrong: dict[str, float]) -> None:
    least = Likeness(0.88, 0.82, 0.78, 0.0, 0.0, 0.80, 0.80, 0.12, 0.1)
    assert is_same_picture(least)
    assert not is_same_picture(replace(least, **wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"worst": 0.59}, {"most": 0.69}])
def test_each_measure_alone_keeps_two_edits_apart(wrong: dict[str, float]) -> None:
    least = Likeness(0.70, 0.60, 0.78, 0.0, 0.0, 0.80, 0.80, 0.12, 0.1)
    assert may_be_same_picture(least)
    assert not may_be_same_picture(replace(least, **wrong))


def test_frames_of_one_second_are_never_copies_unless_an_edit_shows() -> None:
    one, other = _second()
    assert are_frames(one, other, COPY)  # nothing was measured
    assert are_frames(one, other, FRAMES)
    assert are_frames(one, other, MOVED)
    assert not are_frames(one, other, SHARED)
    assert not are_frames(one, other, replace(FRAMES, is_resaved=True))
    assert are_frames(one, other, replace(MOVED, is_resaved=True))
    assert should_trace(one, other, COPY)
    assert not should_trace(one, other, MOVED)  # nothing that files show would change it
    assert should_trace(*_pair(), MOVED)


@pytest.mark.parametrize(
    "other",
    [{"width": 1000, "height": 1000}, {"camera": None}, {"taken": None}, {"taken": "2021-01-11T15:20:31"},
     {"image_hash": bytes([1, 0])}],
)  # fmt: skip
def test_fewer_pixels_missing_data_another_time_or_equal_pixels_are_no_burst(other: dict[str, object]) -> None:
    one, copy = _second()
    assert not are_frames(one, replace(copy, **other), COPY)  # type: ignore[arg-type]


def test_a_fraction_of_a_second_that_is_equal_is_one_exposure() -> None:
    one, other = _pair(taken=f"{_TAKEN}.25", camera="C")
    assert not are_frames(one, other, FRAMES)


@pytest.mark.parametrize(
    ("one", "other"),
    [("20210111_152030(0).jpg", "20210111_152030(1).jpg"), ("IMG_1_Burst01.jpg", "IMG_1_Burst02.jpg"),
     ("IMG_001.jpg", "IMG_002.jpg"), ("a BURST-1.jpg", "a BURST-2.jpg")],
)  # fmt: skip
def test_names_of_a_burst_need_noise_that_is_surely_shared(one: str, other: str) -> None:
    unsure = replace(SHARED, noise=0.4)
    assert are_frames(*_named(one, other), unsure)
    assert are_frames(*_named(one, other), COPY)
    assert not are_frames(*_named(one, other), SHARED)
    assert not are_frames(*_named("sea.jpg", "sea (copy).jpg"), unsure)
    assert not are_frames(*_named(one, f"x{other}"), unsure)


def test_equal_pixels_stay_copies_whatever_they_are_called() -> None:
    shots = [shot(1, path="/p/IMG_1.jpg"), shot(2, path="/p/IMG_1(1).jpg"), shot(3, path="/p/IMG_1(2).jpg")]
    equal = [replace(one, image_hash=b"equal", taken=_TAKEN, camera="C") for one in shots]
    (found,) = make_sets(equal, {}, lambda *_: 0.99)
    assert (found.kind, set(found.photos), found.offer) == ("same-picture", {1, 2, 3}, True)


def test_pictures_without_data_are_frames_only_if_that_shows() -> None:
    one, other = _pair()
    assert not are_frames(one, other, COPY)
    assert not are_frames(one, other, SHARED)
    assert are_frames(one, other, FRAMES)
    assert are_frames(one, other, MOVED)
    assert not are_frames(one, other, replace(FRAMES, grain=0.3))  # compression left nothing to compare
    assert not are_frames(one, other, replace(FRAMES, is_resaved=True))
    assert not are_frames(one, replace(other, width=1999), FRAMES)


def test_a_crop_is_no_frame_because_it_shows_nothing_new() -> None:
    one, other = _pair()
    assert not are_frames(one, other, replace(SHARED, left=0.02, right=0.98, top=0.01))
    assert not are_frames(one, other, replace(SHARED, left=-0.02, right=1.02))
    assert are_frames(one, other, replace(SHARED, left=0.02, right=1.004 + 0.001))


def test_what_noise_leaves_open_links_nothing_by_itself() -> None:
    one, other = _pair()
    unsure = replace(SHARED, noise=0.3)
    assert not are_frames(one, other, unsure)
    assert not are_surely_one(one, other, unsure)
    assert are_surely_one(one, other, replace(unsure, is_resaved=True))
    assert are_surely_one(one, other, replace(unsure, grain=0.1))
    lit = replace(other, fingerprint=replace(MARK, level=MARK.level + 20))
    assert are_surely_one(one, other, replace(unsure, noise=0.55, grain=0.7))
    assert not are_surely_one(one, lit, replace(unsure, noise=0.55, grain=0.7))
    assert make_copies([one, other], {(1, 2): unsure}) == []
    original = shot(3, path="/o/c.jpg", width=3000, height=3000)
    (found,) = make_copies([one, other, original], {(1, 2): unsure, (1, 3): COPY, (2, 3): COPY})
    assert set(found.photos) == {1, 2, 3}


@pytest.mark.parametrize(("grain", "is_one"), [(0.7, True), (1.1, True), (1.2, False), (2.0, False)])
def test_the_more_detail_there_is_the_more_of_it_one_exposure_shares(*, grain: float, is_one: bool) -> None:
    leaves = replace(SHARED, noise=0.62, grain=grain)
    one, other = _named("IMG_001.jpg", "IMG_002.jpg")
    assert are_frames(one, other, leaves) is not is_one
    assert are_surely_one(one, other, leaves) is is_one
    plain = _pair()
    assert not are_frames(*plain, leaves)
    assert are_surely_one(*plain, leaves) is is_one


def test_a_bracket_or_focus_stack_without_data_is_a_series_and_edits_are_not() -> None:
    levels = (60.0, 110.0, 170.0)
    shots = [
        shot(at, path=f"/p/{'xyz'[at]}.jpg", fingerprint=replace(MARK, level=level)) for at, level in enumerate(levels)
    ]
    pairs = [(0, 1), (0, 2), (1, 2)]

    def kinds(likeness: Likeness, some: list[Shot] = shots) -> list[tuple[str, bool]]:
        return [(one.kind, one.offer) for one in make_sets(some, dict.fromkeys(pairs, likeness), lambda *_: 0.0)]

    assert kinds(FRAMES) == [("bracket", False)]
    assert kinds(replace(FRAMES, noise=0.6)) == [("bracket", False)]  # where fine leaves hide the noise
    assert kinds(replace(FRAMES, noise=0.7, grain=0.7)) == [("same-picture", True)]
    assert kinds(replace(FRAMES, noise=0.7)) == []  # more differs than saving adds
    assert kinds(replace(FRAMES, is_resaved=True)) == [("same-picture", True)]
    alike = [replace(one, fingerprint=MARK) for one in shots]
    assert kinds(replace(FRAMES, focus=1.5), alike) == [("focus-stack", False)]
    assert kinds(FRAMES, alike) == []
    assert make_sets(alike[:2], {(0, 1): replace(FRAMES, focus=1.5)}, lambda *_: 0.0) == []


def test_a_focus_stack_may_take_a_minute_between_two_frames() -> None:
    shots = [shot(at, path=f"/p/{at}.jpg", taken=f"2021-01-11T15:{at:02}:30", camera="C") for at in range(3)]
    pairs = dict.fromkeys([(0, 1), (1, 2)], replace(COPY, focus=2.5)) | {(0, 2): replace(COPY, focus=2.5)}

    def kinds(some: list[Shot], focus: float = 2.5) -> list[str]:
        likenesses = {pair: replace(likeness, focus=focus) for pair, likeness in pairs.items() if pair != (0, 2)}
        return [one.kind for one in make_sets(some, likenesses | {(0, 2): pairs[0, 2]}, lambda *_: 0.9)]

    soon = [replace(one, taken=f"2021-01-11T15:{at // 2:02}:{30 * (at % 2):02}") for at, one in enumerate(shots)]
    assert kinds(soon) == ["focus-stack"]
    assert kinds(soon, 1.0) == []
    assert kinds([*soon[:2], replace(soon[2], taken="2021-01-11T15:01:31")]) == []
    assert kinds([*soon[:2], replace(soon[2], camera="D")]) == []


def test_turned_and_framed_copies_are_probable_and_never_offered() -> None:
    one, mirrored = _second()
    small = shot(3, path="/s/c.jpg", width=500, height=500)
    turned = replace(COPY, way="turned")
    copies, probable = make_sets([one, mirrored, small], {(1, 2): turned, (1, 3): COPY}, lambda *_: 0.99)
    assert (copies.kind, copies.photos) == ("same-picture", (1, 3))
    assert (probable.kind, set(probable.photos), probable.offer) == ("probably-same", {1, 2}, False)
    kept = {1: frozenset({"k"}), 2: frozenset({"k"})}
    assert [found.kind for found in make_sets([one, mirrored], {(1, 2): turned}, lambda *_: 0.0, kept)] == []
    later = replace(mirrored, taken="2021-01-11T15:20:31")
    assert make_sets([one, later], {(1, 2): turned}, lambda *_: 0.0) == []


def test_of_probable_copies_the_one_with_camera_data_or_that_others_show_is_first() -> None:
    codes = (2**64 - 1, *MARK.codes[1:])
    framed = shot(1, path="/p/a.jpg", width=3000, height=3000, fingerprint=replace(MARK, codes=codes, inner=5))
    plain, own = shot(2, path="/q/b.jpg"), shot(3, path="/r/c.jpg", camera="C", width=900, height=900)
    border = replace(COPY, way="border")
    (found,) = make_sets([framed, plain], {(1, 2): border}, lambda *_: 0.0)
    assert found.photos == (2, 1)
    (found,) = make_sets([framed, plain, own], {(1, 2): border, (1, 3): border}, lambda *_: 0.0)
    assert found.photos == (3, 2, 1)


def test_a_part_that_differs_is_a_caption_only_if_no_time_and_no_page_says_otherwise() -> None:
    part = {(1, 2): replace(COPY, worst=0.2, way="part")}

    def kinds(shots: tuple[Shot, Shot]) -> list[str]:
        return [found.kind for found in make_sets(shots, part, lambda *_: 0.9)]

    assert kinds(_pair()) == ["probably-same"]
    assert kinds(_second()) == ["same-moment"]
    assert kinds(_named("frame_001.jpg", "frame_002.jpg")) == ["same-moment"]
    assert kinds(_pair(fingerprint=replace(MARK, plain=0.5))) == []
    one, other = _pair()
    assert kinds((one, replace(other, fingerprint=replace(MARK, plain=0.5)))) == ["probably-same"]
