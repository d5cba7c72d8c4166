"""Faces in bursts: who blinks, is blurred or looks away, compared only with the same face in other frames."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from photon.domain.people.face import FaceQuality
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.region import Region
from photon.duplicates.best_of_set import order_moment, reasons_for
from photon.duplicates.burst_faces import judge_frames
from photon.duplicates.photo_sets import make_sets
from tests.duplicates.shot_samples import MARK, OTHER, shot

GOOD = FaceQuality(0.9, 200.0, 400.0, 0.9, 0.30)
SMALL = replace(GOOD, size=60.0, eyes=0.25)
TINY = replace(GOOD, size=30.0)


def face(person: int, quality: FaceQuality = GOOD, x: float | None = None) -> FoundFace:
    """A face of a person, whose place in the picture is their own if no other is given."""
    embedding = np.zeros(8, np.float32)
    embedding[person] = 1
    region = Region(0.1 * person if x is None else x, 0.2, 0.09, 0.1)
    return FoundFace(region, np.zeros((5, 2), np.float32), quality, embedding)


def blinking(quality: FaceQuality) -> FaceQuality:
    return replace(quality, eyes=quality.eyes * 0.4)


@pytest.mark.parametrize(
    ("changed", "shut", "is_worse"),
    [({}, 0, False), ({"eyes": 0.24}, 0, False), ({"eyes": 0.18}, 0, True), ({"eyes": 0.16}, 1, True),
     ({"sharpness": 50.0}, 0, True), ({"pose": 0.4}, 0, True), ({"eyes": 0.0}, 0, False)],
)  # fmt: skip
def test_a_frame_is_as_good_as_its_face(changed: dict[str, float], shut: int, is_worse: bool) -> None:
    found = judge_frames({1: [face(1)], 2: [face(1, replace(GOOD, **changed))]})
    assert (found[1].merit, found[2].shut) == (1.0, shut)
    assert (found[2].merit < 1) == is_worse


def test_narrow_eyes_are_compared_with_their_own_only() -> None:
    narrow = replace(GOOD, eyes=0.14)
    found = judge_frames({1: [face(1), face(2, narrow)], 2: [face(1), face(2, replace(narrow, eyes=0.13))]})
    assert [one.shut for one in found.values()] == [0, 0]


def test_one_who_blinks_outweighs_many_who_do_not_and_a_small_face_weighs_less() -> None:
    all_ = [face(person) for person in range(5)]
    found = judge_frames({1: all_, 2: [*all_[:4], face(4, blinking(GOOD))]})
    assert found[2].merit == pytest.approx(0)
    found = judge_frames({1: [face(1), face(2, SMALL)], 2: [face(1), face(2, blinking(SMALL))]})
    assert found[2].merit == pytest.approx(1 - 60 / 200)
    assert 0 not in judge_frames({1: [face(1), face(2, TINY)], 2: [face(1), face(2, blinking(TINY))]})
    assert judge_frames({1: [face(1), face(2, TINY)], 2: [face(1), face(2, blinking(TINY))]})[2].shut == 0


def test_a_face_is_followed_by_who_it_is_or_by_its_place() -> None:
    moved = judge_frames({1: [face(1), face(2)], 2: [face(2, x=0.1), face(1, blinking(GOOD), x=0.2)]})
    assert (moved[1].shut, moved[2].shut, moved[2].faces) == (0, 1, 2)
    unlike = judge_frames({1: [face(1, x=0.3)], 2: [face(2, blinking(GOOD), x=0.3)]})
    assert unlike[2].shut == 1, "the same place"
    assert judge_frames({1: [face(1)], 2: [face(2)]}) == {}, "two people, each in one frame"


def test_a_face_that_is_missing_in_one_frame_is_turned_away_there() -> None:
    found = judge_frames({1: [face(1)], 2: [face(1)], 3: []})
    assert found[3].turn == 1 > found[3].merit
    assert judge_frames({1: [face(1)], 2: [face(1)], 3: [], 4: [], 5: []})[3].merit == 1, "who came in twice of five"


def test_unknown_eyes_and_empty_bursts_say_nothing() -> None:
    unknown = replace(GOOD, eyes=0.0)
    assert judge_frames({1: [face(1, unknown)], 2: [face(1, unknown)]})[2].shut == 0
    assert judge_frames({}) == judge_frames({1: [], 2: []}) == {}


def test_nobody_blinks_in_the_best_shot_although_another_is_sharper() -> None:
    sharp = replace(MARK, sharpness=MARK.sharpness + 0.9)
    shots = [shot(1, fingerprint=sharp), shot(2), shot(3)]
    faces = judge_frames({1: [face(1, blinking(GOOD))], 2: [face(1)], 3: [face(1, replace(GOOD, sharpness=90.0))]})
    assert order_moment(shots)[0].photo == 1
    ordered = order_moment(shots, faces)
    assert [one.photo for one in ordered] == [2, 3, 1]
    assert reasons_for(ordered, copies=False, faces=faces) == (
        "nobody blinks, unlike 1 other", "faces are sharper than in 1 other",
    )  # fmt: skip
    assert reasons_for(ordered[::2], copies=False, faces=faces) == ("nobody blinks",)
    assert order_moment([replace(shots[0], merit=5), *shots[1:]], faces)[0].photo == 1, "the user's stars come first"


def test_a_group_is_turned_to_the_camera() -> None:
    away = replace(GOOD, pose=0.3)
    faces = judge_frames({1: [face(1), face(2)], 2: [face(1), face(2, away)]})
    assert reasons_for([shot(1), shot(2)], copies=False, faces=faces) == ("everybody is turned to the camera",)
    one = judge_frames({1: [face(1)], 2: [face(1, away)]})
    assert reasons_for([shot(1), shot(2)], copies=False, faces=one) == ("turned to the camera",)


def test_a_moment_is_ordered_by_faces_once_all_of_its_frames_were_looked_at() -> None:
    shots = [shot(number, taken=f"2024-05-01T10:00:00.{number}", camera="C") for number in (1, 2)]
    known = {1: [face(1, blinking(GOOD))], 2: [face(1)]}

    def best(known: dict[int, list[FoundFace]]) -> tuple[Sequence[int], Sequence[str]]:
        (one,) = make_sets(shots, {(1, 2): OTHER}, lambda *_: 0.99, find_faces=lambda _: known)
        return one.photos, one.reasons

    assert best(known) == ((2, 1), ("nobody blinks",))
    assert best({2: known[2]}) == ((1, 2), ())
