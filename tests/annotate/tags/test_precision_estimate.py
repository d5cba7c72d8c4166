"""Photon's estimate of its own precision: none from a few photos, and accurate after many answers."""

import numpy as np

from photon.annotate.tags.precision_estimate import LINE, estimate
from photon.annotate.tags.teaching import TagClassifier, chances
from photon.domain.metadata.learned_tag import Estimate
from tests.annotate.worlds import examples, world


def test_few_examples_give_no_estimate() -> None:
    seen, shows = world(strength=1.6)
    result = estimate(TagClassifier(examples(seen, shows, range(2)), seen), np.full(9, 9.0, np.float32))
    assert (result.occasions, result.suggested, result.precision, result.found) == (2, 9, None, None)
    assert result.words.endswith("not enough answers yet.")


def test_nothing_left_to_suggest_is_reported() -> None:
    seen, shows = world()
    result = estimate(TagClassifier(examples(seen, shows, range(5)), seen), np.full(9, -3.0, np.float32))
    assert result.suggested == 0
    assert result.words == "Photon is not sure enough of any other photo to suggest the tag."


def test_after_many_answers_the_estimate_is_accurate() -> None:
    for strength in (0.8, 1.2, 1.6):
        seen, shows = world(strength=strength)
        rows = np.r_[0:20, 40:60, 80:90]
        left = np.setdiff1d(np.arange(260), rows)
        score = TagClassifier(examples(seen, shows, rows, 0.5), seen)
        z = score.z(seen)[left]
        result = estimate(score, z)
        suggested = chances(score.odds(z)) >= LINE
        assert result.suggested == suggested.sum()
        if result.precision is None:
            continue
        true = shows[left][suggested].mean()
        assert result.low <= true <= result.high + 0.15  # an underestimate is preferred to an overestimate
        assert 0 <= result.low <= result.precision <= result.high <= 1
        assert result.found is not None
        assert "in 10 are right" in result.words


def test_shares_are_rounded_down_to_tens() -> None:
    result = Estimate(9, 40, 0.83, 0.7, 0.92, 0.6)
    assert result.words == "Photon would suggest it for 40 more photos. About 8 in 10 are right (between 7 and 9)."
    assert Estimate(9, 1).words.startswith("Photon would suggest it for 1 more photo. ")
