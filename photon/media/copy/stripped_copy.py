"""Rebuild a file from its pixel data and given metadata; everything else is dropped.

The pixel data is unchanged; nothing is decoded. The parts to keep are listed, not the parts to drop, so unknown parts
never slip through. Data after the end of a JPEG (videos of motion photos, previews, gain maps) may contain locations
and faces, so it is dropped, too.
"""

import re
from collections.abc import Callable

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.copy.tiff_building import LONG, TiffEntry, built, entries_of, number
from photon.media.file.source import source_of
from photon.media.metadata.container import PHOTOSHOP, PNG_XMP, XMP_MARK, boxes
from photon.media.write import exiftool, heif_writing, jpeg_writing, jxl_writing, png_writing, webp_writing
from photon.media.write.embedded_blocks import Blocks
from photon.media.write.exiftool import ExifToolFailed
from photon.media.write.tiff_fields import UNDEFINED, TiffField, TiffFields, UnknownStructure

_EXIF = b"Exif\0\0"
_PADDING = re.compile(rb"[ \t\r\n]+(?=<\?xpacket end)")
_PNG_PICTURE = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_JXL_PICTURE = {b"JXL ", b"ftyp", b"jxll", b"jxlc", b"jxlp", b"jxli"}
_HEIF_PICTURE = {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"wide"}
# Tags for the pixel layout and the colour space of a TIFF.
_TIFF_PICTURE = {
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x010A, 0x0112, 0x0115, 0x0116, 0x011A, 0x011B, 0x011C, 0x0124,
    0x0125, 0x0128, 0x012D, 0x013D, 0x013E, 0x013F, 0x0140, 0x0141, 0x0142, 0x0143, 0x0152, 0x0153, 0x0154, 0x0155,
    0x015B, 0x0211, 0x0212, 0x0213, 0x0214, 0x8773,
}  # fmt: skip
_PIECES = ((0x0111, 0x0117), (0x0144, 0x0145))
_XMP, _IPTC = 0x02BC, 0x83BB
_COMPRESSION, _OLD_JPEG = 0x0103, 6


def rebuilt(data: bytes, kind: str, blocks: Blocks) -> bytes:
    """Rebuild a file.

    Args:
        data: The file.
        kind: Its format.
        blocks: Its new metadata; ``iptc`` is bare.

    Returns:
        The new file.

    Raises:
        UnsafeToEmbed: That is not reliably possible; the message is a clause with the reason.
    """
    if kind not in _REBUILDERS:
        raise UnsafeToEmbed(tr("metadata can't be removed from {format} files; export it as JPEG instead", format=kind))
    return _REBUILDERS[kind](data, blocks)


def _jpeg(data: bytes, blocks: Blocks) -> bytes:
    segments, end = jpeg_writing.segments_of(data)
    pieces = [b"\xff\xd8"]
    kept = [data[one.at : one.end] for one in segments if _shows(data, one)]
    heads = [one for one in kept if one[1] == 0xE0]
    if blocks.exif is not None:
        heads.append(jpeg_writing.segment(0xE1, _EXIF + blocks.exif))
    if blocks.xmp is not None:
        heads.append(jpeg_writing.segment(0xE1, XMP_MARK + _PADDING.sub(b"", blocks.xmp)))
    if blocks.iptc is not None:
        heads.append(jpeg_writing.segment(0xED, PHOTOSHOP + as_photoshop(blocks.iptc)))
    pieces += [*heads, *(one for one in kept if one[1] != 0xE0), data[segments[-1].end : end]]
    return b"".join(pieces)


def _shows(data: bytes, segment: jpeg_writing.Segment) -> bool:
    """Return whether a segment is part of the pixel data or affects its colours."""
    if segment.marker == 0xFE:
        return False
    if not 0xE0 <= segment.marker <= 0xEF:
        return True
    payload = data[segment.start : segment.start + 12]
    marks = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
    return segment.marker in marks and payload.startswith(marks[segment.marker])


def as_photoshop(iptc: bytes) -> bytes:
    """Wrap IPTC as the only Photoshop resource.

    Args:
        iptc: Bare IPTC.
    """
    return b"8BIM\x04\x04\0\0" + len(iptc).to_bytes(4, "big") + iptc + b"\0" * (len(iptc) % 2)


def _png(data: bytes, blocks: Blocks) -> bytes:
    chunks = [data[one.at : one.end + 4] for one in png_writing.chunks_of(data) if one.name in _PNG_PICTURE]
    added = []
    if blocks.exif is not None:
        added.append(png_writing.packed(b"eXIf", blocks.exif))
    if blocks.xmp is not None:
        added.append(png_writing.packed(b"iTXt", PNG_XMP + b"\0\0\0\0" + blocks.xmp))
    if blocks.iptc is not None:
        added.append(png_writing.profile_chunk(b"iptc", as_photoshop(blocks.iptc)))
    return b"".join([data[:8], chunks[0], *added, *chunks[1:]])


