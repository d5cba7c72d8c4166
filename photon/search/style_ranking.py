"""Rank photos of a style: log-odds from pixel measurements, tones like an example's, and examples within a style.

In every embedding space a drawing of a dog is farther from a photo of it than other photos of dogs, so a sum of cosines
finds photos and no drawings. Two questions are therefore asked separately and their evidence is added (naive Bayes): is
the picture in that style, and is it closer to the example than other pictures of that style? The latter is the cosine
standardised among pictures of the style.
"""

import numpy as np

from photon.domain.arrays import Doubles, Floats
from photon.domain.photo.styles import PRIOR
from photon.quick_dataclass import dataclass

_ALL = 20.0  # pictures of any style that are mixed in if a style has few
# Chosen on photos in other styles. With a cap of 12 instead of 3, the certainty of
# the style outweighs the match with the example (MRR .51 against .85); .3 to .7 for _MEANING give .845 to .824.
_SURE, _WEIGHT, _MEANING = 3.0, 0.5, 0.3


# Log-odds that two photos were given the same look, by the mean square of the differences of their standardised tones:
# fitted on four looks of 600 photos, of which 5 % share one (``lab.search.tone_figures``).
_TONES_SHIFT, _TONES_SLOPE, _TONES_LEAST = -2.3, -2.4, 0.05
_TONES_FAR = 3.0  # standard deviations beyond which a difference does not grow


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pictures to rank against a style and an example.

    Attributes:
        chances: float32 (n,), probability 0..1 that the picture is in the style; NaN if not measured.
        meanings: float32 (n,), cosines of the joint embeddings with the example.
        looks: float32 (n,), cosines of the visual features with the example.
    """

    chances: Floats
    meanings: Floats
    looks: Floats


def style_odds(chances: Floats) -> Floats:
    """Convert style probabilities to log-odds relative to the prior, to be added to the log-odds of other channels.

    Args:
        chances: float32 (n,), stored probabilities 0..1; NaN if not measured.

    Returns:
        float32 (n,), log-odds minus those of PRIOR, from -6.3 to 12.2; 0 if not measured.
    """
    known = np.clip(np.nan_to_num(chances.astype(np.float64), nan=PRIOR), 1e-4, 1 - 1e-4)
    odds: Floats = (np.log(known / (1 - known)) - np.log(PRIOR / (1 - PRIOR))).astype(np.float32)
    return odds


def tone_odds(tones: Floats, example: Floats) -> Doubles:
    """Convert the likeness of tones to log-odds relative to the prior.

    Args:
        tones: float32 (n, t), tones of all photos, among which differences are standardised.
        example: float32 (t,), those of an example.

    Returns:
        float64 (n,), log-odds minus those of PRIOR: 7.8 for equal tones, about -1 for any two photos.
    """
    middle, spread = tones.mean(axis=0), tones.std(axis=0) + 1e-3
    apart = np.clip((tones - middle) / spread, -_TONES_FAR, _TONES_FAR)
    apart -= np.clip((example - middle) / spread, -_TONES_FAR, _TONES_FAR)
    distance = np.einsum("ij,ij->i", apart, apart).astype(np.float64) / tones.shape[1]
    odds: Doubles = _TONES_SHIFT + _TONES_SLOPE * np.log(distance + _TONES_LEAST) - np.log(PRIOR / (1 - PRIOR))
    return odds


def rank_in_style(candidates: Candidates) -> Floats:
    """Score how well each picture is the example in another style.

    Args:
        candidates: n pictures.

    Returns:
        float32 (n,), log-odds up to a constant.
    """
    shares = np.nan_to_num(candidates.chances.astype(np.float64), nan=PRIOR)
    near = _MEANING * _standardise(candidates.meanings, shares)
    near = near + (1 - _MEANING) * _standardise(candidates.looks, shares)
    odds = np.minimum(style_odds(candidates.chances), _SURE)
    found: Floats = (odds + _WEIGHT * near).astype(np.float32)
    return found


def _standardise(cosines: Floats, shares: Doubles) -> Doubles:
    """Standardise cosines among pictures of the style, float64 (n,); each counts by its style probability."""
    values = cosines.astype(np.float64)
    if not len(values):
        return values
    weights = shares + _ALL / max(1, len(shares))
    mean = float(weights @ values) / float(weights.sum())
    spread = float(weights @ (values - mean) ** 2) / float(weights.sum())
    found: Doubles = (values - mean) / np.sqrt(spread + 1e-6)
    return found
