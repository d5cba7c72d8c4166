"""Compare previews of which one may be the other one turned, mirrored, or within a border or the bars of a screen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from photon.domain.photo.likeness import NO_LIKENESS, Likeness, ProbableWay
from photon.domain.photo.picture_comparison import Turn
from photon.media.file import failures
from photon.media.read.picture_fitting import BACK, cropped
from photon.media.read.plain_bars import find_inner
from photon.media.read.preview_alignment import align, open_grey, square_luma
from photon.quick_dataclass import dataclass

_AGREE = ((0.85, 0.90), (0.50, 0.98))  # worst and most blocks: at an edge, a bar may be left
_SCENE, _NARROW = 0.5, 0.03  # most blocks of one scene; share of a side that no border leaves
_LEAST = 0.9  # share of one that the other one shows
_SIDEWAYS: tuple[Turn, ...] = ("left", "right")


@dataclass(frozen=True, slots=True)
class TurnedPreviews:
    """Two pictures.

    Attributes:
        one: An upright JPEG.
        other: Another one.
        turn: How one was probably turned, whether to the left or to the right; empty if one has bars.
    """

    one: bytes
    other: bytes
    turn: Turn = ""


def compare_turned(pairs: Sequence[TurnedPreviews]) -> list[Likeness | None]:
    """Compare the pictures of each pair.

    Args:
        pairs: The pairs.

    Returns:
        How they agree, with the way in which they do; nothing alike if they don't; None if one of the two is damaged.
    """
    return [_compared(pair) for pair in pairs]


def _compared(pair: TurnedPreviews) -> Likeness | None:
    try:
        one, other = open_grey(pair.one), open_grey(pair.other)
    except failures.DECODING_ERRORS:
        return None
    way: ProbableWay = "turned" if pair.turn else "border"
    if not pair.turn and _lie_equally(one, other):
        return NO_LIKENESS
    for first, second in _turned(one, other, pair.turn) if pair.turn else _without_bars(one, other):
        found = align(square_luma(first), square_luma(second))
        agree = any(found.worst >= worst and found.most >= most for worst, most in _AGREE)
        if agree and found.overlap >= _LEAST:
            return replace(found, way=way)
    return NO_LIKENESS


def _lie_equally(one: Image.Image, other: Image.Image) -> bool:
    """Return whether two pictures show one scene at one place, so that none has a border of its own."""
    found = align(square_luma(one), square_luma(other))
    edges = (found.left, found.top, 1 - found.right, 1 - found.bottom)
    return found.most >= _SCENE and max(map(abs, edges)) < _NARROW


def _turned(one: Image.Image, other: Image.Image, turn: Turn) -> Iterator[tuple[Image.Image, Image.Image]]:
    for way in _SIDEWAYS if turn in _SIDEWAYS else (turn,):
        yield one.transpose(BACK[way]), other


def _without_bars(one: Image.Image, other: Image.Image) -> Iterator[tuple[Image.Image, Image.Image]]:
    inner = [_inner(picture) for picture in (one, other)]
    if inner[0] is not None:
        yield inner[0], other
    if inner[1] is not None:
        yield one, inner[1]
    if inner[0] is not None and inner[1] is not None:
        yield inner[0], inner[1]


def _inner(picture: Image.Image) -> Image.Image | None:
    box = find_inner(np.asarray(picture, np.float32)[:, :, None])
    return None if box is None else cropped(picture, box)
