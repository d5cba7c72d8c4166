"""Photos by whose faces are in them, how many, and how old; hidden people and photos are in no answer and no count."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from photon.domain import AnyOf, Filter, Reading
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.facts import Facts
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.people import AGE, PEOPLE, PERSON, PERSONS, asks_for_people
from photon.domain.query.periods import BadValue
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.people import people
from photon.library.people.face_groups import store_groups
from photon.library.people.people_filters import people_meant, person_counts
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.searches.filter_counts import NAMES_IN_USE, count_choices
from photon.library.searches.filters import matching
from photon.library.tags import learned_tags, tags
from tests.library.people.drawn_faces import MODEL, face_at, key_at, store

DAY = date(2024, 6, 1)


@pytest.fixture
def family(library: Library, folder: int) -> dict[str, str]:
    """Five photos of 2010 to 2022, with people by name; returns their keys.

    Photo 1: Anna, and a face without a name. 2: Anna and Ben. 3: Ben and nobody else. 4: an empty room. 5: not yet
    looked at, but Anna was drawn.
    """
    taken = ["2010-04-30T10:00:00", "2014-05-01T10:00:00", "2018-01-01T00:00:00", None, "2022-12-31T10:00:00"]
    readings = [
        (
            Found(folder, f"{n}.jpg", 10, 1),
            Reading(bytes([n]) * 16, bytes([n]) * 16, 10, Facts("JPEG", 40, 30, taken=day), b"x", 0),
        )
        for n, day in enumerate(taken, 1)
    ]
    files.record(library, readings)
    store(library, {1: [face_at(0), face_at(2)], 2: [face_at(0), face_at(2)], 3: [face_at(0), face_at(5)], 4: []})
    keys = {name: people.create_person(library, name)[0] for name in ("Anna Müller", "Ben", "Cleo")}
    people.set_birthday(library, keys["Anna Müller"], date(2010, 5, 1))
    people.set_birthday(library, keys["Ben"], date(1980, 1, 1))
    people.confirm_faces(library, [key_at(1, 0), key_at(2, 0), key_at(5, 0)], keys["Anna Müller"])
    people.confirm_faces(library, [key_at(2, 2), key_at(3, 0)], keys["Ben"])
    people.mark_no_faces(library, [key_at(3, 5)])
    return keys


def found(library: Library, *parts: Filter | AnyOf) -> list[int]:
    photos: list[int] = matching(library, parts, DAY).tolist()
    return photos


def person(value: str, *, unwanted: bool = False) -> Filter:
    return PERSON.filter_by(value, unwanted=unwanted)


@pytest.mark.parametrize(
    ("parts", "photos"),
    [
        ([person("anna muller")], [1, 2, 5]),
        ([person("Anna")], [1, 2, 5]),
        ([person("ann")], []),
        ([person("Ben", unwanted=True)], [1, 4, 5]),
        ([person("Anna"), person("Ben")], [2]),
        ([AnyOf((person("Anna"), person("Ben")))], [1, 2, 3, 5]),
        ([PEOPLE.filter_by("2")], [1, 2]),
        ([PEOPLE.filter_by("1")], [3, 5]),
        ([PEOPLE.filter_by("0")], [4]),
        ([PEOPLE.filter_by("<2")], [3, 4, 5]),
        ([PEOPLE.filter_by(">=1")], [1, 2, 3, 5]),
        ([PEOPLE.filter_by("1..2")], [1, 2, 3, 5]),
        ([AGE.filter_by("4")], [2]),
        ([AGE.filter_by("<4")], []),  # the day before her birth is no age
        ([AGE.filter_by("12")], [5]),
        ([AGE.filter_by(">30")], [2, 3]),
        ([person("Ben"), AGE.filter_by("<20")], []),
        ([person("Anna"), AGE.filter_by("<20")], [2, 5]),
        ([person("Anna"), person("Ben"), AGE.filter_by("30..40")], [2]),
        ([person("Ben", unwanted=True), AGE.filter_by("10..12")], [5]),
        ([person("Anna"), AGE.filter_by("<5", unwanted=True)], [1, 5]),
    ],
)
def test_photos_are_found_by_people(
    library: Library, family: dict[str, str], parts: Sequence[Filter | AnyOf], photos: list[int]
) -> None:
    assert found(library, *parts) == photos


def unnamed(library: Library) -> list[int]:
    return found(library, Filter("has", "unnamed-faces"))


def test_photos_with_faces_without_a_name_are_found(library: Library, family: dict[str, str]) -> None:
    assert unnamed(library) == [1]
    nobody, _ = people.create_person(library, "")
    people.confirm_faces(library, [key_at(5, 4)], nobody)  # told apart, but not named
    people.confirm_faces(library, [key_at(1, 2)], family["Ben"])
    assert unnamed(library) == [5]


def test_small_faces_do_not_count(library: Library, family: dict[str, str]) -> None:
    store(library, {4: [face_at(0, size=31), face_at(2, size=32)]})
    assert found(library, PEOPLE.filter_by("1")) == [3, 4, 5]


def test_hidden_people_are_in_no_answer_and_no_count(library: Library, family: dict[str, str]) -> None:
    store(library, {4: [face_at(0)]})
    (item,) = library.column("SELECT item FROM face_details WHERE photo_id = 4")
    store_groups(library, {item: (item, family["Ben"], 1.0)}, MODEL)
    people.hide_person(library, family["Ben"], hidden=True)
    assert found(library, person("Ben")) == found(library, AGE.filter_by(">30")) == []
    assert found(library, person(family["Ben"])) == []
    assert (found(library, PEOPLE.filter_by("0")), found(library, PEOPLE.filter_by("1"))) == ([3, 4], [2, 5])
    assert person_counts(library) == NAMES_IN_USE["person"](library) == [("Anna Müller", 3)]
    assert unnamed(library) == [1]


def test_hidden_photos_are_in_no_count(library: Library, family: dict[str, str]) -> None:
    draw_veil(library, np.array([2, 3], np.int64))
    assert person_counts(library) == [("Anna Müller", 2)]
    assert found(library, person("Ben")) == []


def test_people_of_one_name_are_found_together_and_by_key_alone(library: Library, family: dict[str, str]) -> None:
    other, _ = people.create_person(library, "BEN")
    people.confirm_faces(library, [key_at(4, 0)], other)
    assert found(library, person("Ben")) == [2, 3, 4]
    assert found(library, person(other)) == [4]
    assert len(people_meant(library, "ben")) == 2


def test_choices_have_counts_among_photos(library: Library, family: dict[str, str]) -> None:
    among = np.array([2, 3], np.int64)
    choices = count_choices(library, PERSONS, among)
    assert [(one.part.value, one.photos) for one in choices] == [("Ben", 2), ("Anna Müller", 1)]


def test_a_name_that_is_a_tag_is_a_person_too(library: Library, family: dict[str, str]) -> None:
    tags.mark(library, [TagMark(4, ("Ben",), "confirmed"), TagMark(4, ("Rex",), "example")])
    for name in ("Ben", "Rex"):
        learned_tags.set_learned(library, (name,), taught=True, kind="man")
    assert found(library, person("Ben")) == [2, 3]
    assert found(library, Filter("tag", "Ben")) == [4]


@pytest.mark.parametrize("name", ["Müller, Anna", "Anna/Ben", "אנה כהן", "山田 花子", 'Anna "Annie" B'])
def test_names_of_all_kinds_are_found(library: Library, family: dict[str, str], name: str) -> None:
    people.rename_person(library, family["Cleo"], name)
    people.confirm_faces(library, [key_at(4, 0)], family["Cleo"])
    assert found(library, person(name)) == [4]


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (PEOPLE, "some", "isn't a whole number"),
        (PEOPLE, "5..2", "ends before it starts"),
        (PEOPLE, "-1", "isn't a whole number"),
        (AGE, "1.5", "isn't a whole number"),
        (AGE, "..", "no start and no end"),
        (PERSON, "---", "needs letters or digits"),
    ],
)
def test_impossible_values_are_refused(kind: FilterKind, value: str, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        kind.read(value, DAY)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (PEOPLE, "1", "1 person"), (PEOPLE, ">=5", "5 people or more"), (PEOPLE, "2..4", "2 – 4"),
        (PEOPLE, "<3", "under 3 people"), (AGE, "<4", "under 4 years"), (AGE, "1", "1 year"), (AGE, "x", "x"),
    ],
)  # fmt: skip
def test_values_are_described(kind: FilterKind, value: str, shown: str) -> None:
    assert kind.show(value) == shown


@pytest.mark.parametrize("part", [PERSON.filter_by("Anna", unwanted=True), AGE.filter_by("4"), PEOPLE.filter_by("2")])
def test_queries_about_people_are_recognised(part: Filter) -> None:
    tag = Filter("tag", "Anna")
    assert asks_for_people([part])
    assert asks_for_people([AnyOf((tag, part))])
    assert not asks_for_people([tag])
