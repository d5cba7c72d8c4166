"""The summary of an answer to which texts contributed."""

import pytest

from photon.domain import Hit, Like, Query
from photon.search.answer_summary import (
    ABSENT,
    summarize_all_excluded,
    summarize_answer,
    summarize_excluded,
    summarize_family,
    summarize_filter_matches,
    summarize_text_matches,
)
from photon.search.query_language import parse


def _hits(*whys: tuple[str, ...], strong: int) -> list[Hit]:
    return [Hit(number, 0.9, number < strong, why, "/x") for number, why in enumerate(whys)]


NAME, FOLDER, SHOWN = ("file name",), ("folder",), ("meaning",)


@pytest.mark.parametrize(
    ("typed", "hits", "named", "having", "sentence"),
    [
        ('"IMG_2041"', _hits(NAME, NAME, NAME, strong=3), 0, 3, "3 photos have “IMG_2041” in their file name"),
        ('"IMG_2041"', _hits(NAME, strong=1), 1, 1, "1 photo has “IMG_2041” in its file name"),
        ('"a"', _hits(FOLDER, strong=1), 0, 1204, "1,204 photos have “a” in their folder"),
        ('"a"', _hits(NAME, FOLDER, strong=2), 0, 2, "2 photos have “a” in their name, folder, date or camera"),
        ('"foo"', [], 0, 0, "No photo has “foo” in its name, folder, date or camera."),
        ('"foo" "bar"', [], 0, 0, "No photo has “foo” and “bar” in its name, folder, date or camera."),
        ('sea "a"', _hits(FOLDER, FOLDER, strong=1), 0, 2, "1 good match with “a”"),
        (
            'sea "a"',
            _hits(FOLDER, FOLDER, strong=0),
            0,
            2,
            "No clear match for “sea” among photos with “a”. Closest photos:",
        ),
        ("IMG_2041", _hits(NAME, SHOWN, strong=1), 1, 0, "1 photo has this file name"),
        ("IMG_2041", _hits(NAME, NAME, strong=2), 2, 0, "2 photos have this file name"),
        ("dog", _hits(NAME, SHOWN, strong=2), 1, 0, "1 photo has this file name, 1 more good match"),
        ("dog", _hits(NAME, SHOWN, SHOWN, strong=3), 1, 0, "1 photo has this file name, 2 more good matches"),
        ("june", _hits(("meaning", "date"), SHOWN, strong=2), 0, 0, "2 good matches"),
        ("june", _hits(("date",), SHOWN, strong=1), 0, 0, "1 good match"),
        ("dog", _hits(SHOWN, ("folder",), strong=1), 0, 0, None),
    ],
)
def test_it_describes_the_role_of_the_texts(
    typed: str, hits: list[Hit], named: int, having: int, sentence: str | None
) -> None:
    assert summarize_text_matches(parse(typed).query, hits, named, having) == sentence


def test_it_names_the_folder_and_the_example() -> None:
    query = parse('"foo"', Query.build(folder="/x")).query
    assert (
        summarize_text_matches(query, [], 0, 0)
        == "No photo in this folder has “foo” in its name, folder, date or camera."
    )
    query = parse('"foo"', Query.build(likes=(Like("/x"),))).query
    assert summarize_text_matches(query, _hits(NAME, strong=1), 0, 1) == "1 good match with “foo”"
    assert "No clear match" in str(summarize_text_matches(query, _hits(NAME, strong=0), 0, 1))


@pytest.mark.parametrize(
    ("chance", "presence", "sentence"),
    [
        (0.29, None, "No clear match for “a dog”. Closest photos:"),
        (0.29, ABSENT - 0.01, "No clear match for “a dog”. Closest photos:"),
        (0.29, ABSENT, "These might show “a dog”"),
        (0.3, 0.01, "These might show “a dog”"),
    ],
)
def test_it_reports_that_nothing_was_found_only_if_both_channels_agree(
    chance: float, presence: float | None, sentence: str
) -> None:
    assert summarize_answer(Query.build("a dog"), [chance, 0.1], 0, 1.0, presence) == sentence
    assert summarize_answer(Query.build("a dog"), [0.9], 1, 1.0, presence) == "1 good match"


@pytest.mark.parametrize(
    ("typed", "strong", "sentence"),
    [
        ("like:a.jpg in the snow", 12, "12 good matches"),
        ("like:a.jpg in the snow", 0, "These might match the photo and the words"),
        ("like:a.jpg like:b.jpg in the snow", 0, "These might match the photos and the words"),
        ("like:a.jpg", 2, "2 good matches"),
        ("like:a.jpg -snow", 1, "1 good match"),
        ("(dog OR cat) on a sofa", 0, "These might show “dog or cat, on a sofa”"),
        ("(dog OR cat)", 3, "3 good matches"),
        ("(dog OR date:2001) -(sea OR lake)", 0, "These might show “dog”"),
        ("-people", 3, "3 photos that don't seem to show people"),
        ("dog " * 2500, 0, f"These might show “{('dog ' * 20).strip()}…”"),
    ],
)
def test_it_repeats_all_wanted_parts(typed: str, strong: int, sentence: str) -> None:
    assert summarize_answer(parse(typed).query, [0.5], strong, 1.0) == sentence


def test_it_names_the_filters_without_matches() -> None:
    query = parse("dog tag:nope -date:2001 (tag:a OR tag:b)").query
    assert summarize_answer(query, [], 0, 1.0) == "No photos match tag:nope -date:2001 (tag:a OR tag:b)."
    assert summarize_filter_matches(query, 0) == "No photos match."
    assert summarize_filter_matches(query, 1) == "1 photo matches"
    assert summarize_filter_matches(query, 1204) == "1,204 photos match"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("type:Video", "2 videos match"), ("length:>1m rating:3", "2 videos match"), ("-type:video", "2 photos match")],
)
def test_it_calls_videos_videos(typed: str, sentence: str) -> None:
    assert summarize_filter_matches(parse(typed).query, 2) == sentence


def test_excluded_photos_are_mentioned() -> None:
    query = Query.build("a dog", unwanted=("people", "a ball"))
    assert summarize_excluded(query, 1) == "1 photo that seems to show people or a ball"
    assert summarize_excluded(query, 1200) == "1,200 photos that seem to show people or a ball"
    assert summarize_all_excluded(query) == "All photos that might match seem to show people or a ball."


def test_a_family_is_said_where_the_kind_cannot_be_told() -> None:
    query = Query.build("roses")
    assert summarize_family(query, "flower") == "These show “flower”; “roses” can't be told apart"
    assert summarize_family(query, "") == ""
