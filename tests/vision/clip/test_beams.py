"""The likeliest sentences, beside a search of everything on vocabularies small enough for it."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.vision.clip.network.beams import Rules, likeliest

START, END, PAD = 0, 1, 2


def network(seed: int, size: int, sharp: float):
    """Chances that depend on the whole beginning, as a network's do."""

    def follow(rows: np.ndarray) -> np.ndarray:
        made = [np.random.default_rng([seed, *row.tolist()]).normal(size=size) * sharp for row in rows]
        logits = np.stack(made)
        return (logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))).astype(np.float32)

    return follow


def every_sentence(follow, rules: Rules, size: int) -> dict[tuple[int, ...], float]:
    found = {}
    tokens = [token for token in range(size) if token not in {START, END, *rules.never}]
    for length in range(rules.least, rules.most + 1):
        for ids in itertools.product(tokens, repeat=length):
            rows = [np.array([[START, *ids[:at]]]) for at in range(length + 1)]
            chances = [follow(row)[0] for row in rows]
            found[ids] = float(sum(chances[at][token] for at, token in enumerate((*ids, END))))
    return found


@given(st.integers(0, 1000), st.sampled_from([0.0, 0.7, 1.0]))
@settings(max_examples=15, deadline=None)
def test_with_enough_beams_nothing_better_is_missed(seed: int, alpha: float) -> None:
    size = 5
    rules = Rules(START, END, never=(PAD,), most=3, least=1, beams=40, alpha=alpha, again=0)
    follow = network(seed, size, 2.0)
    every = every_sentence(follow, rules, size)
    found = likeliest(follow, rules)
    assert {one.ids for one in found} == set(every)
    for one in found:
        assert np.isclose(one.logprob, every[one.ids], atol=1e-4)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3), st.floats(0.1, 6))
def test_laws(seed: int, beams: int, least: int, again: int, sharp: float) -> None:
    rules = Rules(START, END, never=(PAD,), most=8, least=least, beams=beams, again=again)
    found = likeliest(network(seed, 7, sharp), rules)
    assert found == likeliest(network(seed, 7, sharp), rules)
    assert len({one.ids for one in found}) == len(found) <= beams
    for one in found:
        assert least <= len(one.ids) <= 8
        assert not {START, END, PAD} & set(one.ids)
        assert one.logprob <= 0
        runs = [one.ids[at : at + again] for at in range(len(one.ids) - again + 1)] if again else []
        assert len(set(runs)) == len(runs)


def test_greedy_follows_the_likeliest_token() -> None:
    follow = network(3, 6, 3.0)
    (found,) = likeliest(follow, Rules(START, END, never=(PAD,), most=5, least=5, beams=1, again=0))
    ids: list[int] = []
    for _ in range(5):
        chances = follow(np.array([[START, *ids]]))[0]
        chances[[START, END, PAD]] = -np.inf
        ids.append(int(chances.argmax()))
    assert found.ids == tuple(ids)


def test_a_network_that_allows_nothing_gives_nothing() -> None:
    def nothing(rows: np.ndarray) -> np.ndarray:
        return np.full((len(rows), 4), -np.inf, np.float32)

    assert likeliest(nothing, Rules(START, END)) == []
