"""What changed from one picture to another, as far as it is sure.

A wrong statement is worse than none: each has a threshold that no other edit reaches, chosen with
packaging/lab/duplicates/change_figures.py.
"""

import math
from collections.abc import Iterator
from enum import Enum

from photon.domain.photo.picture_comparison import PictureComparison
from photon.duplicates.best_of_set import SHARPER, true_sharpness
from photon.quick_dataclass import dataclass


class Change(Enum):
    """How a picture differs from another one; the most important ones first."""

    GREY = "grey"
    IN_COLOUR = "in colour"
    MIRRORED = "mirrored"
    TURNED_LEFT = "turned left"
    TURNED_RIGHT = "turned right"
    TURNED_OVER = "turned over"
    WITH_BORDER = "with a border"
    WITHOUT_BORDER = "without a border"
    TILTED = "tilted"
    SHOWS_LESS = "shows less"
    SHOWS_MORE = "shows more"
    OTHER_SHAPE = "other proportions"
    PARTLY_DIFFERENT = "partly different"
    SOFTER = "softer"
    SHARPER = "sharper"
    BRIGHTER = "brighter"
    DARKER = "darker"
    WARMER = "warmer"
    COOLER = "cooler"
    MORE_COLOURFUL = "more colourful"
    LESS_COLOURFUL = "less colourful"
    MORE_CONTRAST = "more contrast"
    LESS_CONTRAST = "less contrast"
    FRAMED_DIFFERENTLY = "framed differently"
    NO_DIFFERENCE = "no visible difference"


_TURNS = {
    "mirrored": Change.MIRRORED,
    "left": Change.TURNED_LEFT,
    "right": Change.TURNED_RIGHT,
    "over": Change.TURNED_OVER,
}


@dataclass(frozen=True, slots=True)
class PictureChange:
    """One statement about a picture.

    Attributes:
        change: What is different.
        amount: For what shows less or more, the share of the area that is missing, 0..1; else 0.
        x: Where a part is different, 0 left..1 right; else 0.5.
        y: Where it is, 0 top..1 bottom; else 0.5.
    """

    change: Change
    amount: float = 0.0
    x: float = 0.5
    y: float = 0.5


_AGREES = (0.70, 0.60)  # most and worst blocks of pictures whose places are known for sure
_ONE_SCENE = 0.2  # most blocks of two shots of one scene
_SAME = (0.80, 0.75)  # of pictures that differ nowhere but in their tones
_LESS, _WHOLE = 0.025, 0.012  # share that is cut off; and one that is within the accuracy
_SHAPE = 0.06  # powers of 2
_TILT = 0.7  # degrees
_SOFT, _SOFT_BY_LEVEL, _FOLLOWS, _SOFT_OF_SHOTS = 0.28, 0.02, 1.05, 0.8
_LEVEL, _LEVEL_OF_SHOTS = 9.0, 20.0  # luma
_CONTRAST, _CONTRAST_ALONE = 0.17, 0.14  # powers of 2
_WARM, _WARM_BY_CONTRAST, _WARM_BY_LEVEL = 3.0, 8.0, 0.06  # other changes of tones shift the colours, too
_COLOURS, _COLOURS_ALONE, _COLOURED = 0.3, 0.25, 5.0  # powers of 2, and spread
_COLOURLESS, _CLEARLY_COLOURED = 2.0, 4.5
_PART, _OTHER_PART, _MOST_OF_IT, _BLURRED = 20.0, 0.85, 0.25, 1.5
_NOTHING, _NOTHING_FINE = 8.0, 9.0


def name_changes(found: PictureComparison) -> tuple[PictureChange, ...]:
    """Tell how a picture differs from the other one.

    Args:
        found: What was measured.

    Returns:
        The changes, the most important first; empty if nothing is sure.
    """
    agrees = found.most >= _AGREES[0] and found.worst >= _AGREES[1]
    changes = [*_colours_lost(found)]
    if agrees:
        changes += [*_geometry(found), *_tones(found, changes)]
    else:
        changes += [*_parts(found), *_of_shots(found)]
    if not changes and _is_equal(found):
        changes = [PictureChange(Change.NO_DIFFERENCE)]
    order = list(Change)
    return tuple(sorted(changes, key=lambda one: order.index(one.change)))


def _either(value: float, least: float, more: Change, less: Change) -> Iterator[PictureChange]:
    if abs(value) >= least:
        yield PictureChange(more if value > 0 else less)


def _colours_lost(found: PictureComparison) -> Iterator[PictureChange]:
    strength = [max(pair) for pair in zip(found.colours, found.casts, strict=True)]
    for mine, other, change in ((0, 1, Change.GREY), (1, 0, Change.IN_COLOUR)):
        darker = max(1.0, (found.levels[other] + 1) / (found.levels[mine] + 1))  # of a dark shot, colours are weak
        if strength[mine] * darker < _COLOURLESS and strength[other] > _CLEARLY_COLOURED:
            yield PictureChange(change)


