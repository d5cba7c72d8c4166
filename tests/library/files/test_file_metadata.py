"""The state from which a file is merged: it removes only what it said itself."""

from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.merge import MetadataSnapshot, merge
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library import Library
from photon.library.files.file_metadata import (
    EXPORT,
    OF_FILE,
    OF_STEM,
    FileMetadataState,
    states_of_files,
    store_state,
)
from tests.library.decisions.decided import add

_sides = st.builds(
    MetadataSnapshot,
    st.sets(st.sampled_from("abcd")).map(lambda names: tuple((name,) for name in sorted(names))),
    st.sampled_from(("", "one", "two")),
    st.just(""),
    st.integers(0, 2),
    st.booleans(),
)
_kinds = st.sampled_from((0, OF_FILE, OF_STEM, OF_FILE | OF_STEM, OF_FILE | EXPORT))


def keys(paths: tuple[TagPath, ...]) -> set[str]:
    return {tag_key(path) for path in paths}


@given(_sides, _sides, _sides, _sides, _kinds, _kinds, _kinds)
def test_a_file_that_lacks_a_sidecar_removes_nothing(
    known: MetadataSnapshot,
    former: MetadataSnapshot,
    theirs: MetadataSnapshot,
    ours: MetadataSnapshot,
    kinds: int,
    gone: int,
    new: int,
) -> None:
    now = (kinds | new) & ~gone
    was = FileMetadataState(known, known, kinds | gone, former).base_for(theirs, now, ours)
    merged = merge(was.known, theirs, ours)
    if gone:
        assert keys(merged.metadata.keywords) >= keys(ours.keywords)
        assert merged.metadata.caption or not ours.caption
        assert merged.metadata.rating or not ours.rating
    # what was agreed on and is no longer in the library was removed there, and does not return
    agreed = keys(known.keywords) | (keys(former.keywords) if now & ~(kinds | gone) else set())
    assert not keys(merged.added) & agreed
    again = FileMetadataState(merged.known, theirs, now, was.former).base_for(theirs, now, merged.metadata)
    assert merge(again.known, theirs, merged.metadata).metadata == merged.metadata


def test_a_sidecar_of_another_kind_does_not_stand_in_for_the_one_that_is_gone() -> None:
    known = MetadataSnapshot((("mine",),), rating=5)
    was = FileMetadataState(known, known, OF_FILE).base_for(MetadataSnapshot((("new",),)), OF_STEM, known)
    assert (was.known, was.former) == (MetadataSnapshot(), known)
    back = FileMetadataState(was.known, MetadataSnapshot(), OF_STEM, was.former).base_for(
        known, OF_FILE | OF_STEM, known
    )
    assert (back.known, back.former) == (known, MetadataSnapshot())


def test_a_file_without_a_base_gets_no_base_of_another_file(library: Library, folder: int) -> None:
    add(library, folder, [1, 2])
    state = FileMetadataState(MetadataSnapshot((("a",),)), MetadataSnapshot((("a",),)), OF_FILE)
    with library.transaction() as db:
        store_state(db, 1, "/a.jpg", state)
    places = [(1, "/a.jpg"), (1, "/b.jpg"), (2, "/a.jpg")]
    assert states_of_files(library, places) == {(1, "/a.jpg"): state}
