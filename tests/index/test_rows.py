"""The matrix of vectors compared with a dictionary, after any additions, replacements and removals, in both widths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.index import VectorIndex
from photon.index.rows import VectorMatrix, _find_largest

D = 8


def _unit(count: int, seed: int = 0, d: int = D) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, d)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


VECTORS = _unit(200, 3)


@given(
    st.lists(st.tuples(st.sampled_from("ppt"), st.sampled_from([0, 1, 2, 3, 5, 40, 1023, 1024, 5000])), max_size=50),
    st.sampled_from([3, 1000]),
    st.integers(0, 4),
)
def test_rows_behave_like_a_dictionary(history: list[tuple[str, int]], limit: int, first: int) -> None:
    truth = {10 * at: VECTORS[100 + at] for at in range(first)}
    rows = VectorMatrix.from_arrays(np.array(list(truth), np.int64), VECTORS[100 : 100 + first].copy(), limit)
    most = len(truth)
    for step, (action, label) in enumerate(history):
        if action == "p":
            rows.upsert(label, VECTORS[step])
            truth[label] = VECTORS[step]
        elif label in truth:
            rows.take_away(label)
            del truth[label]
        most = max(most, len(truth))
    close = {"atol": 0 if rows.are_wide else 1e-3, "rtol": 0}
    assert rows.are_wide == (most <= limit)
    assert len(rows) == len(truth)
    assert sorted(rows.labels().tolist()) == sorted(truth)
    asked = np.array([-1, 0, 1, 2, 3, 4, 5, 10, 40, 1023, 1024, 5000, 10**12], np.int64)
    assert rows.contains(asked).tolist() == [label in truth for label in asked.tolist()]
    assert [label in rows for label in asked.tolist()] == [label in truth for label in asked.tolist()]
    labels = np.array(sorted(truth, reverse=True), np.int64)
    expected = np.array([truth[label] for label in labels.tolist()], np.float32).reshape(-1, D)
    assert rows.vectors(labels).dtype == np.float32
    np.testing.assert_allclose(rows.vectors(labels), expected, **close)
    for some in (slice(None), slice(0, 2)):  # more and less than half
        products = rows.products_of(VECTORS[150], labels[some])
        assert products.dtype == np.float32
        np.testing.assert_allclose(products, expected[some] @ VECTORS[150], atol=1e-2)
    if rows.are_wide:
        by_label = dict(zip(rows.labels().tolist(), rows.products_of(VECTORS[150]).tolist(), strict=True))
        for label, vector in truth.items():
            assert by_label[label] == pytest.approx(float(vector @ VECTORS[150]), abs=1e-5)


def test_many_labels_are_multiplied_in_portions() -> None:
    vectors = _unit(20_000, 5)
    rows = VectorMatrix.from_arrays(np.arange(20_000) * 3, vectors.copy(), 100)
    assert not rows.are_wide
    asked = np.arange(20_000)[::-1] * 3
    np.testing.assert_allclose(rows.products_of(vectors[7], asked), (vectors @ vectors[7])[::-1], atol=2e-3)


def test_a_filtered_answer_is_exact_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.index.vector_index.WIDE_LIMIT", 100)
    vectors = _unit(3000, 1, 48)
    index = VectorIndex(48, exact_limit=100)
    index.add(np.arange(3000), vectors)
    gone = np.arange(0, 3000, 7)
    index.remove(gone.tolist())
    kept = vectors.astype(np.float16).astype(np.float32)
    for seed in range(5):
        query = _unit(1, 100 + seed, 48)[0]
        among = np.random.default_rng(seed).permutation(3100)[:1500]
        labels, products = index.nearest(query, 40, among)
        there = np.setdiff1d(among[among < 3000], gone)
        truth = kept[there] @ query
        assert labels.tolist() == there[np.lexsort((there, -truth))][:40].tolist()
        np.testing.assert_allclose(products, np.sort(truth)[::-1][:40], atol=1e-6)
    assert index.nearest(query, 5, np.zeros(0, np.int64))[0].tolist() == []
    assert index.nearest(query, 5, gone)[0].tolist() == []


@given(st.integers(1, 30), st.integers(0, 2**32), st.sampled_from([1, 3, 1000]))
def test_the_largest_products_are_found_whatever_they_are(k: int, seed: int, different: int) -> None:
    random = np.random.default_rng(seed)
    products = (random.integers(0, different, 3000) + random.random() * np.arange(3000)).astype(np.float32)
    found = _find_largest(products, 10 * k)
    assert 9 * k <= len(found) == len(np.unique(found)) <= 20 * k
    assert sorted(products[found])[-k:] == sorted(products)[-k:]


def test_copies_of_one_picture_are_found_like_others() -> None:
    same = np.repeat(_unit(1, 3, 48), 30_000, axis=0)
    rows = VectorMatrix.from_arrays(np.arange(30_000), same, 100)
    labels, products = rows.nearest(same[0], 50)
    assert len(labels) == len(np.unique(labels)) >= 50
    np.testing.assert_allclose(products, 1, atol=2e-3)


def test_removed_vectors_stay_removed_after_saving_and_can_return() -> None:
    limit = 10
    vectors = _unit(400, 2)
    index = VectorIndex(D, exact_limit=limit)
    index.add(range(1000, 1400), vectors)
    index.remove(range(1000, 1300))
    index = VectorIndex.from_parts(D, index.to_parts(), exact_limit=limit)
    assert index.labels().tolist() == list(range(1300, 1400))
    np.testing.assert_allclose(index.products(vectors[0], [1300, 1000]), [vectors[300] @ vectors[0], np.nan], atol=2e-3)
    assert set(index.nearest(vectors[0], 400)[0].tolist()) == set(range(1300, 1400))
    index.add([1000, 1399], vectors[:2])
    assert index.nearest(vectors[0], 1)[0].tolist() == [1000]
    assert index.nearest(vectors[1], 1)[0].tolist() == [1399]
    again = VectorIndex.from_parts(D, index.to_parts(), exact_limit=limit)
    assert again.labels().tolist() == [1000, *range(1300, 1400)]
    np.testing.assert_allclose(again.products(vectors[1], [1399]), [1], atol=2e-3)
    again.remove(again.labels().tolist())
    assert len(VectorIndex.from_parts(D, again.to_parts(), exact_limit=limit)) == 0


def test_a_graph_of_other_vectors_gives_an_empty_index() -> None:
    index = VectorIndex(D, exact_limit=0)
    index.add(range(5), _unit(5))
    other = VectorIndex.from_parts(2 * D, index.to_parts())
    assert len(other) == 0
    other.add([3], _unit(1, 0, 2 * D))
    assert other.labels().tolist() == [3]


def test_a_graph_with_a_damaged_label_gives_an_empty_index() -> None:
    index = VectorIndex(D, exact_limit=0)
    index.add([7, 77_777], _unit(2))
    whole = b"".join(index.to_parts())
    for bad in (1 << 60, (1 << 64) - (1 << 60), 7):
        damaged = whole.replace((77_777).to_bytes(8, "little"), bad.to_bytes(8, "little"))
        assert damaged != whole
        assert len(VectorIndex.from_parts(D, iter([damaged]))) == 0
    assert VectorIndex.from_parts(D, iter([whole])).labels().tolist() == [7, 77_777]


@pytest.mark.parametrize("size", [1, 3, 10, 12, 19, 20, 50])
def test_a_sample_covers_all_labels_evenly(size: int) -> None:
    index = VectorIndex(D)
    index.add(range(20), np.eye(1, D, dtype=np.float32) * np.arange(20, dtype=np.float32)[:, None])
    sampled = index.sample(size)[:, 0].tolist()
    assert len(set(sampled)) == len(sampled) == min(size, 20)
    assert sampled == sorted(sampled)
    assert size == 1 or (sampled[0], sampled[-1]) == (0, 19)
    assert np.ptp(np.diff(sampled)) <= 1 if size > 2 else True


def test_an_empty_index_answers_every_query() -> None:
    index = VectorIndex.exact(np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
    assert index.nearest(_unit(1)[0], 5)[0].tolist() == []
    assert index.nearest(_unit(1)[0], 5, [1, 2])[0].tolist() == []
    assert np.isnan(index.products(_unit(1)[0], [1])).all()
    assert index.sample(10).shape == (0, 0)
