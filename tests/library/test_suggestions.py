"""Suggested tags: what is pending, replaced as a whole, decisions noted beside them, taken back by run."""

import numpy as np
import pytest

from photon.domain.tag import Tagged, TagMark
from photon.library import Library, files, suggestions, tags, vectors
from photon.library.files import Found
from photon.library.suggestions import Origin
from photon.library.vectors import Embedded

DOG, BEACH = ("animal", "dog"), ("place", "beach")


@pytest.fixture
def photos(library: Library, folder: int, reading) -> list[int]:
    for name in "wxyz":
        files.record(library, [(Found(folder, f"{name}.jpg", 1, 1), reading(name))])
    waiting = vectors.pending(library, "e", 9)
    one = np.ones(4, np.float32) / 2
    vectors.store(library, "e", [Embedded(item.photo, item.image_hash, one, one) for item in waiting])
    return [item.photo for item in waiting]


def test_what_is_pending_depends_on_encoder_version_and_picture(
    library: Library, folder: int, reading, photos: list[int]
) -> None:
    assert suggestions.pending(library, "other", "1", 9) == []
    assert suggestions.pending(library, "e", "1", 9) == photos
    assert suggestions.pending(library, "e", "1", 2, after=photos[0]) == photos[1:3]
    suggestions.store(library, Origin("e", "1", 7), {photo: [(DOG, 0.5)] for photo in photos[:2]} | {photos[3]: []})
    assert suggestions.pending(library, "e", "1", 9) == [photos[2]]
    assert suggestions.count_pending(library, "e", "2") == 4
    files.record(library, [(Found(folder, "w.jpg", 2, 2), reading("edited"))])
    assert suggestions.count_pending(library, "e", "1") == 1  # its vector is of the earlier picture


def test_new_suggestions_take_the_place_of_old_ones(library: Library, photos: list[int]) -> None:
    first, second = photos[:2]
    changes = suggestions.store(
        library,
        Origin("e", "1", 7),
        {second: [(BEACH, 0.25), (DOG, 0.75), (("Animal", "DOG"), 0.5)], first: [(DOG, 0.5)]},
    )
    assert changes.photos == {first, second}
    assert suggestions.of(library, photos[:3]) == {
        first: [Tagged(DOG, "suggested", 0.5, 7)],
        second: [Tagged(DOG, "suggested", 0.75, 7), Tagged(BEACH, "suggested", 0.25, 7)],
        photos[2]: [],
    }
    suggestions.store(library, Origin("e", "2", 8), {second: [(BEACH, 0.5)]})
    assert suggestions.of(library, [first, second]) == {
        first: [Tagged(DOG, "suggested", 0.5, 7)],
        second: [Tagged(BEACH, "suggested", 0.5, 8)],
    }
    assert suggestions.surest(library, DOG) == [(first, 0.5)]


def test_what_was_decided_is_noted_again_and_not_asked_again(library: Library, photos: list[int]) -> None:
    origin = Origin("e", "1", 7)
    tags.mark(library, [TagMark(photos[0], DOG, "confirmed"), TagMark(photos[2], BEACH, "rejected")])
    suggestions.store(library, origin, {photo: [(DOG, 0.5), (BEACH, 0.75)] for photo in photos})
    assert suggestions.of(library, photos[:1]) == {photos[0]: [Tagged(BEACH, "suggested", 0.75, 7)]}
    assert {photo for photo, _ in suggestions.surest(library, BEACH)} == set(photos) - {photos[2]}
    assert [(group.path, group.waiting, group.decided) for group in suggestions.groups(library)] == [
        (DOG, 3, 1),
        (BEACH, 3, 1),
    ]


def test_a_run_is_taken_back_and_does_not_come_back(library: Library, photos: list[int]) -> None:
    suggestions.store(library, Origin("e", "1", 7), {photo: [(DOG, 0.5)] for photo in photos[:3]})
    suggestions.store(library, Origin("e", "1", 8), {photos[3]: [(DOG, 0.5)]})
    assert suggestions.drop(library, 7).photos == set(photos[:3])
    assert suggestions.surest(library, DOG) == [(photos[3], 0.5)]
    assert suggestions.pending(library, "e", "1", 9) == []
    assert not suggestions.drop(library, 7).photos - set(photos[:3])
