"""What is related to a photo, and words that go with a search: in a catalogue with vectors of given directions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.tags.vocabulary_file import everyday
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.explore.related import RelatedLine, find_related
from photon.app.explore.related_words import find_related_words, leading_photos
from photon.app.search.examples import ExamplePictures
from photon.app.search.tag_access import TagAccess
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Hit, Query
from photon.library import Library
from photon.library.people import people
from photon.library.photos import photo_dates, photos, ratings
from photon.library.tags import tag_suggestions
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.library.vectors import vectors
from photon.search.query_language import format_query, parse
from tests.app.explore.test_thing_building import ENCODER, SIZE, ThingLibrary
from tests.fakes import ColourEncoding
from tests.library.people.drawn_faces import face_at, key_at, store

DAYS = ["2024-06-12"] * 3 + ["2023-06-12", "2022-01-01", "2022-01-01", "2021-06-12"]
Relate = Callable[[int], list[RelatedLine]]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ThingLibrary]:
    """Photos 1 to 6 show one thing, on three days, 7 to 10 another; 8 to 10 have no date."""
    made = ThingLibrary(tmp_path, [0] * 6 + [1] * 4)
    made.store.write(photo_dates.date_photos, {at: f"{day}T12:00:00" for at, day in enumerate(DAYS, 1)}).result()
    yield made
    made.store.close()


@pytest.fixture
def engine(library: ThingLibrary) -> EncoderEngine:
    SensitiveFilter(library.store)
    encoder = ColourEncoding()
    encoder.id = ENCODER
    return EncoderEngine(library.store, encoder, ExamplePictures(pytest.fail), TagAccess(photos.visible))


@pytest.fixture
def relate(library: ThingLibrary, engine: EncoderEngine) -> Relate:
    return lambda photo: library.store.read(lambda one: find_related(engine, one, photo)).result()


def told(lines: list[RelatedLine]) -> list[tuple[str, str, int, set[int]]]:
    return [(one.name, format_query(one.query), one.photos, set(one.covers)) for one in lines]


def test_each_line_opens_as_many_photos_as_it_says(
    library: ThingLibrary, engine: EncoderEngine, relate: Relate
) -> None:
    lines = relate(1)
    assert told(lines) == [
        ("Other angles", "like:#1 date:2024-06-12", 2, {2, 3}),
        ("The same thing on other days", "like:#1 -date:2024-06-12", 3, {4, 5, 6}),
        ("This day in other years", "date:june-12 -date:2024-06-12", 2, {4, 7}),
    ]
    for one in lines:
        answer = library.store.read(engine.finding.search, one.query).result()
        assert (answer.strong, answer.ignored) == (one.photos, ())
        assert parse(format_query(one.query)).query.parts == one.query.parts
    assert told(relate(8)) == [("Similar photos", "like:#8", 3, {7, 9, 10})]  # nobody knows its day
    assert relate(99) == []


def test_good_matches_of_another_scene_are_no_other_angles(library: ThingLibrary, relate: Relate) -> None:
    (other,) = library.add([7])
    look = np.zeros(SIZE, np.float32)
    look[0], look[7] = 0.66, 0.75  # about .63 from the photo: a good match from .55 on, shots of one scene from .7 on
    hashes = dict(library.store.here().db.execute("SELECT id, image_hash FROM photos"))
    library.store.write(vectors.store, ENCODER, [vectors.Embedded(other, hashes[other], look, look)]).result()
    dates = {3: "2020-01-01T12:00:00", 2: "2020-01-01T12:00:00", other: "2024-06-12T18:00:00"}
    library.store.write(photo_dates.date_photos, dates).result()
    assert [(one.name, one.photos) for one in relate(1)][:1] == [("The same thing on other days", 5)]
    assert [(one.name, one.photos) for one in relate(2)][:1] == [("Other angles", 1)]


def test_neither_hidden_nor_missing_photos_are_related(library: ThingLibrary, relate: Relate) -> None:
    library.store.write(ratings.hide, dict.fromkeys([2, 4], "hidden")).result()
    library.store.write(lambda one: one.db.execute("UPDATE photos SET present = 0 WHERE id = 5")).result()
    assert [(name, count, covers) for name, _, count, covers in told(relate(1))] == [
        ("Other angles", 1, {3}), ("The same thing on other days", 1, {6}), ("This day in other years", 1, {7}),
    ]  # fmt: skip
    assert relate(2) == []


def test_the_same_people_are_those_whom_a_person_named(library: ThingLibrary, relate: Relate) -> None:
    def name(one: Library) -> None:
        store(one, {photo: [face_at(0), face_at(4, 1)] for photo in (7, 8, 9, 10)})
        anna, ben = (people.create_person(one, who)[0] for who in ("Anna Maria", "Ben"))
        people.confirm_faces(one, [key_at(photo, 0) for photo in (7, 8, 9)], anna)
        people.confirm_faces(one, [key_at(photo, 4) for photo in (7, 8)], ben)

    library.store.write(name).result()
    assert told(relate(7))[-1] == ("The same people", 'person:"Anna Maria" person:Ben', 2, {8})
    assert told(relate(9))[-1] == ("The same people", 'person:"Anna Maria"', 3, {7, 8})
    assert "The same people" not in {one.name for one in relate(10)}  # its faces have no names


def words(library: ThingLibrary, text: str, best: list[int], translation: str = "") -> list[str]:
    query: Query = parse(text).query
    return library.store.read(lambda one: find_related_words(one, query, best, translation)).result()


@pytest.mark.usefixtures("all_words")
def test_words_go_with_a_search_that_its_photos_have_more_often_than_others(library: ThingLibrary) -> None:
    library.tag("beach", [1, 2, 3, 4])
    library.tag("Пристань", [1, 2, 3])
    library.tag("boat, red", [1, 2, 3])  # a comma would make two phrases of it
    known = everyday()
    (nude,) = [known.keyword(at) for at, one in enumerate(known.entries) if one.name == "nudity"]
    said = [("sand",), ("person",), nude, ("Anna",)]  # everywhere, sensitive, and a name: these three are not offered
    suggested = {photo: [(path, 0.9) for path in (said if photo < 5 else said[1:2])] for photo in library.photos}
    library.store.write(tag_suggestions.store, SuggestionOrigin(ENCODER, "1", 0), suggested).result()
    library.store.write(people.create_person, "Anna").result()
    found = words(library, "beach", [1, 2, 3, 4])
    assert found == ["sand", "Пристань"]
    assert words(library, "beaches in sand", [1, 2, 3, 4]) == ["Пристань"]
    assert words(library, "Strand", [1, 2, 3, 4], "beach") == ["sand", "Пристань"], "it was searched for as beach"
    assert words(library, "beach", [8, 9, 10]) == ["sand"]  # these have nothing in common, but it lies beside it


@pytest.mark.usefixtures("all_words")
def test_what_lies_below_a_word_goes_with_it_where_the_library_has_it(library: ThingLibrary) -> None:
    library.suggest("poodle", [9, 10], 0.9)
    assert words(library, "a dog", [1, 2, 3]) == ["poodle"]
    assert words(library, "a dog", []) == ["poodle"]


def test_few_good_matches_are_joined_by_the_first_others() -> None:
    hits = [Hit(photo, 0.9, photo <= 2, ("meaning",), "/x") for photo in range(1, 41)]
    assert leading_photos(hits) == [*range(1, 31)]
    assert leading_photos([replace(hit, strong=hit.photo <= 3) for hit in hits]) == [1, 2, 3]
