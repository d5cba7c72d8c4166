"""The filter ``near:``, by distance from a place."""

import re

from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.states import HAS
from photon.domain.query.periods import BadValue
from photon.language import tr
from photon.quick_dataclass import dataclass

_PLACE = re.compile(r"([-+]?[0-9.]+)\s*,\s*([-+]?[0-9.]+)(?:\s*,\s*([0-9.]+)\s*(km|m|mi))?")
_METRES = {"km": 1000.0, "m": 1.0, "mi": 1609.344}
_AROUND = 10_000.0  # default radius in metres
_HINT = tr("Write latitude, longitude and distance: near:38.7,-9.1,20km.")
_TYPED = re.compile(r"(-?[\d.]+),(-?[\d.]+)(?:,(.+))?")


@dataclass(frozen=True, slots=True)
class Distance:
    """Great-circle distance of at most ``metres`` from a point in signed decimal degrees."""

    latitude: float
    longitude: float
    metres: float


def _read_place(text: str) -> Distance:
    found = _PLACE.fullmatch(text)
    try:
        latitude, longitude, around = (float(part or 0) for part in (found.groups()[:3] if found else ("", "", "")))
    except ValueError:
        found = None
    if not found:
        raise BadValue(tr("near: needs coordinates."), _HINT)
    if abs(latitude) > 90 or abs(longitude) > 180:
        hint = _HINT
        if abs(longitude) <= 90:
            hint += " " + tr("Did you swap them? Try {filter}.", filter=f"near:{found[2]},{found[1]}")
        raise BadValue(tr("Latitudes go from -90 to 90, longitudes from -180 to 180."), hint)
    metres = around * _METRES[found[4]] if found[4] else _AROUND
    if not metres > 0:
        raise BadValue(tr("The distance must be greater than 0."), _HINT)
    return Distance(latitude, longitude, metres)


def _show_place(value: str) -> str:
    found = _TYPED.fullmatch(value)
    if found is None:
        return tr("near {place}", place=value)
    place = f"{found[1]}, {found[2]}"
    around = re.sub(r"(?<=\d)(?=[a-z])", " ", found[3] or "")
    return (
        tr("within {distance} of {place}", distance=around, place=place) if around else tr("near {place}", place=place)
    )


NEAR = FilterKind(
    "near",
    FieldHelp(tr("place"), tr("near a place"), "38.7,-9.1,20km"),
    "map-pin",
    lambda text, _: _read_place(text),
    _show_place,
    tr("photos {words}"),
    also=("location", "gps"),
    spaced=re.compile(r"[-+]?[0-9.]+\s*,\s*[-+]?[0-9.]+(?:\s*,\s*[0-9.]+\s*(?:km|mi|m)(?!\w))?", re.IGNORECASE),
    tail=re.compile(r",[\d.]*[a-z]*", re.IGNORECASE),
)

PLACES = FilterGroup(
    "place",
    tr("Place"),
    tr("Find a place"),
    "map-pin",
    ("near",),
    ("gps",),
    (
        FilterChoice(HAS.filter_by("gps"), 0, tr("With a location")),
        FilterChoice(HAS.filter_by("gps", unwanted=True), 0, tr("Without a location")),
    ),
)
