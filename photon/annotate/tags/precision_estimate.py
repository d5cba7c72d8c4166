"""Estimate the precision of a learned tag without optimistic bias.

Examples that the user chose are no test data, because they were chosen for showing the tag. Answers to Photon's
questions are, because a question depends only on what was known before the answer. Each photo is scored by a classifier
trained on all other occasions; together these scores show how far the tag's probabilities deviate from the general
curve.
"""

import numpy as np

from photon.annotate.tags.teaching import TagClassifier, chances
from photon.domain.arrays import Floats
from photon.domain.metadata.learned_tag import FEWEST_TO_TELL, Estimate

LINE = 0.5  # certainty from which Photon would suggest the tag
_WIDEST = 0.5  # an estimate with a wider interval is not shown
_NINE_OF_TEN = 1.645  # standard deviations of a two-sided 90% interval
_ANSWERS = 5  # required answers to Photon's questions; without any, an estimate of .95 was really .60


def estimate(score: TagClassifier, undecided: Floats) -> Estimate:
    """Estimate the precision on undecided photos.

    Args:
        score: The learned tag.
        undecided: float32 (m,), z-scores of the undecided photos.

    Returns:
        The estimate with its 90% interval; without figures if there is too little data.
    """
    examples = score.examples
    shows = examples.shows
    occasions = len(np.unique(examples.occasions[shows]))
    odds = score.odds(undecided)
    odds = odds[chances(odds) >= LINE]
    if not len(odds):
        return Estimate(occasions, 0)
    mean, low, high = (float(chances(odds + by * score.doubt).mean()) for by in (0.0, -_NINE_OF_TEN, _NINE_OF_TEN))
    if min(occasions - FEWEST_TO_TELL, _count_answered_occasions(score) - _ANSWERS) < 0 or high - low > _WIDEST:
        return Estimate(occasions, len(odds))
    return Estimate(occasions, len(odds), mean, low, high, _recall(score))


def _count_answered_occasions(score: TagClassifier) -> int:
    """Return the number of occasions with photos that Photon asked about."""
    return len(np.unique(score.examples.occasions[score.examples.thought < 1]))


def _recall(score: TagClassifier) -> float | None:
    """Return the share of the positive occasions that would have been suggested if they had been held out (recall)."""
    examples = score.examples
    judged = examples.shows & np.isfinite(score.left_out)
    if not judged.any():
        return None
    right = chances(score.odds(score.left_out[judged])) >= LINE
    occasions = examples.occasions[judged]
    return float(np.mean([right[occasions == one].mean() for one in np.unique(occasions)]))
