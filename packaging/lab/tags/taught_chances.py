"""Calibration of learned tags, and the fit of its curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from lab.starter.held_photos import Held
from lab.tags.taught_trials import trials_of

from photon.annotate.tags.teaching import curve_terms

Floats = npt.NDArray[np.floating]
Truth = npt.NDArray[np.bool_]

COUNTS = (1, 3, 5, 10)
_DRAWS, _STEPS = 2, 30
_EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)


@dataclass(frozen=True)
class Judged:
    """Photos with a predicted and a true answer.

    Attributes:
        z: float64 (n,).
        sure: float64 (n,), confidence of the classifier.
        occasions: float64 (n,), number of events among its examples.
        shows: bool (n,).
        fold: int64 (n,).
    """

    z: Floats
    sure: Floats
    occasions: Floats
    shows: Truth
    fold: npt.NDArray[np.int64]

    def terms(self) -> Floats:
        """Return the terms of the log-odds: float64 (n, 7)."""
        return curve_terms(self.z, self.occasions, self.sure)


def report_chances(folds: Sequence[Held]) -> None:
    """Print the curve of these groups, and calibration by the curve of the other folds."""
    judged = gather_judged(folds)
    print("  curve:", " ".join(f"{weight:.2f}" for weight in fit(judged.terms(), judged.shows)))
    told = np.zeros(len(judged.z))
    for half in (0, 1):
        own = judged.fold % 2 == half
        told[own] = 1 / (1 + np.exp(-judged.terms()[own] @ fit(judged.terms()[~own], judged.shows[~own])))
    base = judged.shows.mean()
    brier = np.mean((told - judged.shows) ** 2)
    error, rows = 0.0, []
    for low, high in pairwise(_EDGES):
        inside = (told >= low) & (told < high)
        if inside.any():
            true, mean = judged.shows[inside].mean(), told[inside].mean()
            error += inside.mean() * abs(true - mean)
            rows.append(
                f"    {low:.1f} to {min(high, 1):.1f}: {inside.sum():>7,} photos, told {mean:.2f}, true {true:.2f}"
            )
    skill = 1 - brier / (base * (1 - base))
    print(f"  expected calibration error {error:.4f}, Brier skill over the base rate {skill:.3f}")
    print("\n".join(rows), flush=True)


def gather_judged(folds: Sequence[Held]) -> Judged:
    """Return the Z-scores of every photo of a fold, after 1 to 10 examples of each group."""
    number = {id(held): fold for fold, held in enumerate(folds)}
    found = []
    for seed, trial in trials_of(folds):
        random = np.random.default_rng(seed)
        for count in COUNTS:
            for _ in range(_DRAWS):
                taught = trial.draw(count, random)
                pool = ~trial.group.unclear
                pool[taught] = False
                score = trial.taught(taught)
                z = score.z(trial.held.seen)[pool]
                shows = trial.group.shows[pool]
                rest = (np.full(len(z), value) for value in (score.sure, len(taught), number[id(trial.held)]))
                found.append((z, shows, *rest))
    z, shows, sure, occasions, fold = (np.concatenate(part) for part in zip(*found, strict=True))
    return Judged(z.astype(np.float64), sure, occasions.astype(np.float64), shows, fold.astype(np.int64))


def fit(terms: Floats, shows: Truth) -> Floats:
    """Fit a logistic regression with Newton's method and slight shrinkage: float64 (k,)."""
    weights = np.zeros(terms.shape[1])
    for _ in range(_STEPS):
        reached = 1 / (1 + np.exp(-terms @ weights))
        slope = terms.T @ (shows - reached) - 1e-3 * weights
        curve = (terms * (reached * (1 - reached))[:, None]).T @ terms + 1e-3 * np.eye(terms.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return weights
