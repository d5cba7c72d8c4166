"""Choose which shots to compare as neighbouring views of a panorama: those that one camera took one after the other."""

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise, product

from photon.domain.photo.shot import Shot
from photon.duplicates.comparison_rounds import Pair
from photon.duplicates.same_picture import are_pages, time_of

LATER = 20.0  # seconds between two shots of a moment
_FEW = 3  # shots of one time: a RAW file, its picture, a copy
_SIDES = 0.02  # relative difference of sides


def times_around(shots: Iterable[Shot]) -> list[tuple[str, str]]:
    """Return the spans in which neighbours of shots were taken, as ISO 8601 in order, no two of which overlap.

    Args:
        shots: The shots; those without a time or camera have no neighbours.
    """
    more = timedelta(seconds=LATER)
    spans: list[tuple[datetime, datetime]] = []
    for time in sorted(time for shot in shots if shot.camera and (time := time_of(shot)) is not None):
        if spans and time - more <= spans[-1][1]:
            spans[-1] = (spans[-1][0], time + more)
        else:
            spans.append((time - more, time + more))
    return [(first.isoformat(), (last + timedelta(seconds=1)).isoformat()) for first, last in spans]


def find_neighbours(shots: Iterable[Shot], photos: Container[int], known: Collection[Pair]) -> list[Pair]:
    """Find pairs of shots that one camera took one after the other, within seconds, with equal sides.

    Args:
        shots: The shots, among them those just before and after the new ones.
        photos: The new ones; each pair has one of them.
        known: Pairs that need no comparison, because they show one view.
    """
    timed: list[tuple[str, datetime, Shot]] = []
    for shot in shots:
        time = time_of(shot)
        if shot.camera and time is not None and shot.fingerprint is not None:
            timed.append((shot.camera, time, shot))
    timed.sort(key=lambda one: (one[0], one[1], one[2].photo))
    groups = [(key, [one[2] for one in some][:_FEW]) for key, some in groupby(timed, key=lambda one: one[:2])]
    found = []
    for ((camera, time), first), ((other_camera, later), second) in pairwise(groups):
        if camera == other_camera and (later - time).total_seconds() <= LATER:
            for one, other in product(first, second):
                pair = (min(one.photo, other.photo), max(one.photo, other.photo))
                is_new = pair not in known and (one.photo in photos or other.photo in photos)
                if is_new and _may_be_views(one, other):
                    found.append(pair)
    return found


def _may_be_views(one: Shot, other: Shot) -> bool:
    sides: Sequence[tuple[int, int]] = ((one.width, other.width), (one.height, other.height))
    return not are_pages(one, other) and all(abs(side - same) <= _SIDES * max(side, same) for side, same in sides)
