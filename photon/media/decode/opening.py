"""Open the picture of a file: read its header without decoding pixels."""

import importlib
import io
import warnings
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from PIL import Image, ImageFile

from photon.domain import UnreadableFile
from photon.media.decode.png_stripping import without_text_chunks
from photon.media.file import decoder_limits, failures, signature
from photon.media.file.file_kinds import is_raw
from photon.media.file.source import FileSource
from photon.media.metadata import container, exif
from photon.media.metadata.container import ContainerParts

_PLUGINS = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WebP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
}
# libwebp holds two canvases and returns a third; libavif holds its planes and a copy.
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
        format: Name of the format for users.
        image: Pillow image, not yet decoded if the format allows.
        orientation: EXIF orientation to apply, 1..8.
        tags: EXIF fields.
        parts: Spans, EXIF and XMP of the container.
        bytes_per_pixel: Memory for decoding; lower for a JPEG, and for an image that is decoded already.
        size: Stored width and height of the photo; may exceed that of ``image``, if that is a reduced rendering.
        damage: A sentence, if part of the file is known to be missing.
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


def identify(source: FileSource) -> signature.Kind:
    """Detect the format of a file.

    Args:
        source: The file.

    Returns:
        The format.

    Raises:
        UnreadableFile: It is of no supported format.
    """
    head = source.slice(0, signature.HEAD)
    kind = signature.identify(head, source.name)
    if kind == "film":
        raise UnreadableFile(*failures.FILM)
    if kind == "TIFF" and _is_raw(exif.read_tags(source.stream)):
        return "RAW"
    if kind is None:
        empty = not any(head) and (source.data is None or not source.data.strip(b"\0"))
        raise UnreadableFile(*(failures.ZEROS if empty else failures.UNKNOWN))
    return kind


def _is_raw(tags: exif.Tags) -> bool:
    """Whether a TIFF is a RAW file in disguise: a DNG, or one whose first IFD is a thumbnail."""
    purpose = tags.get(("main", 0x00FE))
    leads_with_thumbnail = isinstance(purpose, tuple) and int(purpose[0]) & 1 == 1
    return ("main", 0xC612) in tags or leads_with_thumbnail


def open_picture(source: FileSource, kind: signature.Kind, least: int) -> ImageHeader:
    """Read the header of a picture.

    Args:
        source: The file.
        kind: Its format.
        least: Minimum pixels of the short side, if a RAW file contains several sizes.

    Returns:
        The opened picture.

    Raises:
        UnreadableFile: It has too many pixels.
        Exception: Any of ``failures.DECODING_ERRORS``.
    """
    if kind == "RAW":
        return _open_raw(source, least)
    if kind == "HEIF":
        from photon.media.decode import heif

        return heif.open_heif(source)
    if kind == "JXL":
        from photon.media.decode import jxl

        return jxl.open_jxl(source)
    return open_with_pillow(source, kind)


def _open_raw(source: FileSource, least: int) -> ImageHeader:
    from photon.media.decode import raw

    try:
        return raw.open_raw(source, least)
    except ValueError:
        # Not every TIFF that starts with a thumbnail is from a camera. But do not try this for a RAW file, whose
        # thumbnail would be taken for the picture.
        if is_raw(source.name) or signature.identify(source.slice(0, signature.HEAD), "") != "TIFF":
            raise
        return open_with_pillow(source, "TIFF")


def open_stream(stream: BinaryIO, kind: str) -> ImageFile.ImageFile:
    """Open a stream with Pillow's decoder for exactly this format; no other decoder sees the bytes.

    Args:
        stream: Seekable stream.
        kind: Its format.
    """
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
    """The metadata packets in the fields of a TIFF or a TIFF-based RAW file.

    Args:
        tags: Fields of its IFDs.
    """
    return ContainerParts(
        xmp=exif.packet(tags, exif.XMP),
        photoshop=exif.packet(tags, exif.PHOTOSHOP),
        iptc=exif.packet(tags, exif.IPTC),
    )


def open_jpeg(data: bytes) -> ImageFile.ImageFile:
    """Open a JPEG that is embedded in another file.

    Args:
        data: The JPEG.
    """
    return open_stream(io.BytesIO(data), "JPEG")


def open_with_pillow(source: FileSource, kind: str) -> ImageHeader:
    """Read the header and the metadata of a picture in a format that Pillow supports.

    Args:
        source: The file.
        kind: Its format.
    """
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
    # Pillow applies the orientation of TIFFs itself while decoding.
    orientation = 1 if kind == "TIFF" else exif.orientation(tags)
    bytes_per_pixel = _BYTES_PER_PIXEL.get(kind) or decoder_limits.per_pixel(image.mode)
    return ImageHeader(kind, image, orientation, tags, parts, bytes_per_pixel)
