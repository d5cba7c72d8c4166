"""Write metadata into a JPEG: the segments that contain it are replaced, every other byte is preserved.

Data after the picture (videos of motion photos, gain maps, previews) is preserved, and lists of offsets to it are
updated. A file is not written if that is not certain to be correct.
"""

import re

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.metadata import trailer
from photon.media.metadata.container import MORE_XMP_MARK, PHOTOSHOP, XMP_MARK
from photon.media.write.embedded_blocks import Blocks, check_unsigned, only
from photon.media.write.mpf import MARK, Pictures, UnknownPictures, follow, pictures_in
from photon.quick_dataclass import dataclass

_EXIF = b"Exif\0\0"
_LARGEST = 65_533  # maximum payload bytes of a segment
_MARKER = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")
_PICTURE = re.compile(b"\xff\xd8\xff")
_PART = 40  # header bytes of a chunk of extended XMP


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment before the pixels: its marker, the position of the marker, start and end of the payload."""

    marker: int
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """The structure of a JPEG.

    Attributes:
        segments: Segments before the pixels.
        end: End of the picture, where other data may follow.
        pictures: List of further pictures (MPF).
    """

    segments: tuple[Segment, ...]
    end: int
    pictures: Pictures | None


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a JPEG.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is truncated, or its structure does not allow changes.
    """
    layout = _layout(data)
    xmp, exif, photoshop = (_only(data, layout, mark) for mark in (XMP_MARK, _EXIF, PHOTOSHOP))
    more = [data[one.start : one.end] for one in layout.segments if _is(data, one, MORE_XMP_MARK)]
    _check(data, layout)
    return Blocks(
        xmp=None if xmp is None else data[xmp.start + len(XMP_MARK) : xmp.end],
        exif=None if exif is None else data[exif.start + len(_EXIF) : exif.end],
        photoshop=None if photoshop is None else data[photoshop.start + len(PHOTOSHOP) : photoshop.end],
        more_xmp=b"".join(piece[len(MORE_XMP_MARK) + _PART :] for piece in more) if more else None,
    )


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a JPEG.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.

    Raises:
        UnsafeToEmbed: A block exceeds the limit of JPEG, or offsets would become wrong.
    """
    layout = _layout(data)
    edits: list[tuple[int, int, bytes]] = []
    for mark, marker, was, now in (
        (XMP_MARK, 0xE1, old.xmp, new.xmp),
        (_EXIF, 0xE1, old.exif, new.exif),
        (PHOTOSHOP, 0xED, old.photoshop, new.photoshop),
    ):
        if now is None or now == was:
            continue
        there = _only(data, layout, mark)
        offset = (there.at, there.end) if there else (_offset_for_xmp(data, layout),) * 2
        edits.append((*offset, segment(marker, mark + now)))
    return _exchanged(data, layout, sorted(edits))


def non_metadata_bytes(data: bytes) -> bytes:
    """Return all bytes except the blocks, and except the MPF list, for comparison.

    Args:
        data: The file.
    """
    layout = _layout(data)
    marks = (XMP_MARK, _EXIF, PHOTOSHOP, MARK)
    kept = [data[one.at : one.end] for one in layout.segments if not any(_is(data, one, mark) for mark in marks)]
    return b"".join([*kept, data[layout.segments[-1].end :]])


def segments_of(data: bytes) -> tuple[tuple[Segment, ...], int]:
    """Parse the segments before the pixels.

    Args:
        data: The file.

    Returns:
        The segments, and the end of the picture.

    Raises:
        UnsafeToEmbed: It is damaged or truncated.
    """
    segments = []
    at = 2
    while True:
        while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] == b"\xff":
            at += 1
        marker = data[at + 1] if data[at : at + 1] == b"\xff" and at + 4 <= len(data) else 0
        if marker == 0xDA:
            break
        if not 0xC0 <= marker <= 0xFE or 0xD0 <= marker <= 0xD9:
            raise UnsafeToEmbed(tr("it is damaged"))
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segments.append(Segment(marker, at, at + 4, end))
        at = end
    if not segments:
        raise UnsafeToEmbed(tr("it is damaged"))
    return tuple(segments), _end_of_picture(data, at)


def _layout(data: bytes) -> _Layout:
    segments, end = segments_of(data)
    listed = next((one for one in segments if one.marker == 0xE2 and _is(data, one, MARK)), None)
    try:
        pictures = pictures_in(data, listed.start, listed.end) if listed else None
    except UnknownPictures as error:
        raise UnsafeToEmbed(tr("it contains more images (MPF) in a form that Photon doesn't support")) from error
    return _Layout(segments, end, pictures)


def _end_of_picture(data: bytes, scan: int) -> int:
    """Return the position after the first picture's EOI marker; scans are parsed, as tables may contain its bytes."""
    at = scan
    while data[at + 1] != 0xD9:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        found = _MARKER.search(data, at)
        if not found:
            raise UnsafeToEmbed(tr("it is cut off"))
        at = found.start()
    return at + 2


