"""Taught tags in the catalogue: the flag, their photos, earlier predictions, and capture times."""

from collections.abc import Callable

import pytest

from photon.domain import Like, Reading, Region
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.region import WHOLE
from photon.library import Library
from photon.library.decisions.undoing import undo_step
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.tags import learned_tags, runs, tag_moves, tags
from tests.library.tagged import photos_with

BEACH = ("Places", "Beach")
PART, OTHER = Region(0.1, 0.2, 0.3, 0.4), Region(0.5, 0.5, 0.5, 0.5)


@pytest.fixture
def photos(library: Library, reading: Callable[..., Reading], at: Callable[[str], Found]) -> list[int]:
    taken = [None, "2021-06-12T10:00:00", "2021-06-12T11:00:00+02:00", "rubbish", None]
    files.record(library, [(at(f"p{n}.jpg"), reading(f"p{n}", taken=when)) for n, when in enumerate(taken)])
    return [row[0] for row in library.db.execute("SELECT id FROM photos ORDER BY id")]


def test_the_flag_is_set_and_removed_and_the_tag_stays(library: Library, photos: list[int]) -> None:
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
    assert photos_with(library, BEACH) == [photos[0]]


def test_a_narrower_tag_implies_the_wider_one_and_a_yes_wins(library: Library, photos: list[int]) -> None:
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


def test_bulk_confirmations_are_not_single_answers(library: Library, photos: list[int]) -> None:
    single = runs.begin(library, "suggest", "", "", "")
    whole = runs.begin(library, "confirm", "", "", "")
    marks = [TagMark(photos[0], BEACH, "confirmed", 0.7, single), TagMark(photos[1], BEACH, "confirmed", 0.7, whole)]
    tags.mark(library, marks)
    assert learned_tags.decided(library, BEACH).yes == {photos[0]: pytest.approx(0.7), photos[1]: 1.0}


def test_missing_photos_do_not_count_until_they_return(library: Library, photos: list[int]) -> None:
    tags.mark(library, [TagMark(photo, BEACH, "confirmed") for photo in photos[:2]])
    learned_tags.set_learned(library, BEACH, taught=True)
    library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (photos[0],))
    assert learned_tags.all_learned(library) == [Taught(BEACH, 1, 0)]
    library.db.execute("UPDATE photos SET present = 1")
    assert learned_tags.all_learned(library) == [Taught(BEACH, 2, 0)]


def test_moments_are_in_local_time(library: Library, photos: list[int]) -> None:
    found = learned_tags.moments(library, photos)
    assert set(found) == set(photos[1:3])
    assert found[photos[2]] - found[photos[1]] == 3600


def test_a_region_teaches_and_is_deleted_with_the_tag(library: Library, photos: list[int]) -> None:
    first, second, third = photos[:3]
    marks = [TagMark(first, BEACH, "confirmed", regions=(PART, OTHER)), TagMark(second, BEACH, "confirmed")]
    tags.mark(library, [*marks, TagMark(third, BEACH, "example", regions=(WHOLE,))])
    decided = learned_tags.decided(library, ("Places",))
    assert decided.examples == (
        Like(photo=first, region=PART),
        Like(photo=first, region=OTHER),
        Like(photo=second),
        Like(photo=third),
    )
    assert photos_with(library, BEACH) == [first, second]
    tags.mark(library, [TagMark(first, BEACH, "confirmed", 0.5)])  # deciding about the tag deletes its regions
    assert learned_tags.decided(library, BEACH).regions[first] == (PART, OTHER)
    tags.mark(library, [TagMark(photo, BEACH, state) for photo, state in ((first, None), (third, "rejected"))])
    assert learned_tags.decided(library, BEACH).examples == (Like(photo=second),)
    undo_step(library, library.journal.step)
    assert set(learned_tags.decided(library, BEACH).examples) == set(decided.examples)


def test_an_example_keeps_its_role_when_tagged_and_a_renamed_tag_keeps_its_examples(
    library: Library, photos: list[int]
) -> None:
    first, second, third = photos[:3]
    tags.mark(library, [TagMark(photo, BEACH, "example", regions=(PART,)) for photo in (first, second, third)])
    learned_tags.set_learned(library, BEACH, taught=True, kind="shore")
    tags.mark(library, [TagMark(first, BEACH, "confirmed"), TagMark(second, ("Coast",), "rejected")])
    tag_moves.move(library, BEACH, ("Coast",))
    decided = learned_tags.decided(library, ("Coast",))
    assert decided.examples == (Like(photo=first, region=PART), Like(photo=third, region=PART))
    assert list(decided.no) == [second]
    assert learned_tags.all_learned(library) == [Taught(("Coast",), 2, 1, "shore")]
    undo_step(library, library.journal.step)
    assert learned_tags.all_learned(library) == [Taught(BEACH, 3, 0, "shore")]
    assert photos_with(library, BEACH) == [first]


def test_a_learned_tag_is_found_by_its_path_or_its_last_name(library: Library, photos: list[int]) -> None:
    for path in (("Pets", "Fluffy"), ("Fluffy",), ("AC/DC",), ('the "big" one',), ("Dogs", "Rex")):
        learned_tags.set_learned(library, path, taught=True)
    learned_tags.set_learned(library, ("Places", "Rex"), taught=False)
    assert learned_tags.find_named(library, "fluffy") == ("Fluffy",)
    assert learned_tags.find_named(library, "pets/FLUFFY") == ("Pets", "Fluffy")
    assert learned_tags.find_named(library, "ac/dc") == ("AC/DC",)
    assert learned_tags.find_named(library, "The big one") == ('the "big" one',)
    assert learned_tags.find_named(library, "rex") == ("Dogs", "Rex")
    assert learned_tags.find_named(library, "Pets") is None


def test_the_kind_stays_until_another_is_set(library: Library, photos: list[int]) -> None:
    assert learned_tags.kind(library, BEACH) == ""
    learned_tags.set_learned(library, BEACH, taught=True, kind="shore")
    assert not learned_tags.set_learned(library, BEACH, taught=True)
    learned_tags.set_learned(library, BEACH, taught=False)
    assert learned_tags.kind(library, BEACH) == "shore"
    (again,) = tag_moves.tree_below(library, BEACH)
    assert again.kind == "shore"
