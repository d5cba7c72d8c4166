"""Points of GPX (1.0, 1.1) and KML (2.2 with Google's tracks, 2.3) documents, element by element.

Never the whole tree. Entities are not expanded, nothing is fetched,
and libxml2 keeps its limits on depth and text; a document that declares a type is refused, because neither format uses
one. gpxpy 1.6.2 was not worth it: 3 KB and 90 µs a point (100,000 points) instead of 32 bytes and 13 µs, only GPX, and
nothing of a file that is cut.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import IO, Any

from photon.domain import UnreadableFile
from photon.language import tr
from photon.media.tracks.point_list import UNTIMED, PointList, degrees_of, seconds_of

_POINTS = ("trkpt", "rtept")
_WANTED = (*_POINTS, "trkseg", "rte", "when", "begin", "coord", "coordinates", "Track", "Placemark")

_LONGEST_IDLE = 16 << 20  # bytes without anything of a track; as empty elements they take 400 MB
_PIECE = 1 << 15  # bytes


def read_xml(stream: IO[bytes], points: PointList) -> bool:
    """Add the points of a document; return whether it is damaged or cut, so that only those before are there.

    Raises:
        UnreadableFile: It declares a document type or entities, or is full of other things than tracks.
    """
    from lxml import etree  # takes 10 ms; most decoder processes never read a track

    document, idle = _Document(points), 0  # bytes in which nothing of a track came
    parser = etree.XMLPullParser(
        tag=[f"{{*}}{name}" for name in _WANTED], recover=True, resolve_entities=False, load_dtd=False,
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        while data := stream.read(_PIECE):
            parser.feed(data)
            idle += len(data)
            for _, element in parser.read_events():
                document.end(element)
                idle = 0
            if idle > _LONGEST_IDLE:
                raise UnreadableFile(
                    "unsupported", tr("This isn't a track: it is full of other things. Photon didn't read it.")
                )
        parser.close()
    except etree.XMLSyntaxError:
        return True
    return len(parser.feed_error_log) > 0


class _Document:
    """What was read of a document."""

    def __init__(self, points: PointList) -> None:
        """Start without any."""
        self._points = points
        self._whens: list[float] = []  # of a track, as many as its coordinates
        self._coords: list[str] = []
        self._moment = UNTIMED  # of a placemark

    def end(self, element: Any) -> None:  # noqa: ANN401 - lxml has no types of its own
        """Read an element at its end, and free what was read before it."""
        if element.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(
                "damaged",
                tr("This track declares a document type or entities, which are unsafe; Photon didn't read it."),
                tr("Export it again as GPX."),
            )
        name, parent = _local(element), element.getparent()
        if name in _POINTS:
            time = next((child.text for child in element if _local(child) == "time"), None)
            self._points.add(seconds_of(time), degrees_of(element.get("lat")), degrees_of(element.get("lon")))
        elif name == "begin" or (name == "when" and _local(parent) == "TimeStamp"):
            self._moment = seconds_of(element.text)
        elif name == "when":
            self._whens.append(seconds_of(element.text))
        elif name in {"coord", "coordinates"}:
            self._coords += [element.text or ""] if name == "coord" else (element.text or "").split()
        elif name == "Placemark":
            self._add([self._moment] if len(self._coords) == 1 else [])
            self._moment = UNTIMED
        else:
            self._add(self._whens)  # there are none in GPX
            self._points.end_part()
        element.clear()
        while parent is not None and element.getprevious() is not None:
            del parent[0]

    def _add(self, times: Sequence[float]) -> None:
        """Add the coordinates that were read, with these times."""
        for text, time in zip_longest(self._coords, times[: len(self._coords)], fillvalue=UNTIMED):
            longitude, latitude, *_ = (*str(text).replace(",", " ").split(), "", "")
            self._points.add(time, degrees_of(latitude), degrees_of(longitude))
        self._whens, self._coords = [], []


def _local(element: Any) -> str:  # noqa: ANN401
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