def _is(data: bytes, segment: Segment, mark: bytes) -> bool:
    return data.startswith(mark, segment.start) and segment.start + len(mark) <= segment.end


def _only(data: bytes, layout: _Layout, mark: bytes) -> Segment | None:
    return only([one for one in layout.segments if _is(data, one, mark)])


def _check(data: bytes, layout: _Layout) -> None:
    check_unsigned(any(one.marker == 0xEB and b"c2pa" in data[one.start : one.end] for one in layout.segments))
    behind = data[layout.end :]
    if behind[-12:-8] in trailer.AFCP or behind.endswith(trailer.FOTOSTATION):
        raise UnsafeToEmbed(tr("another program has stored metadata after the image (AFCP or FotoStation)"))


def _offset_for_xmp(data: bytes, layout: _Layout) -> int:
    """Return the position after JFIF and EXIF, which must be first."""
    offset = 2
    for one in layout.segments:
        if one.marker != 0xE0 and not _is(data, one, _EXIF):
            break
        offset = one.end
    return offset


def segment(marker: int, payload: bytes) -> bytes:
    """Encode a segment with marker and length.

    Args:
        marker: Second byte of the marker.
        payload: Its payload.

    Raises:
        UnsafeToEmbed: It exceeds the limit of JPEG.
    """
    if len(payload) > _LARGEST:
        raise UnsafeToEmbed(tr("its metadata would be larger than JPEG allows (64 kB)"))
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2, "big") + payload


def _exchanged(data: bytes, layout: _Layout, edits: list[tuple[int, int, bytes]]) -> bytes:
    grown = sum(len(new) - (end - start) for start, end, new in edits)
    pieces, at = [], 0
    for start, end, new in edits:
        pieces += [data[at:start], new]
        at = end
    made = bytearray(b"".join([*pieces, data[at:]]))
    _check_pointers(data, layout, edits, grown)
    if layout.pictures:
        moved = sum(len(new) - (end - start) for start, end, new in edits if end <= layout.pictures.base)
        follow(made, layout.pictures, moved, grown)
    return bytes(made)


def _check_pointers(data: bytes, layout: _Layout, edits: list[tuple[int, int, bytes]], grown: int) -> None:
    """Check that the preview after the picture would not move if maker notes may contain its offset."""
    exif = next((one for one in layout.segments if _is(data, one, _EXIF)), None)
    if exif is None or layout.end >= len(data):
        return
    base = exif.start + len(_EXIF)
    moved = sum(len(new) - (end - start) for start, end, new in edits if end <= base)
    notes = data[base : exif.end]
    offsets = {layout.end, *(offset for offset in (layout.pictures.offsets if layout.pictures else ()) if offset)}
    offsets |= {found.start() for found in _PICTURE.finditer(data, layout.end)}
    for offset in offsets:
        for target, shift in ((offset - base, grown - moved), (offset, grown)):
            if shift and any(target.to_bytes(4, order) in notes for order in ("little", "big")):
                raise UnsafeToEmbed(tr("its maker notes point to an embedded image that would move"))
