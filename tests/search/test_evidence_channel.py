"""Evidence in addition to meaning: looked up, added to log-odds, and given as a reason."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photon.domain import Query, QueryWords
from photon.domain.arrays import Doubles, Ids
from photon.search.evidence_channel import (
    EvidenceChannel,
    Exclusion,
    exclude,
    fit_linear_odds,
    is_unheard,
    lookup_odds,
    show_unwanted,
    to_chance,
    to_odds,
)
from photon.search.fusion import Meaning, fuse, fuse_all
from photon.search.ranking import Term
from photon.search.second_reading import JointCurve, SecondReading
from tests.fakes import ColourEncoding
from tests.search.conftest import Shelf

RARE = -3.0
# Probabilities that photos show a thing which people would name with log-odds of inf, .5, 0, -2, -3 and -inf.
SHOWS = np.array([1.0, 0.7221, 0.6271, 0.2279, 0.1101, 0.0])


@given(st.dictionaries(st.integers(0, 60), st.floats(-5, 5)), st.lists(st.integers(-3, 80)), st.floats(-5, 5))
def test_lookups_match_a_dictionary(known: dict[int, float], asked: list[int], rest: float) -> None:
    photos = np.array(sorted(known), np.int64)
    odds = lookup_odds(photos, np.array([known[photo] for photo in photos.tolist()]), rest)
    assert odds(np.array(asked, np.int64)).tolist() == [known.get(photo, rest) for photo in asked]


def _beside(photos: list[int], odds: float, rest: float = -2.0, channel: str = "style") -> EvidenceChannel:
    ids = np.array(sorted(photos), np.int64)
    return EvidenceChannel(
        channel, np.array(photos, np.int64), RARE if channel else 0.0, lookup_odds(ids, np.full(len(ids), odds), rest)
    )


def _against(photos: list[int]) -> EvidenceChannel:
    beside = _beside(photos, -5.0, 0.0, channel="")
    return EvidenceChannel("", np.zeros(0, np.int64), 0.0, beside.odds)


def _terms(red: float) -> list[Term]:
    return [Term(ColourEncoding().texts(["red"])[0], red)]


def _query(top: int = 200) -> Query:
    return Query((QueryWords("zzz"),), top=top)


def test_evidence_alone_is_the_answer(shelf: Shelf) -> None:
    fused = fuse(shelf.library, _query(), Meaning(shelf.index, [], beside=[_beside([5, 30, 12], 6.0)]))
    assert set(fused.photos.tolist()) == {5, 12, 30}
    assert fused.scores == pytest.approx(1 / (1 + np.exp(-3.0)), abs=1e-4)
    assert fused.strong == fused.confident_total == 3
    assert fused.why == (("style",),) * 3


def test_evidence_against_a_photo_keeps_all_others(shelf: Shelf) -> None:
    fused = fuse(shelf.library, _query(), Meaning(shelf.index, [], beside=[_against([1, 2])]))
    assert len(fused.photos) == 80
    assert set(fused.photos[-2:].tolist()) == {1, 2}
    assert fused.strong == 78
    assert set(fused.why) == {()}


@pytest.mark.parametrize("red", [0.0, -1.0])
def test_unwanted_evidence_makes_nothing_more_certain(shelf: Shelf, red: float) -> None:
    beside = [_beside([1, 30, 12], 2.0)]
    alone = fuse(shelf.library, _query(), Meaning(shelf.index, [], beside=beside))
    fused = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(red) if red else [], beside=beside))
    before = dict(zip(alone.photos.tolist(), alone.scores.tolist(), strict=True))
    assert all(
        score <= before[photo] + 1e-6 for photo, score in zip(fused.photos.tolist(), fused.scores.tolist(), strict=True)
    )
    assert fused.strong == 0
    assert fused.photos.tolist()[-1] == 1 if red else True


def test_evidence_and_words_must_both_match(shelf: Shelf) -> None:
    alone = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0)))
    both = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0), beside=[_beside([3, 70], 4.0, 0.0)]))
    before, after = (
        dict(zip(one.photos.tolist(), one.scores.astype(float).tolist(), strict=True)) for one in (alone, both)
    )
    for photo, odds in ((3, 4.0), (20, 0.0)):
        assert after[photo] == pytest.approx(before[photo] / (1 + np.exp(-(RARE + odds))), rel=1e-3)
    assert both.photos[0] == 3
    assert both.why[0] == ("meaning", "style")


def test_evidence_is_limited_to_the_filtered_photos(shelf: Shelf) -> None:
    meaning = Meaning(shelf.index, [], beside=[_beside([5, 30, 12], 6.0)], without=[30])
    assert fuse(shelf.library, _query(), meaning, [30, 12, 77]).photos.tolist() == [12]
    assert fuse(shelf.library, _query(), meaning, []).photos.tolist() == []
    assert fuse(shelf.library, _query(1), meaning).confident_total == 2


def test_certain_and_impossible_values_are_finite(shelf: Shelf) -> None:
    meaning = Meaning(shelf.index, [], beside=[_beside([1, 2], 5000.0, -np.inf), _beside([2, 3], -5000.0, -np.inf)])
    fused = fuse(shelf.library, _query(), meaning)
    assert np.isfinite(fused.scores).all()
    assert set(fused.photos.tolist()) == {1, 2, 3}


def _excluding(odds: dict[int, float], rest: float = -np.inf) -> Exclusion:
    def lookup(photos: Ids) -> Doubles:
        return np.array([odds.get(photo, rest) for photo in photos.tolist()])

    return Exclusion(lookup)


def test_likely_photos_are_excluded_and_possible_ones_rank_lower() -> None:
    doubts = _excluding({1: np.inf, 2: 0.5, 3: 0.0, 4: -2.0, 5: -3.0})
    weights, photos, none = np.array([3.0, 3.0, 3.0, 3.0, 3.0, 3.0]), np.arange(1, 7), np.zeros(6, bool)
    left, is_removed = exclude([doubts], photos, weights, none)
    assert is_removed.tolist() == [True, True, False, False, False, False]
    assert left[:2].tolist() == [3, 3], "what is taken out may be asked for"
    assert (np.diff(left[2:]) > 0).all()
    assert to_chance(left[2:]) == pytest.approx(to_chance(weights[2:]) * (1 - SHOWS[2:]), abs=1e-4)
    twice, _ = exclude([doubts, Exclusion(doubts.odds, 2.0)], photos, weights, none)
    assert to_chance(twice[2:]) == pytest.approx(to_chance(weights[2:]) * (1 - SHOWS[2:]) ** 3, abs=1e-4)
    kept, is_removed = exclude([doubts], photos, weights, ~none)
    assert not is_removed.any()
    assert np.isfinite(kept).all()
    same, is_removed = exclude([], photos, weights, none)
    assert same.tolist() == weights.tolist()
    assert not is_removed.any()


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 3), st.booleans()), min_size=1, max_size=400), st.integers(1, 60)
)
@example([(0.0, 1.0, False), (-2.0, 0.0, True)], 1)
def test_photos_that_come_too_late_are_not_judged(known: list[tuple[float, float, bool]], top: int) -> None:
    weights, odds = np.array([one[0] for one in known]), np.array([one[1] for one in known])
    kept, photos, judged = np.array([one[2] for one in known]), np.arange(len(known)), list[int]()

    def judge(some: Ids) -> Doubles:
        judged.extend(some.tolist())
        return odds[some]

    (whole, gone), (left, removed) = (exclude([Exclusion(judge)], photos, weights, kept, some) for some in (None, top))
    first = np.lexsort((photos, -whole, ~kept, gone))[:top]
    assert np.lexsort((photos, -left, ~kept, removed))[:top].tolist() == first.tolist()
    assert left[first].tolist() == whole[first].tolist()
    may_match = to_chance(weights) >= 0.15
    assert removed[may_match].tolist() == gone[may_match].tolist()
    assert len(set(judged[len(known) :])) == len(judged) - len(known), "none is judged twice"


def test_few_photos_are_judged_for_a_short_answer() -> None:
    judged: list[int] = []

    def judge(some: Ids) -> Doubles:
        judged.extend(some.tolist())
        return np.full(len(some), -9.0)

    exclude([Exclusion(judge)], np.arange(900), np.linspace(3, -9, 900), np.zeros(900, bool), 20)
    assert 300 < len(judged) < 400, "those that may match"


def test_exclusion_keeps_the_order_of_certain_photos() -> None:
    weights = np.array([30.0, 29.0, 28.0, -40.0])
    left, _ = exclude([Exclusion(lambda some: np.full(len(some), -np.inf))], np.arange(4), weights, np.zeros(4, bool))
    assert left == pytest.approx(weights)


def test_excluded_photos_are_counted_and_can_be_requested(shelf: Shelf) -> None:
    usual = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0)))
    gone, doubtful = usual.photos[:3].tolist(), int(usual.photos[3])
    odds = {**dict.fromkeys(gone, np.inf), doubtful: 0.3, int(usual.photos[-1]): np.inf}
    meaning = Meaning(shelf.index, _terms(1.0), exclusions=[_excluding(odds)])
    left = fuse(shelf.library, _query(), meaning)
    assert set(left.photos.tolist()) == set(usual.photos.tolist()) - set(gone) - {int(usual.photos[-1])}
    assert left.photos[0] == usual.photos[4], "the doubtful one moved down"
    assert left.removed.tolist() == [*gone, int(usual.photos[-1])]
    assert left.excluded == 3, "the last one would not have matched"
    assert left.strong == left.confident_total == usual.strong - 4, "nor is the doubtful one strong any more"
    whole = fuse_all(shelf.library, _query(top=5), meaning)
    assert set(whole.photos.tolist()) == set(left.photos.tolist())
    turned = fuse(shelf.library, replace(_query(), shows_excluded=True), meaning)
    assert turned.photos.tolist() == gone
    assert turned.scores == pytest.approx(usual.scores[:3])
    assert (turned.excluded, len(turned.removed)) == (0, 0)
    assert fuse_all(shelf.library, replace(_query(top=1), shows_excluded=True), meaning).photos.tolist() == gone


def test_photos_that_hardly_match_are_excluded_too(shelf: Shelf) -> None:
    usual = fuse_all(shelf.library, _query(top=5), Meaning(shelf.index, _terms(1.0)))
    unwanted = int(usual.photos[-3])
    assert usual.scores[-3] < 0.1
    meaning = Meaning(shelf.index, _terms(1.0), exclusions=[_excluding({unwanted: np.inf})])
    found = fuse_all(shelf.library, _query(top=5), meaning)
    assert found.photos.tolist() == [photo for photo in usual.photos.tolist() if photo != unwanted]
    assert found.excluded == 0, "it would not have matched"


def test_photos_without_what_is_unwanted_are_right_where_nothing_else_is_asked(shelf: Shelf) -> None:
    known = {photo: 2.0 if photo <= 10 else -0.2 if photo == 11 else -6.0 for photo in shelf.names}
    for is_known, strong in ((True, len(known) - 11), (False, 0)):
        exclusion = replace(_excluding(known), is_known=is_known)
        meaning = Meaning(shelf.index, _terms(-1e-6), exclusions=[exclusion])
        found = fuse(shelf.library, replace(_query(), parts=()), meaning)
        assert found.strong == strong
        assert set(found.photos.tolist()) == set(range(11, len(known) + 1))
        assert found.photos[-1] == 11, "the doubtful one"


def test_what_shows_anything_unwanted_is_found() -> None:
    photos, two = np.arange(4), [_excluding({1: 9.0}), _excluding({3: 0.41, 2: 0.4})]
    assert show_unwanted(two, photos).tolist() == [False, True, False, True]
    assert not show_unwanted([], photos).any()
    assert show_unwanted(two, photos[:0]).shape == (0,)


def _sampled(rare: float) -> tuple[np.ndarray, np.ndarray]:
    """Return vectors, and log-odds that hang together with them but loosely: positive for about this share."""
    random = np.random.default_rng(4)
    vectors = random.normal(size=(900, 12)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    odds = 6 * vectors[:, 0] + random.normal(size=900)
    return vectors, odds - np.quantile(odds, 1 - rare)


@pytest.mark.parametrize("rare", [0.02, 0.3, 0.9])
def test_as_many_photos_as_in_truth_seem_to_show_what_is_estimated(rare: float) -> None:
    vectors, odds = _sampled(rare)
    fit = fit_linear_odds(vectors[:600], odds[:600])
    estimated, shown = vectors[600:] @ fit.direction + fit.start >= 0.4055, odds[600:] >= 0.4055
    assert estimated.mean() == pytest.approx(shown.mean(), abs=0.05)
    assert (estimated & shown).sum() >= 0.6 * shown.sum()


def test_what_no_photo_shows_is_estimated_in_none() -> None:
    vectors, odds = _sampled(0.3)
    fit = fit_linear_odds(vectors, odds - odds.max())
    assert (vectors @ fit.direction + fit.start < 0.4055).all()
    same = fit_linear_odds(vectors[:1], np.array([-6.0]))
    assert np.isfinite(same.start)
    assert vectors[0] @ same.direction + same.start < 0.4055


def test_a_photo_with_the_typed_name_is_not_excluded(shelf: Shelf) -> None:
    photo = shelf.put("x/zzz.jpg", "red")
    meaning = Meaning(shelf.index, _terms(1.0), exclusions=[_excluding({}, np.inf)])
    left = fuse(shelf.library, _query(), meaning)
    assert left.photos.tolist() == [photo]
    assert left.filename_matches == 1


def test_words_in_a_file_name_count_whatever_the_picture_shows(shelf: Shelf) -> None:
    photo = shelf.put("x/zzz qqq.jpg", "red")
    everything = dict.fromkeys(shelf.index.labels().tolist(), -60.0)
    doubting = SecondReading(50, _excluding(everything).odds, JointCurve(0.0, 1.0, 1.0))
    found = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0), reading=doubting))
    assert found.photos[0] == photo
    assert found.strong == 1


def test_the_best_photos_of_an_answer_are_rearranged(shelf: Shelf) -> None:
    usual = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0)))
    third = int(usual.photos[2])
    meaning = Meaning(shelf.index, _terms(1.0), reading=SecondReading(5, _excluding({third: 90.0}, 0.0).odds))
    found = fuse(shelf.library, _query(), meaning)
    assert found.photos[:4].tolist() == [third, *usual.photos[[0, 1, 3]].tolist()]
    assert found.scores.tolist() == usual.scores.tolist()
    assert found.strong == usual.strong
    assert fuse_all(shelf.library, _query(top=5), meaning).photos[:80].tolist() == found.photos[:80].tolist()


def test_log_odds_and_probabilities_are_converted() -> None:
    odds = np.linspace(-8, 8, 9)
    assert to_odds(to_chance(odds)) == pytest.approx(odds)
    assert to_chance(np.array([-1e9, 1e9])) == pytest.approx([0, 1])
    assert np.isfinite(to_odds(np.array([0.0, 1.0]))).all()


def test_a_thing_is_absent_if_it_fits_none_of_its_best_photos() -> None:
    photos = np.arange(1, 200)
    seldom, unknown = (_excluding({3: odds}, -6.0).odds for odds in (-5.0, -np.inf))
    assert is_unheard(seldom, photos)
    assert is_unheard(unknown, photos)
    assert not is_unheard(_excluding({3: -4.0}, -6.0).odds, photos)
    assert is_unheard(_excluding({150: 2.0}, -6.0).odds, photos), "it is not among the best"
    assert not is_unheard(_excluding({}).odds, photos), "nothing is known"
    assert not is_unheard(seldom, photos[:0])
    assert not is_unheard(None, photos)


def test_an_absent_thing_has_no_strong_photos(shelf: Shelf) -> None:
    usual = fuse(shelf.library, _query(), Meaning(shelf.index, _terms(1.0)))
    assert usual.strong
    meaning = Meaning(shelf.index, _terms(1.0), mentions=_excluding({}, -6.0).odds)
    doubted = fuse(shelf.library, _query(), meaning)
    assert doubted.photos.tolist() == usual.photos.tolist()
    assert doubted.strong == doubted.confident_total == 0
    assert doubted.presence == 0
    named = shelf.put("x/zzz.jpg", "blue")
    found = fuse(shelf.library, _query(), meaning)
    assert found.photos[: found.strong].tolist() == [named], "what has the name is found all the same"
    among = fuse(shelf.library, _query(), meaning, usual.photos)
    assert among.strong == usual.strong, "of a part of the library it cannot be told"
