"""Renaming, moving, merging and deleting tags, with the decisions about photos; everything can be undone."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.domain import PhotonError, Reading
from photon.domain.metadata.tag import TagMark, TagPath
from photon.library import Library
from photon.library.decisions.undoing import undo_step
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.tags import tag_moves, tag_tree, tags

Photos = list[int]


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Photos:
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in "abc"])
    return [row[0] for row in library.db.execute("SELECT id FROM photos ORDER BY id")]


def confirm(photo: int, *path: str) -> TagMark:
    return TagMark(photo, path, "confirmed")


def refuse(photo: int, *path: str) -> TagMark:
    return TagMark(photo, path, "rejected", 0.4)


def everything(library: Library) -> object:
    ids = [row[0] for row in library.db.execute("SELECT id FROM photos ORDER BY id")]
    return tags.all_tags(library), {
        photo: [(tag.path, tag.state, tag.certainty) for tag in found]
        for photo, found in tags.tags_for_photos(library, ids).items()
    }


def test_a_tag_moves_with_its_descendants(library: Library, photos: Photos) -> None:
    a, b, _ = photos
    tags.mark(
        library, [confirm(a, "Places", "Italy"), confirm(b, "Places", "Italy", "Rome"), refuse(b, "Places", "Italy")]
    )
    tag_moves.move(library, ("Places", "Italy"), ("Italia",))
    assert tags.all_tags(library) == [(("Italia",), 2), (("Italia", "Rome"), 1), (("Places",), 0)]
    assert [(tag.path, tag.state) for tag in tags.tags_for_photos(library, [b])[b]] == [
        (("Italia", "Rome"), "confirmed"),
        (("Italia",), "rejected"),
    ]
    assert tags.matching_tags(library, "rome") != []


def test_two_tags_are_merged_and_confirmed_wins(library: Library, photos: Photos) -> None:
    a, b, c = photos
    tags.mark(
        library, [confirm(a, "dog"), refuse(b, "dog"), confirm(b, "hound"), confirm(c, "hound"), refuse(a, "hound")]
    )
    tag_moves.move(library, ("hound",), ("dog",))
    assert tags.all_tags(library) == [(("dog",), 3)]
    assert {one.state for some in tags.tags_for_photos(library, photos).values() for one in some} == {"confirmed"}


def test_another_spelling_keeps_everything_and_is_found(library: Library, photos: Photos) -> None:
    tags.mark(library, [confirm(photos[0], "beach", "sand")])
    tag_moves.move(library, ("beach", "sand"), ("Beach", "Sand"))
    assert tags.all_tags(library) == [(("Beach",), 1), (("Beach", "Sand"), 1)]


def test_a_tag_cannot_be_moved_into_itself(library: Library, photos: Photos) -> None:
    tags.mark(library, [confirm(photos[0], "a")])
    with pytest.raises(PhotonError, match="into itself"):
        tag_moves.move(library, ("a",), ("a", "b"))
    with pytest.raises(PhotonError, match="There is no tag “x”"):
        tag_moves.move(library, ("x",), ("y",))


def test_a_taught_tag_stays_taught(library: Library, photos: Photos) -> None:
    tags.mark(library, [confirm(photos[0], "a", "b")])
    library.db.execute("UPDATE tags SET taught = 1, kind = 'dog' WHERE name = 'b'")
    tag_moves.move(library, ("a",), ("c",))
    assert tag_moves.tree_below(library, ("c",)) == [(("c",), False, ""), (("c", "b"), True, "dog")]


_NAMES = st.sampled_from(["a", "b", "c", "d"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=3).map(tuple)
_MARKS = st.lists(st.tuples(st.integers(0, 2), _PATHS, st.sampled_from(["confirmed", "rejected"])), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=_MARKS, path=_PATHS, to=_PATHS)
def test_moved_or_deleted_tags_can_be_restored(
    library: Library, photos: Photos, marks: list[tuple[int, TagPath, str]], path: TagPath, to: TagPath
) -> None:
    for top in tags.all_tags(library):
        tag_moves.delete_subtree(library, top[0])
    library.db.execute("DELETE FROM rejected_tags")
    tags.mark(library, [TagMark(photos[at], tag, state) for at, tag, state in marks])  # type: ignore[arg-type]
    before = everything(library)
    if not tag_moves.tree_below(library, path):
        return
    acts = [lambda: tag_moves.delete_subtree(library, path)]
    if path == to or to[: len(path)] != path:
        acts.append(lambda: tag_moves.move(library, path, to))
    for act in acts:
        act()
        if everything(library) != before:
            undo_step(library, library.journal.step)
        assert everything(library) == before


def test_tags_added_or_deleted_between_two_reads_cause_no_error(
    library: Library, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags.mark(library, [confirm(photos[0], "Oma")])
    known = tag_tree.paths(library.db)
    monkeypatch.setattr(tag_tree, "paths", lambda _: {})  # deleted meanwhile
    assert tags.tags_for_photos(library, photos[:1]) == {photos[0]: []}
    monkeypatch.setattr(tag_tree, "paths", lambda _: {**known, 99: ("new",)})  # created meanwhile
    assert (("new",), 0) in tags.all_tags(library)
