"""Points of Google's timeline in its four forms.

- ``Records.json``: ``locations`` with degrees times 10⁷;
- Semantic Location History: ``timelineObjects``, visits and ways with waypoints;
- ``Timeline.json`` of Android: ``semanticSegments``, and ``rawSignals`` with what was measured;
- ``location-history.json`` of iOS: segments without a name, with ``geo:`` addresses.

They are described nowhere; names are those of files that people exported from 2014 to 2025.
"""

import math
import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import IO, Any

from photon.media.tracks.json_items import CutJson, json_items
from photon.media.tracks.point_list import UNTIMED, PointList, degrees_of, seconds_of

ARRAYS = frozenset({"locations", "timelineObjects", "semanticSegments", "rawSignals"})
COARSEST = 1000
"""Metres: a less certain point, as from a mast of a mobile network, is dropped."""
_PAIR = re.compile(r"(?:geo:)?(-?\d[\d.]*)\s*°?\s*,\s*(-?\d[\d.]*)\s*°?")
_VISITS = ("placeVisit.location", "visit.topCandidate.placeLocation")
_STARTS = (*_VISITS, "activitySegment.startLocation", "activity.start")
_ENDS = (*_VISITS, "activitySegment.endLocation", "activity.end")
_TIMED = ("", "position", "activitySegment.simplifiedRawPath.points", "timelinePath")
_SPANS = ("", "placeVisit.duration", "activitySegment.duration")
_MINUTE = 60


def read_timeline(stream: IO[bytes], points: PointList) -> bool:
    """Add the points of a timeline; return whether it is damaged or cut, so that only those before are there."""
    try:
        for item in json_items(stream, ARRAYS):
            for time, place in _places_of(item):
                if (degrees := _degrees(place)) is not None:
                    points.add(time, *degrees)
    except CutJson:
        return True
    return False


def _places_of(item: object) -> Iterator[tuple[float, Any]]:
    """Yield what may be a place, with its time."""
    spans = [one for path in _SPANS for one in _find(item, path)]
    begin, end = (_time(spans, f"{side}Time", f"{side}Timestamp") for side in ("start", "end"))
    for time, paths in ((begin, _STARTS), (end, _ENDS)):
        yield from ((time, one) for path in paths for one in _find(item, path))
    for one in (one for path in _TIMED for one in _find(item, path) if isinstance(one, dict)):
        later = degrees_of(one.get("durationMinutesOffsetFromStartTime")) * _MINUTE
        yield _time([one], "timestamp", "time") if math.isnan(later) else begin + later, one.get("point", one)


def _find(item: Any, path: str) -> list[Any]:  # noqa: ANN401 - any JSON value
    """Return what is at a path, as a list even if it is only one."""
    for name in filter(None, path.split(".")):
        item = item.get(name) if isinstance(item, dict) else None
    return item if isinstance(item, list) else [item]


def _time(items: Iterable[Any], *names: str) -> float:
    for one, name in product(items, names):
        if isinstance(one, dict) and f"{name}Ms" in one:
            return degrees_of(one[f"{name}Ms"]) / 1000
        if isinstance(one, dict) and isinstance(one.get(name), str):
            return seconds_of(one[name])
    return UNTIMED


def _degrees(place: object) -> tuple[float, float] | None:
    """Return latitude and longitude of a place however it is spelled, NaN if it is too vague; None if it is none."""
    values = place if isinstance(place, dict) else {"latLng": place}
    if max(degrees_of(values.get(name, 0)) for name in ("accuracy", "accuracyMeters")) > COARSEST:
        return UNTIMED, UNTIMED
    for names in (("latitudeE7", "longitudeE7"), ("latE7", "lngE7")):
        if names[0] in values:
            latitude, longitude = (degrees_of(values.get(name)) / 1e7 for name in names)
            return latitude, longitude
    found = _PAIR.fullmatch(str(values.get("latLng", values.get("LatLng"))).strip())
    return (degrees_of(found[1]), degrees_of(found[2])) if found else None
