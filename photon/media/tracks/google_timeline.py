"""Points of Google's timeline in its four forms.

- ``Records.json``: ``locations`` with degrees times 10⁷;
- Semantic Location History: ``timelineObjects``, visits and ways with waypoints;
- ``Timeline.json`` of Android: ``semanticSegments``, and ``rawSignals`` with what was measured;
- ``location-history.json`` of iOS: segments without a name, with ``geo:`` addresses.

They are described nowhere; names are those of files that people exported from 2014 to 2025.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from photon.media.tracks.json_items import CutJson, json_items
from photon.media.tracks.point_list import UNTIMED, PointList, degrees_of, seconds_of

ARRAYS = frozenset({"locations", "timelineObjects", "semanticSegments", "rawSignals"})
COARSEST = 1000
"""Metres: a less certain point, as from a mast of a mobile network, is dropped."""
_PAIR = re.compile(r"(?:geo:)?(-?\d[\d.]*)\s*°?\s*,\s*(-?\d[\d.]*)\s*°?")
_MINUTE = 60


class _Point(NamedTuple):
    time: float
    place: Any


def read_timeline(stream: BinaryIO, points: PointList) -> bool:
    """Add the points of a timeline; return whether it is damaged or cut, so that only those before are there."""
    try:
        for name, item in json_items(stream, ARRAYS):
            for time, place in _points_of(name, item if isinstance(item, dict) else {}):
                points.add(time, *_degrees(place))
    except CutJson:
        return True
    return False


def _points_of(name: str, item: dict[str, Any]) -> Iterator[_Point]:
    if name == "locations":
        yield _Point(_time(item), item)
    elif name == "rawSignals":
        if "position" in item:  # others are of Wi-Fi and movement
            yield _Point(_time(_in(item, "position")), _in(item, "position"))
    elif name == "timelineObjects":
        yield from _of_object(item)
    else:
        yield from _of_segment(item)


def _of_object(item: dict[str, Any]) -> Iterator[_Point]:
    """Points of a visit or a way in the Semantic Location History."""
    visit, way = _in(item, "placeVisit"), _in(item, "activitySegment")
    spent = _in(visit or way, "duration")
    begin, end = (_time({"timestamp": spent.get(f"{side}Timestamp"), "timestampMs": spent.get(f"{side}TimestampMs")})
                  for side in ("start", "end"))  # fmt: skip
    if visit:
        yield from (_Point(time, visit.get("location")) for time in (begin, end))
    elif way:
        yield _Point(begin, way.get("startLocation"))
        for one in _list(_in(way, "simplifiedRawPath"), "points"):
            yield _Point(_time(one), one)
        yield _Point(end, way.get("endLocation"))


def _of_segment(item: dict[str, Any]) -> Iterator[_Point]:
    """Points of a segment that a phone keeps."""
    begin, end = (seconds_of(_text(item.get(side))) for side in ("startTime", "endTime"))
    visit = _in(_in(item, "visit"), "topCandidate").get("placeLocation")
    if visit:
        yield from (_Point(time, visit) for time in (begin, end))
    way = _in(item, "activity")
    if way:
        yield from (_Point(begin, way.get("start")), _Point(end, way.get("end")))
    for one in _list(item, "timelinePath"):
        later = degrees_of(_text(one.get("durationMinutesOffsetFromStartTime"))) * _MINUTE
        yield _Point(seconds_of(_text(one["time"])) if "time" in one else begin + later, one.get("point"))


def _time(item: dict[str, Any]) -> float:
    if item.get("timestampMs") is not None:
        return degrees_of(_text(item["timestampMs"])) / 1000
    return seconds_of(_text(item.get("timestamp")))


def _degrees(place: object) -> tuple[float, float]:
    """Return latitude and longitude of a place however it is spelled; NaN if it has none or is too vague."""
    if isinstance(place, dict):
        for names in (("latitudeE7", "longitudeE7"), ("latE7", "lngE7")):
            if names[0] in place and degrees_of(_text(place.get("accuracy", 0))) <= COARSEST:
                latitude, longitude = (degrees_of(_text(place.get(one))) / 1e7 for one in names)
                return latitude, longitude
        text = place.get("latLng", place.get("LatLng"))
        if degrees_of(_text(place.get("accuracyMeters", 0))) > COARSEST:
            return UNTIMED, UNTIMED
        place = text
    found = _PAIR.fullmatch(place.strip()) if isinstance(place, str) else None
    return (degrees_of(found[1]), degrees_of(found[2])) if found else (UNTIMED, UNTIMED)


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int | float) else None


def _in(item: dict[str, Any], name: str) -> dict[str, Any]:
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _list(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = item.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
