"""What a copy must not contain: where a photo was taken, who is shown, what is written in it, and excluded keywords.

Fields are recognised by their names, at any depth and from any program; people also by their names in any text. If in
doubt, a field is dropped: a missing one can be added later, but a published one cannot be recalled. Credits are kept: a
photographer's name stays in them even if that person is also shown.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field, replace
from functools import lru_cache

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.tag import PEOPLE, TagPath, belongs, name_key
from photon.quick_dataclass import dataclass

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PLACES = frozenset({
    "gps", "latitude", "longitude", "altitude", "lat", "lon", "lng", "geo", "geotag", "geohash", "location",
    "locations", "coordinate", "coordinates", "city", "state", "province", "country", "sublocation", "landmark",
    "venue", "place",
})  # fmt: skip
_PEOPLE = frozenset({"person", "persons", "people", "personality", "face", "faces", "region", "regions"})
_CONTACT = "adr"  # in field names of the photographer's address
_WORD = re.compile(r"\w{4,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUPS = re.compile(r"\d(?: ?\d){5,}")  # a long number, also in groups
_SHORTEST, _NUMBER = 3, 5  # characters of a line, of a number: the year of a date must not remove the date
_TEXT_FIELDS = ("photon:Text", "photon:Description")
CREDITS = frozenset({"dc:creator", "dc:rights", "photoshop:Credit", "photoshop:Source", "photoshop:AuthorsPosition"})


@dataclass(frozen=True, slots=True)
class PrivacyFilter:
    """What must not be shared.

    Attributes:
        places: Drop coordinates and addresses.
        people: Drop who is shown.
        names: Names of those people.
        unwanted: Keys (``tag_key``) of excluded keywords.
        quoted: What is written in the picture, as phrases; drop texts that quote it.
        text: Drop what Photon has written of the text in the picture.
        hidden: Names of people who are never named.
    """

    places: bool = False
    people: bool = False
    names: frozenset[str] = field(default=frozenset())
    unwanted: frozenset[str] = field(default=frozenset())
    quoted: frozenset[str] = field(default=frozenset())
    text: bool = False
    hidden: frozenset[str] = field(default=frozenset())

    def hides(self, name: str) -> bool:
        """Return whether a field must be dropped because of its name, e.g. ``exif:GPSLatitude``, ``{uri}GpsLatitude``.

        Args:
            name: Its name.
        """
        local = re.split(r"[:}]", name)[-1]
        words = {word.lower() for word in _WORDS.findall(local)}
        is_place = "gps" in local.lower() or not words.isdisjoint(_PLACES)
        hides_place = self.places and is_place and _CONTACT not in words
        if self.text and name in _TEXT_FIELDS:
            return True
        return hides_place or (self.people and not words.isdisjoint(_PEOPLE))

    def reveals(self, text: str) -> bool:
        """Return whether a text names one of the people, or quotes the picture.

        Args:
            text: Value of a field.
        """
        names = self.names | self.hidden if self.people else self.hidden
        return bool(self.quoted or names) and bool(_pattern(self.quoted, names).search(_plain(text)))

    def keywords(self, paths: Iterable[TagPath]) -> tuple[TagPath, ...]:
        """Filter keywords.

        Args:
            paths: Keywords of the photo.
        """
        return tuple(filter(self.allows, paths))

    def allows(self, path: TagPath) -> bool:
        """Return whether a keyword may be shared.

        Args:
            path: The keyword.
        """
        return not (
            belongs(path, self.unwanted) or (self.people and is_of_people(path)) or any(map(self.reveals, path))
        )

    def knowing(self, metadata: Metadata) -> "PrivacyFilter":
        """Return a copy that also knows the names in a file's metadata, and what Photon has written of its text.

        Args:
            metadata: The metadata.
        """
        named = {name for path in metadata.keywords if is_of_people(path) for name in path[1:]}
        named |= {*metadata.people, *(face.name for face in metadata.faces)}
        written = f"{metadata.text.text}\n{metadata.text.description}".split("\n") if self.text else ()
        names = self.names | {name for name in named if name.strip()}
        return replace(self, names=names, quoted=self.quoted | phrases_of(written))


def phrases_of(lines: Iterable[str]) -> frozenset[str]:
    """Return what texts must not quote of lines in a picture: the lines, and their longer words and numbers.

    Args:
        lines: The lines; one of 3 or 4 digits may be a secret, unless it is a year.
    """
    found: set[str] = set()
    for line in lines:
        parts = (*_WORD.findall(line), *_GROUPS.findall(line))
        found.update(part for part in parts if len(part) >= _NUMBER or not part.isdigit())
        if len(line) >= _SHORTEST and not _YEAR.fullmatch(line.strip()):
            found.add(line)
    return frozenset(found)


@lru_cache(maxsize=8)  # for each text of a file, of which some have hundreds
def _pattern(quoted: frozenset[str], names: frozenset[str]) -> re.Pattern[str]:
    wanted = {_plain(phrase) for phrase in quoted | names if len(phrase.strip()) > 1}
    numbers = ("[ -]?".join(one.replace(" ", "")) for one in wanted if _GROUPS.fullmatch(one))
    words, digits = "|".join(("(?!)", *map(re.escape, wanted))), "|".join(("(?!)", *numbers))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|(?<!\d)(?:{digits})(?!\d)")


def is_of_people(path: TagPath) -> bool:
    """Return whether a tag is ``People`` or below it.

    Args:
        path: Path of the tag.
    """
    return bool(path) and name_key(path[0]) in PEOPLE


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
