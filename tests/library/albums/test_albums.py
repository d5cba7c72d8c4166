"""Albums: made, renamed, moved, deleted and listed; photos put in, taken out and put in order."""

import pytest

from photon.domain import PhotonError
from photon.domain.metadata.album import Album, check_album_name, read_album_path
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.albums.album_content import GAP
from photon.library.albums.album_tree import albums_below, find_album
from photon.library.db.veil import draw_veil
from photon.library.decisions.journal_steps import history_of_photos
from photon.library.files import missing_photos
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from tests.library.decisions.decided import add, read


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, range(1, 10))
    return library


def make(library: Library, text: str, some: list[int] | None = None) -> int:
    album, _ = albums.make_album(library, read_album_path(text))
    album_content.add_photos(library, album, some or [])
    return album


def order(library: Library, album: int) -> list[int]:
    return album_content.photos_in_order(library, [album])


def listed(library: Library) -> dict[str, tuple[int, int, int | None]]:
    return {"/".join(one.path): (one.photos, one.own, one.cover) for one in albums.list_albums(library)}


def test_albums_are_listed_with_counts_and_covers(photos: Library) -> None:
    make(photos, "Trips/Italy 2024", [3, 1, 2])
    make(photos, "Trips/Île", [2])
    make(photos, "empty")
    assert listed(photos) == {
        "empty": (0, 0, None), "Trips": (3, 0, 3), "Trips/Italy 2024": (3, 3, 3), "Trips/Île": (1, 1, 2),
    }  # fmt: skip
    assert Album(1, ("Trips", "x")).name == "x"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "a/b", "x" * 201])
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(PhotonError) as error:
        check_album_name(name)
    assert error.value.hint


def test_a_path_has_no_empty_names_and_is_not_too_deep() -> None:
    assert read_album_path(" Trips /Italy  2024") == ("Trips", "Italy 2024")
    for text in ("", "/", "a//b", "a/", "/".join("abcdefghijklm")):
        with pytest.raises(PhotonError):
            read_album_path(text)


def test_names_are_unique_beside_each_other_in_any_spelling(photos: Library) -> None:
    album = make(photos, "Straße")
    for name in ("STRASSE", "straße", " Straße "):
        with pytest.raises(PhotonError, match="already an album “Straße”"):
            make(photos, name)
    assert make(photos, "Trips/Straße") != album
    accented = make(photos, "Cafe\u0301")
    assert find_album(photos.db, ("CAFÉ",)) == accented


def test_an_album_is_renamed_and_moved_with_what_is_below(photos: Library) -> None:
    trips, italy = make(photos, "Trips"), make(photos, "Trips/Italy", [1])
    albums.move_album(photos, trips, ("Journeys",))
    albums.move_album(photos, trips, ("JOURNEYS",))
    albums.move_album(photos, trips, ("All", "Journeys"))
    assert listed(photos) == {"All": (1, 0, 1), "All/Journeys": (1, 0, 1), "All/Journeys/Italy": (1, 1, 1)}
    albums.move_album(photos, italy, ("Italy",))
    assert set(listed(photos)) == {"All", "All/Journeys", "Italy"}
    with pytest.raises(PhotonError, match="already an album “italy”"):
        albums.move_album(photos, trips, ("italy",))
    assert albums.move_album(photos, italy, ("Italy",)).kinds == frozenset()


def test_no_album_is_put_into_itself_or_too_deep(photos: Library) -> None:
    trips = make(photos, "Trips")
    make(photos, "/".join("abcdefghijk"))
    make(photos, "Trips/x")
    for to in (("Trips", "Trips"), ("trips", "x", "y")):
        with pytest.raises(PhotonError, match="into itself"):
            albums.move_album(photos, trips, to)
    with pytest.raises(PhotonError, match="13 levels"):
        albums.move_album(photos, trips, (*"abcdefghijk", "Trips"))
    assert find_album(photos.db, ("Trips", "x"))


