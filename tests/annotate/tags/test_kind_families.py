"""Which classes examples belong to, as far as the examples agree on a family."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.teaching import TagClassifier
from photon.domain.encoders.photo_vectors import PhotoVectors
from tests.annotate.worlds import examples, unit, world

DOGS, CATS = (0, 1, 2, 3), (4, 5)
FAMILIES = KindFamilies([*((kind,) for kind in range(20)), DOGS, CATS, DOGS + CATS])


def sure(*kinds: int) -> np.ndarray:
    return np.eye(20, dtype=np.float32)[list(kinds)]


def test_examples_of_several_classes_give_the_smallest_common_family() -> None:
    found = FAMILIES.belonging(sure(0, 1, 2), np.ones(3))
    assert found[3] > 0.8
    assert found[4] < 0.2
    assert found[10] == pytest.approx(0, abs=0.01)
    assert FAMILIES.belonging(sure(0, 1, 4), np.ones(3))[[3, 5]].min() > 0.5


def test_examples_of_one_class_give_that_class_with_growing_weight() -> None:
    one, four = (FAMILIES.belonging(sure(*[0] * count), np.ones(count)) for count in (1, 4))
    assert one[1] > four[1]
    assert four[0] > 0.9


def test_examples_that_agree_on_no_family_give_nothing() -> None:
    assert FAMILIES.belonging(sure(0, 7, 11, 15), np.ones(4)).max() < 0.05
    assert FAMILIES.belonging(np.zeros((3, 20), np.float32), np.ones(3)).max() < 0.1


@given(st.lists(st.integers(0, 19), min_size=1, max_size=12), st.integers(0, 1000))
def test_results_are_probabilities_for_any_examples(kinds: list[int], seed: int) -> None:
    chances = sure(*kinds) * np.random.default_rng(seed).random((len(kinds), 20), np.float32)
    found = FAMILIES.belonging(chances, np.ones(len(kinds)))
    assert found.shape == (20,)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-5).all()


def test_a_taught_tag_finds_photos_of_the_family_that_are_not_similar() -> None:
    rng = np.random.default_rng(1)
    seen, _ = world()
    kinds = np.zeros((260, 20), np.float32)
    shows = np.arange(260) < 24
    kinds[:24], kinds[24:] = sure(*np.arange(24) % 4), sure(*(4 + rng.integers(16, size=236)))
    mixed = rng.permutation(260)
    seen = PhotoVectors(unit(seen.meanings[mixed]), unit(seen.looks[mixed]), kinds)
    taught = examples(seen, shows, [0, 1, 2])
    with_kinds, without = TagClassifier(taught, seen, families=FAMILIES), TagClassifier(taught, seen)
    found, missed = (np.argsort(-score.z(seen))[:24] < 24 for score in (with_kinds, without))
    assert found.sum() > 16
    assert missed.sum() < 10
    nothing_named = PhotoVectors(seen.meanings, seen.looks)
    assert np.isfinite(with_kinds.z(nothing_named)).all()
