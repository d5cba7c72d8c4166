"""How well photos are placed by tracks whose cameras' clocks are wrong: planted walks, offsets and photos.

Prints for each way of finding an offset how many are within 5 seconds, and how many photos are placed that were taken
more than 5 seconds outside the track's time; the baseline takes the nearest point in time without any offset.

Run: python -m lab.places.tracks
"""

import numpy as np

from photon.annotate.places.clock_offset import offset_by_phone, offset_by_track
from photon.annotate.places.track_matching import PLACED, match_instants
from photon.domain.arrays import Doubles
from photon.domain.photo.distances import distances
from photon.domain.places.track import Track

TRIALS, PHOTOS = 100, 60
OFFSETS = (-86_400, -7200, -3723, -300, -20, 20, 300, 3600, 19_800, 86_400)
"""Seconds: a day, zones, half zones, drift."""
_DEGREE = 111_195.0  # metres


def plant_walk(random: np.random.Generator) -> Track:
    """Make a walk of 2 to 8 hours with a point every 1 to 30 seconds, 0.5 to 2 m/s, with rests, and 5 m of noise."""
    hours = random.uniform(2, 8)
    times = np.cumsum(random.integers(1, 31, int(hours * 3600 / 15))).astype(np.int64) + 1_714_557_600
    steps = np.diff(times, prepend=times[0])
    turns = np.cumsum(random.normal(0, 0.1, len(times)))
    is_resting = np.sin(np.arange(len(times)) / 80) > 0.8
    metres = steps * random.uniform(0.5, 2) * ~is_resting
    noise = random.normal(0, 5, (2, len(times)))
    north = np.cumsum(metres * np.cos(turns)) + noise[0]
    east = np.cumsum(metres * np.sin(turns)) + noise[1]
    start = random.uniform(-60, 60)
    latitudes = start + north / _DEGREE
    return Track("walk", times, latitudes, 11 + east / _DEGREE / np.cos(np.radians(start)), np.zeros(1, np.int64))


def nearest_points(track: Track, instants: Doubles) -> tuple[Doubles, Doubles]:
    """Return the nearest points in time, the baseline."""
    after = np.clip(np.searchsorted(track.times, instants), 1, len(track.times) - 1)
    is_before = instants - track.times[after - 1] < track.times[after] - instants
    rows = after - is_before
    return track.latitudes[rows], track.longitudes[rows]


def main() -> None:  # noqa: PLR0915 - one experiment, from the planted walk to the printed line
    """Print the figures."""
    random = np.random.default_rng(38)
    errors: dict[str, list[float]] = {"track": [], "phone": []}
    missed = {"track": 0, "phone": 0}
    apart: dict[str, list[float]] = {"found": [], "baseline": []}
    outside, baseline_outside, photos = 0, 0, 0
    for trial in range(TRIALS):
        track, offset = plant_walk(random), OFFSETS[trial % len(OFFSETS)]
        first, last = float(track.times[0]), float(track.times[-1])
        true = np.sort(random.uniform(first - 3600, last + 3600, PHOTOS))
        is_in = (true >= first) & (true <= last)
        camera = true - offset
        exact = match_instants([track], true)
        noise = random.normal(0, 8, (2, PHOTOS)) / _DEGREE
        own = exact.states == PLACED
        by_track = offset_by_track(
            [track], camera[own], (exact.latitudes + noise[0])[own], (exact.longitudes + noise[1])[own]
        )
        phone = np.concatenate([true[::3] + random.uniform(-3, 3, len(true[::3])), random.uniform(first, last, PHOTOS)])
        by_phone = offset_by_phone(camera, phone)
        for name, found in (("track", by_track), ("phone", by_phone)):
            if found is None:
                missed[name] += 1
            else:
                errors[name].append(abs(found.seconds - offset))
        best = by_track or by_phone
        placed = match_instants([track], camera + (best.seconds if best else 0))
        outside += int(((placed.states == PLACED) & ~is_in & (np.abs(true - np.clip(true, first, last)) > 5)).sum())
        baseline_outside += int((~is_in).sum())
        photos += PHOTOS
        for name, latitudes, longitudes in (
            ("found", placed.latitudes, placed.longitudes),
            ("baseline", *nearest_points(track, camera)),
        ):
            far = distances(latitudes, longitudes, (exact.latitudes, exact.longitudes))[is_in]
            apart[name] += far[np.isfinite(far)].tolist()
    for name, some in errors.items():
        within = sum(one <= 5 for one in some)
        print(f"{name}: {within} of {TRIALS} within 5 s, {missed[name]} not found, worst {max(some, default=0):.1f} s")
    print(
        f"outside the track's time by more than 5 s: {outside} of {photos} photos placed; baseline {baseline_outside}"
    )
    for name, some in apart.items():
        print(f"{name}: median {np.median(some):.1f} m, 95 % {np.quantile(some, 0.95):.1f} m of {len(some)} photos")


if __name__ == "__main__":
    main()