def test_what_is_gone_is_told(photos: Library) -> None:
    for act in (
        lambda: albums.delete_album(photos, 9),
        lambda: albums.move_album(photos, 9, ("x",)),
        lambda: album_content.add_photos(photos, 9, [1]),
        lambda: album_content.remove_photos(photos, 9, [1]),
        lambda: album_content.set_cover(photos, 9, 1),
    ):
        with pytest.raises(PhotonError, match="no longer exists"):
            act()


def test_deleting_an_album_keeps_its_photos(photos: Library) -> None:
    trips = make(photos, "Trips", [1, 2])
    make(photos, "Trips/Italy", [3])
    albums.delete_album(photos, trips)
    assert listed(photos) == {}
    assert photos.db.execute("SELECT count(*) FROM photos WHERE present = 1").fetchone() == (9,)


def test_photos_are_put_in_once_and_stay_in_order(photos: Library) -> None:
    album = make(photos, "a", [3, 1, 3])
    assert album_content.add_photos(photos, album, [2, 1, 99])[0] == 1
    assert album_content.add_photos(photos, album, [2])[0] == 0
    assert order(photos, album) == [3, 1, 2]
    assert album_content.remove_photos(photos, album, [1, 9])[0] == 1
    assert album_content.remove_photos(photos, album, [1])[0] == 0
    assert order(photos, album) == [3, 2]


def test_removing_also_takes_out_of_albums_below(photos: Library) -> None:
    trips, italy = make(photos, "Trips", [1]), make(photos, "Trips/Italy", [1, 2, 3])
    assert album_content.remove_photos(photos, trips, [1, 2])[0] == 2
    assert album_content.photos_in_order(photos, albums_below(photos.db, [trips])) == [3]
    assert order(photos, italy) == [3]


def test_photos_are_moved_before_others(photos: Library) -> None:
    album = make(photos, "a", [1, 2, 3, 4, 5])
    for some, before, wanted in (
        ([5, 4], 1, [5, 4, 1, 2, 3]),
        ([5], None, [4, 1, 2, 3, 5]),
        ([2, 4], 3, [1, 2, 4, 3, 5]),
        ([1], 1, [1, 2, 4, 3, 5]),
        ([3, 1], 2, [3, 1, 2, 4, 5]),
    ):
        album_content.move_photos(photos, album, some, before)
        assert order(photos, album) == wanted
    with pytest.raises(PhotonError, match="in “a” itself"):
        album_content.move_photos(photos, album, [9], None)


def test_a_gap_that_is_used_up_is_made_anew(photos: Library) -> None:
    album = make(photos, "a", [1, 2, 3, 4])
    for turn in range(100):
        moved, before = (3, 4) if turn % 2 else (4, 3)
        before = 2 if turn % 3 == 0 else before
        album_content.move_photos(photos, album, [moved], before)
        now = order(photos, album)
        assert now.index(moved) + 1 == now.index(before)
        assert sorted(now) == [1, 2, 3, 4]
    photos.db.execute("UPDATE album_photos SET position = 7")
    album_content.move_photos(photos, album, [4], 2)
    assert order(photos, album) == [1, 4, 2, 3]


def test_positions_stay_within_what_can_be_stored(photos: Library) -> None:
    album = make(photos, "a", [1, 2])
    photos.db.execute("UPDATE album_photos SET position = ? WHERE photo_id = 2", (album_content.FARTHEST - 1,))
    album_content.add_photos(photos, album, [3])
    assert order(photos, album) == [1, 2, 3]
    photos.db.execute("UPDATE album_photos SET position = ? WHERE photo_id = 3", (album_content.FARTHEST - 1,))
    album_content.move_photos(photos, album, [1], None)
    assert order(photos, album) == [2, 3, 1]
    photos.db.execute("UPDATE album_photos SET position = ? WHERE photo_id = 2", (1 - album_content.FARTHEST,))
    album_content.move_photos(photos, album, [1], 2)
    assert order(photos, album) == [1, 2, 3]
    (farthest,) = photos.db.execute("SELECT max(abs(position)) FROM album_photos").fetchone()
    assert farthest <= 4 * GAP


