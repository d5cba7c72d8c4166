"""Limits on the size of an image, checked with its header before anything is decoded."""

from PIL import Image

from photon.media.file.failures import too_large

# 300 megapixels: larger than any known camera or stitched panorama, smaller than decompression bombs.
_MOST_PIXELS = 300_000_000
# For decoding alone; the memory limit of a decoder process also covers the file and the result.
MOST_BYTES = 520_000_000
_BYTES = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2, "I;16B": 2, "I;16L": 2}


def check_pixels(width: int, height: int, bytes_per_pixel: float) -> int:
    """Check that an image may be decoded.

    Args:
        width: Pixels.
        height: Pixels.
        bytes_per_pixel: Memory for decoding.

    Returns:
        Bytes of memory for decoding.

    Raises:
        UnreadableFile: It has too many pixels or needs too much memory.
    """
    cost = int(width * height * bytes_per_pixel)
    if width * height > _MOST_PIXELS or cost > MOST_BYTES:
        raise too_large(width, height)
    return cost


def per_pixel(mode: str) -> int:
    """Return the bytes that Pillow needs per pixel.

    Args:
        mode: Mode of the image.
    """
    return _BYTES.get(mode, 4)


def jpeg_cost(image: Image.Image) -> float:
    """Return the bytes per pixel that libjpeg needs beside the result: all coefficients of a progressive JPEG.

    Args:
        image: A JPEG, not yet decoded.
    """
    if not image.info.get("progressive"):
        return 0.1
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    largest = max((h * v for _, h, v, _ in layers), default=1) or 1
    return 2.0 * sum(h * v for _, h, v, _ in layers) / largest
