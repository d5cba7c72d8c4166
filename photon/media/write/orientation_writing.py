"""Change the orientation in a file: the EXIF orientation, and ``tiff:Orientation`` in XMP if it is present.

No pixel changes. HEIF, AVIF and JPEG XL store the orientation outside EXIF, so EXIF does not change it.
"""

import io
import struct
from dataclasses import replace

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.domain.photo.turn import join_turns
from photon.language import tr
from photon.media.decode import decoding, opening
from photon.media.file.source import source_of
from photon.media.metadata import exif
from photon.media.metadata.xmp import UnreadableXmp
from photon.media.write import jpeg_writing, png_writing, webp_writing
from photon.media.write.tiff_fields import SHORT, TiffFields, UnknownStructure
from photon.media.write.xmp_document import XmpDocument

_CONTAINERS = {"JPEG": jpeg_writing, "PNG": png_writing, "WebP": webp_writing}
_IN_XMP = "tiff:Orientation"


def turn_file(data: bytes, kind: str, turn: int) -> bytes:
    """Turn the picture of a file, in addition to its current orientation.

    Args:
        data: The file.
        kind: Its format, from ``kind_of``.
        turn: 1..8.

    Returns:
        The new bytes.

    Raises:
        UnsafeToEmbed: The format is not supported, or the file is damaged; the message is a clause with the reason.
    """
    try:
        if kind == "TIFF":
            return _with_field(data, join_turns((exif.orientation(exif.read_tags(io.BytesIO(data))), turn)))
        if kind in _CONTAINERS:
            return _turned(data, kind, turn)
    except UnknownStructure as error:
        raise UnsafeToEmbed(tr("its EXIF is damaged")) from error
    except UnreadableXmp as error:
        raise UnsafeToEmbed(tr("its XMP can't be read. {reason}", reason=error)) from error
    raise UnsafeToEmbed(tr("{format} files can't be rotated without loss; export it as JPEG instead", format=kind))


def orientation_in(data: bytes, kind: str) -> int:
    """Read the orientation of a file, 1..8.

    Args:
        data: The file.
        kind: Its format, from ``kind_of``.

    Raises:
        UnreadableFile: It is damaged.
    """
    if kind in {"TIFF", "DNG"}:
        return exif.orientation(exif.read_tags(io.BytesIO(data)))
    with decoding.quiet():
        return opening.open_picture(source_of(data), kind, 1).orientation  # type: ignore[arg-type]


def _turned(data: bytes, kind: str, turn: int) -> bytes:
    container = _CONTAINERS[kind]
    with decoding.quiet():
        opened = opening.open_picture(source_of(data), kind, 1)  # type: ignore[arg-type]
    orientation = join_turns((opened.orientation, turn))
    old = container.read_blocks(data)
    block = old.exif or opened.parts.exif or _empty()  # a new block hides EXIF that a PNG has as text
    new = replace(old, exif=_with_field(block, orientation))
    if old.xmp is not None:
        document = XmpDocument(old.xmp, {_IN_XMP})
        if _IN_XMP in document.properties.values:
            document.set_text(_IN_XMP, str(orientation))
            new = replace(new, xmp=document.to_bytes())
    made: bytes = container.replace_blocks(data, old, new)
    return made


def _with_field(block: bytes, orientation: int) -> bytes:
    fields = TiffFields(block)
    fields.set_short("main", exif.ORIENTATION, orientation)
    return fields.to_bytes()


def _empty() -> bytes:
    """Return EXIF that contains only the orientation of an upright picture."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, exif.ORIENTATION, SHORT, 1, 1, 0, 0)
