"""Each condition of copies and of the best of a set on its own: one is varied, all others hold."""

from dataclasses import replace

import pytest

from photon.domain.photo.shot import Shot
from photon.duplicates.best_of_set import (
    is_less_clipped,
    is_less_noisy,
    is_less_pressed,
    is_sharper,
    order_copies,
    order_moment,
    reasons_for,
)
from photon.duplicates.same_picture import are_different_exposures, is_same_picture, may_be_same_picture, time_of
from tests.duplicates.shot_samples import COPY, MARK, shot


@pytest.mark.parametrize(
    ("changed", "is_same", "may_be"),
    [
        ({}, True, True),
        ({"worst": 0.82}, True, True),
        ({"worst": 0.81}, False, True),
        ({"worst": 0.60}, False, True),
        ({"worst": 0.59}, False, False),
        ({"most": 0.88}, True, True),
        ({"most": 0.87}, False, True),
        ({"most": 0.70}, False, True),
        ({"most": 0.69}, False, False),
        ({"overlap": 0.78}, True, True),
        ({"overlap": 0.77}, False, False),
        ({"turned": 0.12}, True, True),
        ({"turned": 0.13}, False, False),
        ({"right": 0.80}, True, True),
        ({"right": 0.79}, False, False),
        ({"right": 1.25}, True, True),
        ({"right": 1.26}, False, False),
        ({"bottom": 0.79}, False, False),
        ({"bottom": 1.26}, False, False),
        ({"left": 0.21}, False, False),
        ({"top": 0.21}, False, False),
    ],
)
def test_each_measure_alone_makes_a_picture_another(changed: dict[str, float], is_same: bool, may_be: bool) -> None:
    likeness = replace(COPY, **changed)
    assert (is_same_picture(likeness), may_be_same_picture(likeness)) == (is_same, may_be)


CAMERA: dict[str, object] = {
    "taken": "2021-01-01T10:00:00.1", "camera": "C", "exposure": 0.01, "aperture": 2.8, "iso": 100,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "differ"),
    [
        ({}, False),
        ({"taken": "2021-01-01T10:00:00.2"}, True),
        ({"taken": "2021-01-01T10:00:00.1+02:00"}, False),  # the zone was added later
        ({"taken": "1970-01-01T00:00:00"}, False),  # a clock that was never set
        ({"taken": "soon"}, False),
        ({"taken": None}, False),
        ({"exposure": 0.0103}, True),
        ({"exposure": 0.0101}, False),  # rounded by a program
        ({"exposure": None}, False),
        ({"aperture": 3.2}, True),
        ({"iso": 200}, True),
        ({"iso": None}, False),
        ({"path": "/p/IMG_0002.jpg"}, True),
        ({"path": "/p/IMG_0002.jpg", "image_hash": bytes([1, 0])}, False),  # equal pixels
        ({"path": "/q/IMG_0002.jpg"}, False),
        ({"path": "/p/IMG_0002.jpg", "camera": "D"}, False),
        ({"path": "/p/IMG_0002.jpg", "camera": None}, False),
        ({"path": "/p/IMG_0002.jpg", "width": 1000}, False),
        ({"path": "/p/IMG_02.jpg"}, False),
    ],
)
def test_each_part_of_the_camera_s_data_alone_tells_shots_apart(changed: dict[str, object], differ: bool) -> None:
    one, other = shot(1, **CAMERA), replace(shot(2, **CAMERA), path="/p/IMG_0001.jpg")
    other = replace(other, **changed)
    assert are_different_exposures(one, other) is are_different_exposures(other, one) is differ


def test_two_shots_without_a_camera_are_not_numbered_apart() -> None:
    assert not are_different_exposures(shot(1), shot(2))


@pytest.mark.parametrize("year", [1, 1970, 1980, 2036, 2038])
def test_clocks_that_were_never_set_have_no_time(year: int) -> None:
    assert time_of(shot(1, taken=f"{year:04}-01-01T10:00:00")) is None
    assert time_of(shot(1, taken=f"{year + 3:04}-01-01T10:00:00")) is not None


ORIGINAL = shot(1, camera="C")
BLOWN_UP = shot(2, width=3000, height=3000, size=2_500_000, fingerprint=replace(MARK, sharpness=6.0))


@pytest.mark.parametrize(
    ("original", "larger"),
    [
        (ORIGINAL, replace(BLOWN_UP, fingerprint=MARK)),  # as much detail: a better scan
        (ORIGINAL, replace(BLOWN_UP, fingerprint=replace(MARK, sharpness=7.7))),
        (ORIGINAL, replace(BLOWN_UP, size=3_200_000)),  # bytes for its pixels
        (ORIGINAL, replace(BLOWN_UP, fingerprint=None)),
        (ORIGINAL, replace(BLOWN_UP, format="HEIF")),
        (replace(ORIGINAL, camera=None), BLOWN_UP),
        (replace(ORIGINAL, fingerprint=None), BLOWN_UP),
    ],
)
def test_a_larger_copy_is_blown_up_only_if_all_signs_agree(original: Shot, larger: Shot) -> None:
    assert order_copies([ORIGINAL, BLOWN_UP]) == order_copies([BLOWN_UP, ORIGINAL]) == [ORIGINAL, BLOWN_UP]
    assert order_copies([original, larger])[0] == larger


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"format": "NEF", "size": 100_000}, {"camera": "C", "merit": 5, "width": 4000, "height": 4000}),
        ({"width": 2200}, {"merit": 5, "width": 1800}),  # clearly more pixels before marks
        ({"merit": 1}, {"camera": "C", "width": 2050}),  # marks before a few more pixels
        ({"camera": "C"}, {"size": 1_500_000}),
        ({"size": 2_000_000}, {"size": 900_000}),
        ({"width": 2100}, {}),
        ({}, {"fingerprint": replace(MARK, sharpness=8.4)}),  # saving again adds artefacts
        ({}, {"path": "/p/IMG_0001 (copy).jpg"}),
        ({"path": "/p/a.jpg"}, {"path": "/p/b.jpg"}),
    ],
)
def test_the_order_of_two_copies(better: dict[str, object], worse: dict[str, object]) -> None:
    one, other = shot(1, **better), shot(1, **worse)
    assert order_copies([one, other])[0] == order_copies([other, one])[0] == one


