"""Decisions about places: where photos were taken, and circles that the user named."""

import re

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_yes, number_check
from photon.domain.places.coordinates import NOWHERE, located_text, read_located
from photon.domain.places.own_place import LARGEST, SMALLEST, clean_place_name
from photon.language import counted, tr

_KEY = re.compile(r"[0-9a-f]{16}")


def check_location(value: object) -> str:
    """Check where a photo was taken; empty for the location in its file."""
    if not isinstance(value, str):
        raise TypeError
    return located_text(read_located(value)) if value else ""


def check_place(value: object) -> str:
    """Check the key of a place."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError
    return value


def _check_name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean_place_name(value)


def _describe_location(one: PastValue) -> str:
    if one.after == NOWHERE:
        return tr("location removed")
    return tr("location: {place}", place=one.after.replace(",", ", ")) if one.after else tr("withdrew the location")


_LOCATION = LineShape(
    {"coordinates": DecisionField(check_location, column="located")},
    lambda: tr("location"),
    lambda count: counted(count, "location that you set", "locations that you set"),
)
_OWN_PLACE = LineShape(
    {
        "place": DecisionField(check_place),
        "name": DecisionField(_check_name, ""),
        "latitude": DecisionField(number_check(-90, 90), 0.0),
        "longitude": DecisionField(number_check(-180, 180), 0.0),
        "radius": DecisionField(number_check(SMALLEST, LARGEST), SMALLEST),
        "private": DecisionField(check_yes, usual=False),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: counted(count, "named place"),
    subject=("place",),
    is_about_photo=False,
)
LOCATION = DecisionKind(
    "location", "photos", "photos", "id", values=("located",), line=_LOCATION, describe=_describe_location
)
OWN_PLACE = DecisionKind(
    "own_place", "own_places", "places", photo="", key=("place",),
    values=("name", "latitude", "longitude", "radius", "is_private"), line=_OWN_PLACE,
    counted="places",
)  # fmt: skip
