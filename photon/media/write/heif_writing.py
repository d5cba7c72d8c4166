"""Write metadata into HEIC, HEIF and AVIF with ExifTool, because their items and boxes refer to each other by offset.

ExifTool's result is compared with the original: all other fields that it reads, and a hash of the image data.
"""

import hashlib
import json
from typing import Any

from photon.domain import UnreadableFile
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.decode import decoding, opening
from photon.media.file import failures, signature
from photon.media.file.source import source_of
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.write import exiftool
from photon.media.write.embedded_blocks import Blocks, check_unsigned
from photon.media.write.exiftool import ExifTool, ExifToolFailed

_CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_HASH = "File:ImageDataHash"
# Compared elsewhere, or offsets in the file.
_PASSED = (
    "SourceFile", "System:", "ExifTool:", "Composite:", "XMP-", "IFD", "ExifIFD:", "GPS:", "InteropIFD:", "MakerNotes:",
    "File:FileSize", "File:ExifByteOrder", "QuickTime:MediaDataSize", "QuickTime:MediaDataOffset",
    "QuickTime:MetaImageSize",
)  # fmt: skip


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a HEIF.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: ExifTool is not installed, or the file must not be changed.
    """
    _tool()
    check_unsigned(_CREDENTIALS in data[: 1 << 20])
    try:
        with decoding.quiet():
            parts = opening.open_picture(source_of(data), _kind(data), 1).parts
    except failures.DECODING_ERRORS as error:
        raise UnsafeToEmbed(tr("it is damaged")) from error
    return Blocks(xmp=parts.xmp or None, exif=parts.exif or None)


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a HEIF.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.

    Raises:
        UnsafeToEmbed: ExifTool could not write it.
    """
    blocks: dict[str, bytes] = {}
    if new.xmp is not None and new.xmp != old.xmp:
        blocks["XMP"] = new.xmp
    if new.exif is not None and new.exif != old.exif:
        blocks["EXIF"] = new.exif
    try:
        return exiftool.replace_blocks(_tool(), data, ending_of(data), blocks)
    except ExifToolFailed as error:
        raise UnsafeToEmbed(str(error)) from error


def non_metadata_bytes(data: bytes) -> bytes:
    """Return what ExifTool reads beside the blocks, which are compared separately, and a hash of the image data.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: ExifTool cannot read it.
    """
    try:
        fields: dict[str, Any] = json.loads(exiftool.dump(_tool(), data, ending_of(data)))[0]
    except (ExifToolFailed, ValueError, LookupError) as error:
        raise UnsafeToEmbed(tr("ExifTool couldn't read it back")) from error
    kept = {name: value for name, value in fields.items() if not name.startswith(_PASSED)}
    if not kept.get(_HASH):
        kept[_HASH] = _pixels(data)
    return json.dumps(kept, sort_keys=True).encode()


def _pixels(data: bytes) -> str:
    """Hash the decoded pixels for ExifTool before 12.63, which has no hash of image data; takes over 0.1 s."""
    try:
        picture, preview = decoding.decode(source_of(data), decoding.Fit(short=SHORT, long=LONG))
    except UnreadableFile as error:
        raise UnsafeToEmbed(tr("it is damaged")) from error
    return f"{picture.upright} {hashlib.sha256(preview.tobytes()).hexdigest()}"


def _tool() -> ExifTool:
    tool = exiftool.installed()
    if tool is None:
        raise UnsafeToEmbed(tr("this needs ExifTool, which is not installed"))
    return tool


def _kind(data: bytes) -> signature.Kind:
    return "AVIF" if signature.identify(data[: signature.HEAD], "") == "AVIF" else "HEIF"


def ending_of(data: bytes) -> str:
    """Return the file extension by which ExifTool recognises the format.

    Args:
        data: The file.
    """
    return "avif" if _kind(data) == "AVIF" else "heic"
