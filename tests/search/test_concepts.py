"""Personal concepts: what a few examples have in common, sentences with names, and log-odds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import QueryWords
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.search.concepts import ConceptScore, inject, learn, sentence_with_kind, without_names


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture
def world() -> tuple[PhotoVectors, np.ndarray]:
    """220 photos that all share much; the first 20 also share a little of their own: one dog."""
    rng = np.random.default_rng(4)
    meanings = 2 * rng.normal(size=24) + rng.normal(size=(220, 24))
    looks = np.abs(2 + rng.normal(size=(220, 40)))
    meanings[:20] += 1.2 * rng.normal(size=24)
    looks[:20] += 1.5 * np.abs(rng.normal(size=40))
    return PhotoVectors(_unit(meanings), _unit(looks)), np.arange(220) < 20


def _taught(world: PhotoVectors, rows: np.ndarray, word: np.ndarray | None = None) -> ConceptScore:
    return learn(PhotoVectors(world.meanings[rows], world.looks[rows]), world, word)


def test_five_photos_find_the_others_and_say_how_sure_that_is(world: tuple[PhotoVectors, np.ndarray]) -> None:
    seen, shows = world
    score = _taught(seen, np.arange(5))
    z = score.z(seen.meanings, seen.looks)
    others = np.arange(5, 220)
    found = others[np.argsort(-z[others])[:10]]
    assert shows[found].sum() >= 8
    plain = (seen.meanings @ seen.meanings[:5].mean(axis=0))[others]
    assert shows[found].sum() > shows[others[np.argsort(-plain)[:10]]].sum()
    odds = score.odds(z)
    assert np.all(np.diff(odds[np.argsort(z)]) >= 0)
    assert np.median(odds[shows]) > np.median(odds[~shows]) + 2
    assert odds[:5].mean() > 0 > np.percentile(odds[~shows], 99)


def test_photos_that_share_nothing_teach_with_little_trust(world: tuple[PhotoVectors, np.ndarray]) -> None:
    seen, _ = world
    assert _taught(seen, np.array([30, 60, 90, 120, 150])).sure < _taught(seen, np.arange(5)).sure
    assert np.isfinite(_taught(seen, np.array([7])).odds(np.array([0.0, 3.0], np.float32))).all()


def test_the_word_for_what_it_is_counts(world: tuple[PhotoVectors, np.ndarray]) -> None:
    seen, shows = world
    word = _unit(seen.meanings[shows].mean(axis=0) - seen.meanings[~shows].mean(axis=0))
    unspoken, spoken = _taught(seen, np.arange(3)), _taught(seen, np.arange(3), word)
    gaps = [
        z[5:20].mean() - z[20:].mean() for z in (score.z(seen.meanings, seen.looks) for score in (unspoken, spoken))
    ]
    assert gaps[1] > gaps[0]


def test_an_encoder_without_looks_and_a_library_of_equal_photos_are_no_error() -> None:
    meanings = _unit(np.ones((6, 8)))
    score = learn(
        PhotoVectors(meanings[:3], np.zeros((3, 0), np.float32)), PhotoVectors(meanings, np.zeros((6, 0), np.float32))
    )
    assert np.isfinite(score.odds(score.z(meanings, np.zeros((6, 0), np.float32)))).all()


def test_a_sentence_moves_toward_the_examples_and_keeps_its_length(world: tuple[PhotoVectors, np.ndarray]) -> None:
    seen, shows = world
    score = _taught(seen, np.arange(5))
    sentence = _unit(np.random.default_rng(1).normal(size=24))
    moved = inject(sentence, [score])
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)
    assert moved @ sentence > 0.8

    def lead(vector: np.ndarray) -> float:
        products = seen.meanings @ vector
        return float(products[shows].mean() - products[~shows].mean())

    assert lead(moved) > lead(sentence)
    np.testing.assert_allclose(inject(sentence, [score, score]), inject(inject(sentence, [score]), [score]), atol=0.2)


def test_names_give_way_to_what_they_are() -> None:
    kinds = {"Fluffy": "dog", "the lake house": "house"}
    assert sentence_with_kind(QueryWords("my:Fluffy on a sofa"), kinds) == "dog on a sofa"
    assert sentence_with_kind(QueryWords('MY:fluffy before my:"The Lake  House"'), kinds) == "dog before house"
    assert sentence_with_kind(QueryWords("my:Unknown asleep"), kinds) == "Unknown asleep"
    assert sentence_with_kind(QueryWords("tommy:Fluffy"), kinds) == "tommy:Fluffy"
    assert without_names(QueryWords('asleep my:Fluffy before my:"The Lake House"')) == "asleep before"
    assert without_names(QueryWords("my:Fluffy")) == ""


@given(st.text(max_size=40))
def test_texts_without_names_stay_but_for_spaces(text: str) -> None:
    if "my:" not in text.lower():
        assert sentence_with_kind(QueryWords(text), {"a": "b"}) == " ".join(text.split())
