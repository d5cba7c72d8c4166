"""Suggested tags: what is pending, replacing them all, decisions about them, undoing a run."""

import numpy as np
import pytest

from photon.domain.metadata.tag import Tagged, TagMark
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.tags import tag_suggestions, tags
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded

DOG, BEACH = ("animal", "dog"), ("place", "beach")


@pytest.fixture
def photos(library: Library, folder: int, reading) -> list[int]:
    for name in "wxyz":
        files.record(library, [(Found(folder, f"{name}.jpg", 1, 1), reading(name))])
    waiting = vectors.pending(library, "e", 9)
    one = np.ones(4, np.float32) / 2
    vectors.store(library, "e", [Embedded(item.photo, item.image_hash, one, one) for item in waiting])
    return [item.photo for item in waiting]


def test_pending_photos_depend_on_encoder_version_and_picture(
    library: Library, folder: int, reading, photos: list[int]
) -> None:
    assert tag_suggestions.pending(library, "other", "1", 9) == []
    assert tag_suggestions.pending(library, "e", "1", 9) == photos
    assert tag_suggestions.pending(library, "e", "1", 2, after=photos[0]) == photos[1:3]
    tag_suggestions.store(
        library, SuggestionOrigin("e", "1", 7), {photo: [(DOG, 0.5)] for photo in photos[:2]} | {photos[3]: []}
    )
    assert tag_suggestions.pending(library, "e", "1", 9) == [photos[2]]
    assert tag_suggestions.count_pending(library, "e", "2") == 4
    files.record(library, [(Found(folder, "w.jpg", 2, 2), reading("edited"))])
    assert tag_suggestions.count_pending(library, "e", "1") == 1  # its vector is from the earlier picture


def test_new_suggestions_replace_old_ones(library: Library, photos: list[int]) -> None:
    first, second = photos[:2]
    changes = tag_suggestions.store(
        library,
        SuggestionOrigin("e", "1", 7),
        {second: [(BEACH, 0.25), (DOG, 0.75), (("Animal", "DOG"), 0.5)], first: [(DOG, 0.5)]},
    )
    assert changes.photos == {first, second}
    assert tag_suggestions.suggestions_for_photos(library, photos[:3]) == {
        first: [Tagged(DOG, "suggested", 0.5, 7)],
        second: [Tagged(DOG, "suggested", 0.75, 7), Tagged(BEACH, "suggested", 0.25, 7)],
        photos[2]: [],
    }
    tag_suggestions.store(library, SuggestionOrigin("e", "2", 8), {second: [(BEACH, 0.5)]})
    assert tag_suggestions.suggestions_for_photos(library, [first, second]) == {
        first: [Tagged(DOG, "suggested", 0.5, 7)],
        second: [Tagged(BEACH, "suggested", 0.5, 8)],
    }
    assert tag_suggestions.surest(library, DOG) == [(first, 0.5)]


def test_decisions_are_kept_and_not_suggested_again(library: Library, photos: list[int]) -> None:
    origin = SuggestionOrigin("e", "1", 7)
    tags.mark(library, [TagMark(photos[0], DOG, "confirmed"), TagMark(photos[2], BEACH, "rejected")])
    tag_suggestions.store(library, origin, {photo: [(DOG, 0.5), (BEACH, 0.75)] for photo in photos})
    assert tag_suggestions.suggestions_for_photos(library, photos[:1]) == {
        photos[0]: [Tagged(BEACH, "suggested", 0.75, 7)]
    }
    assert {photo for photo, _ in tag_suggestions.surest(library, BEACH)} == set(photos) - {photos[2]}
    assert [(group.path, group.waiting, group.decided) for group in tag_suggestions.groups(library)] == [
        (DOG, 3, 1),
        (BEACH, 3, 1),
    ]


def test_photos_that_are_gone_count_in_no_group(library: Library, photos: list[int]) -> None:
    first, second = photos[:2]
    found = {first: [(DOG, 0.5), (BEACH, 0.5)], second: [(DOG, 0.5)], 999: [(DOG, 0.5)]}
    tag_suggestions.store(library, SuggestionOrigin("e", "1", 7), found)
    library.db.execute("INSERT INTO suggested_photos VALUES (999, 'e', x'00', '1', 7)")  # of a photo that was deleted
    library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (first,))
    (group,) = tag_suggestions.groups(library)
    assert (group.path, group.waiting, group.decided) == (DOG, 1, 0)


def test_a_decided_suggestion_stays_counted_if_not_suggested_again(library: Library, photos: list[int]) -> None:
    first, second = photos[:2]
    tag_suggestions.store(library, SuggestionOrigin("e", "1", 7), {first: [(DOG, 0.5)], second: [(DOG, 0.5)]})
    tags.mark(library, [TagMark(first, DOG, "rejected")])
    tag_suggestions.store(library, SuggestionOrigin("e", "2", 8), {first: [], second: []})
    (group,) = tag_suggestions.groups(library)
    assert (group.path, group.waiting, group.decided) == (DOG, 0, 1)
    tags.mark(library, [TagMark(first, DOG, None)])
    assert tag_suggestions.suggestions_for_photos(library, [first]) == {first: [Tagged(DOG, "suggested", 0.5, 8)]}


def test_an_undone_run_does_not_return(library: Library, photos: list[int]) -> None:
    tag_suggestions.store(library, SuggestionOrigin("e", "1", 7), {photo: [(DOG, 0.5)] for photo in photos[:3]})
    tag_suggestions.store(library, SuggestionOrigin("e", "1", 8), {photos[3]: [(DOG, 0.5)]})
    assert tag_suggestions.drop(library, 7).photos == set(photos[:3])
    assert tag_suggestions.surest(library, DOG) == [(photos[3], 0.5)]
    assert tag_suggestions.pending(library, "e", "1", 9) == []
    assert not tag_suggestions.drop(library, 7).photos - set(photos[:3])
