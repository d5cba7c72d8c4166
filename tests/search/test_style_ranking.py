"""Evidence of styles, and an example within a style."""

import numpy as np
import pytest

from photon.domain.photo.styles import PRIOR
from photon.search.style_ranking import Candidates, rank_in_style, style_odds


def test_odds_rise_with_the_probability_and_are_zero_if_unknown() -> None:
    odds = style_odds(np.array([0, 0.01, PRIOR, 0.5, 0.99, 1, np.nan], np.float32))
    assert odds.dtype == np.float32
    assert (np.diff(odds[:-1]) > 0).all()
    assert odds[2] == pytest.approx(0, abs=1e-5)
    assert odds[6] == 0
    assert np.isfinite(odds).all()


def test_the_example_is_found_in_its_style_although_other_photos_are_closer() -> None:
    chance = np.random.default_rng(1)
    photos, drawings = 300, 40
    meanings = np.concatenate([chance.normal(0.3, 0.1, photos), chance.normal(-0.1, 0.02, drawings)])
    looks = np.concatenate([chance.normal(0.4, 0.1, photos), chance.normal(0.1, 0.02, drawings)])
    meanings[0], looks[0] = 0.95, 0.9  # the same photo, slightly darker
    meanings[-1], looks[-1] = -0.02, 0.18  # its drawing, far from it but closer than other drawings
    chances = np.repeat([0.01, 0.9], [photos, drawings])
    found = rank_in_style(Candidates(*(part.astype(np.float32) for part in (chances, meanings, looks))))
    assert int(found.argmax()) == photos + drawings - 1
    assert set(np.argsort(-found)[:drawings].tolist()) == set(range(photos, photos + drawings))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_and_unmeasured_pictures_have_scores(count: int) -> None:
    nothing = np.full(count, np.nan, np.float32)
    same = np.full(count, 0.5, np.float32)
    found = rank_in_style(Candidates(nothing, same, same))
    assert found.shape == (count,)
    assert np.isfinite(found).all()
