"""Synthetic images, for comparing settings on a computer with too few photos."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

_WIDTH, _HEIGHT = 683, 512  # the size of a preview
_SAYINGS = ("Photon", "OPEN", "12:45", "Happy birthday", "Exit", "Menu of the day", "Platform 7", "Hello")


def drawings(count: int, seed: int = 0) -> Iterator[bytes]:
    """Draw varied images: gradients, shapes, textures and text. The same seed gives the same images.

    Args:
        count: Number of images.
        seed: Random seed.

    Yields:
        JPEGs.
    """
    random = np.random.default_rng(seed)
    for _ in range(count):
        image = _ground(random)
        draw = ImageDraw.Draw(image)
        for _ in range(int(random.integers(0, 9))):
            _add_shape(draw, random)
        if random.random() < 0.4:
            text = _SAYINGS[random.integers(len(_SAYINGS))]
            at = (int(random.integers(0, 400)), int(random.integers(0, 400)))
            draw.text(at, text, fill=_colour(random), font_size=int(random.integers(20, 130)))
        if random.random() < 0.3:
            image = image.filter(ImageFilter.GaussianBlur(float(random.uniform(1, 8))))
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=85)
        yield buffer.getvalue()


def _colour(random: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = random.integers(0, 256, 3).tolist()
    return red, green, blue


def _ground(random: np.random.Generator) -> Image.Image:
    """A gradient, patches or a texture over the whole image."""
    size = (_WIDTH, _HEIGHT)
    cells = {0: (2, 2), 1: (4, 5), 2: (16, 21), 3: (128, 171)}[int(random.integers(4))]
    contrast = random.uniform(0.1, 1)
    patches = random.integers(0, 256, (*cells, 3)) * contrast + np.array(_colour(random)) * (1 - contrast)
    ways = (Image.Resampling.BICUBIC, Image.Resampling.NEAREST, Image.Resampling.BILINEAR)
    image = Image.fromarray(patches.astype(np.uint8)).resize(size, ways[random.integers(3)])
    return image.convert("L").convert("RGB") if random.random() < 0.1 else image


def _add_shape(draw: ImageDraw.ImageDraw, random: np.random.Generator) -> None:
    x, y = random.integers(-50, (_WIDTH, _HEIGHT))
    width, height = random.integers(20, 400, 2)
    box = [int(x), int(y), int(x + width), int(y + height)]
    match int(random.integers(4)):
        case 0:
            draw.ellipse(box, fill=_colour(random))
        case 1:
            draw.rectangle(box, fill=_colour(random))
        case 2:
            points = [tuple(point) for point in (random.integers(0, 500, (int(random.integers(3, 7)), 2))).tolist()]
            draw.polygon(points, fill=_colour(random))
        case _:
            draw.line(box, fill=_colour(random), width=int(random.integers(2, 40)))
