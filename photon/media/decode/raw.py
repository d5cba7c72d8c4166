"""Camera RAW with LibRaw: the embedded preview if it is large enough, else the developed picture."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PIL import Image

from photon.language import tr
from photon.media.decode.image_header import ImageHeader, open_jpeg, parts_of_tiff
from photon.media.file import decoder_limits, decoder_process, failures, file_kinds
from photon.media.file.source import FileSource, source_of
from photon.media.metadata import container, exif
from photon.media.metadata.container import ContainerParts

if TYPE_CHECKING:
    import rawpy

_TURNS = {3: 3, 5: 8, 6: 6}  # LibRaw's flip to EXIF orientation
# Memory of LibRaw while developing: samples, four 16-bit channels, the result, Pillow's copy
_FULL, _HALF = 17.0, 6.0
_SMALLEST = 120  # minimum pixels of a useful preview


def open_raw(source: FileSource, least: int) -> ImageHeader:
    """Open the picture of a RAW file.

    Args:
        source: The file.
        least: Minimum pixels of the short side.

    Returns:
        The opened picture.

    Raises:
        UnreadableFile: It has too many pixels, and no embedded preview.
        ValueError: LibRaw cannot read it.
    """
    import rawpy

    source.stream.seek(0)
    with _errors_of(rawpy), rawpy.RawPy() as raw:
        raw.open_buffer(source.stream)
        sizes = raw.sizes
        own = _own_picture(raw, rawpy)
        short = min(sizes.width, sizes.height)
        if own is not None and min(own.size) >= min(least, short * 0.9):
            image, turn = own, _turn_of_own(own, sizes)
        else:
            image, turn = _develop_or(raw, least, own)
    tags = _tags(source, own)
    # LibRaw's size is that before rotation, so swap it if the preview was stored upright.
    turned_already = sizes.flip in {5, 6} and turn < 5
    size = (sizes.height, sizes.width) if turned_already else (sizes.width, sizes.height)
    opened = ImageHeader(_name(source, tags), image, turn, tags, _parts(source, tags), size=size)
    if own is not None and image is own and min(own.size) < min(least, short * 0.9):
        opened.damage = tr("The RAW data is damaged; Photon shows the embedded preview.")
    return opened


@contextmanager
def _errors_of(rawpy: Any) -> Iterator[None]:  # noqa: ANN401 - a module imported late
    """Convert LibRaw's errors to built-in ones of ``failures.DECODING_ERRORS``."""
    try:
        yield
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise MemoryError(str(error)) from None
    except (rawpy.LibRawError, rawpy.NotSupportedError) as error:
        raise ValueError(str(error)) from None


def _own_picture(raw: "rawpy.RawPy", rawpy: Any) -> Image.Image | None:  # noqa: ANN401 - a module
    """Return the largest embedded preview, not yet decoded; None if there is no usable one."""
    import numpy as np

    try:
        thumb = raw.extract_thumb()
        if thumb.format == rawpy.ThumbFormat.JPEG:
            image: Image.Image = open_jpeg(bytes(thumb.data))
        else:
            image = Image.fromarray(np.asarray(thumb.data))
    except (rawpy.LibRawError, *failures.DECODING_ERRORS):
        return None
    return image if min(image.size) >= _SMALLEST else None


def _turn_of_own(own: Image.Image, sizes: "rawpy.ImageSizes") -> int:
    turn = _TURNS.get(sizes.flip, 1)
    lying = sizes.width > sizes.height
    # Some cameras store their preview upright.
    return 1 if turn >= 5 and (own.width > own.height) != lying else turn


def _develop_or(raw: "rawpy.RawPy", least: int, own: Image.Image | None) -> tuple[Image.Image, int]:
    """Develop the RAW data; if that fails, use even a small preview."""
    import rawpy

    sizes = raw.sizes
    pixels = sizes.width * sizes.height
    half = least <= min(sizes.width, sizes.height) // 2 or pixels * _FULL > decoder_limits.MOST_BYTES
    try:
        cost = decoder_limits.check_pixels(sizes.width, sizes.height, _HALF if half else _FULL)
        with decoder_process.memory_slot(cost):
            array = raw.postprocess(half_size=half, use_camera_wb=True, user_flip=0)
            return Image.fromarray(array), _TURNS.get(sizes.flip, 1)
    except rawpy.LibRawError:
        if own is None:
            raise
        return own, _turn_of_own(own, sizes)


def _name(source: FileSource, tags: exif.Tags) -> str:
    if ("main", 0xC612) in tags:
        return "DNG"
    return file_kinds.ending(source.name).upper() if file_kinds.is_raw(source.name) else "RAW"


def _parts(source: FileSource, tags: exif.Tags) -> ContainerParts:
    parts = parts_of_tiff(tags)
    if not parts.xmp and source.slice(4, 8) == b"ftyp":
        parts.xmp = container.xmp_of_boxes(source)
    return parts


def _tags(source: FileSource, own: Image.Image | None) -> exif.Tags:
    """Return EXIF of the RAW file: most are TIFF-based, others store it in boxes or in their preview JPEG."""
    tags = exif.read_tags(source.stream)
    if tags:
        return tags
    head = source.slice(0, 1 << 16)
    if head[4:8] == b"ftyp":
        for box, directory in ((b"CMT1", "main"), (b"CMT2", "exif"), (b"CMT4", "gps")):
            at = head.find(box)
            if at >= 0:
                tags.update(exif.read_tags(io.BytesIO(head[at + 4 :]), 0, directory))
    elif head.startswith(b"FUJIFILMCCD-RAW"):
        start, length = int.from_bytes(head[84:88], "big"), int.from_bytes(head[88:92], "big")
        tags = _tags_of_jpeg(source.slice(start, start + min(length, 1 << 17)))
    if not tags and own is not None and "exif" in own.info:
        tags = exif.read_tags(io.BytesIO(container.find_exif(own.info["exif"])))
    return tags


def _tags_of_jpeg(jpeg: bytes) -> exif.Tags:
    parts = container.split_jpeg(source_of(jpeg))
    return exif.read_tags(io.BytesIO(parts.exif))
