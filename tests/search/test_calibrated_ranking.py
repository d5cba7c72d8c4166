"""Ranking a single text with a calibration: presence, evidence, hubs, and excluded photos."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.index import VectorIndex
from photon.search import ranking as module
from photon.search.ranking import Ranked, Term, rank
from photon.search.score_calibrator import Evidence, ScoreCalibrator
from tests.fakes import COLOURS, DIMENSION, ColourEncoding, _vector, colour_calibration

YARDSTICK = ScoreCalibrator(colour_calibration())
NAMES = [name for name in COLOURS for _ in range(12)]
PHOTOS = np.arange(1, len(NAMES) + 1)
RED = PHOTOS[[name == "red" for name in NAMES]].tolist()


def _vectors() -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.stack([_vector(np.array(COLOURS[name]) + rng.normal(0, 12, 3)) for name in NAMES])


VECTORS = _vectors()


def index_of(photos: np.ndarray = PHOTOS) -> VectorIndex:
    return VectorIndex.exact(photos, VECTORS[photos - 1])


def red(**more: object) -> Term:
    return Term(ColourEncoding().texts(["red"])[0], **more)  # type: ignore[arg-type]


def seen(*photos: int, chance: float = 0.9) -> Evidence:
    return Evidence(np.array(photos, np.int64), np.full(len(photos), chance, np.float32), 0.8)


def test_present_things_are_distinguished_from_absent_ones() -> None:
    index = index_of()
    full = rank(index, [red()], 99, yardstick=YARDSTICK)
    less = rank(index, [red()], 99, yardstick=YARDSTICK, without=RED)
    assert set(full.photos[:12].tolist()) == set(RED)
    assert full.presence is not None
    assert less.presence is not None
    assert full.presence > 0.8 > 0.6 > less.presence
    assert full.scores[0] > less.scores[0]
    np.testing.assert_allclose(full.scores, 1 / (1 + np.exp(-full.odds)), rtol=1e-4)


@pytest.mark.parametrize("yardstick", [YARDSTICK, None])
@pytest.mark.parametrize("sentence", [False, True])
@given(st.sets(st.integers(1, len(NAMES) + 5)))
@settings(max_examples=25, deadline=None)
def test_excluded_photos_have_no_influence(yardstick: ScoreCalibrator | None, sentence: bool, gone: set[int]) -> None:
    rest = PHOTOS[~np.isin(PHOTOS, list(gone))]
    left_out = rank(index_of(), [red(sentence=sentence)], 99, None, yardstick, [*gone, *gone])
    never = rank(index_of(rest), [red(sentence=sentence)], 99, yardstick=yardstick)
    assert left_out.photos.tolist() == never.photos.tolist()


def test_excluding_all_gives_nothing() -> None:
    ranked = rank(index_of(), [red(evidence=seen(1, 2))], 9, yardstick=YARDSTICK, without=PHOTOS.tolist())
    assert len(ranked.photos) == ranked.strong == 0
    assert ranked.presence == pytest.approx(0, abs=1e-9)
    assert rank(VectorIndex(DIMENSION), [red()], 9, yardstick=YARDSTICK).presence is None


@pytest.mark.parametrize("count", [1, 2, 3, 19])
@pytest.mark.parametrize("term", [red(), red(sentence=True), red(evidence=seen(1, 99))])
@pytest.mark.parametrize("among", [None, [], [1], [1, 3, 500]])
def test_small_libraries_are_ranked(count: int, term: Term, among: list[int] | None) -> None:
    ranked = rank(index_of(PHOTOS[:count]), [term], 50, among, YARDSTICK)
    expected = set(range(1, count + 1)).intersection(range(99) if among is None else among)
    assert set(ranked.photos.tolist()) == expected
    assert len(ranked.photos) == len(expected)
    assert ((ranked.scores >= 0) & (ranked.scores <= 1)).all()
    assert ranked.presence is not None
    assert 0 <= ranked.presence <= 1


def test_a_library_of_one_photo_is_ranked() -> None:
    here, not_here = (rank(index_of(PHOTOS[[at]]), [red()], 1, yardstick=YARDSTICK) for at in (0, 40))
    assert here.presence > 0.5 > not_here.presence


def test_a_subset_has_the_same_scores() -> None:
    term = red(sentence=True)
    everything = rank(index_of(), [term], 999, yardstick=YARDSTICK)
    some = rank(index_of(), [term], 999, [3, 50, 70], YARDSTICK)
    whole = dict(zip(everything.photos.tolist(), everything.scores.tolist(), strict=True))
    assert dict(zip(some.photos.tolist(), some.scores.tolist(), strict=True)) == pytest.approx(
        {photo: whole[photo] for photo in (3, 50, 70)}, abs=1e-5
    )
    assert some.presence == pytest.approx(everything.presence)


def test_of_equal_photos_the_one_with_evidence_ranks_first() -> None:
    index = VectorIndex(DIMENSION)
    index.add(range(1, 31), np.repeat(VECTORS[:1], 30, axis=0))
    assert rank(index, [red()], 1, yardstick=YARDSTICK).photos.tolist() == [1]
    ranked = rank(index, [red(evidence=seen(17))], 30, yardstick=YARDSTICK)
    assert ranked.photos[0] == 17
    assert ranked.scores[0] > ranked.scores[1]
    assert ranked.presence > rank(index, [red(evidence=seen())], 1, yardstick=YARDSTICK).presence


def test_evidence_extends_beyond_the_nearest_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHORTLIST", 3)
    monkeypatch.setattr(module, "_SUREST", 1)
    blue, white = (int(PHOTOS[NAMES.index(name)]) for name in ("blue", "white"))
    evidence = Evidence(np.array(sorted([blue, white])), np.full(2, 0.9, np.float32), 0.8)
    evidence.chances[np.searchsorted(evidence.photos, blue)] = 0.5
    ranked = rank(index_of(), [red(evidence=evidence)], 3, yardstick=YARDSTICK)
    everything = rank(index_of(), [red(evidence=evidence)], 3, [white, blue], YARDSTICK)
    assert white in ranked.photos
    assert blue not in ranked.photos, "only the surest"
    assert everything.photos.tolist() == [white, blue]


def test_evidence_is_of_the_part_of_a_photo_that_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHORTLIST", 4)
    monkeypatch.setattr(module, "_SUREST", 1)
    index, blue, white = index_of(), int(PHOTOS[NAMES.index("blue")]), int(PHOTOS[NAMES.index("white")])
    index.owners.assign({-1: blue, -2: blue, -3: white})
    index.add([-1, -2, -3], VECTORS[[blue - 1, blue - 1, white - 1]])
    term = red(evidence=seen(-2))
    assert rank(index, [term], 9, [blue, white], YARDSTICK).photos[0] == -2
    first, *others = rank(index, [term], 9, yardstick=YARDSTICK).photos.tolist()
    assert first == -2
    assert set(others) < set(RED), "neither the photo nor its other part"
    assert -2 not in rank(index, [term], 99, yardstick=YARDSTICK, without=[blue]).photos


def test_evidence_of_deleted_photos_is_ignored() -> None:
    index = VectorIndex(DIMENSION)
    index.add(PHOTOS[:20], VECTORS[:20])
    index.remove([4])
    ranked = rank(index, [red(evidence=seen(4, 5, 999))], 99, yardstick=YARDSTICK)
    assert sorted(ranked.photos.tolist()) == [photo for photo in range(1, 21) if photo != 4]
    assert ranked.photos[0] == 5


def test_hubs_rank_lower_for_sentences_only() -> None:
    """Of two photos equally close to the words, the one close to all captions ranks lower."""
    axes = np.eye(4, dtype=np.float32)
    hub, other = (axes[0] + 0.5 * axes[1]) / 1.25**0.5, (axes[0] + 0.5 * axes[2]) / 1.25**0.5
    near = np.repeat(axes[1:2], 12, axis=0)
    calibration = replace(
        colour_calibration(), photos=axes, described=axes, captions=near, sayings=axes, shares=np.full(4, 0.25)
    )
    index = VectorIndex.exact(np.array([1, 2, 3, 4]), np.stack([hub, other, axes[3], -axes[0]]))
    yardstick = ScoreCalibrator(calibration)
    bare, sentence = (
        rank(index, [Term(axes[0], sentence=sentence)], 4, yardstick=yardstick) for sentence in (False, True)
    )
    assert bare.photos.tolist() == [1, 2, 3, 4]
    assert bare.odds[0] == bare.odds[1]
    assert sentence.photos.tolist() == [2, 1, 3, 4]


def test_unwanted_photos_rank_lower() -> None:
    orange = Term(ColourEncoding().texts(["orange"])[0])
    unwanted = replace(red(), weight=-1.0)
    plain, less = (rank(index_of(), terms, 99, yardstick=YARDSTICK) for terms in ([orange], [orange, unwanted]))

    def mean_place(ranked: Ranked) -> float:
        return float(np.flatnonzero(np.isin(ranked.photos, RED)).mean())

    assert mean_place(less) > mean_place(plain)
    assert less.presence == pytest.approx(plain.presence)


def test_examples_have_no_presence() -> None:
    assert rank(index_of(), [replace(red(), channel="look")], 9, yardstick=YARDSTICK).presence is None
    assert rank(index_of(), [red(), replace(red(), channel="look")], 9, yardstick=YARDSTICK).presence is None
