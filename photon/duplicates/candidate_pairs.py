"""Find pairs of pictures that may be copies, by perceptual hashes.

A pair is a candidate if the hash of one picture is within 8 of 64 bits of the hash of the other, or of one of its
windows. On the open set this finds .996 of the copies; whole pictures alone find .889 at 8 bits. Only pairs that agree
in one of four blocks of 16 bits are compared; any two hashes that differ in at most three bits agree in at least one.
Whole pictures are looked up with three ways to divide 64 bits into blocks, windows with two: of 500 crops of real
photos by up to a tenth, one way found .970 and two find .994. Blocks are looked up in a table of all hashes, sorted by
counting; among a few hundred pictures, all are compared.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Ids, Truth
from photon.quick_dataclass import dataclass

Codes = npt.NDArray[np.uint64]

NEAR = 8
"""Largest number of bits out of 64 by which the hashes of copies may differ."""
_BLOCK, _BLOCKS = 16, 4
_FEW_BITS, _MANY_BITS = 12, 52  # pictures without any structure have fewer or more set bits than this
_PORTION = 1 << 17  # comparisons at a time: few enough for the caches of a processor
_CROWD = 512  # pictures with one block, in a library of up to 100,000: a more frequent block is ignored
_FEW = 1 << 18  # comparisons up to which every hash is compared with every other one


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
        is_small = len(frames) * len(pictures) <= _FEW and len(frames) <= _CROWD
        find_near = (_search_few if is_small else _search_many)(codes[frames, 0])
        for window in range(codes.shape[1]):
            windows = codes[pictures, window]
            asking = np.flatnonzero(_is_distinctive(windows))
            for one, other, apart in find_near(asking, windows[asking], _OF_WINDOWS if window else len(_WAYS)):
                first, second = frames[one], pictures[other]
                kept = first != second
                keys.append(_packed(first[kept], second[kept], window))
                bits.append(apart[kept])
    return _unique(np.concatenate([*keys, np.zeros(0, np.uint64)]), np.concatenate([*bits, np.zeros(0, np.uint8)]))


def find_near(wholes: Codes, sought: Codes) -> Iterator[tuple[Ids, Ids, npt.NDArray[np.uint8]]]:
    """Find the hashes of two lists that are close, by one way to divide them into blocks.

    Args:
        wholes: uint64 (n,), the longer list.
        sought: uint64 (m,), the other one.

    Yields:
        Rows of both lists, and by how many bits the hashes differ; a pair may occur several times.
    """
    asking = np.flatnonzero(_is_distinctive(sought))
    is_small = len(wholes) * len(asking) <= _FEW and len(wholes) <= _CROWD
    search = (_search_few if is_small else _search_many)(wholes, 1)
    yield from search(asking.astype(np.int64), sought[asking], 1)


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
_Search = Callable[[Ids, Codes, int], Iterator[_Near]]


def _search_few(wholes: Codes, _: int = 3) -> _Search:
    """Return a function that compares all hashes: among so few, no block is too frequent, so the result is the same."""
    distinctive = np.flatnonzero(_is_distinctive(wholes))

    def find_near(asking: Ids, sought: Codes, ways: int) -> Iterator[_Near]:
        differences = wholes[distinctive][:, None] ^ sought
        one, other = np.nonzero(np.bitwise_count(differences) <= NEAR)
        differing = differences[one, other]
        agree = np.zeros(len(one), bool)
        for way in _WAYS[:ways]:  # which only moves bits, so that it can be applied to differences
            agree |= (np.ascontiguousarray(way(differing)).view(np.uint16).reshape(-1, _BLOCKS) == 0).any(axis=1)
        yield distinctive[one[agree]], asking[other[agree]], np.bitwise_count(differing[agree])

    return find_near


def _search_many(wholes: Codes, most: int = 3) -> _Search:
    """Return a function that looks hashes up in tables, in as many ways as ``most``."""
    # tables are made once for all windows: sorting the whole library takes most of the time
    tables = [(way, _tabulate(way(wholes))) for way in _WAYS[:most]]

    def find_near(asking: Ids, sought: Codes, ways: int) -> Iterator[_Near]:
        for way, table in tables[:ways]:
            yield from _near(table, asking, way(sought))

    return find_near


def _as_they_are(codes: Codes) -> Codes:
    return codes


def _with_bytes_swapped(codes: Codes) -> Codes:
    """Return hashes whose blocks consist of other bytes; this takes a tenth of the time of a permutation."""
    kept, up = np.uint64(0xFF0000FFFF0000FF), np.uint64(0x0000FF000000FF00)
    found: Codes = (codes & kept) | ((codes >> np.uint64(8)) & up) | ((codes & up) << np.uint64(8))
    return found


def permute_bits(way: Sequence[int]) -> Callable[[Codes], Codes]:
    """Return a function that puts the bits of hashes in another order.

    Args:
        way: For each bit, from the lowest one, which bit comes to its place.
    """
    values_of = _permutation(way)

    def permuted(codes: Codes) -> Codes:
        signs = np.ascontiguousarray(codes).view(np.uint8).reshape(-1, 8)
        found: Codes = np.zeros(len(codes), np.uint64)
        for at, values in enumerate(values_of):
            found |= values[signs[:, at]]
        return found

    return permuted


def _permutation(way: Sequence[int]) -> Codes:
    """Return what each value of each byte of a hash becomes when its bits are permuted, uint64 (8, 256)."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    found = np.zeros((8, 256), np.uint64)
    for at, origin in enumerate(way):
        moved = bits[:, origin % 8].astype(np.uint64) << np.uint64(at)
        found[origin // 8] |= moved
    return found


_WAYS: tuple[Callable[[Codes], Codes], ...] = (
    _as_they_are, _with_bytes_swapped, permute_bits(np.random.default_rng(2).permutation(64).tolist())
)  # fmt: skip
_OF_WINDOWS = 2  # ways that windows are looked up with


@dataclass(frozen=True, slots=True)
class _Table:
    """Hashes in order of the value of one of their blocks.

    Attributes:
        rows: int64 (n,), their rows.
        codes: uint64 (n,), the hashes themselves, so that those of one value lie beside each other.
        begins: int64 (65536,): by value, the place of its first row.
        counts: int64 (65536,): by value, how many rows it has; 0 if it is too frequent.
    """

    rows: Ids
    codes: Codes
    begins: Ids
    counts: Ids


def _tabulate(wholes: Codes) -> list[_Table]:
    """Return a table of the distinctive hashes for each block of bits."""
    tables = []
    crowd = max(_CROWD, len(wholes) // 200)
    distinctive = np.flatnonzero(_is_distinctive(wholes))
    codes = wholes[distinctive]
    for block in range(_BLOCKS):
        values = _block(codes, block)
        counts = np.bincount(values, minlength=1 << _BLOCK)
        order = np.argsort(values, kind="stable")
        begins = np.cumsum(counts) - counts
        tables.append(_Table(distinctive[order], codes[order], begins, np.where(counts > crowd, 0, counts)))
    return tables


def _block(codes: Codes, block: int) -> npt.NDArray[np.uint16]:
    found: npt.NDArray[np.uint16] = np.ascontiguousarray(codes).view(np.uint16).reshape(-1, _BLOCKS)[:, block]
    return found


def _near(tables: Sequence[_Table], asking: Ids, sought: Codes) -> Iterator[_Near]:
    """Yield rows of two lists of hashes that are close, and the bits that differ; a pair may occur up to four times.

    Args:
        tables: Tables of one of the lists.
        asking: int64 (n,), rows of the other list.
        sought: uint64 (n,), their hashes.
    """
    for block, table in enumerate(tables):
        values = _block(sought, block)
        known = np.flatnonzero((table.counts > 0)[values])  # a byte per value stays in the cache
        order = known[np.argsort(values[known], kind="stable")]  # so that the same part of the table is read again
        yield from _compared(table, asking[order], sought[order], values[order])


def _compared(table: _Table, asking: Ids, sought: Codes, values: npt.NDArray[np.uint16]) -> Iterator[_Near]:
    """Compare each hash with those of the table that have the same value, a portion at a time."""
    begins, many = table.begins[values], table.counts[values]
    upto = np.cumsum(many)
    at = 0
    while at < len(asking):
        done = int(upto[at - 1]) if at else 0
        end = max(at + 1, int(np.searchsorted(upto, done + _PORTION, side="right")))
        some, ends = many[at:end], upto[at:end] - done
        positions = np.arange(int(ends[-1])) + np.repeat(begins[at:end] - (ends - some), some)
        apart = np.bitwise_count(table.codes[positions] ^ np.repeat(sought[at:end], some))
        close = np.flatnonzero(apart <= NEAR)
        owner = at + np.searchsorted(ends, close, side="right")
        yield table.rows[positions[close]], asking[owner], apart[close]
        at = end


def _is_distinctive(codes: Codes) -> Truth:
    """Return whether hashes are distinctive: those of plain areas are nearly the same for all pictures."""
    ones = np.bitwise_count(codes)
    found: Truth = (ones >= _FEW_BITS) & (ones <= _MANY_BITS)
    return found
