"""HEIC and HEIF with libheif, which applies rotation and cropping itself."""

import io

from PIL import Image

from photon.media.decode.image_header import ImageHeader
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
