"""Accuracy of the precision that Photon estimates for a learned tag."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from lab.starter.held_photos import Held
from lab.starter.starter_data import IntArray
from lab.tags.taught_review import by_queue, review
from lab.tags.taught_trials import Trial, trials_of

from photon.annotate.tags.precision_estimate import LINE, estimate
from photon.annotate.tags.teaching import TagClassifier, TeachingExamples
from photon.domain.encoders.photo_vectors import PhotoVectors

_EXAMPLES, _DRAWS, _MANY = 5, 1, 5


def report_told(folds: Sequence[Held]) -> None:
    """Print estimated and true precision after 0 to 20 answers, and recall by single shots and by events of bursts."""
    rows: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    tried: dict[int, int] = defaultdict(int)
    for seed, trial in trials_of(folds):
        for draw in range(_DRAWS):
            random = np.random.default_rng([seed, draw])
            taught = trial.draw(_EXAMPLES, random)
            open_ = np.setdiff1d(np.flatnonzero(~trial.group.unclear), taught)
            for answers, score, decided in review(trial, taught, open_, by_queue, random):
                left = np.setdiff1d(open_, decided)
                told = estimate(score, score.z(trial.held.seen.some(left)))
                suggested = score.certainties(trial.held.seen.some(left)) >= LINE
                tried[answers] += bool(suggested.any())
                if told.precision is not None:
                    true = float(trial.group.shows[left][suggested].mean())
                    rows[answers].append((told.precision, true, told.low, float(suggested.sum())))
    print("  answers  told in  suggestions   told   true   true no less than the least told (of five or more)")
    for answers in sorted(tried):
        told_, true_, low, count = np.array(rows[answers] or [(np.nan,) * 3 + (0,)]).T
        many = count >= _MANY
        kept = np.mean((true_ >= low)[many]) if many.any() else np.nan
        right = (float((share * count).sum() / max(count.sum(), 1)) for share in (told_, true_))
        row = f"{answers:>9}{len(rows[answers]) / max(tried[answers], 1):>9.0%}{count.sum():>13.0f}"
        print(row + "".join(f"{share:7.2f}" for share in right) + f"{kept:>12.0%} of {many.sum()}", flush=True)
    _bursts(folds)


def _bursts(folds: Sequence[Held]) -> None:
    found: dict[str, list[float]] = defaultdict(list)
    for seed, trial in trials_of(folds):
        taught = trial.draw(_EXAMPLES, np.random.default_rng(seed))
        scores = {"single shots": _with_bursts(trial, taught, together=False)}
        scores["occasions"] = _with_bursts(trial, taught, together=True)
        others = trial.group.shows.copy()
        others[taught] = False
        for way, score in scores.items():
            found[f"told by leaving out {way}"].append(float(np.mean(score.left_out)))
            found[f"true, learned by {way}"].append(float(score.z(trial.held.seen.some(others)).mean()))
    print("  how far photos of the group stand out (z), five examples of six shots each:")
    for way, z in found.items():
        print(f"    {way:<36}{np.mean(z):5.2f}", flush=True)


def _with_bursts(trial: Trial, taught: IntArray, *, together: bool) -> TagClassifier:
    views = [trial.held.seen, *trial.held.views]
    seen = PhotoVectors(
        np.concatenate([view.meanings[taught] for view in views]),
        np.concatenate([view.looks[taught] for view in views]),
        np.concatenate([view.some(taught).kinds for view in views]),
    )
    count = len(seen.meanings)
    occasions = np.tile(np.arange(len(taught)), len(views)) if together else np.arange(count)
    examples = TeachingExamples(seen, np.ones(count, bool), occasions, np.ones(count, np.float32))
    return TagClassifier(examples, trial.held.seen, trial.name, families=trial.families)
