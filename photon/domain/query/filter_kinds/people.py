"""The filters ``person:``, ``people:`` and ``age:``, by whose faces are in the photo, how many, and how old.

Ages are those of the people whom the same query names; without any, those of anybody.
"""

from collections.abc import Iterable
from functools import partial

from photon.domain.query.filter_choice import FilterGroup
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.numbers import compared_bounds, read_range, show_compared, split_sign
from photon.domain.query.filter_kinds.states import UNNAMED_FACES, state_of
from photon.domain.query.filter_kinds.texts import check_has_letters
from photon.domain.query.filter_values import Bounds
from photon.domain.query.periods import BadValue
from photon.domain.query.query import Filter, Part, flat_parts, wanted_parts
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass

_PEOPLE_HINT = tr("For example: people:2, people:>=5, people:2..4.")
_AGE_HINT = tr("For example: age:4, age:<4, age:10..12.")
_MOST = 9999


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person by name, by one or more words of it, or by key."""

    text: str


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people are in the photo."""

    bounds: Bounds


@dataclass(frozen=True, slots=True)
class PersonAge:
    """How old a person is in the photo, in completed years."""

    bounds: Bounds


def _read_person(text: str) -> NamedPerson:
    check_has_letters("person", text, "Anna Smith")
    return NamedPerson(text)


def _read_bounds(name: str, text: str, hint: str) -> Bounds:
    read = partial(_read_whole, hint)
    ends = read_range(name, text, read, hint)
    if ends is not None:
        return Bounds(*ends)
    sign, digits = split_sign(text)
    return compared_bounds(sign, read(digits), half=0)


def _read_whole(hint: str, digits: str) -> float:
    if not (digits.isascii() and digits.isdigit() and int(digits[:9]) <= _MOST):
        raise BadValue(tr("“{text}” isn't a whole number.", text=digits), hint)
    return float(digits)


def _show(value: str, *, of_people: bool) -> str:
    first, gap, last = (part.strip() for part in value.partition(".."))
    if gap and first and last:
        return f"{first} – {last}"
    sign, digits = (">=", first) if gap and first else ("<=", last) if gap else split_sign(first)
    if not digits.isdecimal():
        return value
    count = int(digits[:9])
    one = (
        tr_n("{count:,} person", "{count:,} people", count)
        if of_people
        else tr_n("{count} year", "{count} years", count)
    )
    return show_compared(sign, one)


PERSON = FilterKind(
    "person",
    FieldHelp(tr("person"), tr("people whom you named"), "Anna"),
    "user",
    lambda text, _: _read_person(text),
    photos=tr("photos of {words}"),
    also=("who", "face"),
    completed_by="person",
)
PEOPLE = FilterKind(
    "people",
    FieldHelp(tr("people"), tr("how many people are in the photo"), "2", ("1", "2", ">=5")),
    "users",
    lambda text, _: PeopleCount(_read_bounds("people", text, _PEOPLE_HINT)),
    partial(_show, of_people=True),
    photos=tr("photos with {words}"),
    also=("persons", "faces"),
)
AGE = FilterKind(
    "age",
    FieldHelp(tr("age"), tr("how old a person was"), "<4", ("<1", "<4", "10..12")),
    "cake",
    lambda text, _: PersonAge(_read_bounds("age", text, _AGE_HINT)),
    partial(_show, of_people=False),
    photos=tr("photos of people aged {words}"),
    also=("years",),
)
PERSONS: FilterGroup = PERSON.group(tr("Person"), tr("Find a person"))
PEOPLE_FILTERS = (PERSON, PEOPLE, AGE)
_NAMES = frozenset(kind.name for kind in PEOPLE_FILTERS)


def named_people(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the people whom a query asks for, as typed."""
    return tuple(part.value for part in wanted_parts(parts) if isinstance(part, Filter) and PERSON.is_kind_of(part))


def asks_for_people(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask whose faces are, or are not, in photos."""
    asked = (part for part in flat_parts(parts) if isinstance(part, Filter))
    return any(part.field in _NAMES or state_of(part) == UNNAMED_FACES.meant for part in asked)
