"""Regions of a picture: kept inside it, moved, pulled larger and smaller."""

from dataclasses import dataclass

LEAST = 0.05  # of width and height; of a smaller part of a preview too few pixels are left to be recognised


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture, as fractions 0..1 of its upright width and height, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


WHOLE = Region(0.0, 0.0, 1.0, 1.0)
CENTRE = Region(0.25, 0.25, 0.5, 0.5)


def visible(region: Region) -> Region | None:
    """What of a region lies inside the picture; None where nothing does, or a number is none."""
    left, top = max(region.x, 0.0), max(region.y, 0.0)
    right, bottom = min(region.x + region.width, 1.0), min(region.y + region.height, 1.0)
    if not (left < right and top < bottom):
        return None
    return Region(left, top, right - left, bottom - top)


def held(region: Region) -> Region:
    """The region at least as large as ``LEAST`` and at most as the picture, pushed inside it."""
    x, width = _held(region.x, region.width)
    y, height = _held(region.y, region.height)
    return Region(x, y, width, height)


def moved(region: Region, right: float, down: float) -> Region:
    """The region shifted by these shares of the picture, as far as there is room."""
    return held(Region(region.x + right, region.y + down, region.width, region.height))


def resized(region: Region, right: float, down: float) -> Region:
    """The region with its right and lower edge shifted by these shares, as far as there is room."""
    width, height = min(region.width + right, 1 - region.x), min(region.height + down, 1 - region.y)
    return held(Region(region.x, region.y, width, height))


def spanned(fixed: float, to: float) -> tuple[float, float]:
    """Start and length, in one direction, of what reaches from a fixed edge to a place; never below ``LEAST``."""
    to = min(max(to, 0.0), 1.0)
    length = max(abs(to - fixed), LEAST)
    return _held(fixed if to >= fixed else fixed - length, length)


def _held(start: float, length: float) -> tuple[float, float]:
    length = min(max(length, LEAST), 1.0)
    return min(max(start, 0.0), 1 - length), length