def _geometry(found: PictureComparison) -> Iterator[PictureChange]:
    if found.turn:
        yield PictureChange(_TURNS[found.turn])
    if found.border:
        yield PictureChange(Change.WITH_BORDER if found.border > 0 else Change.WITHOUT_BORDER)
        return
    if found.tilted >= _TILT:
        yield PictureChange(Change.TILTED)
    yield from _framing(found)
    is_whole = min(found.shows, found.is_shown) >= 1 - _WHOLE
    if abs(found.wider) >= _SHAPE and is_whole and found.tilted < _TILT:
        yield PictureChange(Change.OTHER_SHAPE)


def _framing(found: PictureComparison) -> Iterator[PictureChange]:
    cut, other_cut = 1 - found.shows, 1 - found.is_shown
    if cut >= _LESS and other_cut <= _WHOLE:
        yield PictureChange(Change.SHOWS_LESS, cut)
    elif other_cut >= _LESS and cut <= _WHOLE:
        yield PictureChange(Change.SHOWS_MORE, other_cut)
    elif min(cut, other_cut) >= _LESS:
        yield PictureChange(Change.FRAMED_DIFFERENTLY)


def _tones(found: PictureComparison, lost: list[PictureChange]) -> Iterator[PictureChange]:
    """Name changes of pictures that agree."""
    parts = list(_parts(found))
    yield from parts
    is_same = found.most >= _SAME[0] and found.worst >= _SAME[1] and found.tilted < _TILT and not parts
    yield from list(_sharpness(found)) or _sharpness_of_shots(found)
    yield from _either(found.levels[0] - found.levels[1], _LEVEL, Change.BRIGHTER, Change.DARKER)
    levels = math.log2((found.levels[0] + 1) / (found.levels[1] + 1))
    alone = found.contrast - levels
    if abs(alone) >= _CONTRAST_ALONE and alone * found.contrast > 0 and is_same:
        yield from _either(found.contrast, _CONTRAST, Change.MORE_CONTRAST, Change.LESS_CONTRAST)
    if lost:
        return
    level = abs(found.levels[0] - found.levels[1])
    warm = _WARM + _WARM_BY_CONTRAST * abs(found.contrast) + _WARM_BY_LEVEL * level
    yield from _either(found.warmer, warm, Change.WARMER, Change.COOLER)
    colours = math.log2((found.colours[0] + 0.5) / (found.colours[1] + 0.5))
    alone = colours - max(found.contrast, levels, 0) if colours > 0 else colours - min(found.contrast, levels, 0)
    if max(found.colours) >= _COLOURED and abs(alone) >= _COLOURS_ALONE and alone * colours > 0 and is_same:
        yield from _either(colours, _COLOURS, Change.MORE_COLOURFUL, Change.LESS_COLOURFUL)


def _sharpness(found: PictureComparison) -> Iterator[PictureChange]:
    """Name what was softened or sharpened; noise is no detail, because nothing in the other picture follows from it."""
    follows = found.detail[0] if found.sharper > 0 else found.detail[1]
    if follows >= _FOLLOWS and found.tilted < _TILT:
        soft = _SOFT + _SOFT_BY_LEVEL * abs(found.levels[0] - found.levels[1])
        yield from _either(found.sharper, soft, Change.SHARPER, Change.SOFTER)


def _parts(found: PictureComparison) -> Iterator[PictureChange]:
    """Name a part that is different, if all the rest is equal."""
    is_whole = found.tilted < _TILT and min(found.shows, found.is_shown) > 1 - _LESS
    is_still = found.most >= _AGREES[0] and abs(found.sharper) < _BLURRED
    if (
        is_whole
        and is_still
        and not found.turn  # the place would be that in the other picture
        and found.local >= _PART
        and 0 < found.changed <= _MOST_OF_IT
        and found.worst < _OTHER_PART
    ):
        yield PictureChange(Change.PARTLY_DIFFERENT, x=found.x, y=found.y)


def _of_shots(found: PictureComparison) -> Iterator[PictureChange]:
    """Name what is sure of two pictures of which some parts differ."""
    yield from _sharpness_of_shots(found)
    if found.marks is not None and found.most >= _ONE_SCENE:
        mine, other = found.marks
        yield from _either(mine.level - other.level, _LEVEL_OF_SHOTS, Change.BRIGHTER, Change.DARKER)


def _sharpness_of_shots(found: PictureComparison) -> Iterator[PictureChange]:
    """Name a shot sharper if both its sharpest part and all of it have clearly more detail."""
    if found.marks is not None:
        mine, other = found.marks
        sharper = true_sharpness(mine) - true_sharpness(other)
        if sharper * found.sharper > 0 and abs(found.sharper) >= _SOFT_OF_SHOTS:
            yield from _either(sharper, SHARPER, Change.SHARPER, Change.SOFTER)


def _is_equal(found: PictureComparison) -> bool:
    is_same = found.most >= _SAME[0] and found.worst >= _SAME[1]
    is_whole = min(found.shows, found.is_shown) >= 1 - _WHOLE
    return is_same and is_whole and found.residue <= _NOTHING and found.fine <= _NOTHING_FINE
