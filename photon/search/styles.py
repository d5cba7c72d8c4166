"""Photos of a style: the evidence of the pixels as log-odds, and an example photo looked for within a style.

A drawing of a dog lies far from its photo in every space of vectors, farther than other photos of dogs, so that a sum
of cosines finds photos and no drawings. Two things are therefore asked apart, and their evidence is added (naive
Bayes): is the picture in that style, and is it nearer to the example than pictures of that style are? The second is
the cosine standardised among pictures of the style.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.domain.photo.styles import PRIOR

Floats = npt.NDArray[np.float32]

_ALL = 20.0  # pictures of any style that stand in where a style has few
# Chosen on the tuning family of packaging/lab/search/bench_domain.py: with 12 in place of 3, how sure the pixels are
# outweighs which photo it is (mean reciprocal rank .51 for .85); .3 to .7 for meaning's part give .845 to .824.
_SURE, _WEIGHT, _MEANING = 3.0, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pictures among which a style and an example are looked for, each float32 (n,).

    Attributes:
        chances: That the picture is in the style, 0..1; NaN where it was not measured.
        meanings: Cosines of the meaning vectors with the example's.
        looks: Cosines of the look vectors with the example's.
    """

    chances: Floats
    meanings: Floats
    looks: Floats


def style_odds(chances: Floats) -> Floats:
    """What the pixels say for a style, to be added to the log-odds of other channels.

    Args:
        chances: float32 (n,), 0..1 as stored; NaN where a photo was not measured.

    Returns:
        float32 (n,): the chance's log-odds less those of PRIOR, so 0 where nothing is known; -6.3..12.2.
    """
    known = np.clip(np.nan_to_num(chances.astype(np.float64), nan=PRIOR), 1e-4, 1 - 1e-4)
    odds: Floats = (np.log(known / (1 - known)) - np.log(PRIOR / (1 - PRIOR))).astype(np.float32)
    return odds


def rank_in_style(candidates: Candidates) -> Floats:
    """How well each picture is the example in another style: float32 (n,), log-odds up to a constant."""
    shares = np.nan_to_num(candidates.chances.astype(np.float64), nan=PRIOR)
    near = _MEANING * _standardised(candidates.meanings, shares)
    near = near + (1 - _MEANING) * _standardised(candidates.looks, shares)
    odds = np.minimum(style_odds(candidates.chances), _SURE)
    found: Floats = (odds + _WEIGHT * near).astype(np.float32)
    return found


def _standardised(cosines: Floats, shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Cosines against their mean and spread among pictures of the style, of which each is one by its chance."""
    values = cosines.astype(np.float64)
    if not len(values):
        return values
    weights = shares + _ALL / max(1, len(shares))
    mean = float(weights @ values) / float(weights.sum())
    spread = float(weights @ (values - mean) ** 2) / float(weights.sum())
    found: npt.NDArray[np.float64] = (values - mean) / np.sqrt(spread + 1e-6)
    return found
