"""People that the user knows by name, and groups of faces that nobody named yet."""

from collections.abc import Sequence
from datetime import date
from secrets import token_hex

from photon.domain.errors import PhotonError
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.unseen_characters import clean_line
from photon.language import tr
from photon.quick_dataclass import dataclass

LONGEST_NAME = 200
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person. Two may have the same name.

    Attributes:
        key: 16 hexadecimal digits that stay the same whatever the name.
        name: The name; empty for a person who was told apart but not named.
        birthday: When the person was born; None if that is unknown.
        is_hidden: Whether the person is left out of suggestions, exports and captions.
        is_favourite: Whether the person stands first.
    """

    key: str
    name: str
    birthday: date | None = None
    is_hidden: bool = False
    is_favourite: bool = False


@dataclass(frozen=True, slots=True)
class CountedPerson:
    """A person with what is found of them.

    Attributes:
        person: The person.
        photos: Photos with a confirmed face.
        suggested: Faces that Photon suggests.
        cover: The face to show: the chosen one or the best; None if there is none any more.
    """

    person: Person
    photos: int
    suggested: int
    cover: FaceKey | None


@dataclass(frozen=True, slots=True)
class FaceGroup:
    """Faces that Photon takes for one person.

    Attributes:
        number: Its number until groups are made again; it is the smallest item of its faces.
        faces: The faces, the best first.
        person: Key of the person who is suggested for all of them; empty for none.
    """

    number: int
    faces: Sequence[PhotoFace]
    person: str = ""


def new_person_key() -> str:
    """Return a key that no other person has."""
    return token_hex(8)


def clean_name(name: str) -> str:
    """Return a name for storage; commas, slashes and right-to-left scripts stay.

    Raises:
        PhotonError: It is too long.
    """
    name = clean_line(name)
    if len(name) > LONGEST_NAME:
        raise PhotonError(
            tr("A name may have at most {count} characters.", count=LONGEST_NAME), tr("Nothing was changed.")
        )
    return name


def age_at(birthday: date, day: date) -> int:
    """Return the age in completed years on a day; negative before the birth."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


NO_DAY = -(1 << 62)
"""The number of a day, from 1970 on, that is unknown."""
