"""Find shots of one moment, and distinguish bursts, brackets, panoramas, focus stacks and pairs of RAW and JPEG.

A moment is a run of shots of one camera, each of which follows an earlier one closely and looks similar, or shows the
view beside it. The shorter the time between them, the less similar they must be. A time that two shots share to the
second, or without seconds, is weak evidence, so such shots must look nearly the same. Shots without a time form a
moment only if they are in one folder, are numbered in sequence, and look similar.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import PurePath
from statistics import median

from photon.domain.photo.likeness import Likeness
from photon.domain.photo.photo_set import SetKind
from photon.domain.photo.shot import Shot
from photon.domain.query.filter_kinds.formats import RAW
from photon.duplicates.neighbours import LATER
from photon.duplicates.same_picture import APART, LADDER, are_pages, has_fraction, time_of

Alike = Callable[[int, int], float]
"""Cosine similarity between the embeddings of two photos; 0 if one has none."""
Likenesses = Mapping[tuple[int, int], Likeness]
"""How pictures agree, by pairs of photo ids, the smaller one first."""

_NONE: Likenesses = {}
_SOON = 2.0  # seconds
_LINE_SOON, _LINE_LATER, _LINE_UNSURE, _LINE_UNDATED = 0.50, 0.62, 0.80, 0.72
_SCENE, _CLOUDY = 20, 3.0  # bits of 64 within which the hashes of one scene are; detail that no sky has
_BACK = 4  # number of preceding shots, of which one must be similar
_NUMBER = re.compile(r"(.*?)(\d+)(\D*)")
_STEP = 0.3  # exposure stops between two shots of a bracket
_FOCUS, _MOVED = 2.0, 0.06
_SIDEWAYS, _VIEW = 0.15, 0.6  # as a share of a side; correlation of what two views both show
_FEW = 3
_ALL_SHARED, _BLURRED = 0.65, 1.0  # noise of edits; powers of 4


def find_pairs(shots: Sequence[Shot]) -> list[list[int]]:
    """Find RAW files and the pictures that the camera saved with them.

    Args:
        shots: The photos.

    Returns:
        Sets of photo ids, the RAW file first.
    """
    names: dict[str, list[Shot]] = {}
    for shot in shots:
        path = PurePath(shot.path)
        names.setdefault(str(path.with_suffix("")).casefold(), []).append(shot)
    found = []
    for group in names.values():
        raw = [shot for shot in group if shot.format in RAW]
        others = [shot for shot in group if shot.format not in RAW and _belongs_to(shot, raw)]
        if raw and others:
            found.append([shot.photo for shot in (*raw, *others)])
    return found


def _belongs_to(shot: Shot, raw: Sequence[Shot]) -> bool:
    times = {time_of(one) for one in raw} - {None}
    return not times or time_of(shot) is None or time_of(shot) in times


def find_moments(shots: Sequence[Shot], alike: Alike, likenesses: Likenesses = _NONE) -> list[list[Shot]]:
    """Find runs of shots that belong to one moment.

    Args:
        shots: The photos.
        alike: Similarity of two photos.
        likenesses: How compared pictures agree.

    Returns:
        Runs of two or more shots, in the order in which they were taken.
    """
    dated: dict[str, list[Shot]] = {}
    undated: dict[tuple[object, ...], list[Shot]] = {}
    for shot in shots:
        if time_of(shot) is not None:
            dated.setdefault(shot.camera or "", []).append(shot)
        elif parts := _NUMBER.fullmatch(PurePath(shot.path).stem):
            series = (str(PurePath(shot.path).parent), parts[1], parts[3], *sorted((shot.width, shot.height)))
            undated.setdefault(series, []).append(shot)
    runs: list[list[Shot]] = []
    for group in dated.values():
        runs += _runs(sorted(group, key=_order), _Joining(alike, _line_dated, likenesses))
    for group in undated.values():
        runs += _runs(sorted(group, key=_numbered), _Joining(alike, _line_undated))
    return [run for run in runs if len(run) > 1]


def in_time(shots: Sequence[Shot]) -> list[Shot]:
    """Order photos as ``find_moments`` processes them, so that embeddings can be prefetched.

    Args:
        shots: The photos.
    """
    dated = [shot for shot in shots if time_of(shot) is not None]
    undated = [shot for shot in shots if time_of(shot) is None]
    return [
        *sorted(dated, key=lambda shot: (shot.camera or "", *_order(shot))),
        *sorted(undated, key=lambda shot: (str(PurePath(shot.path).parent), *_numbered(shot))),
    ]


def _order(shot: Shot) -> tuple[object, ...]:
    return time_of(shot), shot.path


def _numbered(shot: Shot) -> tuple[int, str]:
    parts = _NUMBER.fullmatch(PurePath(shot.path).stem)
    return (int(parts[2][-15:]) if parts else 0), shot.path


class _Joining:
    """Decides which shots belong together."""

    def __init__(self, alike: Alike, line: Callable[[Shot, Shot], float], likenesses: Likenesses = _NONE) -> None:
        self._alike, self._line, self._likenesses = alike, line, likenesses

    def joins(self, one: Shot, other: Shot) -> bool:
        wanted = self._line(one, other)
        if wanted > 1:
            return False
        step = self._likenesses.get((min(one.photo, other.photo), max(one.photo, other.photo)))
        is_view = step is not None and _is_sideways(step) and one.camera is not None
        return is_view or self._alike(one.photo, other.photo) >= wanted


def _runs(shots: Sequence[Shot], joining: _Joining) -> list[list[Shot]]:
    """Cut an ordered sequence before each shot that belongs to none of the last ones in its run."""
    runs: list[list[Shot]] = []
    for shot in shots:
        before = runs[-1][-_BACK:] if runs else []
        if any(joining.joins(one, shot) for one in reversed(before)):
            runs[-1].append(shot)
        else:
            runs.append([shot])
    return runs


def _line_dated(one: Shot, other: Shot) -> float:
    """Return the cosine similarity that two shots must reach; above 1 if they never belong together."""
    first, second = time_of(one), time_of(other)
    if first is None or second is None:
        return 2.0
    gap = abs((second - first).total_seconds())
    if gap > LATER or not one.camera:
        return 2.0 if gap > LATER else _LINE_UNSURE
    if not (has_fraction(one) and has_fraction(other)) and (gap == 0 or first.second == second.second == 0):
        return _LINE_UNSURE
    return _LINE_SOON if gap <= _SOON else _LINE_LATER


def _line_undated(one: Shot, other: Shot) -> float:
    if not 0 < _numbered(other)[0] - _numbered(one)[0] <= _BACK:
        return 2.0
    marks = one.fingerprint, other.fingerprint
    if marks[0] is None or marks[1] is None:
        return _LINE_UNDATED
    apart = (marks[0].codes[0] ^ marks[1].codes[0]).bit_count()
    is_cloudy = max(marks[0].sharpness, marks[1].sharpness) < _CLOUDY and apart > _SCENE
    return 2.0 if is_cloudy or are_pages(one, other) else _LINE_UNDATED


def kind_of_moment(run: Sequence[Shot], likenesses: Likenesses) -> SetKind:
    """Return the kind of a run of shots.

    Args:
        run: The shots, in order.
        likenesses: How compared pictures agree, by pairs of photo ids, the smaller one first.
    """
    if _is_panorama(run, likenesses):
        return "panorama"
    if len(run) >= _FEW and _is_bracket(run):
        return "bracket"
    if len(run) >= _FEW:
        pairs = combinations(sorted(shot.photo for shot in run), 2)
        known = [likenesses[pair] for pair in pairs if pair in likenesses]
        if known and _is_focus_stack(known):
            return "focus-stack"
    return "same-moment"


def kind_of_series(shots: Sequence[Shot], likenesses: Sequence[Likeness]) -> SetKind | None:
    """Return the kind of shots that show one scene; None if they may be edits of one exposure, or only a burst.

    Args:
        shots: Shots of equal sides, with fingerprints.
        likenesses: How those that were compared agree.
    """
    if len(shots) >= _FEW and time_of(shots[0]) is not None:
        return "focus-stack" if _is_focus_stack(likenesses) else None
    noises = [likeness.noise for likeness in likenesses if likeness.noise is not None]
    if len(shots) < _FEW or not noises or any(likeness.is_resaved for likeness in likenesses):
        return None
    levels = sorted(shot.fingerprint.level for shot in shots if shot.fingerprint)
    if all(more - less >= LADDER for less, more in pairwise(levels)):
        return "bracket" if median(noises) < _ALL_SHARED else None
    moving = sum(likeness.focus >= _BLURRED for likeness in likenesses)
    return "focus-stack" if max(noises) < APART and moving >= _FEW else None


def _is_bracket(run: Sequence[Shot]) -> bool:
    """Return whether the exposures of shots all differ by at least one step."""
    lights = sorted(light for shot in run if (light := _light(shot)) is not None)
    return len(lights) == len(run) and all(more - less >= _STEP for less, more in pairwise(lights))


def _light(shot: Shot) -> float | None:
    """Return the amount of light of an exposure, in stops."""
    if not (shot.exposure and shot.aperture and shot.iso):
        return None
    return math.log2(shot.exposure * shot.iso / shot.aperture**2)


def _is_focus_stack(known: Sequence[Likeness]) -> bool:
    """Return whether the frame stays while the sharp area moves."""
    still = [one for one in known if max(abs(one.left), abs(one.top)) < _MOVED and one.turned < _MOVED]
    return len(still) == len(known) and sum(one.focus >= _FOCUS for one in still) >= _FEW


def _is_panorama(run: Sequence[Shot], likenesses: Likenesses) -> bool:
    """Return whether each shot shows a view beside the one before, and none returns to an earlier one."""
    places = [(0.0, 0.0)]
    for one, other in pairwise(run):
        step = likenesses.get((min(one.photo, other.photo), max(one.photo, other.photo)))
        if step is None or not _is_sideways(step):
            return False
        sign = 1 if one.photo < other.photo else -1
        place = (places[-1][0] + sign * step.left, places[-1][1] + sign * step.top)
        if any(max(abs(place[0] - x), abs(place[1] - y)) <= _SIDEWAYS for x, y in places):
            return False
        places.append(place)
    return len(places) > 1


def _is_sideways(step: Likeness) -> bool:
    is_moved = step.overlap < 1 - _SIDEWAYS and max(abs(step.left), abs(step.top)) > _SIDEWAYS
    return is_moved and step.most >= _VIEW and not step.way
