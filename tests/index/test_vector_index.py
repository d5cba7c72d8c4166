"""The index compared with a plain product: the same results, after any additions, replacements and removals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.index import VectorIndex


def _unit(n: int, d: int = 16, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("exact_limit", [10_000, 10])
def test_nearest_is_the_largest_product(exact_limit: int) -> None:
    vectors = _unit(500)
    index = VectorIndex(16, exact_limit=exact_limit)
    index.add(range(100, 600), vectors)
    query = _unit(1, seed=1)[0]
    labels, products = index.nearest(query, 20)
    order = np.argsort(-(vectors @ query))[:20]
    assert labels.tolist() == (order + 100).tolist()
    np.testing.assert_allclose(products, (vectors @ query)[order], atol=1e-5)


@pytest.mark.parametrize("exact_limit", [10_000, 10])
def test_results_are_limited_to_among(exact_limit: int) -> None:
    vectors = _unit(300)
    index = VectorIndex(16, exact_limit=exact_limit)
    index.add(range(300), vectors)
    labels, _ = index.nearest(vectors[7], 5, among=[1, 7, 250, 9999])
    assert labels[0] == 7
    assert set(labels.tolist()) == {1, 7, 250}
    assert index.nearest(vectors[7], 5, among=[])[0].size == 0


@given(
    st.lists(st.tuples(st.sampled_from("arldu"), st.integers(0, 30)), max_size=60),
    st.sampled_from([4, 1000]),
)
def test_any_history_gives_the_results_of_a_dictionary(history: list[tuple[str, int]], exact_limit: int) -> None:
    vectors = _unit(200, seed=3)
    index, truth = VectorIndex(16, exact_limit=exact_limit), {}
    for step, (action, label) in enumerate(history):
        if action == "d":
            index.remove([label])
            truth.pop(label, None)
        elif action == "l":
            index.link(label)
        else:
            index.add([label], vectors[step : step + 1], link=action != "u")
            truth[label] = vectors[step]
        if truth:  # also while some are not in the graph
            query = _unit(1, seed=step)[0]
            best = index.nearest(query, 1)[1][0]
            assert best == pytest.approx(max(vector @ query for vector in truth.values()), abs=1e-4)
    assert set(index.labels().tolist()) == set(truth)
    assert index.link(200) == 0
    if parts := list(index.to_parts()):  # else no graph was needed
        index = VectorIndex.from_parts(16, iter(parts), exact_limit=exact_limit)
    assert set(index.labels().tolist()) == set(truth)
    for label, vector in truth.items():
        found, products = index.nearest(vector, 1)
        assert products[0] == pytest.approx(1, abs=1e-4)
        assert np.allclose(truth[int(found[0])], vector) or found[0] == label


def test_new_vectors_are_found_before_they_are_in_the_graph() -> None:
    vectors = _unit(300)
    index = VectorIndex(16, exact_limit=10)
    index.add(range(300), vectors, link=False)
    assert index.unlinked == 300
    assert list(index.to_parts()) == []
    assert all(index.nearest(vectors[at], 1)[0] == [at] for at in (0, 150, 299))
    assert [index.link(100), index.link(90), index.unlinked] == [200, 110, 110]
    assert all(index.nearest(vectors[at], 1)[0] == [at] for at in (0, 150, 299))
    index.remove([0, 299])
    assert 0 not in index.nearest(vectors[0], 299)[0]
    assert 299 not in index.nearest(vectors[299], 299)[0]
    assert index.link(1000) == 0
    again = VectorIndex.from_parts(16, index.to_parts(), exact_limit=10)
    assert set(again.labels().tolist()) == set(range(1, 299))


def test_a_graph_is_begun_where_it_is_needed_and_has_what_was_there_before() -> None:
    vectors = _unit(300)
    index = VectorIndex(16, exact_limit=200)
    index.fill([(np.arange(100), vectors[:100]), (np.arange(100, 150), vectors[100:150])])
    index.add(range(150, 200), vectors[150:200])
    assert (index.unlinked, list(index.to_parts())) == (0, [])
    index.remove([0])
    index.add([0, *range(200, 300)], vectors[[0, *range(200, 300)]])
    while index.link(50):
        pass
    assert all(index.nearest(vectors[at], 1)[0] == [at] for at in (0, 149, 199, 299))
    again = VectorIndex.from_parts(16, index.to_parts(), exact_limit=200)
    assert set(again.labels().tolist()) == set(range(300))
    filled = VectorIndex(16, exact_limit=200)
    filled.fill([(np.arange(300), vectors)])
    assert filled.unlinked == 300


@pytest.mark.parametrize("parts", [[], [b"no graph at all"], [b""]])
def test_foreign_parts_give_an_empty_index(parts: list[bytes]) -> None:
    index = VectorIndex.from_parts(16, iter(parts))
    assert len(index) == 0
    index.add([1], _unit(1))
    assert 1 in index


def test_products_and_sample() -> None:
    vectors = _unit(50)
    index = VectorIndex(16)
    index.add(range(50), vectors)
    result = index.products(vectors[3], [3, 777])
    assert result[0] == pytest.approx(1, abs=1e-5)
    assert np.isnan(result[1])
    assert index.sample(10).shape == (10, 16)


@pytest.mark.slow
def test_the_graph_finds_nearly_all_exact_results() -> None:
    vectors = _unit(3000, d=48)
    index = VectorIndex(48, exact_limit=10)
    index.add(range(3000), vectors)
    exact = VectorIndex(48)
    exact.add(range(3000), vectors)
    hits = [
        len(set(index.nearest(q, 50)[0].tolist()) & set(exact.nearest(q, 50)[0].tolist()))
        for q in _unit(20, d=48, seed=9)
    ]
    assert np.mean(hits) / 50 >= 0.98


@pytest.mark.parametrize("exact_limit", [10_000, 4])
def test_numbers_are_cached_until_the_vector_changes(exact_limit: int) -> None:
    vectors = _unit(12)
    index = VectorIndex(16, exact_limit=exact_limit)
    index.add(range(10), vectors[:10])
    asked: list[int] = []

    def first(rows: np.ndarray) -> np.ndarray:
        asked.append(len(rows))
        return rows[:, 0]

    def second(rows: np.ndarray) -> np.ndarray:
        return rows[:, 1]

    np.testing.assert_allclose(index.numbers([3, 99, 1], first), [vectors[3, 0], np.nan, vectors[1, 0]], atol=1e-3)
    index.add([3], vectors[10:11])
    index.remove([1])
    expected = [np.nan, vectors[2, 0], vectors[10, 0]]
    np.testing.assert_allclose(index.numbers([1, 2, 3], first), expected, atol=1e-3)
    index.numbers([2, 3], first)
    index.add([1], vectors[11:])
    np.testing.assert_allclose(index.numbers([1, 2], first), [vectors[11, 0], vectors[2, 0]], atol=1e-3)
    assert asked == [2, 2, 1]
    np.testing.assert_allclose(index.numbers([3], second), [vectors[10, 1]], atol=1e-3)
    assert index.numbers([], first).tolist() == []


def test_requests_beyond_the_graph_are_exact() -> None:
    vectors = _unit(4000)
    index = VectorIndex(16, exact_limit=10)
    index.add(range(4000), vectors)
    query = _unit(1, seed=1)[0]
    assert not index.is_exact
    labels, _ = index.nearest(query, 3000)
    assert labels.tolist() == np.argsort(-(vectors @ query), kind="stable")[:3000].tolist()


def test_numbers_are_dropped_with_their_vectors() -> None:
    vectors, asked = _unit(3, seed=5), []

    def first(some: np.ndarray) -> np.ndarray:
        asked.append(len(some))
        return some[:, 0]

    index = VectorIndex(16)
    index.add([4, 9], vectors[:2])
    assert index.numbers([9, 7, 4], first).tolist() == pytest.approx(
        [vectors[1, 0], np.nan, vectors[0, 0]], nan_ok=True
    )
    index.add([9], vectors[2:])
    index.remove([4])
    np.testing.assert_allclose(index.numbers([4, 9], first), [np.nan, vectors[2, 0]])
    index.numbers([9], first)
    assert asked == [2, 1]


def test_a_graph_that_does_not_fit_into_memory_is_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Full:
        def get_current_count(self) -> int:
            return 0

        get_max_elements = get_current_count

        def resize_index(self, _: int) -> None:
            raise RuntimeError("Not enough memory: resizeIndex failed to allocate base layer")

        def init_index(self, **_: int) -> None: ...

    monkeypatch.setattr("photon.index.vector_index.new_graph", lambda _: Full())
    vectors = _unit(300)
    index = VectorIndex(16, exact_limit=10)
    index.add(range(300), vectors, link=False)
    assert index.link(500) == 0
    assert "memory" in caplog.text
    assert index.is_exact
    assert all(index.nearest(vectors[at], 1)[0] == [at] for at in (0, 150, 299))
    assert list(index.to_parts()) == []


def test_a_cut_graph_gives_an_empty_index() -> None:
    index = VectorIndex(16, exact_limit=0)
    index.add(range(50), _unit(50))
    whole = b"".join(index.to_parts())
    for end in (1, 8, 95, len(whole) // 2, len(whole) - 1):
        assert len(VectorIndex.from_parts(16, iter([whole[:end]]))) == 0
    assert len(VectorIndex.from_parts(16, iter([whole]))) == 50
