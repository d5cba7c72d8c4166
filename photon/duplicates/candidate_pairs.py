"""Find pairs of pictures that may be copies, by perceptual hashes.

A pair is a candidate if the hash of one picture is within 8 of 64 bits of the hash of the other, or of one of its
windows. On the open set this finds .996 of the copies; whole pictures alone find .889 at 8 bits. Only pairs that agree
in one of four blocks of 16 bits are compared; any two hashes that differ in at most three bits agree in at least one.
Whole pictures are looked up with three ways to divide 64 bits into blocks. Windows are looked up with one, because
some of the nineteen agree. Blocks are looked up in a table of all hashes, sorted by counting.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Ids, Truth
from photon.quick_dataclass import dataclass

Codes = npt.NDArray[np.uint64]

NEAR = 8
"""Largest number of bits out of 64 by which the hashes of copies may differ."""
_BLOCK, _BLOCKS = 16, 4
_FEW_BITS, _MANY_BITS = 12, 52  # pictures without any structure have fewer or more set bits than this
_PORTION = 1 << 21  # comparisons at a time: about 100 MB
_CROWD = 512  # pictures with one block, in a library of up to 100,000: a more frequent block is ignored


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """Pairs of rows whose pictures may be copies, each pair once.

    Attributes:
        frames: int64 (n,): rows whose whole picture matches.
        pictures: int64 (n,): rows of which a window matches.
        windows: int64 (n,): the window, as a row of WINDOWS.
        bits: int64 (n,): number of bits by which the hashes differ.
    """

    frames: Ids
    pictures: Ids
    windows: Ids
    bits: Ids

    def __len__(self) -> int:
        return len(self.frames)


def find_candidates(codes: Codes, new: Truth | None = None) -> CandidatePairs:
    """Find the candidates among pictures.

    Args:
        codes: uint64 (n, w), hashes of the whole picture and of its windows.
        new: bool (n,): restrict to pairs with one of these; None for all pairs.

    Returns:
        The pairs, sorted by rows.
    """
    count = len(codes)
    everything = np.arange(count, dtype=np.int64)
    if new is None:
        tasks = [(everything, everything)]
    else:
        fresh = np.flatnonzero(new).astype(np.int64)
        tasks = [(everything, fresh), (fresh, everything)]
    keys, bits = [], []
    for frames, pictures in tasks:
        wholes = codes[frames, 0]
        tables = _tabulate(wholes)  # once for all windows: sorting the whole library takes most of the time
        for window in range(codes.shape[1]):
            windows = codes[pictures, window]
            near = [_near(tables, wholes, windows), *([] if window else [_near_permuted(wholes, windows)])]
            for one, other, apart in chain.from_iterable(near):
                first, second = frames[one], pictures[other]
                kept = first != second
                keys.append(_packed(first[kept], second[kept], window))
                bits.append(apart[kept])
    return _unique(np.concatenate([*keys, np.zeros(0, np.uint64)]), np.concatenate([*bits, np.zeros(0, np.uint8)]))


def nearest_windows(codes: Codes, ones: Ids, others: Ids) -> tuple[Ids, Ids, Ids]:
    """For pairs of rows, find which picture contains the other one best, and in which window.

    Args:
        codes: uint64 (n, w), hashes of the whole picture and of its windows.
        ones: int64 (p,): rows.
        others: int64 (p,): rows.

    Returns:
        Frames, pictures and windows, int64 (p,) each, as in ``CandidatePairs``.
    """
    both = ((ones, others), (others, ones))
    ways = [np.bitwise_count(codes[pictures] ^ codes[frames, :1]) for frames, pictures in both]
    windows = [way.argmin(axis=1) for way in ways]
    nearest = [way.min(axis=1) for way in ways]
    first = nearest[0] <= nearest[1]
    return np.where(first, ones, others), np.where(first, others, ones), np.where(first, *windows).astype(np.int64)


def _packed(frames: Ids, pictures: Ids, window: int) -> Codes:
    """Return one number per pair, by which its two orders sort together: low row, high row, order, window."""
    low, high = np.minimum(frames, pictures), np.maximum(frames, pictures)
    swapped = (frames > pictures).astype(np.uint64)
    places = (low << 35) | (high << 6)
    packed: Codes = places.astype(np.uint64) | swapped << np.uint64(5) | np.uint64(window)
    return packed


def _unique(keys: Codes, bits: npt.NDArray[np.uint8]) -> CandidatePairs:
    """Return the closest match of each pair."""
    pairs = keys >> 6
    order = np.lexsort((keys & 63, bits, pairs))
    keys, bits, pairs = keys[order], bits[order], pairs[order]
    first = np.ones(len(keys), bool)
    first[1:] = pairs[1:] != pairs[:-1]
    keys, bits = keys[first], bits[first]
    low, high = (keys >> 35).astype(np.int64), ((keys >> 6) & ((1 << 29) - 1)).astype(np.int64)
    swapped = ((keys >> 5) & 1).astype(bool)
    return CandidatePairs(
        np.where(swapped, high, low), np.where(swapped, low, high), (keys & 31).astype(np.int64), bits.astype(np.int64)
    )


_Near = tuple[Ids, Ids, npt.NDArray[np.uint8]]


def _near_permuted(wholes: Codes, windows: Codes) -> Iterator[_Near]:
    for way in _WAYS:
        permuted = _permuted(wholes, way)
        yield from _near(_tabulate(permuted), permuted, _permuted(windows, way))


_WAYS = tuple(np.random.default_rng(seed).permutation(64) for seed in (1, 2))


def _permuted(codes: Codes, way: Ids) -> Codes:
    """Return hashes with permuted bits."""
    found = np.empty_like(codes)
    for at in range(0, len(codes), _PORTION >> 4):
        some = np.ascontiguousarray(codes[at : at + (_PORTION >> 4)])
        bits = np.unpackbits(some.view(np.uint8).reshape(-1, 8), axis=1)
        found[at : at + len(some)] = np.packbits(bits[:, way], axis=1).reshape(-1).view(np.uint64)
    return found


def _tabulate(wholes: Codes) -> list[tuple[Ids, Ids, Ids]]:
    """Return for each block of bits: rows in order of its value, and by value the end and the number of its rows."""
    tables = []
    told = np.flatnonzero(_is_telling(wholes))
    for block in range(_BLOCKS):
        values = ((wholes[told] >> np.uint64(_BLOCK * block)) & 0xFFFF).astype(np.uint16)
        counts = np.bincount(values, minlength=1 << _BLOCK)
        tables.append((told[np.argsort(values, kind="stable")], np.cumsum(counts), counts))
    return tables


def _near(tables: Sequence[tuple[Ids, Ids, Ids]], wholes: Codes, windows: Codes) -> Iterator[_Near]:
    """Yield rows of two lists of hashes that are close, and the bits that differ; a pair may occur up to four times."""
    crowd = max(_CROWD, len(wholes) // 200)
    asking = np.flatnonzero(_is_telling(windows))
    for block, (order, ends, counts) in enumerate(tables):
        wanted = ((windows[asking] >> np.uint64(_BLOCK * block)) & 0xFFFF).astype(np.int64)
        many = counts[wanted]
        many[many > crowd] = 0
        begins = (ends - counts)[wanted]
        yield from _compared(wholes, windows, order, (asking, begins, many))


def _compared(wholes: Codes, windows: Codes, order: Ids, spans: tuple[Ids, Ids, Ids]) -> Iterator[_Near]:
    """Compare each window with the wholes of its span in ``order``, a portion at a time."""
    asking, begins, many = spans
    upto = np.cumsum(many)
    at = 0
    while at < len(asking):
        done = int(upto[at - 1]) if at else 0
        end = max(at + 1, int(np.searchsorted(upto, done + _PORTION, side="right")))
        some = many[at:end]
        total = int(some.sum())
        if total:
            owner = np.repeat(np.arange(at, end), some)
            offset = np.arange(total) - np.repeat(np.cumsum(some) - some, some)
            one = order[begins[owner] + offset]
            other = asking[owner]
            apart = np.bitwise_count(wholes[one] ^ windows[other])
            close = apart <= NEAR
            yield one[close].astype(np.int64), other[close].astype(np.int64), apart[close]
        at = end


def _is_telling(codes: Codes) -> Truth:
    """Return whether hashes are distinctive: those of plain areas are nearly the same for all pictures."""
    ones = np.bitwise_count(codes)
    found: Truth = (ones >= _FEW_BITS) & (ones <= _MANY_BITS)
    return found
