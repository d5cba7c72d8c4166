"""Saved searches have unique names; recent ones are limited, ordered, and without intermediate states."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import PhotonError, changed
from photon.library import Library, open_library
from photon.library.searches import searches

NOON = datetime(2025, 6, 14, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_saved_search_survives_a_restart(library: Library) -> None:
    made, before = searches.save(library, "  My \n dogs ", "a dog -cat", "/photos")
    assert before is None
    assert (made.name, made.text, made.folder) == ("My dogs", "a dog -cat", "/photos")
    with open_library(library.directory, writable=False) as again:
        assert searches.all_searches(again) == [made]


def test_the_time_of_a_search_is_the_given_one_or_now(library: Library) -> None:
    given_, _ = searches.save(library, "dogs", "dog", None, "2020-01-02T03:04:05.000000+00:00")
    assert given_.made == "2020-01-02T03:04:05.000000+00:00"
    now, _ = searches.save(library, "cats", "cat", None)
    assert abs(datetime.fromisoformat(now.made) - datetime.now(UTC)) < timedelta(minutes=1)


def test_searches_are_sorted_naturally(library: Library) -> None:
    for name in ("zebra", "Äpfel", "apples", "Bees"):
        searches.save(library, name, "x", None)
    assert [saved.name for saved in searches.all_searches(library)] == ["apples", "Bees", "zebra", "Äpfel"]


def test_saving_under_an_existing_name_replaces_the_query(library: Library) -> None:
    first, _ = searches.save(library, "Über", "lake", None)
    after, before = searches.save(library, "ÜBER", "river", "/photos")
    assert before == first
    assert (after.id, after.text, after.folder, after.made) == (first.id, "river", "/photos", first.made)
    assert searches.all_searches(library) == [after]


@pytest.mark.parametrize(("name", "text"), [("", "dog"), (" \n", "dog"), ("Dogs", "  ")])
def test_names_and_queries_must_not_be_empty(library: Library, name: str, text: str) -> None:
    with pytest.raises(PhotonError):
        searches.save(library, name, text, None)
    assert searches.all_searches(library) == []


def test_renaming_refuses_a_used_name_but_allows_another_case(library: Library) -> None:
    dogs, _ = searches.save(library, "dogs", "dog", None)
    searches.save(library, "Cats", "cat", None)
    with pytest.raises(PhotonError, match="search named “Cats” already exists"):
        searches.rename(library, dogs.id, "cats")
    after, before = searches.rename(library, dogs.id, "Dogs")
    assert (after.name, before) == ("Dogs", dogs)
    with pytest.raises(PhotonError, match="needs a name"):
        searches.rename(library, dogs.id, " ")
    with pytest.raises(PhotonError, match="no longer exists"):
        searches.rename(library, 99, "Horses")


def test_a_removed_search_can_be_restored(library: Library) -> None:
    dogs, _ = searches.save(library, "dogs", "dog", None)
    assert searches.remove(library, dogs.id) == dogs
    assert searches.all_searches(library) == []
    with pytest.raises(PhotonError, match="no longer exists"):
        searches.remove(library, dogs.id)
    assert searches.store_search(library, dogs) == changed("searches")
    assert searches.all_searches(library) == [dogs]


def test_an_intermediate_search_is_replaced(library: Library) -> None:
    searches.note(library, "do", at(0))
    searches.note(library, "dog", at(20))
    searches.note(library, "dog on a beach", at(59))
    assert searches.recent(library) == ["dog on a beach"]


def test_only_prefixes_of_the_last_minute_are_replaced(library: Library) -> None:
    searches.note(library, "dog", at(0))
    searches.note(library, "cat", at(30))
    searches.note(library, "dog on a beach", at(61))
    searches.note(library, "dog on", at(62))  # shortened deliberately
    assert searches.recent(library) == ["dog on", "dog on a beach", "cat", "dog"]


def test_wildcards_in_a_text_are_plain_characters(library: Library) -> None:
    searches.note(library, "100%", at(0))
    searches.note(library, "_x", at(1))
    searches.note(library, "100 photos", at(2))
    searches.note(library, "axe", at(3))
    assert searches.recent(library) == ["axe", "100 photos", "_x", "100%"]


def test_a_repeated_search_moves_to_the_front_and_an_empty_one_is_ignored(library: Library) -> None:
    for second, text in enumerate(("lake", "river", " lake ", "  ")):
        searches.note(library, text, at(second))
    assert searches.recent(library) == ["lake", "river"]


def test_fifty_are_kept(library: Library) -> None:
    for number in range(60):
        searches.note(library, f"{number} dogs", at(100 * number))
    assert searches.recent(library) == [f"{number} dogs" for number in range(59, 9, -1)]


@given(st.lists(st.tuples(st.text("ab% _", max_size=4), st.integers(0, 90)), max_size=12))
def test_the_last_search_is_first_and_there_are_no_duplicates(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with open_library(tmp_path_factory.mktemp("recent"), writable=True) as library:
        seconds = 0
        for text, pause in steps:
            seconds += pause
            searches.note(library, text, at(seconds))
            recent = searches.recent(library)
            assert not text.strip() or recent[0] == text.strip()
            assert len(set(recent)) == len(recent)
