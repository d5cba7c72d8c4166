"""The nearest of 20,000 vectors, compared with exact products; they are spread over components as those of photos."""

import threading

import numpy as np
import pytest

from photon.index import VectorIndex, vector_index
from photon.index.rows import VectorMatrix

COUNT, D = 20_000, 128


def _made(count: int, seed: int, texts: float = 0.0) -> np.ndarray:
    """Vectors around 300 centres, whose components decay as those of photos; texts are far from all of them."""
    fixed, rng = np.random.default_rng(1), np.random.default_rng(seed)
    axes = np.linalg.qr(fixed.normal(size=(D, D)))[0] / np.arange(1, D + 1) ** 0.6
    centres = fixed.normal(size=(300, D))
    made = (centres[rng.integers(0, 300, count)] + 0.8 * rng.normal(size=(count, D))) @ axes.T
    made = made + texts * fixed.normal(size=D)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> tuple[VectorIndex, np.ndarray]:
    monkeypatch.setattr(vector_index, "WIDE_LIMIT", 2000)
    vectors = _made(COUNT, 2)
    index = VectorIndex(D)
    index.fill((np.arange(at, at + 1000), vectors[at : at + 1000]) for at in range(0, COUNT, 1000))
    return index, vectors.astype(np.float16).astype(np.float32)


def recall(index: VectorIndex, truth: np.ndarray, query: np.ndarray, k: int, among: np.ndarray | None = None) -> float:
    products = truth @ query if among is None else truth[among] @ query
    best = np.argsort(-products)[:k]
    labels, found = index.nearest(query, k, among)
    np.testing.assert_allclose(found, truth[labels] @ query, atol=1e-5)
    return len(np.intersect1d(labels, best if among is None else among[best])) / k


@pytest.mark.parametrize("texts", [0.0, 1.0])
def test_nearly_all_of_the_nearest_are_found(grown: tuple[VectorIndex, np.ndarray], texts: float) -> None:
    index, truth = grown
    queries = _made(20, 3, texts)
    assert np.mean([recall(index, truth, query, 50) for query in queries]) >= 0.998
    assert np.mean([recall(index, truth, query, 1000) for query in queries]) >= 0.99
    for share in (0.01, 0.1, 0.6, 0.9):
        among = np.flatnonzero(np.random.default_rng(4).random(COUNT) < share)
        assert np.mean([recall(index, truth, query, 50, among) for query in queries]) >= 0.998


def test_vectors_added_replaced_and_removed_are_compared_as_they_are(grown: tuple[VectorIndex, np.ndarray]) -> None:
    index, truth = grown
    new, query = _made(300, 5), _made(1, 6)[0]
    index.add(np.arange(COUNT - 100, COUNT + 200), new)
    index.remove(range(0, COUNT, 3))
    truth = np.concatenate([truth[: COUNT - 100], new.astype(np.float16).astype(np.float32)])
    left = np.setdiff1d(np.arange(len(truth)), np.arange(0, COUNT, 3))
    order = left[np.argsort(-(truth[left] @ query))]
    assert len(np.intersect1d(index.nearest(query, 50)[0], order[:50])) >= 49
    for at in (0, 150, 299):
        found = index.nearest(new[at], 1)[0].tolist()
        assert (found == [COUNT - 100 + at]) == ((COUNT - 100 + at) % 3 != 0 or COUNT - 100 + at >= COUNT)


def test_searches_go_on_while_vectors_are_added(grown: tuple[VectorIndex, np.ndarray]) -> None:
    index, _ = grown
    more, done = _made(2000, 7), threading.Event()

    def add() -> None:
        index.add(np.arange(COUNT, COUNT + 2000), more)
        done.set()

    thread = threading.Thread(target=add)
    thread.start()
    asked = 0
    while not done.is_set() or not asked:
        labels, products = index.nearest(more[0], 60)
        assert len(labels) == len(set(labels.tolist())) == 60
        assert (np.diff(products) <= 0).all()
        asked += 1
    thread.join()
    assert index.nearest(more[0], 1)[0].tolist() == [COUNT]


def test_all_vectors_in_another_order_are_the_same_question() -> None:
    rng = np.random.default_rng(5)
    vectors = rng.normal(size=(6001, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = VectorMatrix.from_arrays(np.arange(6001), vectors, 100)
    rows.take_away(0)  # the last row fills the gap
    (labels, products), asked = rows.nearest(vectors[7], 3, np.arange(6000, 0, -1)), vectors[7]
    assert labels[np.argmax(products)] == 7
    np.testing.assert_allclose(products, vectors[labels] @ asked, atol=5e-3)
    assert set(np.argsort(-(vectors[1:] @ asked))[:50] + 1) <= set(labels.tolist())
