"""Covered lines leave nothing that could be read: whatever was written, the picture is the same."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from photon.domain.photo.page_text import Corners
from photon.media.copy.text_cover import cover_lines

PAPER, INK = (240, 230, 200), (20, 20, 60)
LEVEL = (0.2, 0.4, 0.8, 0.4, 0.8, 0.6, 0.2, 0.6)
SLANTED = (0.2, 0.3, 0.8, 0.5, 0.75, 0.65, 0.15, 0.45)
TURNED = (0.8, 0.6, 0.2, 0.6, 0.2, 0.4, 0.8, 0.4)  # upside down


def written(text: str, corners: Corners = LEVEL) -> Image.Image:
    """Return a page with a text somewhere between four corners."""
    image = Image.new("RGB", (300, 200), PAPER)
    x, y = (sum(corners[axis::2]) / 4 * side for axis, side in ((0, 300), (1, 200)))
    ImageDraw.Draw(image).text((x, y), text, INK, ImageFont.load_default(24), "mm")
    return image


@pytest.mark.parametrize("corners", [LEVEL, SLANTED, TURNED])
def test_what_was_written_leaves_no_trace(corners: Corners) -> None:
    pages = [written(text, corners) for text in ("GATE 12", "SECRET", "iiiii")]
    for page in pages:
        cover_lines(page, [corners])
    assert pages[0].tobytes() == pages[1].tobytes() == pages[2].tobytes()
    assert pages[0].getcolors() == [(300 * 200, PAPER)]  # the colour is that of the paper


def test_what_is_beside_a_line_stays() -> None:
    page = written("GATE 12")
    page.paste((200, 0, 0), (0, 0, 300, 40))
    cover_lines(page, [LEVEL])
    assert page.getpixel((150, 20)) == (200, 0, 0)
    assert page.getpixel((150, 100)) == PAPER


@pytest.mark.parametrize(
    "corners",
    [
        (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0),  # all of the picture: nothing is around it
        (0.5,) * 8,  # no size
        (0.9, 0.9, 1.0, 0.9, 1.0, 1.0, 0.9, 1.0),
    ],
)
def test_lines_at_the_edge_or_without_size_are_covered(corners: Corners) -> None:
    page = written("GATE 12")
    before = np.array(page)
    cover_lines(page, [corners])
    x, y = (min(int(sum(corners[axis::2]) / 4 * side), side - 1) for axis, side in ((0, 300), (1, 200)))
    assert page.getpixel((x, y)) in {PAPER, (0, 0, 0)}
    assert np.array(page).shape == before.shape
