"""The samples of a track in an MP4 or QuickTime file: where they are, how long, and when they are shown.

A track lists its samples (frames of video, packets of sound) in runs, ISO/IEC 14496-12, 8.6 to 8.7. Here they are
arrays with one entry for each sample, from which a part can be taken and written as runs again.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from photon.domain.arrays import Ids
from photon.media.films.iso_boxes import IsoBox, full_box
from photon.quick_dataclass import dataclass

_MOST = 1 << 25  # 24 hours at 240 frames a second are 21 million


@dataclass(frozen=True, slots=True)
class SampleTable:
    """Samples in the order in which they are decoded.

    Attributes:
        offsets: Byte in the file, int64 (n,).
        sizes: Bytes, int64 (n,).
        lengths: How long each lasts, in units of the track, int64 (n,).
        delays: How long after it is decoded each is shown, in the same units, int64 (n,).
        kinds: Which of the track's descriptions each has, from 1, int64 (n,).
        keys: Positions of the samples that need no other one, ascending, int64 (k,).
    """

    offsets: Ids
    sizes: Ids
    lengths: Ids
    delays: Ids
    kinds: Ids
    keys: Ids

    @property
    def shown(self) -> Ids:
        """When each is shown, in units of the track from the start of its media, int64 (n,)."""
        return self.decoded + self.delays

    @property
    def decoded(self) -> Ids:
        """When each is decoded, in units of the track, int64 (n,)."""
        return np.cumsum(self.lengths) - self.lengths

    def part(self, first: int, end: int) -> "SampleTable":
        """Return the samples from position ``first`` until before ``end``."""
        some = slice(first, end)
        keys = self.keys[(self.keys >= first) & (self.keys < end)] - first
        return SampleTable(
            self.offsets[some], self.sizes[some], self.lengths[some], self.delays[some], self.kinds[some], keys
        )

    def boxes(self, offsets: Ids) -> bytes:
        """Return the boxes of the samples at new offsets, int64 (n,); each sample is a chunk of its own."""
        chunks = np.stack([np.arange(1, len(self.kinds) + 1), np.ones_like(self.kinds), self.kinds], axis=1)
        news = np.flatnonzero(np.diff(self.kinds, prepend=0))
        wide = len(offsets) and offsets.max() >= 1 << 32
        return b"".join([
            full_box(b"stts", _counted(_runs(self.lengths))),
            full_box(b"ctts", _counted(_runs(self.delays)), version=1) if self.delays.any() else b"",
            full_box(b"stss", _counted(self.keys + 1)) if len(self.keys) < len(self.sizes) else b"",
            full_box(b"stsc", _counted(chunks[news])),
            full_box(b"stsz", struct.pack(">I", 0) + _counted(self.sizes)),
            full_box(b"co64" if wide else b"stco", _counted(offsets, ">i8" if wide else ">u4")),
        ])  # fmt: skip


def read_samples(table: IsoBox) -> SampleTable:
    """Read the samples of a track.

    Args:
        table: Its box ``stbl``.

    Raises:
        ValueError: The table is damaged, or of a kind that Photon doesn't read.
    """
    fixed, count = struct.unpack_from(">II", table.child(b"stsz").content, 4)
    if count > _MOST:
        raise ValueError("damaged list of samples")
    sizes = np.full(count, fixed, np.int64) if fixed else _entries(table, b"stsz", 1, skip=8)[:, 0]
    lengths, delays = (_repeated(_entries(table, name, 2), count) for name in (b"stts", b"ctts"))
    keys = _entries(table, b"stss", 1)[:, 0] - 1 if table.find(b"stss") else np.arange(count)
    wide = table.find(b"co64") is not None
    chunks = _entries(table, b"co64" if wide else b"stco", 1, ">u8" if wide else ">u4")[:, 0]
    runs = _entries(table, b"stsc", 3)
    spans = np.diff(np.append(runs[:, 0] - 1, len(chunks)))
    if not count or (spans < 0).any() or not len(runs) or (runs[:, 1] > count).any():
        raise ValueError("damaged list of samples")
    held, kinds = np.repeat(runs[:, 1], spans), np.repeat(runs[:, 2], spans)
    if held.sum() != count or (sizes < 0).any() or len(keys) > count:
        raise ValueError("damaged list of samples")
    before = np.cumsum(sizes) - sizes
    firsts = np.repeat(before[np.minimum(np.cumsum(held) - held, count - 1)], held)
    offsets = np.repeat(chunks, held) + before - firsts
    return SampleTable(offsets, sizes, lengths, delays, np.repeat(kinds, held), keys)


def _entries(table: IsoBox, name: bytes, width: int, kind: str = ">u4", skip: int = 4) -> NDArray[np.int64]:
    """Return the rows of a list, int64 (n, width); delays may be negative in any version, as cameras write them."""
    found = table.find(name)
    if found is None:
        return np.zeros((0, width), np.int64)
    count = struct.unpack_from(">I", found.content, skip)[0]
    raw = np.frombuffer(found.content, kind, count * width, skip + 4).reshape(-1, width).astype(np.int64)
    if name == b"ctts":
        raw[:, 1] = raw[:, 1].astype(np.uint32).astype(np.int32)
    return raw


def _repeated(runs: NDArray[np.int64], count: int) -> Ids:
    """Return the second of each pair as often as the first says, int64 (count,); zeros where there are no runs."""
    if (runs[:, 0] > count).any() or (len(runs) and runs[:, 0].sum() < count):
        raise ValueError("damaged list of samples")
    return np.repeat(runs[:, 1], runs[:, 0])[:count] if len(runs) else np.zeros(count, np.int64)


def _runs(values: Ids) -> NDArray[np.int64]:
    """Return how often each value follows itself, and the value: int64 (m, 2)."""
    news = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    return np.stack([np.diff(np.append(news, len(values))), values[news]], axis=1)


def _counted(rows: NDArray[np.int64], kind: str = ">i4") -> bytes:
    return struct.pack(">I", len(rows)) + rows.astype(kind).tobytes()


def nearest_key(samples: SampleTable, time: float) -> int:
    """Return the position of the last key frame that is shown by a time, in units of the track; else the first one."""
    before = samples.keys[samples.shown[samples.keys] <= time]
    return int(before[-1] if len(before) else samples.keys[0])


def in_file_order(tables: Sequence[SampleTable], start: int) -> tuple[list[Ids], Ids]:
    """Lay out samples of several tracks one after the other, in the order that they had in the file.

    Args:
        tables: The samples of each track.
        start: Where the first one is to be.

    Returns:
        The new offsets of each track, int64 (n,) each, and the old places as rows of offset and size, int64 (m, 2), in
        the order in which they are to be copied.
    """
    old = np.concatenate([np.stack([one.offsets, one.sizes], axis=1) for one in tables])
    order = np.argsort(old[:, 0], kind="stable")
    places = np.empty(len(old), np.int64)
    ends = start + np.cumsum(old[order, 1])
    places[order] = ends - old[order, 1]
    return np.split(places, np.cumsum([len(one.sizes) for one in tables])[:-1]), old[order]
