"""Faces drawn for tests, which the networks take for real ones."""

from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFilter

SKIN, DARK_SKIN = (224, 172, 138), (150, 100, 70)
_HAIR, _LIPS = (60, 40, 30), (170, 70, 70)


def draw_faces(
    size: tuple[int, int], faces: Iterable[tuple[float, float, float]], skin: tuple[int, int, int] = SKIN
) -> Image.Image:
    """Draw a picture with faces, each given by its middle and the height from brow to chin, in pixels."""
    picture = Image.new("RGB", size, (120, 150, 170))
    for x, y, height in faces:
        _draw_face(ImageDraw.Draw(picture), (x, y), height / 175, skin)
    return picture.filter(ImageFilter.GaussianBlur(1))


def _draw_face(
    draw: ImageDraw.ImageDraw, middle: tuple[float, float], scale: float, skin: tuple[int, int, int]
) -> None:
    left, top = middle[0], middle[1] - 8 * scale
    shade, shadow = (tuple(int(share * part) for part in skin) for share in (0.93, 0.75))

    def ellipse(x: float, y: float, wide: float, high: float, colour: tuple[int, ...]) -> None:
        box = (left + (x - wide) * scale, top + (y - high) * scale, left + (x + wide) * scale, top + (y + high) * scale)
        draw.ellipse(box, colour)

    ellipse(0, 160, 110, 70, (60, 80, 140))
    ellipse(0, 90, 30, 40, shadow)
    ellipse(0, -20, 85, 110, _HAIR)
    ellipse(0, 5, 72, 95, skin)
    for x in (-30, 30):
        for wide, high, colour in (
            (17, 9, shadow),
            (14, 7, (245, 245, 245)),
            (7, 7, (70, 50, 35)),
            (3, 3, (10, 10, 10)),
        ):
            ellipse(x, -10, wide, high, colour)
        ellipse(x, -29, 18, 3, _HAIR)
    nose = [(-4, -10), (4, -10), (13, 28), (-13, 28)]
    draw.polygon([(left + x * scale, top + y * scale) for x, y in nose], shade)
    for x in (-7, 7):
        ellipse(x, 28, 5, 3, shadow)
    ellipse(0, 52, 26, 9, _LIPS)
    ellipse(0, 52, 26, 2, (90, 30, 30))
