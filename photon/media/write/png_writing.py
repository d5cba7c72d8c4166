"""Write metadata into a PNG: the chunks that contain it are replaced, every other chunk is preserved.

XMP is written uncompressed, as its specification requires (part 3, 1.1.5). A new chunk goes right after the header,
where every reader finds it.
"""

import zlib

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.metadata.container import PHOTOSHOP, PNG_XMP, PROFILE, international, profile_in
from photon.media.write.embedded_blocks import Blocks, check_unsigned, only
from photon.quick_dataclass import dataclass

_HEAD, _FOOT = 8, 4  # bytes of length and type before a chunk's content, and of the CRC after it
_START = 8
_IPTC, _DATASET = {b"iptc", b"8bim"}, b"\x1c"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk: its type, its position (of the length field), the end of its content."""

    name: bytes
    at: int
    end: int

    @property
    def start(self) -> int:
        """Start of its content."""
        return self.at + _HEAD


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a PNG.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is truncated, or its metadata is in a place that Photon only reads.
    """
    chunks = chunks_of(data)
    check_unsigned(any(one.name == b"caBX" for one in chunks))
    xmp, exif = _xmp(data, chunks), only([one for one in chunks if one.name == b"eXIf"])
    packet = None if xmp is None else international(data[xmp.start + len(PNG_XMP) : xmp.end])
    if any(_kind(data, one) in {b"xmp", b"APP1"} for one in chunks) and packet is None:
        raise UnsafeToEmbed(tr("its XMP is in ImageMagick's format, which other programs don't read"))
    iptc = _iptc(data, chunks)
    profile = b"" if iptc is None else profile_in(iptc.name, data[iptc.start : iptc.end])[1]
    return Blocks(
        xmp=packet,
        exif=None if exif is None else data[exif.start : exif.end],
        iptc=profile if profile.startswith(_DATASET) else None,
        photoshop=profile.removeprefix(PHOTOSHOP) if profile and not profile.startswith(_DATASET) else None,
    )


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a PNG.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.
    """
    chunks = chunks_of(data)
    edits: list[tuple[int, int, bytes]] = []
    if new.xmp is not None and new.xmp != old.xmp:
        chunk = _xmp(data, chunks)
        made = packed(b"iTXt", PNG_XMP + b"\0\0\0\0" + new.xmp)
        edits.append((chunk.at, chunk.end + _FOOT, made) if chunk else (chunks[1].at, chunks[1].at, made))
    if new.exif is not None and new.exif != old.exif:
        chunk = only([one for one in chunks if one.name == b"eXIf"])
        made = packed(b"eXIf", new.exif)
        edits.append((chunk.at, chunk.end + _FOOT, made) if chunk else (chunks[1].at, chunks[1].at, made))
    for was, now in ((old.iptc, new.iptc), (old.photoshop, new.photoshop)):
        if now is not None and now != was and (chunk := _iptc(data, chunks)):
            edits.append((chunk.at, chunk.end + _FOOT, _profile(data, chunk, now)))
    pieces, at = [], 0
    for start, end, made in sorted(edits):
        pieces += [data[at:start], made]
        at = end
    return b"".join([*pieces, data[at:]])


def non_metadata_bytes(data: bytes) -> bytes:
    """Return all chunks except the metadata, for comparison.

    Args:
        data: The file.
    """
    chunks = chunks_of(data)
    kept = [one for one in chunks if one.name != b"eXIf" and not _is_xmp(data, one)]
    kept = [one for one in kept if _kind(data, one) not in _IPTC]
    return b"".join([*(data[one.at : one.end + _FOOT] for one in kept), data[chunks[-1].end + _FOOT :]])


def chunks_of(data: bytes) -> list[Chunk]:
    """Parse the chunks of a PNG.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is damaged or truncated.
    """
    found: list[Chunk] = []
    at = _START
    while not found or found[-1].name != b"IEND":
        end = at + _HEAD + int.from_bytes(data[at : at + 4], "big")
        if end + _FOOT > len(data):
            raise UnsafeToEmbed(tr("it is cut off"))
        found.append(Chunk(data[at + 4 : at + 8], at, end))
        at = end + _FOOT
    if found[0].name != b"IHDR":
        raise UnsafeToEmbed(tr("it is damaged"))
    return found


def _is_xmp(data: bytes, chunk: Chunk) -> bool:
    return chunk.name == b"iTXt" and data.startswith(PNG_XMP, chunk.start)


def _kind(data: bytes, chunk: Chunk) -> bytes:
    """Return the kind of a profile in ImageMagick's notation; empty if it is none."""
    if chunk.name not in {b"zTXt", b"tEXt"} or not data.startswith(PROFILE, chunk.start):
        return b""
    return data[chunk.start + len(PROFILE) : chunk.end].partition(b"\0")[0]


def _iptc(data: bytes, chunks: list[Chunk]) -> Chunk | None:
    return only([one for one in chunks if _kind(data, one) in _IPTC])


def _profile(data: bytes, chunk: Chunk, block: bytes) -> bytes:
    """Return a profile with other content, in the chunk's own notation."""
    kind = _kind(data, chunk)
    was = profile_in(chunk.name, data[chunk.start : chunk.end])[1]
    if was.startswith(PHOTOSHOP):
        block = PHOTOSHOP + block
    return profile_chunk(kind, block, is_packed=chunk.name == b"zTXt")


def profile_chunk(kind: bytes, block: bytes, *, is_packed: bool = True) -> bytes:
    """Encode a profile in ImageMagick's notation.

    Args:
        kind: ``iptc``, ``exif`` or ``xmp``.
        block: The profile.
        is_packed: Whether to compress it.
    """
    digits = block.hex().encode()
    lines = b"\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    text = b"\n%b\n%8d\n%b\n" % (kind, len(block), lines)
    head = PROFILE + kind + b"\0"
    if is_packed:
        return packed(b"zTXt", head + b"\0" + zlib.compress(text))
    return packed(b"tEXt", head + text)


def _xmp(data: bytes, chunks: list[Chunk]) -> Chunk | None:
    return only([one for one in chunks if _is_xmp(data, one)])


def packed(name: bytes, content: bytes) -> bytes:
    """Encode a chunk.

    Args:
        name: Its type.
        content: Its content.
    """
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
