"""Byte patches: the ranges in which two files differ, so that a journal need not store whole photos.

A patch can be applied forwards and backwards. Hashes of both files verify that it fits and that the result is right.
"""

import hashlib
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from photon.quick_dataclass import dataclass

_HEAD = struct.Struct("<QQQ")
_SHA = 32  # bytes of a SHA-256


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed range.

    Attributes:
        start: Offset in the old file.
        old: Old bytes.
        new: New bytes.
    """

    start: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class BytePatch:
    """All changed ranges between two files.

    Attributes:
        edits: The ranges, ascending and not overlapping.
        before: SHA-256 of the old file.
        after: SHA-256 of the new file.
    """

    edits: tuple[Edit, ...]
    before: bytes
    after: bytes

    def applied(self, data: bytes) -> bytes:
        """Apply the patch.

        Args:
            data: The old file.

        Returns:
            The new file.

        Raises:
            ValueError: The file is not the one the patch was made for, or the result is wrong.
        """
        if hashlib.sha256(data).digest() != self.before:
            raise ValueError("another file")
        new = b"".join(self._pieces(memoryview(data)))
        if hashlib.sha256(new).digest() != self.after:
            raise ValueError("another result")
        return new

    def reversed(self) -> "BytePatch":
        """The inverse patch."""
        edits, shift = [], 0
        for edit in self.edits:
            edits.append(Edit(edit.start + shift, edit.new, edit.old))
            shift += len(edit.new) - len(edit.old)
        return BytePatch(tuple(edits), self.after, self.before)

    def _pieces(self, data: memoryview) -> Iterator[bytes | memoryview]:
        at = 0
        for edit in self.edits:
            yield data[at : edit.start]
            yield edit.new
            at = edit.start + len(edit.old)
        yield data[at:]


def way_back(splice: BytePatch) -> bytes:
    """Serialise the inverse patch for a journal: both hashes, then offset, lengths and old bytes of each range."""
    parts = [splice.after, splice.before]
    for edit in splice.reversed().edits:
        parts += [_HEAD.pack(edit.start, len(edit.old), len(edit.new)), edit.new]
    return b"".join(parts)


def from_way_back(kept: bytes, now: bytes) -> BytePatch:
    """Parse the result of ``way_back``.

    Args:
        kept: The serialised patch.
        now: The current file, from which the bytes to be replaced are taken.

    Returns:
        The patch that restores the old file.
    """
    edits, at = [], 2 * _SHA
    while at < len(kept):
        start, old, new = _HEAD.unpack_from(kept, at)
        at += _HEAD.size
        edits.append(Edit(start, now[start : start + old], kept[at : at + new]))
        at += new
    return BytePatch(tuple(edits), kept[:_SHA], kept[_SHA : 2 * _SHA])


def former_hash(kept: bytes) -> bytes:
    """SHA-256 of the file that a serialised patch restores."""
    return kept[_SHA : 2 * _SHA]


def splice_between(old: bytes, new: bytes) -> BytePatch:
    """Find the ranges in which two files differ.

    The patch is compact if one file was derived from the other by inserting and overwriting. The common beginning and
    end are stripped. The rest is compared at equal offsets first; if little matches, blocks of one file are searched
    for in the other.

    Args:
        old: The old file.
        new: The new file.

    Returns:
        The patch.
    """
    head = _alike(old, new)
    tail = min(_alike_behind(old, new), len(old) - head, len(new) - head)
    edits = _between(old[head : len(old) - tail], new[head : len(new) - tail])
    placed = tuple(Edit(head + edit.start, edit.old, edit.new) for edit in edits)
    return BytePatch(placed, hashlib.sha256(old).digest(), hashlib.sha256(new).digest())


_STEP, _SMALL = 1 << 16, 1 << 11


def _alike(one: bytes, other: bytes) -> int:
    """Length of the common prefix."""
    most = min(len(one), len(other))
    at = 0
    while at < most and one[at : at + _STEP] == other[at : at + _STEP]:
        at += _STEP
    at = min(at, most)
    low, high = at, min(at + _STEP, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[at:middle] == other[at:middle] else (low, middle - 1)
    return low


def _alike_behind(one: bytes, other: bytes) -> int:
    """Length of the common suffix."""
    most = min(len(one), len(other))
    at = 0
    while at + _STEP <= most and one[-at - _STEP : len(one) - at] == other[-at - _STEP : len(other) - at]:
        at += _STEP
    rest = min(_STEP, most - at)
    ends = (text[len(text) - at - rest : len(text) - at][::-1] for text in (one, other))
    return at + _alike(*ends)


def _between(old: bytes, new: bytes) -> list[Edit]:
    if len(old) <= _SMALL or not new:
        return [Edit(0, old, new)] if old or new else []
    edits = _in_place(old, new)
    return edits if sum(len(edit.old) for edit in edits) <= len(old) // 4 else _by_blocks(old, new)


def _in_place(old: bytes, new: bytes) -> list[Edit]:
    """Differences at equal offsets; extra bytes of the longer file come at the end."""
    common, size = min(len(old), len(new)), 256
    ranges: list[list[int]] = []
    for at in range(0, common, _STEP):
        if old[at : at + _STEP] == new[at : at + _STEP]:
            continue
        for start in range(at, min(at + _STEP, common), size):
            end = min(start + size, common)
            if old[start:end] == new[start:end]:
                continue
            if ranges and ranges[-1][1] == start:
                ranges[-1][1] = end
            else:
                ranges.append([start, end])
    if len(old) != len(new):
        start = ranges.pop()[0] if ranges and ranges[-1][1] == common else common
        return [*(Edit(*one) for one in _cut(old, new, ranges)), Edit(start, old[start:], new[start:])]
    return [Edit(*one) for one in _cut(old, new, ranges)]


def _cut(old: bytes, new: bytes, ranges: Iterable[list[int]]) -> Iterator[tuple[int, bytes, bytes]]:
    return ((start, old[start:end], new[start:end]) for start, end in ranges)


def _by_blocks(old: bytes, new: bytes) -> list[Edit]:
    """Differences between files with moved content, in order: blocks of the new file are looked up in the old one."""
    size = max(64, len(new) // 100_000)
    offsets: dict[bytes, list[int]] = {}
    for offset in range(0, len(new) - size + 1, size):
        offsets.setdefault(new[offset : offset + size], []).append(offset)
    edits: list[Edit] = []
    done_old = done_new = at = 0
    while at + size <= len(old):
        found = offsets.get(old[at : at + size], [])
        which = bisect_left(found, done_new)
        if which == len(found):
            at += 1
            continue
        offset = found[which]
        back = min(_alike_behind(old[done_old:at], new[done_new:offset]), at - done_old, offset - done_new)
        if at - back > done_old or offset - back > done_new:
            edits.append(Edit(done_old, old[done_old : at - back], new[done_new : offset - back]))
        length = _alike(old[at:], new[offset:])
        done_old, done_new = at + length, offset + length
        at = done_old
    if done_old < len(old) or done_new < len(new):
        edits.append(Edit(done_old, old[done_old:], new[done_new:]))
    return edits
