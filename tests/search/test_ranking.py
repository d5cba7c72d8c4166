"""Ranking with colour vectors, whose right order is known."""

import numpy as np
import pytest

from photon.domain import Query
from photon.index import VectorIndex
from photon.search.answer_summary import summarize_answer
from photon.search.near_duplicates import rank_similar
from photon.search.ranking import Term, rank
from tests.fakes import COLOURS, DIMENSION, ColourEncoding, _vector


def _library(per_colour: int = 20) -> tuple[VectorIndex, dict[int, str]]:
    names = [name for name in COLOURS for _ in range(per_colour)]
    rng = np.random.default_rng(1)
    vectors = np.stack([_vector(np.array(COLOURS[name]) + rng.normal(0, 12, 3)) for name in names])
    index = VectorIndex(DIMENSION)
    index.add(range(1, len(names) + 1), vectors)
    return index, dict(enumerate(names, 1))


def _words(text: str) -> np.ndarray:
    return ColourEncoding().texts([text])[0]


@pytest.mark.parametrize("colour", ["red", "blue", "white"])
def test_words_find_their_photos(colour: str) -> None:
    index, names = _library()
    ranked = rank(index, [Term(_words(colour))], 20)
    assert {names[int(photo)] for photo in ranked.photos} == {colour}
    assert (np.diff(ranked.scores) <= 0).all()
    assert ranked.scores.min() >= 0
    assert ranked.scores.max() <= 1
    assert ranked.why == ("meaning",)


def test_unwanted_things_rank_lower_and_others_are_unchanged() -> None:
    index, names = _library()
    plain = [names[int(photo)] for photo in rank(index, [Term(_words("orange"))], 60).photos]
    without = [
        names[int(photo)] for photo in rank(index, [Term(_words("orange")), Term(_words("red"), -1.0)], 60).photos
    ]
    assert plain[:20] == ["orange"] * 20
    assert without[:10] == ["orange"] * 10
    assert without.count("red") <= plain.count("red")


def test_exclusion_alone_ranks_all_other_photos() -> None:
    index, names = _library()
    ranked = rank(index, [Term(_words("blue"), -1.0)], 40)
    assert "blue" not in {names[int(photo)] for photo in ranked.photos}
    everything = rank(index, [Term(_words("blue"), -1.0)], 200)
    clear = [names[int(photo)] for photo in everything.photos[: everything.strong]]
    assert "blue" not in clear
    assert len(clear) > 80  # of 140 that are not blue
    assert {names[int(photo)] for photo in everything.photos[-20:]} == {"blue"}
    assert everything.why == ()


def test_exclusion_does_not_affect_the_wanted_part() -> None:
    """Photos of two things: if the second is excluded, photos of the first alone come first, and before all others."""
    axes = np.eye(12, dtype=np.float32)
    kinds = [axes[0], axes[0] + axes[1], axes[1], *axes[4:]]
    noise = np.random.default_rng(1).normal(0, 0.05, (len(kinds) * 20, 12))
    photos = (np.repeat(kinds, 20, axis=0) + noise).astype(np.float32)
    index = VectorIndex(12)
    index.add(range(len(photos)), photos / np.linalg.norm(photos, axis=1, keepdims=True))
    first, together = axes[0], (axes[0] + axes[1]) / np.sqrt(2).astype(np.float32)
    ranked = rank(index, [Term(first), Term(together, -1.0)], 40)  # "a dog, without a dog with a ball"
    assert set(ranked.photos[:20].tolist()) == set(range(20))
    alone, same = (rank(index, terms, 20) for terms in ([Term(first)], [Term(first), Term(first, -1.0)]))
    assert np.isfinite(same.scores).all()
    assert same.scores.max() < alone.scores.min()  # nothing remains of the same direction, so it is used as a whole


def test_among_limits_the_photos_and_an_empty_index_answers() -> None:
    index, names = _library()
    blue = [photo for photo, name in names.items() if name == "blue"]
    assert set(rank(index, [Term(_words("red"))], 99, among=blue).photos.tolist()) == set(blue)
    assert len(rank(VectorIndex(DIMENSION), [Term(_words("red"))], 9).photos) == 0


def test_a_library_of_equal_photos_is_certain_of_nothing() -> None:
    index = VectorIndex(DIMENSION)
    index.add(range(30), np.stack([_vector((10, 10, 10))] * 30))
    ranked = rank(index, [Term(_words("red"))], 30)
    assert ranked.strong == 0


def test_similarity_ranks_by_looks_first() -> None:
    ranked = rank_similar(
        np.array([1, 2, 3]), np.array([0.5, 0.9, 0.1], np.float32), np.array([0.9, 0.3, 0.1], np.float32), 3
    )
    assert ranked.photos.tolist() == [1, 2, 3]
    assert ranked.strong == 1


@pytest.mark.parametrize(
    ("query", "chances", "strong", "searchable", "words"),
    [
        (Query.build("a dog"), [0.9] * 20, 14, 1.0, "14 good matches"),
        (Query.build("a dog"), [0.9, 0.2], 1, 1.0, "1 good match"),
        (Query.build("an elephant"), [0.4, 0.1], 0, 1.0, "These might show “an elephant”"),
        (Query.build("an elephant"), [0.2, 0.1], 0, 1.0, "No clear match for “an elephant”. Closest photos:"),
        (Query.build("a dog"), [], 0, 0.0, "Nothing is searchable here yet."),
        (Query.build("a dog"), [], 0, 1.0, "There are no photos to search here."),
    ],
)
def test_the_summary_is_a_sentence(
    query: Query, chances: list[float], strong: int, searchable: float, words: str
) -> None:
    assert summarize_answer(query, chances, strong, searchable) == words