@pytest.mark.parametrize("changed", [{"level": 150.0}, {"clipped": 0.3}])
def test_the_copy_that_is_as_most_of_them_is_the_original(changed: dict[str, float]) -> None:
    edited = shot(0, fingerprint=replace(MARK, **changed))
    plain = [shot(number) for number in (1, 2)]
    assert order_copies([edited, *plain])[-1] == edited


@pytest.mark.parametrize(
    "worse",
    [
        {"fingerprint": replace(MARK, sharpness=7.0)},
        {"fingerprint": replace(MARK, clipped=0.3)},
        {"fingerprint": replace(MARK, noise=12.0)},
        {"fingerprint": None},
        {"path": "/p/IMG_0002.jpg"},
    ],
)
def test_the_order_of_two_shots_of_a_moment(worse: dict[str, object]) -> None:
    one, other = shot(1), shot(1, **worse)
    if "path" in worse:
        assert order_moment([other, one]) == order_moment([one, other])
    else:
        assert order_moment([one, other])[0] == order_moment([other, one])[0] == one
        liked = replace(other, merit=1)
        assert order_moment([one, liked])[0] == liked


def test_the_shot_that_is_exposed_as_most_is_the_best() -> None:
    bright = shot(0, fingerprint=replace(MARK, level=160.0))
    assert order_moment([bright, shot(1), shot(2)])[-1] == bright


@pytest.mark.parametrize(
    ("test", "worse", "alike"),
    [
        (is_sharper, {"fingerprint": replace(MARK, sharpness=6.9)}, {"fingerprint": replace(MARK, sharpness=7.1)}),
        (is_less_pressed, {"size": 1_600_000}, {"size": 1_700_000}),
        (is_less_pressed, {"size": 100, "width": 1000}, {"size": 100, "width": 2001}),
        (is_less_pressed, {"size": 100}, {"size": 100, "format": "HEIF"}),
        (is_less_clipped, {"fingerprint": replace(MARK, clipped=0.031)}, {"fingerprint": replace(MARK, clipped=0.029)}),
        (is_less_noisy, {"fingerprint": replace(MARK, noise=2.1)}, {"fingerprint": replace(MARK, noise=1.9)}),
        (
            is_less_noisy,
            {"fingerprint": replace(MARK, noise=2.1)},
            {"fingerprint": replace(MARK, noise=2.1, sharpness=9.0)},  # the price of more detail
        ),
    ],
)
def test_only_what_is_clearly_better_is_a_reason(
    test: object, worse: dict[str, object], alike: dict[str, object]
) -> None:
    assert callable(test)
    one = shot(1)
    assert test(one, shot(2, **worse)) is True
    assert test(shot(2, **worse), one) is False
    assert test(one, shot(2, **alike)) is False
    if test is not is_less_pressed:
        bare = shot(3, fingerprint=None)
        assert test(one, bare) is test(bare, one) is False


@pytest.mark.parametrize(
    ("best", "others", "expected"),
    [
        ({"merit": 2}, [{"merit": 1}, {"merit": 2}], ("you gave it more stars or a heart",)),
        ({"merit": 1}, [{"merit": 0}, {"merit": 2}], ()),
        ({"format": "NEF"}, [{}], ("the RAW file",)),
        ({"format": "NEF"}, [{"format": "NEF"}], ()),
        ({"width": 3000}, [{}, {"width": 1000}], ("1.5× as many pixels as the next", "less compressed than 1 other")),
        ({"width": 2000}, [{}, {"width": 1000}], ("none has more pixels",)),
        ({"width": 2000}, [{"width": 1900}], ()),
        ({"camera": "C"}, [{}, {"camera": "C"}], ("the camera's own data is still in it",)),
        ({"camera": "C"}, [{"camera": "C"}], ()),
        ({"width": 2000 * 12}, [{}], ("12× as many pixels as the next",)),
    ],
)
def test_reasons_that_come_from_files(
    best: dict[str, object], others: list[dict[str, object]], expected: tuple[str, ...]
) -> None:
    """Files have as many bytes a pixel, so that only what is asked differs."""

    def of(number: int, known: dict[str, object]) -> Shot:
        made = shot(number, **known)
        return made if "size" in known else replace(made, size=made.pixels // 2)

    if best.get("width") == 3000:
        best = best | {"size": 3000 * 2000}
        others = [others[0] | {"size": 3_600_000}, others[1]]
    found = reasons_for([of(1, best), *(of(at, one) for at, one in enumerate(others, 2))], copies=True)
    assert found == expected


def test_reasons_count_the_others_that_are_worse() -> None:
    soft, sharp = shot(1, fingerprint=replace(MARK, sharpness=6.0)), shot(2)
    assert reasons_for([sharp, soft, shot(3)], copies=False) == ("sharper than 1 other",)
    assert reasons_for([sharp, soft, soft, shot(3)], copies=False) == ("sharper than 2 others",)
    assert reasons_for([sharp, soft], copies=False) == ("sharper",)
    sharpest = shot(4, fingerprint=replace(MARK, sharpness=9.5))
    assert reasons_for([sharp, soft, sharpest], copies=False) == ()
