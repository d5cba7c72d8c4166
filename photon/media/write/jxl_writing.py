"""Write metadata into a JPEG XL: the box that contains it is replaced, every other box is preserved.

A bare codestream is wrapped in a container (ISO/IEC 18181-2), which adds 40 bytes.
"""

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.metadata.container import find_exif
from photon.media.write.embedded_blocks import Blocks, check_unsigned, only
from photon.quick_dataclass import dataclass

_CONTAINER = bytes.fromhex("0000000c4a584c200d0a870a") + bytes.fromhex("00000014667479706a786c20000000006a786c20")
_PICTURE = {b"jxlc", b"jxlp"}


@dataclass(slots=True)
class Box:
    """A box: its type and content; the last one may have been written without a length."""

    name: bytes
    content: bytes
    is_open: bool = False


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a JPEG XL.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is truncated, or its metadata must not be changed.
    """
    boxes = boxes_of(data)
    names = [one.name for one in boxes]
    if b"jbrd" in names:
        raise UnsafeToEmbed(tr("it is a recompressed JPEG, which could no longer be restored"))
    if any(one.name == b"brob" and one.content[:4] in {b"xml ", b"Exif"} for one in boxes):
        raise UnsafeToEmbed(tr("its metadata is compressed (Brotli)"))
    check_unsigned(any(one.name == b"jumb" and b"c2pa" in one.content for one in boxes))
    xmp, exif = _only(boxes, b"xml "), _only(boxes, b"Exif")
    return Blocks(
        xmp=None if xmp is None else xmp.content,
        exif=None if exif is None or not find_exif(exif.content) else find_exif(exif.content),
    )


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a JPEG XL.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.
    """
    boxes = boxes_of(data)
    if new.exif is not None and old.exif is not None and new.exif != old.exif and (exif := _only(boxes, b"Exif")):
        exif.content = exif.content[: len(exif.content) - len(old.exif)] + new.exif
    if new.xmp is not None and new.xmp != old.xmp:
        xmp = _only(boxes, b"xml ")
        if xmp is None:  # before the picture, whose box may have no length
            xmp = Box(b"xml ", b"")
            boxes.insert(next(at for at, one in enumerate(boxes) if one.name in _PICTURE), xmp)
        xmp.content = new.xmp
    return b"".join(map(packed, boxes))


def non_metadata_bytes(data: bytes) -> bytes:
    """Return all boxes except the metadata, for comparison.

    Args:
        data: The file.
    """
    return b"".join(one.name + one.content for one in boxes_of(data) if one.name not in {b"xml ", b"Exif"})


def boxes_of(data: bytes) -> list[Box]:
    """Parse the boxes of a JPEG XL; a bare codestream is wrapped in one.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is damaged or truncated.
    """
    if data.startswith(b"\xff\x0a"):
        data = _CONTAINER + (len(data) + 8).to_bytes(4, "big") + b"jxlc" + data
    found: list[Box] = []
    at = 0
    while at < len(data):
        length, start = int.from_bytes(data[at : at + 4], "big"), at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = len(data) if length == 0 else at + length
        if end < start or end > len(data):
            raise UnsafeToEmbed(tr("it is cut off"))
        found.append(Box(data[at + 4 : at + 8], data[start:end], is_open=length == 0))
        at = end
    if not any(one.name in _PICTURE for one in found):
        raise UnsafeToEmbed(tr("it is damaged"))
    return found


def _only(boxes: list[Box], name: bytes) -> Box | None:
    return only([one for one in boxes if one.name == name])


def packed(box: Box) -> bytes:
    """Encode a box.

    Args:
        box: The box.
    """
    size = len(box.content) + 8
    if box.is_open:
        return bytes(4) + box.name + box.content
    if size >= 1 << 32:
        return b"\0\0\0\1" + box.name + (size + 8).to_bytes(8, "big") + box.content
    return size.to_bytes(4, "big") + box.name + box.content
