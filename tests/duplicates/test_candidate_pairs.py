"""Candidates: similar hashes are found from either side, and plain pictures are not candidates for everything."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain.arrays import Truth
from photon.domain.photo.fingerprint import WINDOWS
from photon.duplicates import candidate_pairs
from photon.duplicates.candidate_pairs import _WAYS, CandidatePairs, Codes, nearest_windows


def _codes(count: int, seed: int) -> Codes:
    return np.random.default_rng(seed).integers(0, 1 << 63, (count, len(WINDOWS)), np.uint64) * np.uint64(2)


def find_candidates(codes: Codes, new: Truth | None = None) -> CandidatePairs:
    """Find the same candidates with tables, as in large libraries, and without them."""
    few = candidate_pairs.find_candidates(codes, new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidate_pairs, "_FEW", -1)
        many = candidate_pairs.find_candidates(codes, new)
    for field in fields(CandidatePairs):
        np.testing.assert_array_equal(getattr(few, field.name), getattr(many, field.name))
    return few


def _pairs(found: CandidatePairs) -> set[tuple[int, int]]:
    return {(min(pair), max(pair)) for pair in zip(found.frames.tolist(), found.pictures.tolist(), strict=True)}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(0, len(WINDOWS) - 1), st.sets(st.integers(0, 63), max_size=3))
def test_a_picture_within_three_bits_of_a_window_is_found(seed: int, window: int, flips: set[int]) -> None:
    codes = _codes(40, seed)
    codes[7, 0] = codes[3, window] ^ np.uint64(sum(1 << bit for bit in flips))
    found = find_candidates(codes)
    assert (3, 7) in _pairs(found)
    (row,) = [row for row in range(len(found)) if {found.frames[row], found.pictures[row]} == {3, 7}]
    assert found.bits[row] <= len(flips)
    frames, pictures, windows = nearest_windows(codes, np.array([3]), np.array([7]))
    apart = np.bitwise_count(codes[frames[0], 0] ^ codes[pictures[0], windows[0]])
    assert apart == found.bits[row]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20))
def test_each_way_moves_bits_and_changes_none(numbers: list[int]) -> None:
    hashes, bits = np.array(numbers, np.uint64), np.uint64(1) << np.arange(64, dtype=np.uint64)
    for way in _WAYS:
        assert sorted(way(bits).tolist()) == bits.tolist()
        for one in hashes:
            assert np.bitwise_or.reduce(way(bits[(one & bits) != 0]), initial=0) == way(np.array([one]))[0]


@given(st.integers(0, 1000), st.sets(st.integers(0, 59), min_size=1, max_size=9))
def test_pairs_with_new_pictures_are_a_subset_of_all_pairs(seed: int, new: set[int]) -> None:
    codes = _codes(60, seed)
    codes[30:45, 0] = codes[:15, 4] ^ np.uint64(5)
    is_new = np.isin(np.arange(60), list(new))
    everything = _pairs(find_candidates(codes))
    assert _pairs(find_candidates(codes, is_new)) == {pair for pair in everything if new.intersection(pair)}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 60), st.integers(0, 12))
def test_similar_pictures_are_the_same_candidates_with_and_without_tables(seed: int, count: int, flips: int) -> None:
    chance = np.random.default_rng(seed)
    codes = np.repeat(_codes(-(-count // 4), seed), 4, axis=0)[:count]
    for _ in range(flips):
        codes ^= np.uint64(1) << chance.integers(0, 64, codes.shape).astype(np.uint64)
    codes[:, 1::2] = codes[chance.permutation(count), :1]
    find_candidates(codes, chance.random(count) < 0.5)
    if not flips and count > 1:
        assert len(find_candidates(codes))


def test_pictures_without_structure_and_empty_libraries_have_no_candidates() -> None:
    assert len(find_candidates(np.zeros((50, len(WINDOWS)), np.uint64))) == 0
    assert len(find_candidates(np.zeros((0, len(WINDOWS)), np.uint64))) == 0


def test_thousands_of_equal_hashes_do_not_give_millions_of_pairs() -> None:
    codes = np.repeat(_codes(1, 5), 5000, axis=0)
    assert len(find_candidates(codes)) == 0
