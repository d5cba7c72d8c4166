"""Draws decoded frames for the window, with the colours that the film means, in 10 bits and HDR, too."""

from typing import Any

from photon.media.films.film_picture import draw_picture
from photon.media.films.film_player import planes_of


def draw_frame(frame: Any, wide: int, long: int, *, is_quick: bool) -> tuple[bytes, int, int]:  # noqa: ANN401 - of Qt
    """Draw a frame.

    Args:
        frame: The frame.
        wide: Pixels of a line in the film.
        long: Maximum pixels of the long side.
        is_quick: Whether it may be coarse.

    Returns:
        Pixels uint8 (h, w, 4) of an upright picture in sRGB: blue, green, red, nothing; width and height.
    """
    picture = draw_picture(planes_of(frame, wide), long, long, is_quick=is_quick)
    return picture.convert("RGB").tobytes("raw", "BGRX"), picture.width, picture.height
