"""No wider tag is surer than what supports it: the narrower tags that it is recalled by; of people, its regression."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_scores import CosineScale, TagScores
from tests.annotate.tags.test_tag_suggestions import AT, WORDS, N, _knowledge, _memory, _seen


def test_a_tag_that_is_recalled_because_of_narrower_ones_is_no_surer_than_these() -> None:
    scale = CosineScale(np.zeros(N, np.float32), np.ones(N, np.float32))
    scores = TagScores(WORDS, np.eye(N, dtype=np.float32), scale, _knowledge(), _memory(("dog",)))
    places, found = np.arange(N)[None], np.full((1, N), 0.5, np.float32)
    found[0, AT["dog"]], found[0, AT["fish"]] = 0.9, 0.8
    weighed = scores.weigh(_seen(1))

    def bound(dog: float) -> float:
        weighed.recalled[:] = np.log(0.001)
        weighed.recalled[0, [AT["dog"], AT["terrier"], AT["hound"]]] = np.log([dog, 0.3, 0.1])
        sure = TagChoice(WORDS).supported(places, found, scores, weighed)
        assert sure[0, AT["fish"]] == found[0, AT["fish"]], "nothing is narrower"
        return float(sure[0, AT["dog"]])

    assert bound(0.4) == pytest.approx(0.75)
    assert bound(0.6) == pytest.approx(0.9), "most who say dog do not say which"
    scores.has_own_head[AT["dog"]], scores.heads[AT["dog"]] = True, 0
    weighed.heads[:] = np.log(4)
    assert bound(0.4) == pytest.approx(0.75), "its own regression supports it only if it is about people"
    scores.of_people[AT["dog"]] = True
    assert bound(0.4) == pytest.approx(0.8)


@given(
    arrays(np.float32, (3, N), elements=some.floats(0, 1, width=32)),
    arrays(np.float32, (3, N), elements=some.floats(2**-8, 1, width=32)),
)
def test_no_wider_tag_is_surer_than_the_narrower_ones_it_is_recalled_by(found, shares) -> None:
    scale = CosineScale(np.zeros(N, np.float32), np.ones(N, np.float32))
    scores = TagScores(WORDS, np.eye(N, dtype=np.float32), scale, _knowledge(), _memory(("dog",)))
    weighed = replace(scores.weigh(_seen(3)), recalled=np.log(shares))
    sure = TagChoice(WORDS).supported(np.repeat(np.arange(N)[None], 3, axis=0), found, scores, weighed)
    assert (sure <= found).all()
    for at in range(N):
        narrower = list(WORDS.below(at))
        due = shares[:, at] <= 1.19 * shares[:, narrower].sum(axis=1)
        assert (sure[due, at] <= 1 - (1 - sure[due][:, narrower]).prod(axis=1) + 1e-5).all()
        free = shares[:, at] > 1.21 * shares[:, narrower].sum(axis=1)
        assert (sure[free, at] == found[free, at]).all()
