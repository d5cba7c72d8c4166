"""Ranking of a group's other photos after a few examples."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from lab.starter.held_photos import NAMES, Held
from lab.starter.starter_data import IntArray
from lab.tags.taught_trials import Trial, named, precision, trials_of

Floats = npt.NDArray[np.float32]

COUNTS = (1, 3, 5, 10)
_DRAWS = 3


def report_reached(folds: Sequence[Held]) -> None:
    """Print mean average precision of each method by number of examples, without and with the examples as hits."""
    strict: dict[tuple[str, int], list[float]] = defaultdict(list)
    counted: dict[tuple[str, int], list[float]] = defaultdict(list)
    for seed, trial in trials_of(folds):
        random = np.random.default_rng(seed)
        for count in COUNTS:
            for draw in range(_DRAWS):
                taught = trial.draw(count, random)
                pool = ~trial.group.unclear
                rest = pool.copy()
                rest[taught] = False
                for way, scores in _ways(trial, taught, draw):
                    strict[way, count].append(precision(scores, trial.group.shows, rest))
                    counted[way, count].append(precision(scores, trial.group.shows, pool))
                strict["chance: share that shows it", count].append(float(trial.group.shows[rest].mean()))
    for title, found in (("  rest of the fold", strict), ("  examples counted as hits", counted)):
        print(f"{title:<46}{'  '.join(f'{count:>5}' for count in COUNTS)}  examples")
        for way in dict.fromkeys(way for way, _ in found):
            print(f"    {way:<42}{'  '.join(f'{np.mean(found[way, count]):5.3f}' for count in COUNTS)}", flush=True)


def _ways(trial: Trial, taught: IntArray, draw: int) -> Iterator[tuple[str, Floats]]:
    seen, held = trial.held.seen, trial.held
    yield "its name alone", seen.meanings @ held.text(trial.group.text)
    yield "mean of meaning vectors", seen.meanings @ seen.meanings[taught].mean(axis=0)
    yield "mean of look vectors", seen.looks @ seen.looks[taught].mean(axis=0)
    names = {
        "taught, without a name": None,
        "taught, a name of somebody's own": named(held, NAMES[draw % len(NAMES)]),
        "taught, a more general name": named(held, held.general(trial.group.text)),
        "taught, its name": trial.name,
    }
    for way, name in names.items():
        yield way, replace(trial, name=name).taught(taught).z(seen)
    yield "its name, without kinds", replace(trial, families=None).taught(taught).z(seen)
    others = held.other_families(trial.group.shows)
    yield "its name, the group's own family unknown", replace(trial, families=others).taught(taught).z(seen)
