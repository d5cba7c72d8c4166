"""Write metadata into a WebP: the chunks that contain it are replaced, every other chunk is preserved.

A simple file becomes an extended one (VP8X) with its first metadata, as the container specification requires.
"""

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.write.embedded_blocks import Blocks, check_unsigned, only
from photon.quick_dataclass import dataclass

_START, _HEAD = 12, 8
_XMP, _EXIF, _ALPHA = 0x04, 0x08, 0x10  # flags in VP8X
_EXIF_HEAD = b"Exif\0\0"
_PICTURE = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


@dataclass(slots=True)
class _Chunk:
    """A chunk: its type and content."""

    name: bytes
    content: bytes


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a WebP.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is truncated, or followed by other data.
    """
    chunks = _chunks(data)
    check_unsigned(any(one.name == b"C2PA" for one in chunks))
    xmp, exif = _only(chunks, b"XMP "), _only(chunks, b"EXIF")
    return Blocks(
        xmp=None if xmp is None else xmp.content,
        exif=None if exif is None else exif.content.removeprefix(_EXIF_HEAD),
    )


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a WebP.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.
    """
    chunks = _chunks(data)
    if new.exif is not None and new.exif != old.exif:
        exif = _only(chunks, b"EXIF")
        if exif is None:
            exif, xmp = _Chunk(b"EXIF", b""), _only(chunks, b"XMP ")
            chunks.insert(chunks.index(xmp) if xmp else len(chunks), exif)
            _extend(chunks, _EXIF)
        head = _EXIF_HEAD if exif.content.startswith(_EXIF_HEAD) else b""
        exif.content = head + new.exif
    if new.xmp is not None and new.xmp != old.xmp:
        xmp = _only(chunks, b"XMP ")
        if xmp is None:
            xmp = _Chunk(b"XMP ", b"")
            chunks.append(xmp)
        xmp.content = new.xmp
        _extend(chunks)
    return _joined(chunks)


def alone(data: bytes, blocks: Blocks) -> bytes:
    """Rebuild a WebP with its picture and these blocks only.

    Args:
        data: The file.
        blocks: Its new metadata.

    Returns:
        The new file.

    Raises:
        UnsafeToEmbed: It is truncated, or followed by other data.
    """
    chunks = [one for one in _chunks(data) if one.name in _PICTURE]
    if chunks[0].name == b"VP8X":
        chunks[0].content = bytes([chunks[0].content[0] & ~(_XMP | _EXIF)]) + chunks[0].content[1:]
    for name, mark, block in ((b"EXIF", _EXIF, blocks.exif), (b"XMP ", _XMP, blocks.xmp)):
        if block is not None:
            chunks.append(_Chunk(name, block))
            _extend(chunks, mark)
    return _joined(chunks)


def _joined(chunks: list[_Chunk]) -> bytes:
    body = b"WEBP" + b"".join(
        one.name + len(one.content).to_bytes(4, "little") + one.content + bytes(len(one.content) % 2) for one in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def non_metadata_bytes(data: bytes) -> bytes:
    """Return all chunks except the metadata and the VP8X header with its flags, for comparison.

    Args:
        data: The file.
    """
    chunks = _chunks(data)
    return b"".join(one.name + one.content for one in chunks if one.name not in {b"XMP ", b"EXIF", b"VP8X"})


def _chunks(data: bytes) -> list[_Chunk]:
    size = 8 + int.from_bytes(data[4:8], "little")
    if size > len(data):
        raise UnsafeToEmbed(tr("it is cut off"))
    if len(data) - size > 1:
        raise UnsafeToEmbed(tr("there is unknown data after the image"))
    found: list[_Chunk] = []
    at = _START
    while at + _HEAD <= size:
        end = at + _HEAD + int.from_bytes(data[at + 4 : at + 8], "little")
        if end > size:
            raise UnsafeToEmbed(tr("it is cut off"))
        found.append(_Chunk(data[at : at + 4], data[at + _HEAD : end]))
        at = end + (end - at) % 2
    if not found or found[0].name not in {b"VP8X", b"VP8 ", b"VP8L"}:
        raise UnsafeToEmbed(tr("it is damaged"))
    return found


def _only(chunks: list[_Chunk], name: bytes) -> _Chunk | None:
    return only([one for one in chunks if one.name == name])


def _extend(chunks: list[_Chunk], mark: int = _XMP) -> None:
    """Set the flag for XMP or EXIF in VP8X, which is created if missing."""
    first = chunks[0]
    if first.name == b"VP8X":
        first.content = bytes([first.content[0] | mark]) + first.content[1:]
        return
    width, height, has_alpha = _plain_size(first)
    marks = mark | (_ALPHA if has_alpha else 0) | (_EXIF if _only(chunks, b"EXIF") else 0)
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunks.insert(0, _Chunk(b"VP8X", bytes([marks, 0, 0, 0]) + sides))


def _plain_size(chunk: _Chunk) -> tuple[int, int, bool]:
    """Return the width, height, and whether it has transparency, from the header of the image data."""
    head = chunk.content
    if chunk.name == b"VP8L" and head[:1] == b"\x2f":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    if chunk.name == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF, False
    raise UnsafeToEmbed(tr("it is damaged"))
