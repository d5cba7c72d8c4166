"""Figures of retrieval compared with cases counted manually, and properties of any ranking."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.index import VectorIndex
from photon.search import evaluation
from photon.search.evaluation import FIGURES, Outcomes, chance_level, concatenate_outcomes, difference, measure, pools
from photon.search.ranking import Term, rank
from photon.search.score_calibrator import ScoreCalibrator
from tests.fakes import DIMENSION, colour_calibration


def outcomes(ranks: list[int], owners: list[int] | None = None) -> Outcomes:
    """Queries with uninformative scores, for one photo each."""
    scores = np.full(len(ranks), 0.5)
    return Outcomes(np.array(owners or range(len(ranks)), np.int64), np.array(ranks, np.int64), scores, scores)


def index_of(vectors: np.ndarray) -> VectorIndex:
    return VectorIndex.exact(np.arange(len(vectors)), vectors.astype(np.float32))


def ask(index: VectorIndex, vectors: np.ndarray, right: list[list[int]]) -> Outcomes:
    return evaluation.evaluate_queries(index, [Term(vector) for vector in vectors], right)


def unit_vectors(count: int, seed: int = 3, dimension: int = 12) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_check_reorders_the_first_photos() -> None:
    photos = unit_vectors(30)
    index, terms, right = index_of(photos), [Term(-vector) for vector in photos[:2]], [[0], [1]]
    seen: list[tuple[int, list[int]]] = []

    def check(query: int, labels: np.ndarray) -> np.ndarray | None:
        seen.append((query, labels.tolist()))
        return None if query else np.where(labels == 0, np.float32(1e6), np.float32(0))

    result = evaluation.evaluate_queries(index, terms, right, None, check)
    plain = evaluation.evaluate_queries(index, terms, right)
    assert plain.ranks.tolist() == [30, 30]
    assert result.ranks.tolist() == [1, 30]
    assert [query for query, _ in seen] == [0, 1]
    assert seen[0][1][-1] == 0
    assert (result.with_right == plain.with_right).all()
    assert (result.without_right == plain.without_right).all()


def test_a_partial_check_does_not_affect_the_photos_behind() -> None:
    photos = unit_vectors(30)
    result = evaluation.evaluate_queries(
        index_of(photos), [Term(photos[3])], [[3]], None, lambda _, labels: np.full(5, -1e6, np.float32)[: len(labels)]
    )
    assert result.ranks.tolist() == [26]


def test_figures_counted_manually() -> None:
    figures = measure(outcomes([1, 2, 4, 10, 20]))
    values = [figures[name].value for name in FIGURES[:5]]
    assert values == pytest.approx([0.2, 0.6, 0.8, (1 + 1 / 2 + 1 / 4 + 1 / 10 + 1 / 20) / 5, 4])


def test_no_match_figure_counted_manually() -> None:
    """Of the four pairs, two are right, one is a tie and one is wrong."""
    two = Outcomes(np.arange(2), np.ones(2, np.int64), np.array([0.9, 0.3]), np.array([0.5, 0.3]))
    assert measure(two)["no-match AUROC"].value == pytest.approx((2 + 0.5) / 4)


def test_perfect_and_reversed_rankings() -> None:
    photos = unit_vectors(30)
    index = index_of(photos)
    right = [[label] for label in range(30)]
    perfect, reverse = measure(ask(index, photos, right)), measure(ask(index, -photos, right))
    assert perfect["R@1"].value == perfect["MRR"].value == perfect["median rank"].value == 1
    assert perfect["no-match AUROC"].value > 0.8
    assert reverse["R@10"].value == 0
    assert reverse["median rank"].value == 30
    assert reverse["no-match AUROC"].value == pytest.approx(0.5)


def test_constant_scores_find_nothing() -> None:
    index = index_of(np.tile(unit_vectors(1), (20, 1)))
    result = ask(index, unit_vectors(20, seed=4), [[label] for label in range(20)])
    assert (result.ranks == 20).all()
    assert measure(result)["no-match AUROC"].value == 0.5


def test_ranks_are_those_of_the_search() -> None:
    index, queries = index_of(unit_vectors(200)), unit_vectors(40, seed=9)
    right = [[label, label + 100] for label in range(40)]
    result = ask(index, queries, right)
    for row, (query, labels) in enumerate(zip(queries, right, strict=True)):
        ranked = rank(index, [Term(query)], 200)
        place = 1 + min(ranked.photos.tolist().index(label) for label in labels)
        others = [label for label in range(200) if label not in labels]
        assert result.ranks[row] == place
        assert result.with_right[row] == pytest.approx(rank(index, [Term(query)], 1).scores[0])
        assert result.without_right[row] == pytest.approx(rank(index, [Term(query)], 1, others).scores[0])
    assert result.photos.tolist() == list(range(40))


def test_if_every_photo_is_right_none_can_be_a_mistake() -> None:
    result = ask(index_of(unit_vectors(3)), unit_vectors(1, seed=5), [[0, 1, 2]])
    assert result.ranks.tolist() == [1]
    assert result.without_right.tolist() == [0]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.data())
@settings(max_examples=25, deadline=None)
def test_properties_of_figures_and_intervals(ranks: list[int], data: st.DataObject) -> None:
    owners = data.draw(st.lists(st.integers(0, 8), min_size=len(ranks), max_size=len(ranks)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "DRAWS", 100)
        figures = measure(outcomes(ranks, owners))
        assert figures == measure(outcomes(ranks, owners))
    assert figures["R@1"].value <= figures["R@5"].value <= figures["R@10"].value
    assert figures["R@1"].value <= figures["MRR"].value <= 1
    assert all(each.low <= each.value <= each.high for each in figures.values())


def test_captions_of_one_photo_are_resampled_together() -> None:
    """Five equal captions of a photo carry no more information than one, so the interval must not shrink."""
    ranks = [1, 30] * 10
    alone = measure(outcomes(ranks))["R@1"]
    copied = measure(outcomes(ranks * 5, list(range(20)) * 5))["R@1"]
    naive = measure(outcomes(ranks * 5))["R@1"]
    assert (copied.low, copied.high) == pytest.approx((alone.low, alone.high))
    assert naive.high - naive.low < 0.7 * (alone.high - alone.low)


@pytest.mark.slow
def test_the_interval_has_the_nominal_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "DRAWS", 200)
    rng = np.random.default_rng(0)
    intervals = [measure(outcomes((1 + (rng.random(80) > 0.3)).tolist()))["R@1"] for _ in range(60)]
    assert sum(each.low <= 0.3 <= each.high for each in intervals) >= 52


def test_differences_are_paired() -> None:
    rng = np.random.default_rng(2)
    ranks = rng.integers(1, 40, 100)
    better = np.maximum(1, ranks - 1)
    first, second = outcomes(ranks.tolist()), outcomes(better.tolist())
    change = difference(first, second)
    assert change["MRR"].value == pytest.approx(measure(second)["MRR"].value - measure(first)["MRR"].value)
    assert change["MRR"].low > 0  # although the intervals of the two overlap
    assert measure(first)["MRR"].high > measure(second)["MRR"].low
    assert {each.high for each in difference(first, first).values()} == {0}


@pytest.mark.parametrize(("right", "size"), [([1], 1), ([1] * 3, 50), ([1, 4, 30], 30), ([7], 12)])
def test_chance_is_the_figure_of_random_orders(right: list[int], size: int) -> None:
    rng = np.random.default_rng(1)
    ranks = [int(rng.permutation(size)[:count].min()) + 1 for count in right for _ in range(4000)]
    expected = chance_level(right, size)
    for k in (1, 5, 10):
        assert np.mean(np.array(ranks) <= k) == pytest.approx(expected[f"R@{k}"], abs=0.02)
    assert np.mean(1 / np.array(ranks)) == pytest.approx(expected["MRR"], abs=0.02)
    assert np.median(ranks) == pytest.approx(expected["median rank"], abs=1.5)
    assert expected["no-match AUROC"] == 0.5


@given(st.integers(1, 60), st.integers(1, 70))
def test_pools_have_one_size_and_use_every_photo_once(count: int, size: int) -> None:
    cut = pools(count, size)
    assert sorted(photo for _, asked in cut for photo in asked.tolist()) == list(range(count))
    for members, asked in cut:
        assert len(set(members.tolist())) == len(members) == min(size, count)
        assert set(asked.tolist()) <= set(members.tolist())


def test_outcomes_of_pools_are_joined_and_the_fingerprint_is_stable() -> None:
    both = concatenate_outcomes([outcomes([1, 2]), outcomes([3])])
    assert both.ranks.tolist() == [1, 2, 3]
    assert evaluation.fingerprint(8) == evaluation.fingerprint(8)


def test_the_fingerprint_depends_on_the_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    before = evaluation.fingerprint(8)
    monkeypatch.setattr("photon.search.ranking.CENTRE", 4.6)
    assert evaluation.fingerprint(8) != before


def test_the_fingerprint_depends_on_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    before = evaluation.fingerprint(DIMENSION, ScoreCalibrator(colour_calibration()))
    assert before != evaluation.fingerprint(DIMENSION)
    other = replace(colour_calibration(), hit=colour_calibration().hit * np.float32(1.2))
    assert evaluation.fingerprint(DIMENSION, ScoreCalibrator(other)) != before
    monkeypatch.setattr("photon.search.score_calibrator._HUB_SHARE", 0.9)
    assert evaluation.fingerprint(DIMENSION, ScoreCalibrator(colour_calibration())) != before
