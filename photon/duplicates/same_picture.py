"""Decide whether two photos are copies of one picture."""

import re
from datetime import datetime
from pathlib import PurePath

from photon.domain.photo.likeness import Likeness
from photon.domain.photo.shot import Shot

# Chosen on the open set with packaging/lab/duplicates/duplicate_figures.py. There, nine of ten blocks of copies
# correlate by .957 and more, and the three worst ones by .878 and more. Of other shots of a moment that no time
# distinguishes, the best have .877 and .787, and .921 and .536.
_WORST = 0.82
_MOST = 0.88
# Two strong edits of one picture, such as a sharpened and a small one, are further from each other than from it.
_WORST_OF_EDITS = 0.60
_MOST_OF_EDITS = 0.70
_OVERLAP = 0.78  # two sides cropped by a tenth each leave .81
_TURNED = 0.12  # radians
_SMALLEST = 0.80  # side of a crop as a share of the picture's side
_SAME_VALUE = 0.02  # relative difference with which programs round exposure times
_COUNTER = re.compile(r"\d{3,}")
_NO_TIMES = frozenset({1, 1970, 1980, 2036, 2038})
"""Years of clocks that were never set, or that overflowed."""


def is_same_picture(likeness: Likeness) -> bool:
    """Return whether two registered pictures agree everywhere.

    Args:
        likeness: How they agree.
    """
    return likeness.worst >= _WORST and likeness.most >= _MOST and may_be_same_picture(likeness)


def may_be_same_picture(likeness: Likeness) -> bool:
    """Return whether two registered pictures agree so far that both can be edits of a third one.

    Args:
        likeness: How they agree.
    """
    sides = (likeness.right - likeness.left, likeness.bottom - likeness.top)
    return (
        likeness.worst >= _WORST_OF_EDITS
        and likeness.most >= _MOST_OF_EDITS
        and likeness.overlap >= _OVERLAP
        and likeness.turned <= _TURNED
        and all(_SMALLEST <= side <= 1 / _SMALLEST for side in sides)
    )


def are_different_exposures(one: Shot, other: Shot) -> bool:
    """Return whether the camera's metadata shows that two photos were exposed at different times or in different ways.

    Args:
        one: A photo.
        other: Another photo.
    """
    if one.image_hash == other.image_hash:
        return False
    times = time_of(one), time_of(other)
    if None not in times and times[0] != times[1]:
        return True
    if any(
        _differ(*values)
        for values in (
            (one.exposure, other.exposure),
            (one.aperture, other.aperture),
            (one.iso and float(one.iso), other.iso and float(other.iso)),
        )
    ):
        return True
    return _are_numbered_apart(one, other)


def time_of(shot: Shot) -> datetime | None:
    """Return the capture time by the camera's clock, without its zone; None if missing or if the clock was not set."""
    if not shot.taken:
        return None
    try:
        found = datetime.fromisoformat(shot.taken).replace(tzinfo=None)
    except ValueError:
        return None
    return None if found.year in _NO_TIMES else found


def has_fraction(shot: Shot) -> bool:
    """Return whether the capture time has fractions of a second."""
    return "." in (shot.taken or "")


def _differ(one: float | None, other: float | None) -> bool:
    return bool(one and other) and abs(one / other - 1) > _SAME_VALUE  # type: ignore[operator]


def _are_numbered_apart(one: Shot, other: Shot) -> bool:
    """Return whether a camera gave two full pictures different numbers: shots of a burst within a second."""
    if not (one.camera and one.camera == other.camera and one.pixels == other.pixels):
        return False
    if PurePath(one.path).parent != PurePath(other.path).parent:
        return False
    numbers = [_COUNTER.findall(PurePath(shot.path).stem) for shot in (one, other)]
    return bool(numbers[0] and numbers[1]) and numbers[0] != numbers[1] and len(numbers[0]) == len(numbers[1])
