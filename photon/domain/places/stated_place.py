"""What metadata says in words of where a photo was taken, as one text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple

from photon.domain.places.place import PhotoPlace, StatedPlace
from photon.domain.unseen_characters import clean_line

LONGEST = 200
"""Characters of each part; IPTC allows 32 to 64 bytes, XMP any number."""
PARTS = ("location", "city", "region", "country", "country_code")
_CUT = 30  # bytes from which a part may have been cut: IPTC holds 32 of most
_NOWHERE = StatedPlace()


def clean_stated(parts: Iterable[str]) -> StatedPlace:
    """Return a stated place of texts from anywhere: each one line without invisible characters, not too long.

    Args:
        parts: Location, city, region, country, and its ISO 3166 code of two or three letters; another code is dropped.
    """
    location, city, region, country, code = (clean_line(text)[:LONGEST].strip() for text in parts)
    is_code = len(code) in {2, 3} and code.isascii() and code.isalpha()
    return StatedPlace(location, city, region, country, code.upper() if is_code else "")


def join_stated(places: Iterable[StatedPlace]) -> StatedPlace:
    """Return the first place that states anything, with what it leaves out from others that contradict it nowhere."""
    found = _NOWHERE
    for place in (one for one in places if one != _NOWHERE):
        pairs = list(zip(astuple(found), astuple(place), strict=True))
        if all(_is_same(one, other) for one, other in pairs):
            found = StatedPlace(*(one or other for one, other in pairs))
    return found


def _is_same(one: str, other: str) -> bool:
    """Return whether two texts state the same, or one of them nothing; IPTC cuts long ones."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return not short or short == long or (len(short.encode()) >= _CUT and long.startswith(short))


def state_place(place: PhotoPlace, countries: Mapping[str, str]) -> StatedPlace:
    """Return what files should state of a place that counts; nothing for others, and for private ones.

    The smallest place of the user is the location, else the quarter.

    Args:
        place: The place.
        countries: Names of countries by code.
    """
    if place.coordinates is None or place.state == "suggested" or place.is_private:
        return _NOWHERE
    names, country = place.names, countries.get(place.names.country, "")
    return clean_stated((next(iter(place.own), names.quarter), names.town, names.region, country, names.country))


def stated_text(place: StatedPlace) -> str:
    """Write a stated place as the catalogue has it: a JSON object of what is stated; empty for nothing."""
    stated = {part: text for part in PARTS if (text := getattr(place, part))}
    return json.dumps(stated, ensure_ascii=False, separators=(",", ":")) if stated else ""


def read_stated(text: str) -> StatedPlace:
    """Read what ``stated_text`` writes.

    Raises:
        ValueError: It is something else.
    """
    if not text:
        return _NOWHERE
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(found.get(part, ""), str) for part in PARTS):
        raise ValueError
    return StatedPlace(*(found.get(part, "") for part in PARTS))
