"""Moments: bursts, brackets, focus stacks, pairs, and unreliable dates."""

from dataclasses import replace

import pytest

from photon.domain.photo.likeness import Likeness
from photon.domain.photo.shot import Shot
from photon.duplicates.moments import find_moments, find_pairs, kind_of_moment
from tests.duplicates.shot_samples import COPY, MARK, shot


def _taken(second: float, photo: int, **known: object) -> Shot:
    whole, part = divmod(round(second * 1000), 1000)
    time = f"2021-05-01T10:{whole // 60:02}:{whole % 60:02}.{part:03}"
    return shot(photo, **{"taken": time, "camera": "C", **known})


def _runs(shots: list[Shot], likeness: float = 0.9) -> list[list[int]]:
    return [[one.photo for one in run] for run in find_moments(shots, lambda *_: likeness)]


def test_similar_shots_in_quick_succession_are_a_moment() -> None:
    shots = [_taken(at, number) for number, at in enumerate([1, 1.3, 1.6, 90, 91])]
    assert _runs(shots) == [[0, 1, 2], [3, 4]]
    assert _runs(shots, 0.3) == []
    assert _runs([replace(one, camera=str(one.photo)) for one in shots]) == []


def test_a_shared_time_without_fractions_is_not_enough() -> None:
    shots = [shot(number, taken="2021-05-01T10:20:00", camera="C") for number in range(3)]
    assert _runs(shots, 0.7) == []
    assert _runs(shots, 0.85) == [[0, 1, 2]]


@pytest.mark.parametrize("taken", ["1970-01-01T00:00:00", "2038-01-19T03:14:07", "no time", None])
def test_times_of_unset_clocks_are_ignored(taken: str | None) -> None:
    shots = [shot(number, taken=taken, camera="C", path=f"/p/{number}/a.jpg") for number in range(3)]
    assert _runs(shots, 1.0) == []


def test_undated_files_with_consecutive_numbers_are_a_moment() -> None:
    shots = [shot(number, path=f"/p/frame_{number:03}.jpg") for number in (1, 2, 4, 40)]
    assert _runs(shots) == [[1, 2, 4]]
    assert _runs(shots, 0.5) == []


def test_brackets_and_focus_stacks_are_distinguished_from_bursts() -> None:
    burst = [_taken(number / 2, number, exposure=0.01, aperture=4.0, iso=100) for number in range(3)]
    assert kind_of_moment(burst, {}) == "same-moment"
    bracket = [replace(one, exposure=0.01 * 4**number) for number, one in enumerate(burst)]
    assert kind_of_moment(bracket, {}) == "bracket"
    focus = replace(COPY, focus=2.5)
    assert kind_of_moment(burst, {(0, 1): focus, (0, 2): focus, (1, 2): focus}) == "focus-stack"
    assert kind_of_moment(burst, {(0, 1): COPY, (0, 2): focus, (1, 2): focus}) == "same-moment"


RIGHT = replace(COPY, most=0.7, overlap=0.4, left=-0.6, right=0.4)
BACK = replace(RIGHT, left=0.6, right=1.6)


def _views(*steps: Likeness, gap: float = 5.0, **known: object) -> list[tuple[str, list[int]]]:
    """The kinds and photos of moments of shots that look like nothing else; photo n + 1 lies beside photo n."""
    shots = [_taken(gap * at, at, **known) for at in range(len(steps) + 1)]
    likenesses = {(at, at + 1): step for at, step in enumerate(steps)}
    runs = find_moments(shots, lambda *_: 0.0, likenesses)
    return [(kind_of_moment(run, likenesses), [one.photo for one in run]) for run in runs]


def test_views_beside_each_other_are_a_panorama_however_they_look() -> None:
    assert _views(RIGHT, RIGHT) == [("panorama", [0, 1, 2])]
    assert _views(RIGHT, gap=20) == [("panorama", [0, 1])]
    assert _views(RIGHT, gap=20.5) == []
    assert _views(RIGHT, camera=None) == []
    assert _views(replace(RIGHT, most=0.59)) == []
    assert _views(replace(RIGHT, way="part")) == []
    assert _views(replace(RIGHT, overlap=0.85)) == _views(replace(RIGHT, left=0.15)) == []
    down = replace(RIGHT, left=0.0, top=-0.5, right=1.0)
    assert _views(RIGHT, down, BACK) == [("panorama", [0, 1, 2, 3])]  # two rows


def test_a_view_that_returns_is_no_panorama() -> None:
    assert _views(RIGHT, BACK) == [("same-moment", [0, 1, 2])]
    first, second = _taken(1, 8), _taken(4, 3)  # ids need not follow the times
    likenesses = {(3, 8): RIGHT, (3, 9): RIGHT}
    assert kind_of_moment([first, second, _taken(7, 9)], likenesses) == "same-moment"
    assert kind_of_moment([first, second, _taken(7, 9)], likenesses | {(3, 9): BACK}) == "panorama"


def test_exposures_of_a_panorama_may_differ() -> None:
    shots = [_taken(at, at, exposure=0.01 * 4**at, aperture=4.0, iso=100) for at in range(3)]
    assert kind_of_moment(shots, {(0, 1): RIGHT, (1, 2): RIGHT}) == "panorama"


def test_a_raw_file_and_its_picture_are_a_pair() -> None:
    time = "2021-05-01T10:00:00"
    raw, jpeg = shot(1, path="/p/a.CR2", format="CR2", taken=time), shot(2, path="/p/A.jpg", taken=time)
    assert find_pairs([jpeg, raw]) == [[1, 2]]
    assert find_pairs([replace(jpeg, taken="2022-05-01T10:00:00"), raw]) == []
    assert find_pairs([replace(jpeg, path="/q/a.jpg"), raw]) == []


def _numbered(codes: tuple[int, int] = (0, 0), **mark: float) -> list[Shot]:
    known = [replace(MARK, codes=(code, *MARK.codes[1:]), **mark) for code in codes]  # type: ignore[arg-type]
    return [shot(at, path=f"/p/scan_{at:03}.jpg", fingerprint=one) for at, one in enumerate(known)]


def test_numbered_pages_and_skies_without_times_are_no_moment() -> None:
    far = (0, 2**21 - 1)
    assert _runs(_numbered()) == _runs(_numbered(far)) == [[0, 1]]
    assert _runs(_numbered(plain=0.3)) == []
    assert _runs(_numbered(plain=0.29)) == [[0, 1]]
    assert _runs(_numbered(far, sharpness=2.9)) == []
    assert _runs(_numbered((0, 2**20 - 1), sharpness=2.9)) == [[0, 1]]  # 20 bits: the same sky
    dated = [replace(one, taken=f"2021-05-01T10:00:0{at}", camera="C") for at, one in enumerate(_numbered(plain=0.9))]
    assert _runs(dated) == [[0, 1]]
