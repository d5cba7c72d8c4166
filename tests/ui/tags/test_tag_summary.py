"""Tags of several photos, and parsing typed tags."""

import pytest

from photon.domain import PhotonError
from photon.domain.metadata.tag import Tagged
from photon.ui.tags.tag_labels import given, rejected, same_name, split_last, taken, typed_path
from photon.ui.tags.tag_summary import chip_names, chip_words, shared_tags, sureness
from photon.ui.tags.tag_tree import ambiguous_names, lines_of_tags


def test_spellings_are_one_tag_and_the_users_counts() -> None:
    tags = {
        1: [Tagged(("Oma",)), Tagged(("beach",), "suggested", 0.9)],
        2: [Tagged(("oma",)), Tagged(("BEACH",), "suggested", 0.5), Tagged(("dog",), "rejected", 0.9)],
        3: [Tagged(("Oma",)), Tagged(("Beach",))],
    }
    own, suggested = shared_tags(tags)
    assert [(tag.path, tag.photos, tag.is_common) for tag in own] == [
        (("Oma",), (1, 2, 3), True),
        (("Beach",), (3,), False),
    ]
    (beach,) = suggested
    assert (beach.path, beach.photos, beach.certainty, beach.share) == (
        ("Beach",),
        (1, 2),
        pytest.approx(0.7),
        "2 of 3",
    )
    assert shared_tags({}) == ([], [])


def test_likely_tags_come_first() -> None:
    tags = {
        1: [Tagged(("sure",), "suggested", 0.9), Tagged(("wide",), "suggested", 0.6)],
        2: [Tagged(("wide",), "suggested", 0.6)],
    }
    assert [tag.path for tag in shared_tags(tags)[1]] == [("wide",), ("sure",)]


def test_equal_names_are_shown_with_their_path() -> None:
    own, _ = shared_tags({1: [Tagged(("Places", "Rome")), Tagged(("Friends", "rome")), Tagged(("a", "AC/DC"))]})
    assert chip_names(own) == ["AC/DC", "Friends/rome", "Places/Rome"]
    assert chip_words(own[2]) == "Places/Rome"


def test_a_name_used_by_other_tags_is_shown_with_its_path() -> None:
    lines = lines_of_tags([(path, 1) for path in (("Places", "Rome"), ("Friends", "rome"), ("a", "Oslo"), ("Rom",))])
    assert ambiguous_names(lines) == {"rome"}
    own, _ = shared_tags({1: [Tagged(("Places", "Rome")), Tagged(("a", "Oslo"))]})
    assert chip_names(own, ambiguous_names(lines)) == ["Oslo", "Places/Rome"]


def test_no_suggestion_is_shown_as_certain() -> None:
    assert sureness(1.0) == "99% sure"
    assert sureness(0.874) == "87% sure"


def test_the_text_after_the_last_separator_is_completed() -> None:
    assert split_last("red, gre") == ("red,", " gre")
    assert split_last("a\\, b") == ("", "a\\, b")
    assert split_last("a;b\nc") == ("a;b\n", "c")
    assert split_last("a,") == ("a,", "")
    assert typed_path(" Places | Rome ") == ("Places", "Rome")
    assert typed_path(" / ") == ()
    with pytest.raises(PhotonError):
        typed_path("x" * 201)


def test_the_last_name_of_a_path_is_the_same_name() -> None:
    assert same_name(("Places", "Rome"), ("rome",))
    assert same_name(("Places", "Rome"), ("places", "ROME"))
    assert not same_name(("Rome",), ())
    assert not same_name(("Rome", "Forum"), ("rome",))


def test_sentences() -> None:
    assert given([("a", "b")], 1) == "Tagged 1 photo “a/b”."
    assert given([("a",), ("b",)], 1) == "Added 2 tags to 1 photo."
    assert taken([("a",)], 1200) == "Removed “a” from 1,200 photos."
    assert rejected([("a",)], 2) == "“a” will not be suggested for these photos again."


def test_a_broader_tag_comes_after_a_sure_narrower_one_and_is_omitted_next_to_a_confirmed_one() -> None:
    tags = [
        Tagged(("person",), "suggested", 0.9),
        Tagged(("person", "child"), "suggested", 0.85),
        Tagged(("person", "child", "girl"), "suggested", 0.3),
        Tagged(("animal",), "suggested", 0.8),
        Tagged(("animal", "dog")),
        Tagged(("animals",), "suggested", 0.4),
    ]
    shown = [tag.path for tag in shared_tags({1: tags})[1]]
    assert shown == [("person", "child"), ("animals",), ("person",), ("person", "child", "girl")]
    shared = {1: tags, 2: [Tagged(("person",), "suggested", 0.9)]}
    assert [tag.path for tag in shared_tags(shared)[1]][:2] == [("person",), ("animals",)], "one of two is a child"
