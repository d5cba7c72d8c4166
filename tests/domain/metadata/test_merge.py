"""Properties of merging two sides by their last common state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import (
    MetadataSnapshot,
    beyond,
    from_text,
    merge,
    shared,
    snapshot_of,
    stars,
    to_text,
    united,
)
from photon.domain.metadata.tag import TagPath, tag_key

_names = st.sampled_from(["Rome", "rome", "Italy", "Sunset", "AC/DC", "été"])
_sides = st.builds(
    MetadataSnapshot,
    st.lists(st.lists(_names, min_size=1, max_size=3).map(tuple), max_size=4).map(
        lambda paths: snapshot_of(Metadata(keywords=tuple(paths))).keywords
    ),
    st.sampled_from(["", "one", "two"]),
    st.sampled_from(["", "name"]),
    st.integers(0, 5),
    st.booleans(),
)


def keys(paths: tuple[TagPath, ...]) -> set[str]:
    return {tag_key(path) for path in paths}


@given(_sides)
def test_text_round_trip(metadata: MetadataSnapshot) -> None:
    assert from_text(to_text(metadata)) == metadata


@pytest.mark.parametrize("text", [
    "", "{", '{"keywords":[["a"],"rating":1}', "[]", "null", "7",
    '{"keywords":{}}', '{"keywords":[[]]}', '{"keywords":[[1]]}', '{"keywords":["a"]}',
    '{"rating":6}', '{"rating":true}', '{"rating":"1"}', '{"label":"mauve"}', '{"flag":2}',
    '{"favourite":1}', '{"caption":null}', '{"title":"\\ud800"}', '{"unknown":""}', "[" * 100_000,
])  # fmt: skip
def test_a_damaged_base_is_empty_so_that_no_file_removes_anything(text: str) -> None:
    assert from_text(text) == MetadataSnapshot()


@given(_sides, _sides)
def test_an_unchanged_file_changes_nothing(known: MetadataSnapshot, ours: MetadataSnapshot) -> None:
    merged = merge(known, known, ours)
    assert (merged.metadata, merged.added, merged.removed, merged.conflicts) == (
        replace(ours, keywords=snapshot_of(Metadata(keywords=ours.keywords)).keywords), (), (), (),
    )  # fmt: skip


@given(_sides, _sides, _sides)
def test_merging_twice_equals_merging_once(
    known: MetadataSnapshot, theirs: MetadataSnapshot, ours: MetadataSnapshot
) -> None:
    once = merge(known, theirs, ours)
    twice = merge(once.known, theirs, once.metadata)
    assert (twice.metadata, twice.known, twice.conflicts) == (once.metadata, once.known, once.conflicts)


@given(_sides, _sides)
def test_changes_of_the_file_alone_are_taken(known: MetadataSnapshot, theirs: MetadataSnapshot) -> None:
    merged = merge(known, theirs, known)
    assert (merged.metadata.caption, merged.metadata.title, merged.metadata.rating) == (
        theirs.caption, theirs.title, theirs.rating,
    )  # fmt: skip
    assert merged.conflicts == ()
    assert merged.metadata.favourite == (known.favourite or theirs.favourite)


@given(_sides, _sides)
def test_the_first_merge_loses_nothing(theirs: MetadataSnapshot, ours: MetadataSnapshot) -> None:
    merged = merge(MetadataSnapshot(), theirs, ours)
    assert keys(merged.metadata.keywords) >= keys(ours.keywords)
    assert not ours.caption or merged.metadata.caption == ours.caption


@given(_sides, _sides)
def test_what_two_sides_share_and_what_is_beyond_are_one_side(one: MetadataSnapshot, other: MetadataSnapshot) -> None:
    assert united(shared(one, other), beyond(one, other)) == one
    assert keys(united(one, other).keywords) == keys(one.keywords) | keys(other.keywords)
    assert keys(shared(one, other).keywords) == keys(one.keywords) & keys(other.keywords)


def test_keywords_are_sets_and_a_deletion_counts_only_if_both_sides_had_the_keyword() -> None:
    known = MetadataSnapshot((("a",), ("b",)))
    merged = merge(known, MetadataSnapshot((("a",), ("new",))), MetadataSnapshot((("b",), ("mine",))))
    assert merged.metadata.keywords == (("mine",), ("new",))  # a was removed in the library, b in the file
    assert merge(MetadataSnapshot(), MetadataSnapshot(), MetadataSnapshot((("mine",),))).removed == ()


def test_changes_on_both_sides_are_a_conflict_until_settled() -> None:
    known, theirs, ours = (
        MetadataSnapshot(caption="old", rating=1),
        MetadataSnapshot(caption="file", rating=2),
        MetadataSnapshot(caption="mine", rating=3),
    )
    merged = merge(known, theirs, ours)
    assert (merged.metadata, merged.known, merged.conflicts) == (ours, known, ("caption", "rating"))
    assert merge(known, theirs, MetadataSnapshot(caption="file", rating=2)).known == theirs


def test_a_program_without_levels_neither_doubles_nor_removes_keywords() -> None:
    path = ("Places", "Italy", "Rome")
    assert merge(MetadataSnapshot(), MetadataSnapshot((("rome",),)), MetadataSnapshot((path,))).metadata.keywords == (
        path,
    )
    assert merge(
        MetadataSnapshot((path,)), MetadataSnapshot((("Rome",),)), MetadataSnapshot((path,))
    ).metadata.keywords == (path,)


def test_a_rejected_tag_is_neither_added_nor_forgotten() -> None:
    merged = merge(MetadataSnapshot(), MetadataSnapshot((("dog",),)), MetadataSnapshot(), rejected=frozenset({"dog"}))
    assert (merged.metadata.keywords, merged.refused, merged.known.keywords) == ((), (("dog",),), ())


def test_ratings_of_files_are_rounded_to_whole_stars() -> None:
    assert [stars(rating) for rating in (None, -1, 0, 2.5, 3.4, 5)] == [0, 0, 0, 3, 3, 5]


def test_a_keyword_that_cannot_be_a_tag_is_skipped() -> None:
    metadata = Metadata(keywords=(("x" * 300,), ("fine",)))
    assert snapshot_of(metadata).keywords == (("fine",),)
