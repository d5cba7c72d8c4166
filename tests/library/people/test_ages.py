"""How old people are in photos: in completed years, at the date of the photo."""

from datetime import date

import pytest

from photon.domain import Reading
from photon.domain.photo.facts import Facts
from photon.library import Library
from photon.library.people import people
from photon.library.people.ages import ages_in
from photon.library.photos import files
from photon.library.photos.found_files import Found


@pytest.mark.parametrize(
    ("taken", "emma"),
    [
        ("2019-05-16T23:59:59", None),
        ("2019-05-17T00:00:00", 0),
        ("2022-05-16T10:00:00+02:00", 2),
        ("2022-05-17T10:00:00", 3),
        (None, None),
    ],
)
def test_an_age_is_in_completed_years(library: Library, folder: int, taken: str | None, emma: int | None) -> None:
    facts = Facts("JPEG", 40, 30, taken=taken)
    files.record(library, [(Found(folder, "a.jpg", 10, 1), Reading(b"1" * 16, b"1" * 16, 10, facts, b"x", 0))])
    key, other = (people.create_person(library, name)[0] for name in ("Emma", "Paul"))
    people.set_birthday(library, key, date(2019, 5, 17))
    assert ages_in(library, 1) == ({} if emma is None else {key: emma})
    assert other not in ages_in(library, 1)