def test_the_cover_is_chosen_and_leaves_with_its_photo(photos: Library) -> None:
    album = make(photos, "a", [1, 2, 3])
    album_content.set_cover(photos, album, 3)
    album_content.set_cover(photos, album, 2)
    assert listed(photos)["a"] == (3, 3, 2)
    album_content.remove_photos(photos, album, [2])
    assert listed(photos)["a"] == (2, 2, 1)
    album_content.set_cover(photos, album, 3)
    album_content.set_cover(photos, album, None)
    assert listed(photos)["a"] == (2, 2, 1)
    with pytest.raises(PhotonError, match="isn't in the album"):
        album_content.set_cover(photos, album, 9)


def test_hidden_photos_are_in_no_count_and_no_cover(photos: Library) -> None:
    import numpy as np

    album = make(photos, "a", [1, 2, 3])
    album_content.set_cover(photos, album, 1)
    with photos.again(writable=False) as reading:
        draw_veil(reading, np.array([1, 2], np.int64))
        assert listed(reading)["a"] == (1, 1, 3)
        assert album_content.photos_in_order(reading, [album]) == [3]
        assert album_content.albums_of_photos(reading, [1, 3]) == {1: [], 3: [("a",)]}


def test_missing_photos_keep_their_places_and_give_them_on(photos: Library, folder: int, tmp_path: object) -> None:
    album = make(photos, "a", [1, 2, 3])
    album_content.set_cover(photos, album, 2)
    files.forget(photos, folder, ["in/2.jpg"])
    assert listed(photos)["a"] == (2, 2, 1)
    files.record(photos, [(Found(folder, "in/new.jpg", 10, 1), read(20))])
    (root,) = [one.path for one in folders.all_folders(photos)]
    missing_photos.link(photos, 2, f"{root}/in/new.jpg")
    (new,) = photos.column("SELECT photo_id FROM files WHERE relative = 'in/new.jpg'")
    assert order(photos, album) == [1, new, 3]
    assert listed(photos)["a"] == (3, 3, new)


def test_a_copy_that_is_edited_stays_in_the_albums(photos: Library, folder: int) -> None:
    album = make(photos, "a", [1, 2])
    files.record(photos, [(Found(folder, "in/copy.jpg", 10, 1), read(1))])
    files.record(photos, [(Found(folder, "in/copy.jpg", 11, 2), read(30))])
    (copy,) = photos.column("SELECT photo_id FROM files WHERE relative = 'in/copy.jpg'")
    assert copy not in {1, 2}
    assert sorted(order(photos, album)) == sorted([1, copy, 2])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("trips", {"Trips", "Trips/Île d'Oléron", "Trips/Italy"}),
        ("ile d'oleron", {"Trips/Île d'Oléron"}),
        ("TRIPS/italy", {"Trips/Italy"}),
        ("italy", {"Trips/Italy", "Italy"}),
        ("ital", set()),
        ("/", set()),
        ("", set()),
    ],
)
def test_albums_are_found_by_name_and_by_path(library: Library, text: str, wanted: set[str]) -> None:
    for path in ("Trips/Italy", "Trips/Île d'Oléron", "Italy"):
        make(library, path)
    known = {one.id: "/".join(one.path) for one in albums.list_albums(library)}
    assert {known[album] for album in albums.matching_albums(library, text)} == wanted


def test_the_nearest_name_is_known() -> None:
    paths = [("Trips", "Italy 2024"), ("Oma",)]
    assert albums.nearest_album(paths, "Itly 2024") == "Italy 2024"
    assert albums.nearest_album(paths, "Trip/Italy 2024") == "Trips/Italy 2024"
    assert albums.nearest_album(paths, "dog") == ""


def test_the_history_of_a_photo_tells_of_albums(photos: Library) -> None:
    album = make(photos, "Trips/Rome", [1, 2])
    album_content.set_cover(photos, album, 1)
    album_content.move_photos(photos, album, [1], None)
    albums.delete_album(photos, album)
    history = [(one.what, one.about, one.before, one.after) for one in history_of_photos(photos, [1])]
    assert history == [
        ("in_album", "Trips/Rome", "", "in_album"),
        ("in_album", "Trips/Rome", "in_album", "cover"),
        ("in_album", "Trips/Rome", "cover", "cover"),
        ("in_album", "Trips/Rome", "cover", ""),
    ]
