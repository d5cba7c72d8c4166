"""Cut a clip out of an MP4 or QuickTime file without encoding anything again.

The clip has the samples from the last key frame before its start, and an edit list that skips what comes before the
start (ISO/IEC 14496-12, 8.6.6), so that it begins at the exact frame in every player that reads such lists.
"""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from photon.domain import UnreadableFile
from photon.domain.arrays import Ids
from photon.language import tr
from photon.media.file.source import FileSource
from photon.media.films.film_index import kind_of, offset_of, read_index, scale_of
from photon.media.films.iso_boxes import IsoBox, box, full_box
from photon.media.films.sample_table import SampleTable, in_file_order, nearest_key, read_samples
from photon.quick_dataclass import dataclass

_KEPT = {b"vide", b"soun"}
_PAIRING, _FORMER = b"com.apple.quicktime.content.identifier", b"com.apple.quicktime.clip-of.identifier"
"""A clip is not the film of a live photo, which would show the clip as its own: its identifier gets another name."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A track of the clip.

    Attributes:
        track: Its box ``trak`` in the film.
        samples: What the clip has of it.
        length: How long the clip is, in units of the film.
        media_start: Where the clip begins, in units of the track from its first sample.
    """

    track: IsoBox
    samples: SampleTable
    length: int
    media_start: int

    def box(self, offsets: Ids) -> bytes:
        """Return the track with its samples at new places, int64 (n,)."""
        lasts = int(self.samples.lengths.sum())
        stbl = self.track.child(b"mdia", b"minf", b"stbl")
        table = box(b"stbl", stbl.child(b"stsd").bytes + self.samples.boxes(offsets))
        media = _changed(self.track.child(b"mdia", b"minf"), {b"stbl": lambda _: table})
        mdia = _changed(
            self.track.child(b"mdia"), {b"mdhd": lambda one: _lasting(one, lasts, 16, 24), b"minf": lambda _: media}
        )
        parts = {b"tkhd": lambda one: _lasting(one, self.length, 20, 28), b"mdia": lambda _: mdia}
        content = _content(self.track, parts, without={b"edts", b"tref"})
        edits = struct.pack(">IQqI", 1, self.length, self.media_start, 1 << 16)
        return box(b"trak", content + box(b"edts", full_box(b"elst", edits, version=1)))


def cut_clip(source: Path, target: Path, start: float, end: float) -> None:
    """Write a part of a film into a new file.

    Args:
        source: The film; it is only read.
        target: The new file, which must not exist.
        start: Where the clip begins, in seconds.
        end: Where it ends; beyond the end of the film it ends there.

    Raises:
        UnreadableFile: Clips can't be cut from this kind of file, or it is damaged.
        OSError: A file can't be read or written. What was written of the target is removed.
    """
    with source.open("rb") as file:
        film = FileSource(str(source), file, source.stat().st_size, b"", None)
        try:
            head, index = read_index(film)
            cuts = [_cut_track(track, index, start, end) for track in index.boxes() if track.name == b"trak"]
            kept = [one for one in cuts if one is not None]
            empty = [np.zeros(len(one.samples.sizes), np.int64) for one in kept]
            before = len(head) + len(_index_box(index, kept, empty)) + 16
            offsets, spans = in_file_order([one.samples for one in kept], before)
            index_box = _index_box(index, kept, offsets)
        except (ValueError, struct.error, IndexError) as error:
            raise _uncuttable(source) from error
        with target.open("xb") as clip:
            try:
                # always with the long form of the size, so that the place of the first sample is known beforehand
                clip.write(head + index_box + struct.pack(">I4sQ", 1, b"mdat", int(spans[:, 1].sum()) + 16))
                _copy(film, clip, spans.tolist())
            except BaseException:
                target.unlink(missing_ok=True)
                raise


def _cut_track(track: IsoBox, index: IsoBox, start: float, end: float) -> _Cut | None:
    """Choose the samples of a track; None if it is neither video nor sound."""
    if kind_of(track) not in _KEPT:
        return None
    samples = read_samples(track.child(b"mdia", b"minf", b"stbl"))
    film_scale, scale = scale_of(index.child(b"mvhd")), scale_of(track.child(b"mdia", b"mdhd"))
    offset = offset_of(track, index)
    begin, until = max(0.0, start) * scale + offset, end * scale + offset
    first = nearest_key(samples, begin)
    inside = np.flatnonzero(samples.shown < until)
    part = samples.part(first, int(inside[-1]) + 1 if len(inside) else first)
    last = float((samples.shown + samples.lengths).max())
    length = round((min(until, last) - begin) / scale * film_scale)
    if length <= 0 or not len(part.sizes):
        return None
    return _Cut(track, part, length, max(0, round(begin - float(samples.decoded[first]))))


def _index_box(index: IsoBox, cuts: Sequence[_Cut], offsets: Sequence[Ids]) -> bytes:
    if not any(kind_of(one.track) == b"vide" for one in cuts):
        raise ValueError("no video")
    length = max(one.length for one in cuts)
    content = _content(index, {b"mvhd": lambda one: _lasting(one, length, 16, 24)}, without={b"trak"})
    tracks = b"".join(one.box(places) for one, places in zip(cuts, offsets, strict=True))
    return box(b"moov", content.replace(_PAIRING, _FORMER) + tracks)


def _changed(whole: IsoBox, parts: dict[bytes, Callable[[IsoBox], bytes]]) -> bytes:
    return box(whole.name, _content(whole, parts))


def _content(whole: IsoBox, parts: dict[bytes, Callable[[IsoBox], bytes]], without: set[bytes] | None = None) -> bytes:
    """Return the content of a box with other children of some names, and without some."""
    kept = [one for one in whole.boxes() if one.name not in (without or ())]
    return b"".join(parts[one.name](one) if one.name in parts else one.bytes for one in kept)


def _lasting(header: IsoBox, length: int, short: int, long: int) -> bytes:
    """Return a header with another duration, which is at one of two places, depending on the version."""
    content, is_long = bytearray(header.content), header.content[0] == 1
    struct.pack_into(">Q" if is_long else ">I", content, long if is_long else short, length)
    return box(header.name, bytes(content))


def _copy(film: FileSource, clip: BinaryIO, spans: Sequence[tuple[int, int]]) -> None:
    for offset, size in spans:
        data = film.slice(offset, offset + size)
        if len(data) < size:
            raise UnreadableFile("damaged", tr("The video ends too early; no clip was saved."))
        clip.write(data)


def _uncuttable(source: Path) -> UnreadableFile:
    return UnreadableFile(
        "unsupported",
        tr("No clip can be cut from {name}.", name=source.name),
        tr("Clips are cut from MP4 and MOV files that are not fragmented."),
    )
