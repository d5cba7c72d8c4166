"""Measure the CPU time for finding candidates and sets among synthetic photos, and the memory used.

    PYTHONPATH=packaging .venv/bin/python -m lab.duplicates.bench_sets [--photos 1000000] [--new 1000]

Two in ten photos have a copy that differs in up to five bits, and one in ten has a crop, which is close to a window.
All others have random hashes. Not all planted pairs can be found: five random bits often lie in all four blocks of a
hash, and a planted crop is close to one window, a real one to several. Comparing the pictures of the pairs found is not
measured: it takes about 20 ms of one core per pair, and is done once, by the decoders.
"""

import argparse
import resource
import time

import numpy as np

from photon.domain.photo.fingerprint import WINDOWS
from photon.duplicates.candidate_pairs import Codes, find_candidates
from photon.duplicates.complete_link import link_completely


def main() -> None:
    """Parse the arguments, and print times and memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=1000)
    wish = parser.parse_args()
    codes, planted = _synthetic(wish.photos, np.random.default_rng(3))
    began = time.process_time()
    found = find_candidates(codes)
    middle = time.process_time()
    pairs = set(zip(found.frames.tolist(), found.pictures.tolist(), strict=True))
    sets = link_completely(dict.fromkeys(pairs, 1.0))
    print(f"{wish.photos:,} photos: {len(found):,} candidates in {middle - began:.1f} s,"
          f" {len(sets):,} sets in {time.process_time() - middle:.1f} s")  # fmt: skip
    both = {tuple(sorted(pair)) for pair in pairs}
    print(f"planted pairs found: {sum(tuple(sorted(pair)) in both for pair in planted) / len(planted):.4f}")
    new = np.zeros(wish.photos, bool)
    new[-wish.new :] = True
    began = time.process_time()
    later = find_candidates(codes, new)
    print(f"{wish.new:,} new photos: {len(later):,} candidates in {time.process_time() - began:.2f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _synthetic(count: int, chance: np.random.Generator) -> tuple[Codes, list[tuple[int, int]]]:
    """Return hashes uint64 (n, w), and the rows of copies."""
    codes = chance.integers(0, 1 << 64, (count, len(WINDOWS)), np.uint64, endpoint=False)
    # neighbouring windows differ by some bits: here each is the whole with a quarter of its bits changed
    for window in range(1, len(WINDOWS)):
        codes[:, window] = codes[:, 0] ^ (codes[:, window] & np.roll(codes[:, window], 1))
    order = chance.permutation(count)
    tenth = count // 10
    planted = []
    for at, kind in enumerate(("copy", "copy", "crop")):
        ones, others = order[2 * at * tenth : (2 * at + 1) * tenth], order[(2 * at + 1) * tenth : (2 * at + 2) * tenth]
        shown = np.zeros(tenth, np.int64) if kind == "copy" else chance.integers(1, len(WINDOWS), tenth)
        flips = np.zeros(tenth, np.uint64)
        for _ in range(5):
            flips |= np.uint64(1) << chance.integers(0, 64, tenth, np.uint64)
        codes[others, 0] = codes[ones, shown] ^ flips
        planted += list(zip(ones.tolist(), others.tolist(), strict=True))
    return codes, planted


if __name__ == "__main__":
    main()
