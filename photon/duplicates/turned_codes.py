"""Find pictures that may be turned or mirrored copies, or copies with a border, by hashes that exist already.

A hash consists of signs of waves. Mirroring changes the signs of those that are odd across, and turning exchanges
across and down, so that the hash of a turned picture follows from its own; some bits differ, because hashes are cut at
the median and not at zero.
"""

from collections.abc import Callable

import numpy as np

from photon.domain.arrays import Ids, Truth
from photon.domain.photo.picture_comparison import Turn
from photon.duplicates.candidate_pairs import Codes, find_near, permute_bits

_WAVES = 8
"""Waves across and down of which a hash has the signs."""


def find_turned(codes: Codes, inner: Codes, new: Truth | None = None) -> dict[tuple[int, int], tuple[Turn, int]]:
    """Find pairs of pictures of which one may be the other one turned, mirrored, or within bars.

    Args:
        codes: uint64 (n,), hashes of whole pictures.
        inner: uint64 (n,), hashes of what lies within their bars; 0 if there are none.
        new: bool (n,): restrict to pairs with one of these; None for all pairs.

    Returns:
        How the first picture was turned, empty if one has bars, and by how many bits the hashes differ, by pairs of
        rows; whether it was turned left or right is not known.
    """
    everything = np.arange(len(codes), dtype=np.int64)
    fresh = everything if new is None else np.flatnonzero(new).astype(np.int64)
    framed, both = np.flatnonzero(inner).astype(np.int64), fresh[inner[fresh] != 0]
    searches: list[tuple[Turn, Ids, Codes, Ids, Codes]] = [
        (turn, everything, codes, fresh, turned(codes[fresh])) for turn, turned in TURNED.items()
    ]
    searches += [
        ("", everything, codes, both, inner[both]),
        ("", fresh, codes[fresh], framed, inner[framed]),
        ("", framed, inner[framed], both, inner[both]),
    ]
    found: dict[tuple[int, int], tuple[Turn, int]] = {}
    for turn, rows, some, asking, sought in searches:
        for ones, others, apart in find_near(some, sought):
            for first, second, bits in zip(rows[ones].tolist(), asking[others].tolist(), apart.tolist(), strict=True):
                pair = min(first, second), max(first, second)
                if first != second and bits < found.get(pair, (turn, 65))[1]:
                    found[pair] = turn, bits
    return found


def _signs(is_odd: Callable[[int, int], bool]) -> np.uint64:
    """Return the bits of waves (down, across) whose signs change."""
    return np.uint64(sum(1 << (63 - bit) for bit, wave in enumerate(_ORDER) if is_odd(*wave)))


_ORDER = [divmod(bit + 1, _WAVES) for bit in range(_WAVES**2 - 1)] + [(0, _WAVES // 2)]
"""The wave (down, across) of each bit, the highest bit first, as in ``hash_windows``; the last one is there twice."""
_ACROSS = _signs(lambda _, across: across % 2 == 1)
_DOWN = _signs(lambda down, _: down % 2 == 1)
_SWAPPED = permute_bits([63 - _ORDER.index((across, down)) for down, across in _ORDER][::-1])

TURNED: dict[Turn, Callable[[Codes], Codes]] = {
    "mirrored": lambda codes: codes ^ _ACROSS,
    "over": lambda codes: codes ^ _ACROSS ^ _DOWN,
    "left": lambda codes: _SWAPPED(codes) ^ _DOWN,
    "right": lambda codes: _SWAPPED(codes) ^ _ACROSS,
}
"""What the hash of a picture becomes when the picture is turned."""
