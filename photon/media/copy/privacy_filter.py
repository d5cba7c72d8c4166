"""What a copy must not tell: where a photo was taken, who is in it, and words that go out in no case.

Fields are told by their names, wherever in a structure they stand and whoever has thought of them; people by their
names, too, in every text. In doubt a field is left out: one that is missing can be added, one that was told cannot be
taken back. Left in are credits: the name of a photographer who is in the picture as well is meant to stay.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.tag import PEOPLE, TagPath, belongs, name_key

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PLACES = frozenset({
    "gps", "latitude", "longitude", "altitude", "lat", "lon", "lng", "geo", "geotag", "geohash", "location",
    "locations", "coordinate", "coordinates", "city", "state", "province", "country", "sublocation", "landmark",
    "venue", "place",
})  # fmt: skip
_PEOPLE = frozenset({"person", "persons", "people", "personality", "face", "faces", "region", "regions"})
_CONTACT = "adr"  # parts of the photographer's address
CREDITS = frozenset({"dc:creator", "dc:rights", "photoshop:Credit", "photoshop:Source", "photoshop:AuthorsPosition"})


@dataclass(frozen=True, slots=True)
class Discretion:
    """What must not be told.

    Attributes:
        places: Coordinates and addresses.
        people: Who is shown.
        names: Of those people.
        unwanted: Keys (``tag_key``) of keywords that must not be told either.
    """

    places: bool = False
    people: bool = False
    names: frozenset[str] = field(default=frozenset())
    unwanted: frozenset[str] = field(default=frozenset())

    def hides(self, name: str) -> bool:
        """Whether a field must go by its own name, ``exif:GPSLatitude`` or ``{uri}GpsLatitude``."""
        local = re.split(r"[:}]", name)[-1]
        words = {word.lower() for word in _WORDS.findall(local)}
        is_place = "gps" in local.lower() or not words.isdisjoint(_PLACES)
        hides_place = self.places and is_place and _CONTACT not in words
        return hides_place or (self.people and not words.isdisjoint(_PEOPLE))

    def is_told(self, text: str) -> bool:
        """Whether a text names one of the people."""
        if not self.people or not self.names:
            return False
        plain = _plain(text)
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain) for name in self._plain_names())

    def keywords(self, paths: Iterable[TagPath]) -> tuple[TagPath, ...]:
        """Those keywords that may be told."""
        return tuple(path for path in paths if not self._is_hidden(path))

    def knowing(self, metadata: Metadata) -> "Discretion":
        """The same, with the names that a file tells itself."""
        named = {name for path in metadata.keywords if is_of_people(path) for name in path[1:]}
        named |= {*metadata.people, *(face.name for face in metadata.faces)}
        return replace(self, names=self.names | {name for name in named if name.strip()})

    def _is_hidden(self, path: TagPath) -> bool:
        return belongs(path, self.unwanted) or (self.people and (is_of_people(path) or any(map(self.is_told, path))))

    def _plain_names(self) -> frozenset[str]:
        return frozenset(_plain(name) for name in self.names if len(name.strip()) > 1)


def is_of_people(path: TagPath) -> bool:
    """Whether a tag is ``People`` or lies below it."""
    return bool(path) and name_key(path[0]) in PEOPLE


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
