"""Text drawn for tests, with the font that comes with Pillow."""

import io

from PIL import Image, ImageDraw


def draw_lines(*lines: str, size: int = 32, at: tuple[int, int] = (40, 40), wide: int = 640) -> Image.Image:
    """Draw lines of black text on a light page."""
    page = Image.new("RGB", (wide, 2 * at[1] + int(1.6 * size) * len(lines)), (245, 243, 240))
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((at[0], at[1] + int(1.6 * size) * number), line, (20, 20, 20), font_size=size)
    return page


def as_jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a preview."""
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return written.getvalue()
