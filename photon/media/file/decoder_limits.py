"""How large a picture may be, judged by its header before anything is decoded."""

from PIL import Image

from photon.media.file.failures import too_large

# 300 megapixels: above every camera and stitched panorama seen, below the bombs
_MOST_PIXELS = 300_000_000
# For decoding alone; the limit of a decoder process also counts the file and the result
MOST_BYTES = 520_000_000
_BYTES = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2, "I;16B": 2, "I;16L": 2}


def check_pixels(width: int, height: int, bytes_per_pixel: float) -> int:
    """The bytes that decoding takes.

    Raises:
        UnreadableFile: More pixels or bytes than Photon decodes.
    """
    cost = int(width * height * bytes_per_pixel)
    if width * height > _MOST_PIXELS or cost > MOST_BYTES:
        raise too_large(width, height)
    return cost


def per_pixel(mode: str) -> int:
    """Bytes that Pillow takes for one pixel of this mode."""
    return _BYTES.get(mode, 4)


def jpeg_cost(image: Image.Image) -> float:
    """Bytes per pixel that libjpeg holds beside the result: all coefficients of a progressive JPEG."""
    if not image.info.get("progressive"):
        return 0.1
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    largest = max((h * v for _, h, v, _ in layers), default=1) or 1
    return 2.0 * sum(h * v for _, h, v, _ in layers) / largest
