"""The calibrator with colour vectors and a synthetic calibration."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.search.score_calibrator import NO_EVIDENCE, Evidence, ScoreCalibrator, ScoreScale, count_best
from photon.vision.knowledge.class_labels import LEAST_CHANCE, MOST_KINDS, stored_probabilities
from photon.vision.starter import starter
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


def test_encoder_and_calibrator_use_the_same_probabilities() -> None:
    random = np.random.default_rng(0)
    pooled = random.normal(size=(50, 6)).astype(np.float32)
    kept = stored_probabilities(pooled, random.normal(size=(7, 30)).astype(np.float32))
    assert kept[kept > 0].min() >= LEAST_CHANCE
    assert ((kept > 0).sum(axis=1) <= MOST_KINDS).all()
    assert (kept.sum(axis=1) <= 1 + 1e-5).all()


@given(st.integers(0, 10**6))
def test_larger_libraries_have_more_best_photos(count: int) -> None:
    assert 1 <= count_best(count) <= count_best(count + 1) <= max(1, count + 1)
    assert count_best(200) == 5, "the pools that the curves were fitted to"


@pytest.mark.parametrize("yardstick", [ScoreCalibrator(colour_calibration()), ScoreCalibrator(starter.calibration())])
@pytest.mark.parametrize("sentence", [False, True])
@given(
    z=st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=9),
    presence=st.floats(-8, 3),
    seen=st.floats(0, 3.9),
)
def test_odds_rise_with_all_evidence_for_a_photo(
    yardstick: ScoreCalibrator, sentence: bool, z: list[float], presence: float, seen: float
) -> None:
    ordered = np.sort(np.array(z, np.float32))
    none = np.zeros(len(z), np.float32)
    scale = ScoreScale(0.1, 0.05, 0.3, 0.1, -5.0)
    odds = yardstick.odds(ordered, presence, scale, (none, 0.5), sentence=sentence)
    assert np.isfinite(odds).all()
    assert (np.diff(odds) >= 0).all()
    assert (yardstick.odds(ordered, presence + 1, scale, (none, 0.5), sentence=sentence) >= odds).all()
    likely = np.array([5], np.float32)
    nothing = (none[:1], 0.5)
    less, more = (yardstick.odds(likely, one, scale, nothing, sentence=sentence) for one in (presence, presence + 1))
    assert less < more
    assert (yardstick.odds(ordered, presence, scale, (none + seen, 0.5), sentence=sentence) >= odds).all()


@pytest.mark.parametrize("yardstick", [ScoreCalibrator(colour_calibration()), ScoreCalibrator(starter.calibration())])
def test_presence_rises_with_the_best_scores_and_evidence(yardstick: ScoreCalibrator) -> None:
    unseen, unsure, sure = (evidence_of({1: chance}) for chance in (0, 0.1, 0.9))
    scale = ScoreScale(0.1, 0.05, 0.3, 0.1, -12.0)
    best = np.full(5, 0.2, np.float32)
    found = [yardstick.presence(scale, best, 200, seen) for seen in (unseen, unsure, sure)]
    assert found == sorted(set(found))
    assert yardstick.presence(scale, best, 200, unseen) < yardstick.presence(scale, best, 200, NO_EVIDENCE), (
        "a tower that sees none tells"
    )
    assert yardstick.presence(scale, best + np.float32(0.01), 200, unsure) > found[1]
    assert yardstick.presence(scale, best[:0], 0, sure) == -math.inf
    most = [yardstick.presence(scale, best + height, 200, sure) for height in (50, 60)]
    assert most == [4, 4], "no surer than the pools it learned from"


def test_best_scores_are_compared_with_everyday_photos_and_chance() -> None:
    yardstick = ScoreCalibrator(colour_calibration())
    scale = yardstick.scale(photos_of("white", 200), RED, sentence=False)
    red, white = (photos_of(colour, 5) @ RED - np.float32(0.1) for colour in ("red", "white"))

    def presence(best: np.ndarray, count: int) -> float:
        return yardstick.presence(scale, best, count, NO_EVIDENCE)

    assert presence(red, 200) > 0 > presence(white, 200)
    assert presence(red, 100_000) < presence(red, 400) < presence(red, 200)
    assert presence(red, 3) == presence(red, 200)


def test_captions_determine_the_expected_score() -> None:
    """Photos whose captions mention red are the reference for red, whatever the others are."""
    photos = np.concatenate([photos_of("white", 20), photos_of("red", 20)])
    known = replace(colour_calibration(), photos=photos, described=photos)
    scale = ScoreCalibrator(known).scale(photos_of("blue", 9), RED, sentence=False)
    assert scale.expected == pytest.approx(float((photos[20:] @ RED).mean()), abs=0.02)
    unheard = ScoreCalibrator(replace(known, described=np.zeros_like(known.described)))
    products = photos @ RED
    typical = float(products.mean() + 3 * products.std())
    assert unheard.scale(photos_of("blue", 9), RED, sentence=False).expected == pytest.approx(typical, abs=1e-5)


def test_captions_determine_the_familiarity_of_a_thing() -> None:
    calibration = colour_calibration()
    never, often = (
        ScoreCalibrator(replace(calibration, sayings=photos_of(colour, 24))).scale(
            photos_of("white", 9), RED, sentence=False
        )
        for colour in ("white", "red")
    )
    assert math.isfinite(never.familiarity)
    assert often.familiarity > never.familiarity


@pytest.mark.parametrize("count", [1, 2, 3, 19])
def test_small_libraries_are_scaled_mainly_by_everyday_photos(count: int) -> None:
    calibration = colour_calibration()
    yardstick = ScoreCalibrator(calibration)
    scale = yardstick.scale(np.repeat(photos_of("red", 1), count, axis=0), RED, sentence=False)
    bank = calibration.photos @ RED
    assert abs(scale.middle - bank.mean()) < 0.2 * abs(1 - bank.mean())
    assert scale.spread > 0
    assert bank.min() <= scale.expected <= bank.max()


def test_tiny_banks_and_few_captions_are_sufficient() -> None:
    whole = colour_calibration()
    yardstick = ScoreCalibrator(
        replace(whole, photos=whole.photos[:1], described=whole.described[:1], captions=whole.captions[:2])
    )
    scale = yardstick.scale(photos_of("red", 3), RED, sentence=True)
    expected = whole.photos[0] @ RED - 0.5 * (whole.captions[:2] @ whole.photos[0]).mean()
    assert scale.expected == pytest.approx(expected, abs=1e-5)
    assert scale.deviation > 0


def test_threads_with_different_samples_do_not_affect_each_other() -> None:
    shared = ScoreCalibrator(colour_calibration())
    samples = [photos_of(colour, 50) for colour in COLOURS]
    alone = [ScoreCalibrator(colour_calibration()).scale(sample, RED, sentence=True) for sample in samples]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda at: shared.scale(samples[at % 8], RED, sentence=True), range(400)))
    assert found == [alone[at % 8] for at in range(400)]


def test_a_lead_is_what_a_text_is_closer_than_the_best_other_one() -> None:
    yardstick, texts = ScoreCalibrator(colour_calibration()), ColourEncoding().texts(["red", "green", "blue"])
    photos = np.concatenate([photos_of("red", 5), photos_of("green", 5), photos_of("blue", 5)])
    leads = yardstick.lead(texts, texts @ photos.T)
    assert (leads[:5] > 1).all()
    assert (leads[5:] < -1).all()
