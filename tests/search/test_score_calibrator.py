"""The yardstick with colour vectors and a made-up calibration."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.search.score_calibrator import NO_EVIDENCE, Evidence, ScoreCalibrator, ScoreScale, count_best
from photon.vision.starter import starter
from photon.vision.starter.class_labels import LEAST_CHANCE, MOST_KINDS, stored_probabilities
from tests.fakes import COLOURS, ColourEncoding, _vector, colour_calibration

RED = ColourEncoding().texts(["red"])[0]
CHANCES = st.dictionaries(st.integers(1, 40), st.floats(0, 1, width=32), max_size=12)


def photos_of(colour: str, count: int, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 12, (count, 3))
    return np.stack([_vector(each) for each in np.array(COLOURS[colour]) + noise])


def evidence_of(chances: dict[int, float], coverage: float = 0.5) -> Evidence:
    photos = np.array(sorted(chances), np.int64)
    return Evidence(photos, np.array([chances[photo] for photo in photos.tolist()], np.float32), coverage)


@given(CHANCES, st.lists(st.integers(1, 40)), st.sets(st.integers(1, 40)))
def test_evidence_is_looked_up_by_photo(chances: dict[int, float], asked: list[int], gone: set[int]) -> None:
    rest = evidence_of(chances).less(sorted(gone))
    expected = [0 if photo in gone else max(chances.get(photo, 0), LEAST_CHANCE) for photo in asked]
    expected = [math.log(max(chance, LEAST_CHANCE) / LEAST_CHANCE) for chance in expected]
    found = rest.for_photos(np.array(asked, np.int64))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found.dtype == np.float32
    assert rest.best >= found.max(initial=0) - 1e-5


def test_without_evidence_nothing_is_added() -> None:
    assert NO_EVIDENCE.best == 0
    assert NO_EVIDENCE.for_photos(np.array([1, 2])).tolist() == [0, 0]


def test_the_encoder_and_the_yardstick_keep_the_same_chances() -> None:
    random = np.random.default_rng(0)
    pooled = random.normal(size=(50, 6)).astype(np.float32)
    kept = stored_probabilities(pooled, random.normal(size=(7, 30)).astype(np.float32))
    assert kept[kept > 0].min() >= LEAST_CHANCE
    assert ((kept > 0).sum(axis=1) <= MOST_KINDS).all()
    assert (kept.sum(axis=1) <= 1 + 1e-5).all()


@given(st.integers(0, 10**6))
def test_more_photos_have_more_best_ones(count: int) -> None:
    assert 1 <= count_best(count) <= count_best(count + 1) <= max(1, count + 1)
    assert count_best(200) == 5, "the pools that the curves were fitted to"


@pytest.mark.parametrize("yardstick", [ScoreCalibrator(colour_calibration()), ScoreCalibrator(starter.calibration())])
@pytest.mark.parametrize("sentence", [False, True])
@given(
    z=st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=9),
    presence=st.floats(-30, 30),
    seen=st.floats(0, 3.9),
)
def test_odds_rise_with_all_that_speaks_for_a_photo(
    yardstick: ScoreCalibrator, sentence: bool, z: list[float], presence: float, seen: float
) -> None:
    ordered = np.sort(np.array(z, np.float32))
    none = np.zeros(len(z), np.float32)
    scale = ScoreScale(0.1, 0.05, 0.2, -1.0)
    odds = yardstick.odds(ordered, presence, scale, (none, 0.5), sentence=sentence)
    assert np.isfinite(odds).all()
    assert (np.diff(odds) >= 0).all()
    assert (yardstick.odds(ordered, presence + 1, scale, (none, 0.5), sentence=sentence) > odds).all()
    assert (yardstick.odds(ordered, presence, scale, (none + seen, 0.5), sentence=sentence) >= odds).all()


@pytest.mark.parametrize("yardstick", [ScoreCalibrator(colour_calibration()), ScoreCalibrator(starter.calibration())])
def test_presence_rises_with_the_best_photos_and_what_was_seen(yardstick: ScoreCalibrator) -> None:
    unseen, unsure, sure = (evidence_of({1: chance}) for chance in (0, 0.1, 0.9))
    told = [yardstick.presence(0.5, seen) for seen in (unseen, unsure, sure)]
    assert told == sorted(set(told))
    assert yardstick.presence(0.5, unseen) < yardstick.presence(0.5, NO_EVIDENCE), "a tower that sees none tells"
    assert yardstick.presence(0.6, unsure) > told[1]
    assert yardstick.presence(-math.inf, sure) == -math.inf
    assert yardstick.presence(50, sure) == yardstick.presence(60, sure) == 4, "no surer than the pools it learned from"


def test_best_scores_are_held_against_everyday_photos_and_chance() -> None:
    yardstick = ScoreCalibrator(colour_calibration())
    scale = yardstick.scale(photos_of("white", 200), RED, sentence=False)
    red, white = (photos_of(colour, 5) @ RED for colour in ("red", "white"))
    assert yardstick.above(scale, red, 200) > 0 > yardstick.above(scale, white, 200)
    assert yardstick.above(scale, red, 100_000) < yardstick.above(scale, red, 400) < yardstick.above(scale, red, 200)
    assert yardstick.above(scale, red, 3) == yardstick.above(scale, red, 200)
    assert yardstick.above(scale, red[:0], 0) == -math.inf


def test_the_bank_tells_how_common_a_thing_is() -> None:
    rare = ScoreCalibrator(
        replace(colour_calibration(), photos=np.concatenate([photos_of("white", 38), photos_of("red", 2)]))
    )
    common = ScoreCalibrator(replace(colour_calibration(), photos=np.repeat(photos_of("red", 1), 40, axis=0)))
    half = ScoreCalibrator(
        replace(colour_calibration(), photos=np.concatenate([photos_of("white", 21), photos_of("red", 19)]))
    )
    told = [one.scale(photos_of("blue", 9), RED, sentence=False).commonness for one in (rare, half)]
    assert told == pytest.approx([math.log(2 / 40), math.log(19 / 40)])
    assert math.isfinite(common.scale(photos_of("blue", 9), RED, sentence=False).commonness), "all alike"


@pytest.mark.parametrize("count", [1, 2, 3, 19])
def test_few_photos_are_measured_mostly_by_everyday_ones(count: int) -> None:
    calibration = colour_calibration()
    yardstick = ScoreCalibrator(calibration)
    scale = yardstick.scale(np.repeat(photos_of("red", 1), count, axis=0), RED, sentence=False)
    bank = calibration.photos @ RED
    assert abs(scale.middle - bank.mean()) < 0.2 * abs(1 - bank.mean())
    assert scale.spread > 0
    assert scale.bank is not None
    assert scale.bank <= bank.max()


def test_tiny_banks_and_few_captions_do() -> None:
    whole = colour_calibration()
    yardstick = ScoreCalibrator(replace(whole, photos=whole.photos[:1], captions=whole.captions[:2]))
    scale = yardstick.scale(photos_of("red", 3), RED, sentence=True)
    expected = whole.photos[0] @ RED - 0.5 * (whole.captions[:2] @ whole.photos[0]).mean()
    assert scale.bank == pytest.approx(expected, abs=1e-5)


def test_threads_with_different_samples_do_not_disturb_each_other() -> None:
    shared = ScoreCalibrator(colour_calibration())
    samples = [photos_of(colour, 50) for colour in COLOURS]
    alone = [ScoreCalibrator(colour_calibration()).scale(sample, RED, sentence=True) for sample in samples]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda at: shared.scale(samples[at % 8], RED, sentence=True), range(400)))
    assert found == [alone[at % 8] for at in range(400)]
