"""What metadata says in words of where a photo was taken, as one text."""

import json

from photon.domain.places.place import StatedPlace
from photon.domain.unseen_characters import clean_line

LONGEST = 200
"""Characters of each part; IPTC allows 32 to 64, XMP any number."""
_PARTS = ("location", "city", "region", "country", "country_code")


def clean_stated(
    location: str = "", city: str = "", region: str = "", country: str = "", code: str = ""
) -> StatedPlace:
    """Return a stated place of texts from anywhere: each one line without invisible characters, not too long.

    Args:
        location: Part of the city, street or building.
        city: City.
        region: State or province.
        country: Country.
        code: ISO 3166 code of the country, of two or three letters; anything else is dropped.
    """
    parts = (clean_line(text)[:LONGEST].strip() for text in (location, city, region, country))
    code = code.strip().upper()
    return StatedPlace(*parts, code if len(code) in {2, 3} and code.isascii() and code.isalpha() else "")


def stated_text(place: StatedPlace) -> str:
    """Write a stated place as the catalogue has it: a JSON object of what is stated; empty for nothing."""
    said = {part: text for part in _PARTS if (text := getattr(place, part))}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def read_stated(text: str) -> StatedPlace:
    """Read what ``stated_text`` writes.

    Raises:
        ValueError: It is something else.
    """
    if not text:
        return StatedPlace()
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(found.get(part, ""), str) for part in _PARTS):
        raise ValueError
    return StatedPlace(*(found.get(part, "") for part in _PARTS))
