"""Regions of a picture: clip, move and resize."""

from photon.quick_dataclass import dataclass

LEAST = 0.05  # smallest width and height; smaller parts of a preview have too few pixels to be recognised


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in fractions 0..1 of the upright width and height, from the upper left corner.

    Attributes:
        seconds: Of which frame, above 0; 0 for the picture that stands for the photo or video.
    """

    x: float
    y: float
    width: float
    height: float
    seconds: float = 0.0


WHOLE = Region(0.0, 0.0, 1.0, 1.0)
CENTRE = Region(0.25, 0.25, 0.5, 0.5)


def visible(region: Region) -> Region | None:
    """Clip a region to the picture; None if nothing is left or a number is NaN."""
    left, top = max(region.x, 0.0), max(region.y, 0.0)
    right, bottom = min(region.x + region.width, 1.0), min(region.y + region.height, 1.0)
    if not (left < right and top < bottom):
        return None
    return Region(left, top, right - left, bottom - top, region.seconds)


def held(region: Region, least: float = LEAST) -> Region:
    """Limit the size of a region to ``least``..1 and move it inside the picture."""
    x, width = _held(region.x, region.width, least)
    y, height = _held(region.y, region.height, least)
    return Region(x, y, width, height)


def moved(region: Region, right: float, down: float, least: float = LEAST) -> Region:
    """Move a region by shares of the picture, as far as there is room."""
    return held(Region(region.x + right, region.y + down, region.width, region.height), least)


def resized(region: Region, right: float, down: float, least: float = LEAST) -> Region:
    """Move the right and lower edge of a region by shares of the picture, as far as there is room."""
    width, height = min(region.width + right, 1 - region.x), min(region.height + down, 1 - region.y)
    return held(Region(region.x, region.y, width, height), least)


def spanned(fixed: float, to: float, least: float = LEAST) -> tuple[float, float]:
    """Start and length of the span from a fixed edge to a position, in one direction; at least ``least`` long."""
    to = min(max(to, 0.0), 1.0)
    length = max(abs(to - fixed), least)
    return _held(fixed if to >= fixed else fixed - length, length, least)


def _held(start: float, length: float, least: float) -> tuple[float, float]:
    length = min(max(length, least), 1.0)
    return min(max(start, 0.0), 1 - length), length
