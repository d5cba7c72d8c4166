"""Measure how well photos are divided into events, on planted libraries, and how long it takes.

A planted library has twenty years of a family: days at home, outings, parties after midnight, and trips, with and
without locations, of which it knows where each begins. Figures published on real collections can't be repeated without
the collections; so these compare rules, and say little about real libraries.

Usage: python -m lab.speed.bench_events [--libraries 20] [--photos 1000000]
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.date_span import Period
from photon.domain.photo.events import LONG, find_events
from photon.library import Library, open_library
from photon.library.photos.timeline import list_by_date

HOUR, DAY = 3600, 86_400
HOME = (48.14, 11.58)
START = 1_104_537_600  # 1 January 2005
Shot = tuple[float, float, float]
"""Time in seconds, latitude and longitude."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--libraries", type=int, default=20)
    parser.add_argument("--photos", type=int, default=1_000_000)
    options = parser.parse_args()
    rules: dict[str, Callable[[Ids, Doubles], Ids]] = {
        "days": lambda times, _: _starts(np.diff(times // DAY) > 0),
        "a pause of 6 h": lambda times, _: _starts(np.diff(times) >= LONG),
        "adaptive (Platt et al.)": lambda times, _: _adaptive(times),
        "Photon": lambda times, places: find_events(times, lambda rows: places[rows]),
    }
    planted = [plant(random.Random(seed), share) for seed in range(options.libraries) for share in (1.0, 0.3, 0.0)]  # noqa: S311
    print("F of the first photos of events, where every photo, 3 of 10 and none has a location")
    for name, rule in rules.items():
        print(f"{name:24}", *(f"{_mean_f(rule, planted[share::3]):.3f}" for share in range(3)))
    measure_listing(options.photos)


def plant(chance: random.Random, located: float) -> tuple[Ids, Doubles, Ids]:
    """Make a library.

    Args:
        chance: Random numbers.
        located: Share of photos that have a location.

    Returns:
        Times int64 (n,), ascending; places float64 (n, 2), NaN where unknown; numbers of the first photos of events.
    """
    events: list[list[Shot]] = []
    day = 0
    while day < 20 * 365:
        if chance.random() < 0.03:
            trip, length = _trip(chance, day)
            events.append(trip)
            day += length
        else:
            events += _day_at_home(chance, day)
        day += 1 + int(chance.expovariate(0.4))
    events = [sorted(shots) for shots in events if shots]
    truth = np.cumsum([0, *(len(shots) for shots in events[:-1])]).astype(np.int64)
    table = np.array([shot for shots in events for shot in shots])
    places: Doubles = table[:, 1:].copy()
    places[[chance.random() >= located for _ in table]] = np.nan
    return table[:, 0].astype(np.int64), places, truth


def _day_at_home(chance: random.Random, day: int) -> list[list[Shot]]:
    """One event, sometimes two of them, or a party that ends after midnight."""
    if chance.random() < 0.1:
        return [_burst(chance, day, chance.uniform(18, 20), chance.uniform(4, 8), HOME)]
    morning = _burst(chance, day, chance.uniform(8, 10), chance.uniform(0.1, 2), HOME)
    if chance.random() < 0.2:
        return [morning, _burst(chance, day, chance.uniform(18.5, 20), chance.uniform(0.1, 2), HOME)]
    if chance.random() < 0.2:
        away = (HOME[0] + chance.uniform(0.7, 1.5), HOME[1])
        return [_burst(chance, day, chance.uniform(10, 12), chance.uniform(2, 7), away)]
    return [morning]


def _trip(chance: random.Random, day: int) -> tuple[list[Shot], int]:
    """Two to sixteen days far away, some of them without photos."""
    length = chance.randint(2, 16)
    place = (chance.uniform(-40, 40), chance.uniform(-180, 180))
    shots: list[Shot] = []
    for number in range(length):
        if number and number < length - 1 and chance.random() < 0.05:
            continue
        for _ in range(chance.randint(1, 4)):
            shots += _burst(chance, day + number, chance.uniform(8, 20), chance.uniform(0.1, 2), place)
        place = (place[0] + chance.uniform(-0.3, 0.3), place[1] + chance.uniform(-0.3, 0.3))
    return shots, length


def _burst(chance: random.Random, day: int, hour: float, hours: float, place: tuple[float, float]) -> list[Shot]:
    """A few photos to many, with a pause of at most an hour and a half between them."""
    moment, end = START + day * DAY + hour * HOUR, START + day * DAY + (hour + hours) * HOUR
    shots: list[Shot] = []
    while moment <= end:
        shots.append((moment, place[0] + chance.gauss(0, 0.02), place[1] + chance.gauss(0, 0.02)))
        moment += min(1.5 * HOUR, chance.lognormvariate(4.5, 1.5))
    return shots


def _adaptive(times: Ids, window: int = 10, factor: float = 17.0) -> Ids:
    """Divide where the logarithm of a pause exceeds the mean of those around it by that of ``factor``."""
    logs = np.log(np.maximum(1, np.diff(times)))
    sums = np.concatenate([[0], np.cumsum(logs)])
    numbers = np.arange(len(logs))
    low, high = np.maximum(0, numbers - window), np.minimum(len(logs), numbers + window + 1)
    return _starts(logs >= np.log(factor) + (sums[high] - sums[low]) / (high - low))


def _starts(is_cut: Truth) -> Ids:
    return np.append(0, np.flatnonzero(is_cut) + 1).astype(np.int64)


def _mean_f(rule: Callable[[Ids, Doubles], Ids], planted: list[tuple[Ids, Doubles, Ids]]) -> float:
    scores = []
    for times, places, truth in planted:
        found = rule(times, places)
        scores.append(2 * len(np.intersect1d(found, truth)) / (len(found) + len(truth)))
    return float(np.mean(scores))


def measure_listing(count: int) -> None:
    """Print the processor time for listing photos by months, days and events, best of five."""
    with tempfile.TemporaryDirectory() as directory, open_library(Path(directory), writable=True) as library:
        _fill(library, count)
        periods: tuple[Period, ...] = ("none", "month", "day", "event")
        best = dict.fromkeys(periods, float("inf"))
        for _ in range(5):
            for period in periods:
                begun = time.process_time()
                list_by_date(library, "newest", None, period)
                best[period] = min(best[period], time.process_time() - begun)
        print(f"\nListing {count:,} photos, seconds of a processor:")
        for period, seconds in best.items():
            print(f"{period:24} {seconds:.3f}  {seconds / best['month']:.2f} of months")


def _fill(library: Library, count: int) -> None:
    """Write photos of twenty years, 80 on each day with photos, two of three with a location."""
    chance = np.random.default_rng(1)
    days = np.repeat(np.sort(chance.integers(0, 20 * 365, -(-count // 80))), 80)[:count]
    times = np.sort(
        START + days * DAY + np.clip(chance.normal(14 * HOUR, 3 * HOUR, count), 0, DAY - 1).astype(np.int64)
    )
    written = times.astype("datetime64[s]").astype(str).tolist()
    with library.transaction() as db:
        db.executemany(
            "INSERT INTO photos (file_hash, image_hash, format, width, height, colour, added, taken, shown, latitude,"
            " longitude) VALUES (?1, ?1, 'JPEG', 4000, 3000, 0, '', ?2, ?2, ?3, ?4)",
            (
                (
                    number.to_bytes(16, "big"),
                    shown,
                    *((48.1 + number // 2000 % 7, 11.5) if number % 3 else (None, None)),
                )
                for number, shown in enumerate(written)
            ),
        )


if __name__ == "__main__":
    main()
