"""Drawn pictures for the fake library."""

from functools import cache
from io import BytesIO

from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

COLOURS = {"red": 0xC0392B, "green": 0x27AE60, "blue": 0x2980B9, "yellow": 0xF1C40F, "grey": 0x7F8C8D}
SHAPES = ((3, 2), (2, 3), (1, 1), (16, 9))
PREVIEW = 512


def drawn(colour: int, width: int, height: int) -> QImage:
    """Return a picture of one colour with a paler disc."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.setBrush(QColor(colour).lighter(140))
    painter.drawEllipse(image.rect().adjusted(width // 4, height // 4, -width // 4, -height // 4))
    painter.end()
    return image


@cache
def preview(colour: int, width: int, height: int) -> bytes:
    """Return the preview of a drawn picture, with a short side of at most 512; cached, because tests share a few."""
    share = min(1.0, PREVIEW / min(width, height))
    return jpeg(drawn(colour, round(width * share), round(height * share)))


def jpeg(image: QImage) -> bytes:
    """Encode a picture on any thread, but not with Qt, whose search for a format waits for the main thread."""
    size, held = (image.width(), image.height()), BytesIO()
    pixels = Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine())
    pixels.save(held, "JPEG", quality=85)
    return held.getvalue()
