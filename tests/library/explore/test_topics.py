"""Topics are listed by what a person and what Photon calls them, and filters find exactly their photos."""

from datetime import date

import numpy as np
import pytest

from photon.domain import Filter
from photon.domain.explore.topic import Topic
from photon.library import Library, open_library
from photon.library.db.veil import draw_veil
from photon.library.explore.decided_topics import TopicDecision, decide_topic
from photon.library.explore.topics import (
    add_to_topics,
    list_topics,
    photos_of_topic,
    replace_topics,
    topic_centres,
    topic_members,
    topics_of_photo,
    topics_version,
)
from photon.library.searches.filter_counts import NAMES_IN_USE
from photon.library.searches.filters import matching
from tests.library.explore.found_topics import made_topic

TODAY = date(2026, 7, 1)
BEACH, CITY = "b" * 16, "c" * 16


@pytest.fixture
def explored(four: Library) -> Library:
    themes = made_topic(Topic("theme", BEACH, "Plage d’été", x=0.25), 2, 1), made_topic(Topic("theme", CITY, "city"), 4)
    things = (
        made_topic(Topic("thing", "animal", "animal"), 3, 1, 2),
        made_topic(Topic("thing", "dog", "dog", "animal"), 1, 3),
    )
    replace_topics(four, "theme", themes, "first")
    replace_topics(four, "thing", things, "")
    return four


def found(library: Library, name: str, value: str) -> list[int]:
    return matching(library, [Filter(name, value)], TODAY).tolist()


def test_topics_are_listed_with_their_photos_most_first(explored: Library) -> None:
    themes = list_topics(explored, "theme")
    assert themes == [
        Topic("theme", BEACH, "Plage d’été", x=0.25, photos=2, cover=2),
        Topic("theme", CITY, "city", photos=1, cover=4),
    ]
    assert [(one.name, one.parent) for one in list_topics(explored, "thing")] == [("animal", ""), ("dog", "animal")]
    assert photos_of_topic(explored, "thing", "animal").tolist() == [3, 1, 2]
    assert [one.key for one in topics_of_photo(explored, 1)] == ["animal", "dog", BEACH]
    assert topics_version(explored, "theme") == "first"
    keys, centres = topic_centres(explored, "theme")
    assert (keys, centres.tolist(), centres.dtype) == ([BEACH, CITY], [[2, 2], [1, 1]], np.float32)


@pytest.mark.parametrize(
    ("name", "value", "photos"),
    [
        ("theme", "plage d'ete", [1, 2]), ("theme", BEACH, [1, 2]), ("theme", "plage", []), ("theme", "animal", []),
        ("thing", "Animal", [1, 2, 3]), ("thing", "dog", [1, 3]), ("thing", "%", []), ("theme", "…", []),
    ],
)  # fmt: skip
def test_filters_find_topics_by_whole_name_or_key(explored: Library, name: str, value: str, photos: list[int]) -> None:
    assert found(explored, name, value) == photos
    assert matching(explored, [Filter(name, value, unwanted=True)], TODAY).tolist() == sorted({1, 2, 3, 4} - {*photos})


def test_what_a_person_decided_counts(explored: Library) -> None:
    decide_topic(explored, "theme", BEACH, TopicDecision("Our beach", "pinned"))
    decide_topic(explored, "theme", CITY, TopicDecision("", "hidden"))
    assert [(one.name, one.state) for one in list_topics(explored, "theme")] == [("Our beach", "pinned")]
    hidden = list_topics(explored, "theme", with_hidden=True)[1]
    assert (hidden.name, hidden.state) == ("city", "hidden")
    assert NAMES_IN_USE["theme"](explored) == [("Our beach", 2)]
    assert topics_of_photo(explored, 4) == []
    assert (found(explored, "theme", "our beach"), found(explored, "theme", "plage d’été")) == ([1, 2], [1, 2])
    assert found(explored, "theme", "city") == [4], "a saved search still finds it"


def test_hidden_and_missing_photos_are_in_nothing(explored: Library) -> None:
    with explored.transaction() as db:
        db.execute("UPDATE photos SET present = 0 WHERE id = 3")
    with open_library(explored.directory, writable=False) as reader:
        draw_veil(reader, np.array([2, 4], np.int64))
        assert list_topics(reader, "theme") == [Topic("theme", BEACH, "Plage d’été", x=0.25, photos=1, cover=1)]
        assert NAMES_IN_USE["thing"](reader) == [("animal", 1), ("dog", 1)]
        assert photos_of_topic(reader, "thing", "animal").tolist() == [1]
        assert topics_of_photo(reader, 4) == []
        assert found(reader, "theme", "city") == []


def test_photos_are_added_and_topics_replaced(explored: Library) -> None:
    assert add_to_topics(explored, "theme", [(CITY, 3, 0.5), ("gone", 3, 0.5)]).photos == {3}
    assert {key: some.tolist() for key, some in topic_members(explored, "theme").items()} == {
        BEACH: [2, 1], CITY: [4, 3],
    }  # fmt: skip
    assert not add_to_topics(explored, "theme", [])
    assert replace_topics(explored, "theme", [made_topic(Topic("theme", CITY, "town"), 1)], "second").kinds == {
        "topics"
    }
    assert [(one.name, one.photos) for one in list_topics(explored, "theme")] == [("town", 1)]
    assert len(list_topics(explored, "thing")) == 2, "those of the other kind stay"
    assert explored.column("SELECT count(*) FROM topic_photos") == [6]
