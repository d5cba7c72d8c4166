"""JPEG XL with libjxl, which applies the orientation itself, except for losslessly recompressed JPEGs."""

import io
from typing import Any

from PIL import Image

from photon.media.decode.image_header import ImageHeader, open_with_pillow
from photon.media.file import decoder_limits, decoder_process
from photon.media.file.source import FileSource
from photon.media.metadata import container, exif
from photon.media.metadata.container import ContainerParts

# libjxl's floats, its output, and Pillow's copy
_BYTES_PER_PIXEL = 12
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


def open_jxl(source: FileSource) -> ImageHeader:
    """Decode a JPEG XL. The library cannot read the header alone, so the size is parsed here first.

    Args:
        source: The file.

    Returns:
        The opened picture, decoded.

    Raises:
        UnreadableFile: It has too many pixels.
        RuntimeError: It is broken.
    """
    width, height = size(source)
    cost = decoder_limits.check_pixels(width, height, _BYTES_PER_PIXEL)
    data = source.slice(0, source.size)
    with decoder_process.memory_slot(cost):
        is_jpeg, info, pixels, profile, boxes = _decode(data)
        if is_jpeg:
            return _packed_jpeg(source, bytes(pixels))
        image = _image(info, pixels)
    if profile:
        image.info["icc_profile"] = bytes(profile)
    found = {bytes(box.box_type): bytes(box.data) for box in reversed(boxes)}
    parts = ContainerParts(exif=container.find_exif(found.get(b"Exif", b"")), xmp=found.get(b"xml ", b""))
    tags = exif.read_tags(io.BytesIO(parts.exif)) if parts.exif else {}
    return ImageHeader("JPEG XL", image, 1, tags, parts)


def _decode(data: bytes) -> Any:  # noqa: ANN401 - the library has no types for it
    import pillow_jxl

    try:
        return pillow_jxl.Decoder(num_threads=1)(data)
    except BaseException as error:
        # A panic of the Rust library derives from BaseException.
        if type(error).__name__ == "PanicException":
            raise RuntimeError(str(error)) from None
        raise


def _image(info: Any, pixels: bytes) -> Image.Image:  # noqa: ANN401 - the library has no types for it
    wide = (info.width, info.height)
    if info.mode == "F;16":
        import numpy as np

        return Image.fromarray(np.frombuffer(pixels, np.float16).reshape(wide[::-1]).astype(np.float32))
    return Image.frombytes(info.mode, wide, pixels)


def _packed_jpeg(source: FileSource, jpeg: bytes) -> ImageHeader:
    inner = FileSource(source.path, io.BytesIO(jpeg), len(jpeg), source.file_hash, jpeg)
    opened = open_with_pillow(inner, "JPEG")
    opened.format = "JPEG XL"
    opened.parts.spans.clear()  # relative to the JPEG, not to the file
    return opened


def size(source: FileSource) -> tuple[int, int]:
    """Return the width and height from the header, before applying the orientation.

    Args:
        source: The file.

    Raises:
        ValueError: There is no codestream.
    """
    bits = int.from_bytes(_codestream(source)[2:20], "little")

    def take(count: int) -> int:
        nonlocal bits
        value = bits & ((1 << count) - 1)
        bits >>= count
        return value

    def side(small: int) -> int:
        return (take(5) + 1) * 8 if small else take((9, 13, 18, 30)[take(2)]) + 1

    small = take(1)
    height = side(small)
    ratio = take(3)
    if ratio == 0:
        return side(small), height
    top, bottom = _RATIOS[ratio - 1]
    return height * top // bottom, height


def _codestream(source: FileSource) -> bytes:
    """Return the first bytes of the codestream, which may be bare or in boxes."""
    head = source.slice(0, 32)
    if head.startswith(b"\xff\x0a"):
        return head
    for name, start, _ in container.boxes(source):
        if name in {b"jxlc", b"jxlp"}:
            codestream = start + (4 if name == b"jxlp" else 0)
            return source.slice(codestream, codestream + 32)
    raise ValueError("no codestream")
