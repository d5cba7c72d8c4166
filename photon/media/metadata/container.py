"""Split JPEG, PNG, WebP, GIF and ISO media files into pixel data and metadata."""

import zlib
from collections.abc import Iterator
from dataclasses import field

from photon.media.file.source import FileSource
from photon.media.metadata import trailer
from photon.quick_dataclass import dataclass

PHOTOSHOP = b"Photoshop 3.0\0"
XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
MORE_XMP_MARK = b"http://ns.adobe.com/xmp/extension/\0"
PNG_XMP = b"XML:com.adobe.xmp\0"
_LARGEST_TEXT = 64 << 20  # bytes of an unpacked text chunk; more is a decompression bomb


@dataclass(slots=True)
class ContainerParts:
    """The parts of a container.

    Attributes:
        spans: Byte ranges that determine the pixels, in file order; empty if the container is broken.
        exif: EXIF as a TIFF structure, or empty.
        xmp: XMP packet, or empty.
        photoshop: Photoshop image resources, which contain IPTC, or empty.
        iptc: Bare IPTC, or empty.
        more_xmp: Chunks of extended XMP, each with its header: GUID of 32 digits, total size, offset.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    exif: bytes = b""
    xmp: bytes = b""
    photoshop: bytes = b""
    iptc: bytes = b""
    more_xmp: list[bytes] = field(default_factory=list)


def split_jpeg(source: FileSource) -> ContainerParts:
    """Walk the segments of a JPEG up to its pixels.

    APPn and COM segments are not part of the pixel data, except those that affect colours: ICC profile and Adobe's
    colour transform. Data after the picture (videos of motion photos, further pictures) is not part of it.

    Args:
        source: The file.
    """
    parts = ContainerParts()
    at = 2
    several = False
    while True:
        head = source.slice(at, at + 4)
        if len(head) < 4 or head[0] != 0xFF:
            parts.spans.clear()
            return parts
        marker = head[1]
        if marker == 0xDA:
            parts.spans.append((at, _end_of_picture(source, at, several)))
            parts.iptc = trailer.iptc_behind(source)
            return parts
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(head[2:4], "big")
        several = several or (marker == 0xE2 and source.slice(at + 4, at + 8) == b"MPF\0")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or _shows(marker, source.slice(at + 4, at + 16)):
            parts.spans.append((at, end))
        elif marker == 0xE1:
            _take_app1(parts, source.slice(at + 4, end))
        elif marker == 0xED and (payload := source.slice(at + 4, end)).startswith(PHOTOSHOP):
            parts.photoshop += payload[len(PHOTOSHOP) :]  # long ones are split over several segments
        at = end


def _end_of_picture(source: FileSource, start: int, several: bool) -> int:  # noqa: FBT001 - private
    if source.data is None or (source.data.endswith(b"\xff\xd9") and not several):
        return source.size  # scanning two megabytes would take 5% of the total time
    found = source.data.find(b"\xff\xd9", start)  # never occurs in entropy-coded data
    return found + 2 if found >= 0 else source.size


def _shows(marker: int, payload: bytes) -> bool:
    return (marker == 0xE2 and payload.startswith(b"ICC_PROFILE")) or (marker == 0xEE and payload.startswith(b"Adobe"))


def _take_app1(parts: ContainerParts, payload: bytes) -> None:
    if payload.startswith(b"Exif\0") and not parts.exif:
        parts.exif = payload[6:]
    elif payload.startswith(XMP_MARK):
        parts.xmp = payload[len(XMP_MARK) :]  # there should be one; the last one is the most recent
    elif payload.startswith(MORE_XMP_MARK):
        parts.more_xmp.append(payload[len(MORE_XMP_MARK) :])


_PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP"}


def split_png(source: FileSource) -> ContainerParts:
    """Walk the chunks of a PNG; metadata may follow the pixels.

    Args:
        source: The file.
    """
    parts = ContainerParts()
    for name, start, end in png_chunks(source):
        if name in _PNG_PICTURE:
            parts.spans.append((start, end))
        elif name == b"eXIf":
            parts.exif = _bare(source.slice(start, end))
        elif name == b"iTXt" and source.slice(start, start + len(PNG_XMP)) == PNG_XMP:
            parts.xmp = international(source.slice(start + len(PNG_XMP), end))
        elif name in {b"zTXt", b"tEXt"}:
            _take_profile(parts, name, source.slice(start, end))
    return parts


def png_chunks(source: FileSource) -> Iterator[tuple[bytes, int, int]]:
    """Iterate over the chunks of a PNG. Eight bytes precede each chunk's content, and four follow it.

    Args:
        source: The file.

    Yields:
        Type of the chunk, start and end of its content.
    """
    at = 8
    while at + 8 <= source.size:
        head = source.slice(at, at + 8)
        end = at + 8 + int.from_bytes(head[:4], "big")
        yield head[4:], at + 8, min(end, source.size)
        at = end + 4


def international(chunk: bytes) -> bytes:
    """Return the text of an iTXt chunk; compression flags, the language and the translated keyword precede it.

    Args:
        chunk: The content after the keyword.
    """
    _, _, text = chunk[2:].partition(b"\0")[2].partition(b"\0") if chunk[:1] in {b"\0", b"\1"} else (b"", b"", chunk)
    if chunk[:1] != b"\1":
        return text
    try:
        return _unpacked(text)
    except zlib.error:
        return b""


def _unpacked(text: bytes) -> bytes:
    """Decompress a text; return an empty one for a decompression bomb.

    Raises:
        zlib.error: It is broken.
    """
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(text, _LARGEST_TEXT)
    return b"" if unpacking.unconsumed_tail else unpacked


def _take_profile(parts: ContainerParts, name: bytes, chunk: bytes) -> None:
    kind, profile = profile_in(name, chunk)
    if kind in {b"exif", b"APP1"} and profile.startswith(XMP_MARK):
        parts.xmp = parts.xmp or profile[len(XMP_MARK) :]
    elif kind in {b"exif", b"APP1"}:
        parts.exif = parts.exif or _bare(profile)
    elif kind == b"xmp" and not parts.xmp:
        parts.xmp = profile
    elif kind in {b"iptc", b"8bim"}:
        if profile.startswith(b"\x1c"):
            parts.iptc = parts.iptc or profile
        else:
            parts.photoshop = parts.photoshop or profile.removeprefix(PHOTOSHOP)


PROFILE = b"Raw profile type "


def profile_in(name: bytes, chunk: bytes) -> tuple[bytes, bytes]:
    """Decode EXIF, XMP or IPTC in ImageMagick's notation: hexadecimal text named ``Raw profile type exif``.

    The text is a line break, the profile's name, its length in bytes, and the digits; some writers append garbage.

    Args:
        name: Type of the chunk, ``zTXt`` or ``tEXt``.
        chunk: Its content.

    Returns:
        Kind and content of the profile; both empty if it is none.
    """
    key, _, rest = chunk.partition(b"\0")
    if not key.startswith(PROFILE):
        return b"", b""
    try:
        text = _unpacked(rest[1:]) if name == b"zTXt" else rest
        _, _, length, digits = text.split(b"\n", 3)
        profile = bytes.fromhex(b"".join(digits.split())[: 2 * int(length)].decode("ascii"))
    except (zlib.error, ValueError):
        return b"", b""
    return key[len(PROFILE) :], profile


# Without VP8X, which a still picture gets with its first metadata.
_WEBP_PICTURE = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def split_webp(source: FileSource) -> ContainerParts:
    """Walk the chunks of a WebP.

    Args:
        source: The file.
    """
    parts = ContainerParts()
    at = 12
    while at + 8 <= source.size:
        head = source.slice(at, at + 8)
        start, end = at + 8, min(at + 8 + int.from_bytes(head[4:], "little"), source.size)
        if head[:4] in _WEBP_PICTURE:
            parts.spans.append((start, end))
        elif head[:4] == b"EXIF":
            parts.exif = _bare(source.slice(start, end))
        elif head[:4] == b"XMP ":
            parts.xmp = source.slice(start, end)
        at = end + (end - start) % 2
    return parts


_GIF_XMP = b"\x21\xff\x0bXMP DataXMP"


def split_gif(source: FileSource) -> ContainerParts:
    """Find the XMP of a GIF, which is stored unencoded, followed by 258 bytes that make decoders skip it.

    Args:
        source: The file.
    """
    parts = ContainerParts()
    data = source.data or b""
    start = data.find(_GIF_XMP)
    if start >= 0:
        end = data.find(b"\x01\xff\xfe\xfd", start)
        parts.xmp = data[start + len(_GIF_XMP) : end] if end > start else b""
    return parts


def _bare(exif: bytes) -> bytes:
    """Return EXIF without the prefix that some writers copy from JPEG."""
    return exif[6:] if exif.startswith(b"Exif\0") else exif


def find_exif(block: bytes) -> bytes:
    """Find the TIFF structure inside an EXIF item of HEIF, AVIF or JPEG XL, whatever precedes it.

    Args:
        block: The item.
    """
    for at in (0, 4, 6, 10):
        if block[at : at + 4] in {b"II*\0", b"MM\0*"}:
            return block[at:]
    return b""


_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def xmp_of_boxes(source: FileSource) -> bytes:
    """Find the XMP packet of a CR3, in a ``uuid`` box of its own.

    Args:
        source: The file.

    Returns:
        The packet; empty if there is none.
    """
    for name, start, end in boxes(source):
        if name == b"uuid" and source.slice(start, start + 16) == _XMP_BOX:
            return source.slice(start + 16, end)
    return b""


def boxes(source: FileSource) -> Iterator[tuple[bytes, int, int]]:
    """Iterate over the boxes of an ISO media file, up to the first broken one.

    Args:
        source: The file.

    Yields:
        Type of the box, start and end of its content.
    """
    at = 0
    while at + 8 <= source.size:
        head = source.slice(at, at + 16)
        length, start = int.from_bytes(head[:4], "big"), at + 8
        if length == 1:
            length, start = int.from_bytes(head[8:16], "big"), at + 16
        end = at + length if length else source.size
        if end < start:
            return
        yield head[4:8], start, end
        at = end
