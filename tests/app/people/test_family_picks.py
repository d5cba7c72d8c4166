"""Fair selections of a library's photos: named people and groups count, hidden people and rejected photos don't."""

from dataclasses import replace

import pytest

from photon.app.people import family_picks
from photon.library import Library
from photon.library.people import people
from tests.library.conftest import folder, library  # noqa: F401 - fixtures
from tests.library.decisions.decided import add
from tests.library.people.drawn_faces import face_at, key_at, store

IDS = [1, 2, 3, 4, 5]


@pytest.fixture
def event(library: Library, folder: int) -> Library:  # noqa: F811
    """Anna in the first three photos, Ben in the fourth, and nobody in the fifth."""
    add(library, folder, IDS)
    store(library, {1: [face_at(0)], 2: [face_at(0)], 3: [face_at(0)], 4: [face_at(0, who=1)], 5: []})
    anna, ben = (people.create_person(library, name)[0] for name in ("Anna", "Ben"))
    people.confirm_faces(library, [key_at(photo, 0) for photo in (1, 2, 3)], anna)
    people.confirm_faces(library, [key_at(4, 0)], ben)
    return library


def pick_family(library: Library, photos: list[int], count: int) -> list[int]:  # noqa: F811
    return list(family_picks.pick_family(library, photos, count).photos)


def execute(library: Library, sql: str) -> None:  # noqa: F811
    with library.transaction() as db:
        db.execute(sql)


def test_everybody_appears_in_the_best_photos(event: Library) -> None:
    execute(event, "UPDATE photos SET rating = 4 WHERE id IN (2, 5)")
    assert set(pick_family(event, IDS, 2)) == {2, 4}
    assert pick_family(event, [], 2) == pick_family(event, IDS, 0) == []
    assert len(pick_family(event, IDS, 9)) == 5
    assert pick_family(event, IDS[::-1], 3) == pick_family(event, IDS, 3)


def test_it_is_known_how_often_everybody_appears(event: Library) -> None:
    appearances = [list(family_picks.pick_family(event, IDS, count).appearances) for count in (0, 1, 2, 5)]
    assert appearances == [[0, 0], [0, 1], [1, 1], [1, 3]]
    assert not family_picks.pick_family(event, [5], 1).appearances


def test_rejected_photos_are_not_chosen(event: Library) -> None:
    execute(event, "UPDATE photos SET flag = -1 WHERE id IN (4, 1)")
    assert set(pick_family(event, IDS, 5)) == {2, 3, 5}


def test_hidden_people_do_not_count(event: Library) -> None:
    execute(event, "UPDATE photos SET rating = 4 WHERE id = 1")
    (ben,) = people.people_named(event, "Ben")
    people.hide_person(event, ben.key, hidden=True)
    execute(event, "INSERT INTO face_groups (item, photo_id, number, person, certainty)"
                   " SELECT item, photo_id, 9, '', 0 FROM face_details WHERE photo_id = 4")  # fmt: skip
    assert pick_family(event, [1, 4], 1) == [1]
    assert 4 not in pick_family(event, IDS, 3)


def test_a_group_without_a_name_is_somebody(event: Library) -> None:
    store(event, {5: [face_at(3, who=5)]})
    execute(event, "INSERT INTO face_groups (item, photo_id, number, person, certainty)"
                   " SELECT item, photo_id, 9, '', 0 FROM face_details WHERE photo_id = 5")  # fmt: skip
    assert {4, 5} < set(pick_family(event, IDS, 3))


def test_shots_of_one_moment_come_last(event: Library) -> None:
    execute(event, "UPDATE photos SET taken = '2024-05-01T10:00:0' || id WHERE id < 3")
    execute(event, "UPDATE photos SET taken = '2024-05-01T11:00:00' WHERE id = 3")
    assert set(pick_family(event, [1, 2, 3], 2)) == {1, 3}


def test_of_one_moment_the_shot_is_chosen_in_which_nobody_blinks(event: Library) -> None:
    execute(event, "UPDATE photos SET taken = '2024-05-01T10:00:0' || id")
    quality = face_at(0).quality
    for photo, eyes in ((1, 0.1), (2, 0.3), (3, 0.11)):
        store(event, {photo: [replace(face_at(0), quality=replace(quality, eyes=eyes))]})
    assert pick_family(event, [1, 2, 3], 1) == [2]
