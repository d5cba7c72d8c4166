"""A drawn face, whose eyes are open or closed."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from photon.domain.arrays import Floats

SKIN, SHADE, LID = (222, 178, 150), (190, 140, 115), (70, 40, 30)


def draw_face(opening: float) -> tuple[Image.Image, Floats, Floats]:
    """Draw a face.

    Args:
        opening: How far its eyes are open, 0..1.

    Returns:
        The picture, 480 pixels wide and high; its box float32 (1, 4) and points float32 (1, 5, 2) in pixels.
    """
    picture = Image.new("RGB", (480, 480), (90, 100, 110))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((110, 50, 370, 430), fill=(60, 40, 30))
    draw.ellipse((130, 90, 350, 410), fill=SKIN)
    for x in (190, 290):
        draw.line((x - 34, 178, x, 168, x + 34, 178), fill=LID, width=8)
        high = 16 * opening
        draw.ellipse((x - 28, 215 - high, x + 28, 215 + high), fill=(245, 245, 245), outline=LID, width=4)
        if opening > 0.2:
            draw.ellipse((x - 11, 215 - min(11, high), x + 11, 215 + min(11, high)), fill=(50, 30, 20))
        else:
            draw.line((x - 28, 215, x + 28, 215), fill=LID, width=5)
    draw.polygon(((240, 215), (218, 290), (262, 290)), fill=SHADE)
    draw.ellipse((195, 325, 285, 355), fill=(180, 70, 70))
    draw.line((197, 340, 283, 340), fill=(120, 40, 40), width=3)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    points = np.array([[[190, 215], [290, 215], [240, 290], [205, 340], [275, 340]]], np.float32)
    return picture, np.array([[130, 110, 350, 410]], np.float32), points
