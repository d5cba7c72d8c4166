"""Other words in a HEIC, HEIF or AVIF, through ExifTool: items and boxes point to each other by place there.

What ExifTool made is compared with what was: everything that it reads besides words, and a hash of the picture's data.
"""

import hashlib
import json
from typing import Any

from photon.domain import UnreadableFile
from photon.domain.metadata.writing import Unsafe
from photon.media.decode import decoding, opening
from photon.media.file import failures, signature
from photon.media.file.source import source_of
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.write import exiftool
from photon.media.write.embedded_blocks import Blocks, check_unsigned
from photon.media.write.exiftool import ExifTool, ExifToolFailed

_CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_HASH = "File:ImageDataHash"
# told elsewhere, or of places in the file
_PASSED = (
    "SourceFile", "System:", "ExifTool:", "Composite:", "XMP-", "IFD", "ExifIFD:", "GPS:", "InteropIFD:", "MakerNotes:",
    "File:FileSize", "File:ExifByteOrder", "QuickTime:MediaDataSize", "QuickTime:MediaDataOffset",
    "QuickTime:MetaImageSize",
)  # fmt: skip


def blocks_of(data: bytes) -> Blocks:
    """What holds words in a HEIF.

    Raises:
        Unsafe: ExifTool is not installed, or the file must not be changed.
    """
    _tool()
    check_unsigned(_CREDENTIALS in data[: 1 << 20])
    try:
        with decoding.quiet():
            parts = opening.open_picture(source_of(data), _kind(data), 1).parts
    except failures.DECODING_ERRORS as error:
        raise Unsafe("it is damaged") from error
    return Blocks(xmp=parts.xmp or None, exif=parts.exif or None)


def with_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """The file with other blocks.

    Raises:
        Unsafe: ExifTool could not write it.
    """
    blocks: dict[str, bytes] = {}
    if new.xmp is not None and new.xmp != old.xmp:
        blocks["XMP"] = new.xmp
    if new.exif is not None and new.exif != old.exif:
        blocks["EXIF"] = new.exif
    try:
        return exiftool.with_blocks(_tool(), data, ending_of(data), blocks)
    except ExifToolFailed as error:
        raise Unsafe(str(error)) from error


def skeleton(data: bytes) -> bytes:
    """What ExifTool reads besides the blocks, which are compared by themselves; the picture's data by its hash.

    Raises:
        Unsafe: ExifTool cannot read it.
    """
    try:
        told: dict[str, Any] = json.loads(exiftool.dump(_tool(), data, ending_of(data)))[0]
    except (ExifToolFailed, ValueError, LookupError) as error:
        raise Unsafe("ExifTool could not read it back") from error
    kept = {name: value for name, value in told.items() if not name.startswith(_PASSED)}
    if not kept.get(_HASH):
        kept[_HASH] = _pixels(data)
    return json.dumps(kept, sort_keys=True).encode()


def _pixels(data: bytes) -> str:
    """A hash of the picture itself, for an ExifTool before 12.63 has none of its data; some tenths of a second more."""
    try:
        picture, preview = decoding.decode(source_of(data), decoding.Fit(short=SHORT, long=LONG))
    except UnreadableFile as error:
        raise Unsafe("it is damaged") from error
    return f"{picture.upright} {hashlib.sha256(preview.tobytes()).hexdigest()}"


def _tool() -> ExifTool:
    tool = exiftool.installed()
    if tool is None:
        raise Unsafe("that takes ExifTool, which is not installed")
    return tool


def _kind(data: bytes) -> signature.Kind:
    return "AVIF" if signature.identify(data[: signature.HEAD], "") == "AVIF" else "HEIF"


def ending_of(data: bytes) -> str:
    """The ending by which ExifTool knows what it is."""
    return "avif" if _kind(data) == "AVIF" else "heic"
