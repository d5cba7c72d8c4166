"""The index of an MP4 or QuickTime file: its tracks, and how their times are those of the film."""

import struct

from photon.media.file.source import FileSource
from photon.media.films.iso_boxes import IsoBox, box
from photon.media.metadata.container import boxes

_LONGEST = 1 << 27  # bytes; 24 hours have 40 MB


def read_index(film: FileSource) -> tuple[bytes, IsoBox]:
    """Return the box that names the kind of file, as it is in the file, and the index.

    Raises:
        ValueError: The file has no index, or one in fragments.
    """
    head, index = b"", None
    for name, start, end in boxes(film):
        if name in {b"ftyp", b"moov"} and end - start <= _LONGEST:
            content = film.slice(start, end)
            head, index = (box(name, content), index) if name == b"ftyp" else (head, IsoBox(name, content))
    if index is None or index.find(b"mvex") is not None:
        raise ValueError("no index in one piece")
    return head, index


def kind_of(track: IsoBox) -> bytes:
    """Return what a track has: ``vide``, ``soun`` or something else.

    Raises:
        ValueError: It does not say so.
    """
    return track.child(b"mdia", b"hdlr").content[8:12]


def scale_of(header: IsoBox) -> int:
    """Return how many units a second has, as the header of a film or track says.

    Raises:
        ValueError: It has none.
    """
    scale = struct.unpack_from(">I", header.content, 20 if header.content[0] == 1 else 12)[0]
    if not scale:
        raise ValueError("no scale")
    return int(scale)


def offset_of(track: IsoBox, index: IsoBox) -> float:
    """Return how many units of a track come before the start of the film; negative if it begins later.

    Raises:
        ValueError: The film is put together of several parts of the track.
    """
    listed = track.find(b"edts", b"elst")
    if listed is None:
        return 0.0
    form, size = (">Qq", 20) if listed.content[0] == 1 else (">Ii", 12)
    count = struct.unpack_from(">I", listed.content, 4)[0]
    edits = [struct.unpack_from(form, listed.content, 8 + size * at) for at in range(min(count, 3))]
    waits = sum(length for length, begins in edits if begins < 0)
    parts = [begins for _, begins in edits if begins >= 0]
    if count > 2 or len(parts) > 1:
        raise ValueError("several parts")
    return float(sum(parts) - waits / scale_of(index.child(b"mvhd")) * scale_of(track.child(b"mdia", b"mdhd")))
