"""The header of a picture and its metadata, read before anything is decoded."""

import importlib
import io
import warnings
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate
from typing import Any, BinaryIO

from PIL import Image, ImageFile

from photon.media.file import decoder_limits
from photon.media.file.source import FileSource
from photon.media.metadata import container, exif
from photon.media.metadata.container import ContainerParts, png_chunks
from photon.quick_dataclass import dataclass

_WORDS = {b"tEXt", b"zTXt", b"iTXt"}
_LARGEST_PROFILE = 1 << 20  # bytes; Pillow rejects a picture whose colour profile is larger when unpacked


def without_text_chunks(source: FileSource) -> BinaryIO:
    """Return the PNG as a stream without text chunks and without an oversized colour profile.

    Args:
        source: The file.
    """
    kept, after = [], 0
    for name, start, end in png_chunks(source):
        if name in _WORDS or (name == b"iCCP" and _is_too_large(source.slice(start, end))):
            kept.append((after, start - 8))
            after = end + 4
    if not kept:
        return source.stream
    return io.BufferedReader(_Pieces(source, [*kept, (after, source.size)]))


def _is_too_large(chunk: bytes) -> bool:
    packed = chunk.partition(b"\0")[2][1:]
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(packed, _LARGEST_PROFILE)
    except zlib.error:  # Pillow ignores a broken one
        return False
    return bool(unpacking.unconsumed_tail)


class _Pieces(io.RawIOBase):
    """Ranges of a file, concatenated to one stream."""

    def __init__(self, source: FileSource, spans: Sequence[tuple[int, int]]) -> None:
        """Set the ranges, in reading order."""
        self._source = source
        self._spans = [(start, end) for start, end in spans if start < end]
        self._ends = list(accumulate(end - start for start, end in self._spans))
        self._at = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the position and return it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read from one range; returns the number of bytes."""
        number = bisect_right(self._ends, self._at)
        if number == len(self._ends):
            return 0
        start = self._spans[number][1] - (self._ends[number] - self._at)
        some = self._source.slice(start, min(start + len(buffer), self._spans[number][1]))
        buffer[: len(some)] = some
        self._at += len(some)
        return len(some)


_PLUGINS = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WebP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
}
# libwebp keeps two canvases and hands out a third; libavif its planes and a copy
_BYTES_PER_PIXEL = {"WebP": 16, "AVIF": 10}
_SPLITTERS = {
    "JPEG": container.split_jpeg,
    "PNG": container.split_png,
    "WebP": container.split_webp,
    "GIF": container.split_gif,
}


@dataclass(slots=True)
class ImageHeader:
    """A picture whose header was read.

    Attributes:
        format: Display name of the format.
        image: Pillow's picture, not decoded yet if the format allows that.
        orientation: EXIF orientation to apply, 1..8.
        tags: EXIF fields.
        parts: Spans, EXIF and XMP of the container.
        bytes_per_pixel: Memory for decoding; less for JPEGs and for pictures that are already decoded.
        size: Stored pixels of the photo; those of ``image`` unless that is a smaller rendering of it.
        damage: A sentence if it is already known that a part is missing, else None.
    """

    format: str
    image: Image.Image
    orientation: int
    tags: exif.Tags
    parts: ContainerParts = field(default_factory=ContainerParts)
    bytes_per_pixel: float = 4.0
    size: tuple[int, int] = (0, 0)
    damage: str | None = None

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height after applying the orientation."""
        return self.size[::-1] if self.orientation >= 5 else self.size


def open_stream(stream: BinaryIO, kind: str) -> ImageFile.ImageFile:
    """Open a picture as exactly this kind: no other decoder ever sees the bytes."""
    module, name = _PLUGINS[kind]
    plugin: Any = importlib.import_module(module)
    if kind == "AVIF":
        plugin.DEFAULT_MAX_THREADS = 1  # several decoder processes run in parallel already
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture: ImageFile.ImageFile = getattr(plugin, name)(stream, "")
    return picture


def parts_of_tiff(tags: exif.Tags) -> ContainerParts:
    """Return the packets in the fields of a TIFF, or of a TIFF-based RAW file."""
    return ContainerParts(
        xmp=exif.packet(tags, exif.XMP),
        photoshop=exif.packet(tags, exif.PHOTOSHOP),
        iptc=exif.packet(tags, exif.IPTC),
    )


def open_jpeg(data: bytes) -> ImageFile.ImageFile:
    """Open a JPEG that was found inside another file."""
    return open_stream(io.BytesIO(data), "JPEG")


def open_with_pillow(source: FileSource, kind: str) -> ImageHeader:
    """Read the header and the metadata of a picture that Pillow supports."""
    image = open_stream(without_text_chunks(source) if kind == "PNG" else source.stream, kind)
    splitter = _SPLITTERS.get(kind)
    parts = splitter(source) if splitter else ContainerParts()
    if kind == "TIFF":
        tags = exif.read_tags(source.stream)
        parts = parts_of_tiff(tags)
    else:
        if kind == "AVIF":
            parts.exif = container.find_exif(image.info.get("exif", b""))
            parts.xmp = image.info.get("xmp", b"")
        tags = exif.read_tags(io.BytesIO(parts.exif)) if parts.exif else {}
    # Pillow applies the orientation of TIFFs itself while decoding
    orientation = 1 if kind == "TIFF" else exif.orientation(tags)
    bytes_per_pixel = _BYTES_PER_PIXEL.get(kind) or decoder_limits.per_pixel(image.mode)
    return ImageHeader(kind, image, orientation, tags, parts, bytes_per_pixel)
