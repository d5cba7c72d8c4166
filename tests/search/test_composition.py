"""A photo with a change: its likeliest words, the added terms, and the effect of balance and strength."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.index import VectorIndex
from photon.search.composition import (
    Lexicon,
    PhotoWords,
    changed_texts,
    compose,
    compose_with_caption,
    strip_joiner,
)
from photon.search.ranking import Term, rank
from photon.search.vocabulary import ConceptNames

NAMES = ("dog", "cat", "horse", "beach", "snow", "kitchen", "forest", "street", "garden", "desert")
SUBJECTS = np.arange(len(NAMES)) < 3


def _vocabulary(common: float = 0.0) -> ConceptNames:
    commonness = np.zeros(len(NAMES), np.float32)
    commonness[1] = common
    return ConceptNames(NAMES, SUBJECTS, commonness)


def _lexicon(common: float = 0.0) -> Lexicon:
    """Each name has its own direction, and everyday photos are random."""
    everyday = np.random.default_rng(2).normal(0, 0.3, (200, 16)).astype(np.float32)
    return Lexicon(_vocabulary(common), np.eye(len(NAMES), 16, dtype=np.float32), everyday)


def _of(**shares: float) -> np.ndarray:
    vector = np.zeros(16, np.float32)
    for name, share in shares.items():
        vector[NAMES.index(name)] = share
    return vector / np.linalg.norm(vector)


def test_a_change_of_place_keeps_the_subject_and_vice_versa() -> None:
    photo = _of(dog=0.6, beach=0.7)
    kept = _lexicon().put_into_words(photo, "in the snow")
    assert kept.names[0] == "dog"
    assert set(kept.names[:3]) == {"dog", "cat", "horse"}
    kept = _lexicon().put_into_words(photo, "with two cats")
    assert kept.names[0] == "beach"
    assert not {"dog", "cat", "horse"} & set(kept.names)


def test_shares_add_up_to_one_in_descending_order() -> None:
    words = _lexicon().put_into_words(_of(dog=0.8, cat=0.3, snow=0.5), "at night")
    assert float(words.shares.sum()) == pytest.approx(1)
    assert (np.diff(words.shares) <= 0).all()
    assert words.names[:2] == ("dog", "cat")
    assert np.isfinite(words.shares).all()
    assert (words.shares[3:] == 0).all()  # no word of the other kind remains as a replacement
    assert np.linalg.norm(words.vector) == pytest.approx(1, abs=1e-5)
    assert words.vectors.shape == (7, 16)


def test_of_two_equally_close_names_the_common_one_is_used() -> None:
    photo = _of(dog=0.7, cat=0.69)
    assert _lexicon().put_into_words(photo, "at night").names[0] == "dog"
    assert _lexicon(common=9).put_into_words(photo, "at night").names[0] == "cat"


def test_identical_everyday_photos_cause_no_division_by_zero() -> None:
    lexicon = Lexicon(_vocabulary(), np.eye(len(NAMES), 16, dtype=np.float32), np.tile(_of(dog=1.0), (5, 1)))
    words = lexicon.put_into_words(_of(dog=0.7, cat=0.7), "in the snow")
    assert np.isfinite(words.shares).all()
    assert words.names[0] == "cat"  # all photos show a dog, this one a cat


def test_the_likeliest_names_precede_the_change() -> None:
    words = PhotoWords(("dog", "cat", "horse", "beach"), np.full(4, 0.25, np.float32), np.eye(4, 16, dtype=np.float32))
    assert changed_texts(words, "in the snow") == ["dog in the snow", "cat in the snow", "horse in the snow"]
    assert changed_texts(PhotoWords(("dog",), np.ones(1, np.float32), np.eye(1, 16, dtype=np.float32)), "x") == [
        "dog x"
    ]


def _terms(balance: float, strength: float, weights: tuple[float, ...] = (1.0,)) -> list[Term]:
    words = _lexicon().put_into_words(_of(dog=0.6, beach=0.7), "in the snow")
    changes = [Term(_of(snow=1.0), weight) for weight in weights]
    changed = np.stack([(vector + _of(snow=1.0)) / np.sqrt(2) for vector in words.vectors[:3]]).astype(np.float32)
    return compose(_of(dog=0.6, beach=0.7), words, changes, changed, (balance, strength))


@given(st.floats(0, 1), st.floats(0, 2), st.lists(st.floats(0.1, 10), min_size=1, max_size=4))
def test_balance_and_strength_determine_the_weights(balance: float, strength: float, weights: list[float]) -> None:
    terms = _terms(balance, strength, tuple(weights))
    assert all(term.weight > 0 and np.linalg.norm(term.vector) == pytest.approx(1, abs=1e-4) for term in terms)
    look = sum(term.weight for term in terms if term.channel == "look")
    meaning = sum(term.weight for term in terms if term.channel == "meaning")
    assert look == pytest.approx(2 * (1 - balance) * 1.3)
    assert meaning == pytest.approx(2 * balance * (0.6 + 0.6 * strength))


def test_at_the_ends_only_one_side_is_used() -> None:
    assert [term.channel for term in _terms(0, 2)] == ["look", "look"]
    assert [term.channel for term in _terms(1, 0)] == ["meaning"]
    assert [term.channel for term in _terms(1, 1)] == ["meaning", "meaning"]
    assert [term.weight for term in _terms(0.5, 0, (1.0, 3.0))][2:] == pytest.approx([0.15, 0.45])


def test_words_without_effect_have_no_direction() -> None:
    words = _lexicon().put_into_words(_of(dog=0.6, beach=0.7), "x")
    terms = compose(_of(dog=1.0), words, [Term(_of(snow=1.0))], words.vectors[:3], (0.5, 2.0))
    assert len(terms) == 3


def test_the_subject_is_found_in_the_other_place() -> None:
    chance = np.random.default_rng(4)
    photos = [_of(**{subject: 0.5, place: 0.8}) for subject in NAMES[:3] for place in NAMES[3:] for _ in range(4)]
    library = np.stack(photos) + chance.normal(0, 0.05, (len(photos), 16)).astype(np.float32)
    library = (library / np.linalg.norm(library, axis=1, keepdims=True)).astype(np.float32)
    index = VectorIndex(16)
    index.add(range(len(library)), library)
    photo = _of(dog=0.5, beach=0.8)
    words = _lexicon().put_into_words(photo, "in the snow")
    changed = np.stack([(vector + _of(snow=1.0)) / np.sqrt(2) for vector in words.vectors[:3]]).astype(np.float32)
    ranked = rank(index, compose(photo, words, [Term(_of(snow=1.0))], changed, (0.5, 1.0)), 4)
    kinds = [(subject, place) for subject in NAMES[:3] for place in NAMES[3:] for _ in range(4)]
    assert {kinds[at] for at in ranked.photos.tolist()} == {("dog", "snow")}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("with a dog", "a dog"), ("but with a dog", "a dog"), ("but at night", "at night"), ("plus cats", "cats"),
        ("And  WITH snow", "snow"), ("in winter", "in winter"), ("android", "android"), ("withered", "withered"),
        ("with", "with"), ("", ""),
    ],
)  # fmt: skip
def test_a_change_is_embedded_without_its_joining_words(change: str, text: str) -> None:
    assert strip_joiner(change).strip() == text


def test_caption_and_words_are_searched_together() -> None:
    """A photo with both ranks before one with the words alone, which ranks before one like the example."""
    caption, photo, words = _of(dog=1.0), _of(dog=1.0, beach=0.3), _of(snow=1.0)
    both, new, same = _of(dog=0.7, snow=0.7), _of(snow=1.0, cat=0.9), _of(dog=1.0, beach=0.3)

    def order(balance: float, strength: float = 1.0) -> list[str]:
        terms = compose_with_caption(photo, caption, [Term(words)], (balance, strength))
        assert all(term.weight > 0 for term in terms)
        scores = [sum(term.weight * float(term.vector @ one) for term in terms) for one in (both, new, same)]
        return [("both", "new", "same")[at] for at in np.argsort(scores)[::-1]]

    assert order(0.5) == ["both", "new", "same"]
    assert order(0.0)[0] == "same"
    assert order(1.0)[-1] == "same"
