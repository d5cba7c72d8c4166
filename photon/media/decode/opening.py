"""Detect what kind of picture a file contains, and read its header with the module for that kind."""

import io

from PIL import Image

from photon.domain import UnreadableFile
from photon.media.decode.image_header import ImageHeader, open_with_pillow
from photon.media.file import failures, signature
from photon.media.file.file_kinds import is_raw
from photon.media.file.source import FileSource
from photon.media.metadata import container, exif
from photon.media.metadata.container import ContainerParts

# libheif's planes, its interleaved copy, and Pillow's copy
_BYTES_PER_PIXEL = 8
_HEVC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs")


def open_heif(source: FileSource) -> ImageHeader:
    """Read the header of a HEIF file. libheif has applied the rotation, so the EXIF orientation must be ignored.

    Args:
        source: The file.

    Returns:
        The opened picture.
    """
    from pillow_heif import options
    from pillow_heif.as_plugin import HeifImageFile

    options.DECODE_THREADS = 1  # several decoder processes run in parallel already
    options.DEPTH_IMAGES = options.AUX_IMAGES = options.THUMBNAILS = False
    source.stream.seek(0)
    image: Image.Image = HeifImageFile(source.stream, "")  # type: ignore[no-untyped-call]
    parts = ContainerParts(exif=container.find_exif(image.info.get("exif") or b""), xmp=image.info.get("xmp") or b"")
    tags = exif.read_tags(io.BytesIO(parts.exif)) if parts.exif else {}
    name = "HEIC" if any(brand in source.slice(8, 64) for brand in _HEVC) else "HEIF"
    return ImageHeader(name, image, 1, tags, parts, bytes_per_pixel=_BYTES_PER_PIXEL)


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
    """Return whether a TIFF is a RAW file in disguise: a DNG, or one whose first IFD is a thumbnail."""
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
        return open_heif(source)
    if kind == "JXL":
        from photon.media.decode import jxl  # its plug-in

        return jxl.open_jxl(source)
    return open_with_pillow(source, kind)


def _open_raw(source: FileSource, least: int) -> ImageHeader:
    from photon.media.decode import raw  # rawpy

    try:
        return raw.open_raw(source, least)
    except ValueError:
        # Not every TIFF that starts with a thumbnail is from a camera. But do not try this for a RAW file, whose
        # thumbnail would be taken for the picture.
        if is_raw(source.name) or signature.identify(source.slice(0, signature.HEAD), "") != "TIFF":
            raise
        return open_with_pillow(source, "TIFF")