def _jxl(data: bytes, blocks: Blocks) -> bytes:
    boxes = [one for one in jxl_writing.boxes_of(data) if one.name in _JXL_PICTURE]
    at = next(at for at, one in enumerate(boxes) if one.name in {b"jxlc", b"jxlp"})
    added = []
    if blocks.exif is not None:
        added.append(jxl_writing.Box(b"Exif", bytes(4) + blocks.exif))
    if blocks.xmp is not None:
        added.append(jxl_writing.Box(b"xml ", blocks.xmp))
    return b"".join(map(jxl_writing.packed, [*boxes[:at], *added, *boxes[at:]]))


def _tiff(data: bytes, blocks: Blocks) -> bytes:
    try:
        fields = TiffFields(data)
        main, order = fields.fields("main"), "<" if data[:2] == b"II" else ">"
        if fields.number("main", _COMPRESSION) == _OLD_JPEG:
            raise UnsafeToEmbed(tr("it uses an old compression (OJPEG); export it as JPEG instead"))
        if fields.has_more:
            raise UnsafeToEmbed(tr("it has several pages or embedded images; export it as JPEG instead"))
        kept = [one for one in entries_of(fields, "main") if one.tag in _TIFF_PICTURE]
        pixels, places = _tiff_pixels(data, fields, main, order)
        exif = TiffFields(blocks.exif) if blocks.exif is not None else None
        added = [] if exif is None else [one for one in entries_of(exif, "main") if one.tag not in _TIFF_PICTURE]
    except UnknownStructure as error:
        raise UnsafeToEmbed(tr("it is damaged, or a BigTIFF file")) from error
    packets = [(_XMP, 1, blocks.xmp), (_IPTC, UNDEFINED, blocks.iptc)]
    added += [TiffEntry(tag, kind, block) for tag, kind, block in packets if block is not None]
    inner = {} if exif is None else {"exif": entries_of(exif, "exif"), "gps": entries_of(exif, "gps")}
    return built(order, {"main": [*kept, *places, *added], **inner}, pixels)


def _tiff_pixels(data: bytes, fields: TiffFields, main: list[TiffField], order: str) -> tuple[bytes, list[TiffEntry]]:
    """Return the strips or tiles, concatenated, and the fields with their offsets, from byte 8 on, and sizes."""
    by_tag = {one.tag: fields.numbers(one) for one in main}
    for starts, sizes in _PIECES:
        if not by_tag.get(starts):
            continue
        pieces = [data[at : at + size] for at, size in zip(by_tag[starts], by_tag[sizes], strict=True)]
        if any(len(piece) != size for piece, size in zip(pieces, by_tag[sizes], strict=True)):
            raise UnsafeToEmbed(tr("it is cut off"))
        at, places, lengths = 8, b"", b""
        for piece in pieces:
            places += number(order, 0, at).raw
            lengths += number(order, 0, len(piece)).raw
            at += len(piece)
        return b"".join(pieces), [TiffEntry(starts, LONG, places), TiffEntry(sizes, LONG, lengths)]
    raise UnsafeToEmbed(tr("Photon doesn't support its pixel layout"))


def _heif(data: bytes, blocks: Blocks) -> bytes:
    """Use ExifTool; the caller checks the result."""
    tool = exiftool.installed()
    if tool is None:
        raise UnsafeToEmbed(tr("removing metadata from HEIC and AVIF files needs ExifTool, which is not installed"))
    given = {name: block for name, block in (("EXIF", blocks.exif), ("XMP", blocks.xmp)) if block is not None}
    try:
        return exiftool.replace_blocks(tool, _without_films(data), heif_writing.ending_of(data), given, alone=True)
    except ExifToolFailed as error:
        raise UnsafeToEmbed(str(error)) from error


def _without_films(data: bytes) -> bytes:
    """Empty the boxes of a HEIF that are no part of the picture, such as films; all others stay where they are."""
    made, last = bytearray(data), 0
    for name, start, end in boxes(source_of(data)):
        last = min(end, len(data))
        if name not in _HEIF_PICTURE:
            at = data.rindex(name, 0, start)
            made[at : at + 4] = b"free"
            made[start:last] = bytes(last - start)
    return bytes(made[:last])


def _bmp(data: bytes, _: Blocks) -> bytes:
    return data  # BMP has no metadata


_REBUILDERS: dict[str, Callable[[bytes, Blocks], bytes]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "WebP": webp_writing.alone,
    "JXL": _jxl,
    "TIFF": _tiff,
    "HEIF": _heif,
    "AVIF": _heif,
    "BMP": _bmp,
}
