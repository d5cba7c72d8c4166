"""How right a learned tag is, told honestly.

Photos that a person chose as examples say nothing of that: they were chosen because they show the tag. Those that
Photon asked about do: whether a photo was asked about depends on what was known before the answer alone. Each is judged
by what all other occasions teach, and all of them together say how far this tag's chances are off the general curve.
"""

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.teaching import TagClassifier, chances
from photon.domain.metadata.learned_tag import FEWEST_TO_TELL, Estimate

Floats = npt.NDArray[np.float32]

LINE = 0.5  # certainty from which Photon would give the tag by itself
_WIDEST = 0.5  # between the least and the most that a share may be, to be told at all
_NINE_OF_TEN = 1.645
_ANSWERS = 5  # to what Photon asked; told without any, .95 was .60


def estimate(score: TagClassifier, undecided: Floats) -> Estimate:
    """How right Photon would be about photos that nobody decided about.

    Args:
        score: What was learned.
        undecided: float32 (m,), their z.
    """
    examples = score.examples
    shows = examples.shows
    occasions = len(np.unique(examples.occasions[shows]))
    odds = score.odds(undecided)
    odds = odds[chances(odds) >= LINE]
    if not len(odds):
        return Estimate(occasions, 0)
    told, low, high = (float(chances(odds + by * score.doubt).mean()) for by in (0.0, -_NINE_OF_TEN, _NINE_OF_TEN))
    if min(occasions - FEWEST_TO_TELL, _answers(score) - _ANSWERS) < 0 or high - low > _WIDEST:
        return Estimate(occasions, len(odds))
    return Estimate(occasions, len(odds), told, low, high, _found(score))


def _answers(score: TagClassifier) -> int:
    """Occasions of which photos were asked about."""
    return len(np.unique(score.examples.occasions[score.examples.thought < 1]))


def _found(score: TagClassifier) -> float | None:
    """Share of the occasions that would have been suggested without having been taught."""
    examples = score.examples
    judged = examples.shows & np.isfinite(score.left_out)
    if not judged.any():
        return None
    right = chances(score.odds(score.left_out[judged])) >= LINE
    occasions = examples.occasions[judged]
    return float(np.mean([right[occasions == one].mean() for one in np.unique(occasions)]))
