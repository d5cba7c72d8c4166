"""Taught tags in the catalogue: the flag, who shows them, what was thought before, and when photos were taken."""

from collections.abc import Callable

import pytest

from photon.domain import Reading
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.tags import batches, learned_tags, tags

BEACH = ("Places", "Beach")


@pytest.fixture
def photos(library: Library, reading: Callable[..., Reading], at: Callable[[str], Found]) -> list[int]:
    taken = [None, "2021-06-12T10:00:00", "2021-06-12T11:00:00+02:00", "rubbish", None]
    files.record(library, [(at(f"p{n}.jpg"), reading(f"p{n}", taken=when)) for n, when in enumerate(taken)])
    return [row[0] for row in library.db.execute("SELECT id FROM photos ORDER BY id")]


def test_the_flag_comes_and_goes_and_the_tag_stays(library: Library, photos: list[int]) -> None:
    assert learned_tags.all_learned(library) == []
    assert not learned_tags.set_learned(library, BEACH, taught=False)
    assert learned_tags.set_learned(library, BEACH, taught=True)
    assert not learned_tags.set_learned(library, ("places", "BEACH"), taught=True)
    assert learned_tags.all_learned(library) == [Taught(BEACH, 0, 0)]
    assert learned_tags.written(library, ("PLACES", "beach")) == BEACH
    assert learned_tags.written(library, ("Beach",)) is None
    tags.mark(library, [TagMark(photos[0], BEACH, "confirmed"), TagMark(photos[1], BEACH, "rejected")])
    assert learned_tags.all_learned(library) == [Taught(BEACH, 1, 1)]
    assert learned_tags.set_learned(library, BEACH, taught=False)
    assert not learned_tags.is_taught(library, BEACH)
    assert tags.photos_with(library, BEACH) == [photos[0]]


def test_a_narrower_tag_shows_the_wider_one_and_a_yes_wins(library: Library, photos: list[int]) -> None:
    narrow = (*BEACH, "Nazaré")
    marks = [
        TagMark(photos[0], BEACH, "confirmed", 0.6),
        TagMark(photos[1], narrow, "confirmed"),
        TagMark(photos[1], BEACH, "rejected", 0.3),
        TagMark(photos[2], BEACH, "rejected", 0.4),
        TagMark(photos[3], ("Places",), "confirmed"),
    ]
    tags.mark(library, marks)
    decided = learned_tags.decided(library, BEACH)
    assert decided.yes == {photos[0]: pytest.approx(0.6), photos[1]: 1.0}
    assert decided.no == {photos[2]: pytest.approx(0.4)}
    assert learned_tags.decided(library, ("nothing",)) == learned_tags.TagDecisions()


def test_what_was_confirmed_at_once_was_not_asked_singly(library: Library, photos: list[int]) -> None:
    single = batches.begin(library, "suggest", "", "", "")
    whole = batches.begin(library, "confirm", "", "", "")
    marks = [TagMark(photos[0], BEACH, "confirmed", 0.7, single), TagMark(photos[1], BEACH, "confirmed", 0.7, whole)]
    tags.mark(library, marks)
    assert learned_tags.decided(library, BEACH).yes == {photos[0]: pytest.approx(0.7), photos[1]: 1.0}


def test_photos_that_are_away_do_not_count_until_they_are_back(library: Library, photos: list[int]) -> None:
    tags.mark(library, [TagMark(photo, BEACH, "confirmed") for photo in photos[:2]])
    learned_tags.set_learned(library, BEACH, taught=True)
    library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (photos[0],))
    assert learned_tags.all_learned(library) == [Taught(BEACH, 1, 0)]
    library.db.execute("UPDATE photos SET present = 1")
    assert learned_tags.all_learned(library) == [Taught(BEACH, 2, 0)]


def test_moments_are_those_of_the_clock_on_the_wall(library: Library, photos: list[int]) -> None:
    found = learned_tags.moments(library, photos)
    assert set(found) == set(photos[1:3])
    assert found[photos[2]] - found[photos[1]] == 3600
