"""The value of answers: asked in Photon's order, most likely first, or at random."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from lab.starter.held_photos import Held
from lab.starter.starter_data import IntArray
from lab.tags.taught_trials import Trial, precision, trials_of

from photon.annotate.tags.review_queue import queue
from photon.annotate.tags.teaching import TagClassifier

Floats = npt.NDArray[np.float32]
Choose = Callable[[TagClassifier, Trial, IntArray, np.random.Generator], IntArray]

ANSWERS, AT_ONCE, EXAMPLES, _DRAWS = 20, 5, 3, 1


def report_review(folds: Sequence[Held]) -> None:
    """Print mean average precision on held-out photos, and how many positives were found, after 0 to 20 answers."""
    reached: dict[tuple[str, int], list[float]] = defaultdict(list)
    met: dict[tuple[str, int], list[int]] = defaultdict(list)
    ways = {"Photon's queue": by_queue, "the likeliest first": by_certainty, "at random": by_chance}
    for seed, trial in trials_of(folds):
        for draw in range(_DRAWS):
            for way, choose in ways.items():
                random = np.random.default_rng([seed, draw])
                apart, taught, open_ = _parts(trial, random)
                for answers, score, rows in review(trial, taught, open_, choose, random):
                    reached[way, answers].append(precision(score.z(trial.held.seen), trial.group.shows, apart))
                    met[way, answers].append(int(trial.group.shows[rows].sum()) - EXAMPLES)
    print(f"  {'mean average precision (photos met that show it)':<52}after 0, 5, 10 … answers")
    for way in ways:
        row = "  ".join(f"{np.mean(reached[way, n]):.3f} ({np.mean(met[way, n]):.1f})" for n in range(0, 21, AT_ONCE))
        print(f"    {way:<24}{row}", flush=True)


def review(
    trial: Trial, taught: IntArray, open_: IntArray, choose: Choose, random: np.random.Generator
) -> list[tuple[int, TagClassifier, IntArray]]:
    """Teach, then ask in rounds.

    Returns:
        For each round, the number of answers, the classifier, and the photos decided.
    """
    rows, thought = taught.tolist(), [1.0] * len(taught)
    left = open_
    found = []
    for answers in range(0, ANSWERS + 1, AT_ONCE):
        score = trial.taught(rows, thought)
        found.append((answers, score, np.array(rows, np.int64)))
        asked = left[choose(score, trial, left, random)]
        rows += asked.tolist()
        thought += np.minimum(score.certainties(trial.held.seen.some(asked)), 0.999).tolist()
        left = np.setdiff1d(left, asked)
    return found


def by_queue(score: TagClassifier, trial: Trial, left: IntArray, random: np.random.Generator) -> IntArray:
    """Return the indices within ``left`` in Photon's order of questions."""
    del random
    seen = trial.held.seen.some(left)
    decided = score.features(score.examples.seen)
    asked = queue(score.certainties(seen), score.features(seen), decided, AT_ONCE)
    return np.array([row for row, _ in asked], np.int64)


def by_certainty(score: TagClassifier, trial: Trial, left: IntArray, random: np.random.Generator) -> IntArray:
    """Return the indices within ``left``, most likely first."""
    del random
    return np.argsort(-score.z(trial.held.seen.some(left)))[:AT_ONCE]


def by_chance(score: TagClassifier, trial: Trial, left: IntArray, random: np.random.Generator) -> IntArray:
    """Return the indices within ``left`` in random order."""
    del score, trial
    return random.choice(len(left), min(AT_ONCE, len(left)), replace=False)


def _parts(trial: Trial, random: np.random.Generator) -> tuple[npt.NDArray[np.bool_], IntArray, IntArray]:
    """Divide the fold into a third for testing, the examples, and all other photos, which can be asked about."""
    apart = np.zeros(len(trial.group.shows), bool)
    own, other = (
        random.permutation(np.flatnonzero(truth & ~trial.group.unclear))
        for truth in (trial.group.shows, ~trial.group.shows)
    )
    few = max(3, len(own) // 3)
    apart[own[:few]] = apart[other[: len(other) // 3]] = True
    taught = own[few : few + EXAMPLES]
    return apart, taught, np.setdiff1d(np.concatenate([own[few + EXAMPLES :], other[len(other) // 3 :]]), taught)
