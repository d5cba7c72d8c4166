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
_BURST = re.compile(r"(.+?)(?:[ _-]?\(\d+\)|[ _-]?burst[ _-]?\d+|_\d{3})", re.IGNORECASE)
"""Names that cameras give to frames of a burst; others give some of them to copies, too."""
_PAGE = 0.3  # share of pixels; of photos of people before a plain wall, up to .2 have one brightness
_SHARED, _SHARED_BY_LIGHT, _UNSURE, APART = 0.5, 0.6, 0.45, 0.2  # noise of one exposure, and of two
_GRAIN = 0.4  # luma; where compression left less, noise proves nothing
_SAVED = 0.5  # variance of luma that saving one exposure twice adds; of a scene with detail everywhere, noise adds more
SOON = 60.0  # seconds within which shots may be a focus stack
LADDER = 8.0  # luma between two exposures of a bracket
_HELD, _SCENE = 0.06, 0.45  # share of a side by which a hand moves; correlation of shots of one scene
_MOVED = 0.004  # share of a side by which a picture shows what the other one does not
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
        not likeness.way
        and likeness.worst >= _WORST_OF_EDITS
        and likeness.most >= _MOST_OF_EDITS
        and likeness.overlap >= _OVERLAP
        and likeness.turned <= _TURNED
        and all(_SMALLEST <= side <= 1 / _SMALLEST for side in sides)
    )


def is_one_view(likeness: Likeness) -> bool:
    """Return whether two registered pictures show one scene, from one place.

    Args:
        likeness: How they agree.
    """
    return likeness.most >= _SCENE and likeness.overlap >= _OVERLAP


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


def should_trace(one: Shot, other: Shot, likeness: Likeness) -> bool:
    """Return whether files should be compared: the photos look the same, but may be frames of a series.

    Of photos with a time, it is decided without them if each shows something that the other one lacks.

    Args:
        one: A photo.
        other: Another photo.
        likeness: How their pictures agree.
    """
    is_alike = may_be_same_picture(likeness) or likeness.way == "part"
    return is_alike and _may_be_frames(one, other) and (time_of(one) is None or _is_within(likeness))


def _may_be_frames(one: Shot, other: Shot) -> bool:
    """Return whether two photos have equal sides and one time, or none."""
    if one.image_hash == other.image_hash or (one.width, one.height) != (other.width, other.height):
        return False
    times = time_of(one), time_of(other)
    return times == (None, None) or _are_of_one_second(one, other)


def are_frames(one: Shot, other: Shot, likeness: Likeness | None) -> bool:
    """Return whether two photos that look the same are frames of a burst or of a series, and no edits of one frame.

    Photos that were taken within one second, or are named like a burst, are frames unless there are signs of an edit.
    Others are frames only if there are signs of that: their noise differs although one program saved them, or each
    shows something that the other one lacks.

    Args:
        one: A photo.
        other: Another photo.
        likeness: How their pictures agree; None if they were not compared.
    """
    if not _may_be_frames(one, other):
        return False
    is_burst = _may_be_burst(one, other)
    if likeness is None or likeness.noise is None:
        return is_burst
    if not _is_within(likeness):
        return True
    has_grain = not likeness.is_resaved and likeness.grain >= _GRAIN
    return has_grain and (not _share_noise(likeness, _SHARED) if is_burst else likeness.noise < APART)


def are_surely_one(one: Shot, other: Shot, likeness: Likeness) -> bool:
    """Return whether two photos that look the same, and are no frames, are copies even if no third one links them.

    Args:
        one: A photo.
        other: Another photo.
        likeness: How their pictures agree.
    """
    if likeness.noise is None or likeness.is_resaved or not _may_be_frames(one, other):
        return True
    if _may_be_burst(one, other):
        return _share_noise(likeness, _SHARED)
    if likeness.grain < _GRAIN:
        return True
    marks = one.fingerprint, other.fingerprint
    is_lit = marks[0] is not None and marks[1] is not None and abs(marks[0].level - marks[1].level) >= LADDER
    return _share_noise(likeness, _SHARED_BY_LIGHT if is_lit else _UNSURE)


def _share_noise(likeness: Likeness, least: float) -> bool:
    """Return whether two pictures are of one exposure: they share their finest detail, but for what saving adds."""
    saved = 1 - _SAVED / likeness.grain**2 if likeness.grain > 0 else 0.0
    return likeness.noise is not None and likeness.noise >= max(least, saved)


def may_be_series(one: Shot, other: Shot, likeness: Likeness) -> bool:
    """Return whether two photos of equal sides show one scene, and may be shots of a series.

    Args:
        one: A photo.
        other: Another photo.
        likeness: How their pictures agree.
    """
    if (one.width, one.height) != (other.width, other.height) or one.image_hash == other.image_hash or likeness.way:
        return False
    times = time_of(one), time_of(other)
    if times[0] is None or times[1] is None:
        if times != (None, None):
            return False
    elif one.camera != other.camera or not 0 < abs((times[0] - times[1]).total_seconds()) <= SOON:
        return False
    edges = (likeness.left, likeness.top, 1 - likeness.right, 1 - likeness.bottom)
    is_held = max(map(abs, edges)) <= _HELD and likeness.turned <= _HELD
    return is_held and likeness.most >= _SCENE and not are_pages(one, other)


def _may_be_burst(one: Shot, other: Shot) -> bool:
    return _are_of_one_second(one, other) or _are_named_apart(one, other)


def _are_of_one_second(one: Shot, other: Shot) -> bool:
    times = time_of(one), time_of(other)
    return times[0] is not None and times[0] == times[1] and one.camera == other.camera and not has_fraction(one)


def _are_named_apart(one: Shot, other: Shot) -> bool:
    paths = PurePath(one.path), PurePath(other.path)
    if paths[0].parent != paths[1].parent:
        return False
    stems = [_BURST.fullmatch(path.stem) for path in paths]
    return stems[0] is not None and stems[1] is not None and stems[0][1] == stems[1][1]


def _is_within(likeness: Likeness) -> bool:
    """Return whether one of two pictures shows all that the other one shows, as an edit does."""
    edges = (likeness.left, likeness.top, 1 - likeness.right, 1 - likeness.bottom)
    return min(edges) >= -_MOVED or max(edges) <= _MOVED


def are_pages(one: Shot, other: Shot) -> bool:
    """Return whether two photos have a plain ground as documents, letters, chats and slides do; not if it is unknown.

    Args:
        one: A photo.
        other: Another photo.
    """
    return all(shot.fingerprint is not None and shot.fingerprint.plain >= _PAGE for shot in (one, other))


def may_be_probable(one: Shot, other: Shot, likeness: Likeness | None = None) -> bool:
    """Return whether two photos that agree are probably one picture: not if camera data differs, or if they are pages.

    Args:
        one: A photo.
        other: Another photo.
        likeness: How their pictures agree, if it is known.
    """
    if are_different_exposures(one, other):
        return False
    if likeness is None or likeness.way != "part":
        return True
    return not are_pages(one, other) and not are_frames(one, other, likeness)


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
