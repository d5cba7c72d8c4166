"""Learning a tag: possible from one example, better with more and with counterexamples, and evaluated by occasions."""

import numpy as np
import pytest

from photon.annotate.tags.tag_name import TagName
from photon.annotate.tags.teaching import TagClassifier, TeachingExamples
from photon.domain.encoders.photo_vectors import PhotoVectors
from tests.annotate.worlds import examples, unit, world


def _precision(score: TagClassifier, seen: PhotoVectors, shows: np.ndarray, left: np.ndarray) -> float:
    """Return the average precision over photos that were not examples."""
    right = shows[left][np.argsort(-score.z(seen)[left])]
    return float((np.cumsum(right)[right] / (np.flatnonzero(right) + 1)).mean())


def test_one_photo_is_enough_and_more_are_better() -> None:
    seen, shows = world(strength=0.6)
    left = np.arange(12, 260)
    reached = [
        np.mean(
            [
                _precision(TagClassifier(examples(seen, shows, range(at, at + n)), seen), seen, shows, left)
                for at in range(3)
            ]
        )
        for n in (1, 3, 9)
    ]
    assert shows[left].mean() + 0.2 < reached[0] < reached[1] < reached[2]


def test_photos_like_a_rejected_one_rank_lower_and_others_do_not_change() -> None:
    seen, shows = world(strength=0.6)
    alone = TagClassifier(examples(seen, shows, range(5)), seen)
    with_no = TagClassifier(examples(seen, shows, [*range(5), *range(40, 60)]), seen)
    rng = np.random.default_rng(9)
    like = PhotoVectors(
        *(unit(rows[40:60] + 0.02 * rng.normal(size=rows[40:60].shape)) for rows in (seen.meanings, seen.looks))
    )
    assert (with_no.z(like) < alone.z(like)).mean() >= 0.8
    left = np.r_[5:40, 60:260]
    assert _precision(with_no, seen, shows, left) > _precision(alone, seen, shows, left) - 0.04


def test_the_name_counts_if_the_examples_are_close_to_it() -> None:
    seen, shows = world(strength=0.45)
    fitting = unit(seen.meanings[shows].mean(axis=0) - seen.meanings[~shows].mean(axis=0))
    other = unit(np.random.default_rng(2).normal(size=24))
    left = np.arange(3, 260)
    names = None, TagName(fitting, False), TagName(fitting, True), TagName(other, False), TagName(other, True)
    without, fits, familiar, odd, strange = (
        _precision(TagClassifier(examples(seen, shows, range(3)), seen, name), seen, shows, left) for name in names
    )
    assert familiar >= fits > without + 0.03
    assert odd > without - 0.05
    assert odd >= strange


def test_certainty_rises_with_similarity_to_the_examples() -> None:
    seen, shows = world()
    score = TagClassifier(examples(seen, shows, range(8)), seen)
    certainties = score.certainties(seen)
    assert certainties.shape == (260,)
    assert ((certainties >= 0) & (certainties <= 1)).all()
    assert np.median(certainties[shows]) > 5 * np.median(certainties[80:])
    odd = TagClassifier(examples(seen, np.ones(260, bool), [90, 120, 150, 180, 210]), seen)
    assert odd.sure < score.sure


def test_ten_shots_of_one_moment_count_as_one() -> None:
    seen, shows = world()
    rng = np.random.default_rng(8)
    shots = PhotoVectors(
        *(unit(v[[0] * 10] + 0.01 * rng.normal(size=(10, v.shape[1]))) for v in (seen.meanings, seen.looks))
    )
    others = seen.some(np.arange(1, 4))
    both = PhotoVectors(
        *(np.concatenate(pair) for pair in ((shots.meanings, others.meanings), (shots.looks, others.looks)))
    )
    yes, thought = np.ones(13, bool), np.ones(13, np.float32)
    as_one = TagClassifier(TeachingExamples(both, yes, np.array([0] * 10 + [1, 2, 3]), thought), seen)
    as_many = TagClassifier(TeachingExamples(both, yes, np.arange(13), thought), seen)
    single = TagClassifier(examples(seen, shows, range(4)), seen)
    assert np.corrcoef(as_one.z(seen), single.z(seen))[0, 1] > 0.99
    assert as_many.left_out[:10].mean() > as_one.left_out[:10].mean() + 1
    of_one = TeachingExamples(shots, np.ones(10, bool), np.zeros(10, np.int64), np.ones(10, np.float32))
    only = TagClassifier(of_one, seen)
    assert np.isnan(only.left_out).all()


def test_answers_correct_the_probabilities() -> None:
    seen, shows = world()
    rows = [*range(6), *range(40, 52)]
    doubting = TagClassifier(examples(seen, shows, rows, [1.0] * 6 + [0.6] * 12), seen)
    by_hand = TagClassifier(examples(seen, shows, rows), seen)
    assert doubting.offset < 0 == by_hand.offset
    assert doubting.doubt < by_hand.doubt
    praised = TagClassifier(examples(seen, shows, range(18), [1.0] * 6 + [0.6] * 12), seen)
    assert praised.offset > doubting.offset


def test_preselection_by_meaning_agrees_with_meaning_scores() -> None:
    seen, shows = world()
    word = TagName(unit(np.random.default_rng(2).normal(size=24)), True)
    score = TagClassifier(examples(seen, shows, range(8)), seen, word)
    first = score.by_meaning(seen.meanings)
    assert np.corrcoef(first, score.z(seen))[0, 1] > 0.6
    without_looks = PhotoVectors(seen.meanings, np.zeros((260, 0), np.float32))
    blind = TagClassifier(examples(without_looks, shows, range(8)), without_looks, word)
    np.testing.assert_allclose(np.argsort(blind.by_meaning(seen.meanings)), np.argsort(blind.z(without_looks)))


@pytest.mark.parametrize("count", [1, 2, 6])
def test_a_library_of_identical_photos_is_no_error(count: int) -> None:
    same = PhotoVectors(unit(np.ones((count, 8))), unit(np.ones((count, 5))))
    shows = np.arange(count) == 0
    score = TagClassifier(examples(same, shows, range(count)), same)
    assert np.isfinite(score.certainties(same)).all()
