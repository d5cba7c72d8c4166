"""The use cases of albums: undone, done again, also after a restart and by name; hidden photos tell nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.albums.albums import AlbumEditor
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.album_answers import asks_for_albums, in_album_order, unknown_albums
from photon.domain import Filter, Query
from photon.library import Library, open_library
from photon.library.db import journal
from photon.search.query_language import parse
from tests.new_library_photos import add_photos
from tests.smart_asks import PlainSmartAlbums


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 6)
    return tmp_path / "library"


Act = Callable[[AlbumEditor], object]


class Desk:
    """An open library with its albums and its history."""

    def __init__(self, place: Path) -> None:
        self.store, self.history = LibraryThreads(place), History()
        self.albums = AlbumEditor(self.store, self.history, PlainSmartAlbums(self.store))

    def undo(self) -> str | None:
        done = self.history.edit(self.store, self.history.undo).result()
        return done and done.name

    def redo(self) -> str | None:
        done = self.history.edit(self.store, self.history.redo).result()
        return done and done.name

    def state(self) -> dict[str, list[int]]:
        found = self.albums.all_albums().result()
        return {"/".join(one.path): self.albums.photos("/".join(one.path)).result() for one in found}


ACTS: dict[str, Act] = {
    "made the album “Trips/Peru”": lambda albums: albums.make("Trips/Peru", [4]).result(),
    "added 2 photos to the album “Trips/Italy”": lambda albums: albums.add("trips/italy", [4, 5, 1]).result(),
    "removed 1 photo from the album “Trips”": lambda albums: albums.remove("Trips", [1]).result(),
    "moved photos within the album “Trips/Italy”": lambda a: a.move_photos("Trips/Italy", [3], 1).result(),
    "changed the cover of the album “Trips/Italy”": lambda albums: albums.set_cover("Trips/Italy", 3).result(),
    "renamed the album “Trips” to “Far/Away”": lambda albums: albums.move("Trips", "Far/Away").result(),
    "made the smart album “Trips/Best”": lambda albums: albums.make_smart("Trips/Best", "rating:5").result(),
    "deleted the album “Trips”": lambda albums: albums.delete("trips").result(),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_step_is_undone_and_done_again_also_after_a_restart(place: Path, name: str) -> None:
    desk = Desk(place)
    try:
        desk.albums.make("Trips/Italy", [1, 2, 3]).result()
        before = desk.state(), [one.cover for one in desk.albums.all_albums().result()]
        ACTS[name](desk.albums)
        after = desk.state(), [one.cover for one in desk.albums.all_albums().result()]
        assert after != before
        assert desk.undo() == name
        assert (desk.state(), [one.cover for one in desk.albums.all_albums().result()]) == before
        assert desk.redo() == name
        assert (desk.state(), [one.cover for one in desk.albums.all_albums().result()]) == after
    finally:
        desk.store.close()
    later = Desk(place)
    try:
        assert later.undo() == name
        assert (later.state(), [one.cover for one in later.albums.all_albums().result()]) == before
        assert later.undo() == "made the album “Trips/Italy”"
        assert later.state() == {}
    finally:
        later.store.close()


def test_a_step_that_the_journal_forgot_is_done_again_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_ROWS", 7)
    monkeypatch.setattr(journal, "_SPARE", 0)
    desk = Desk(place)
    try:
        desk.albums.make("a").result()
        desk.albums.add("a", [1, 2, 3, 4, 5, 6]).result()
        for _ in range(2):
            desk.undo()
            assert desk.state() == {"a": []}
            desk.redo()
            assert desk.state() == {"a": [1, 2, 3, 4, 5, 6]}
    finally:
        desk.store.close()


def test_what_changes_nothing_is_no_step(place: Path) -> None:
    desk = Desk(place)
    try:
        desk.albums.make("a", [1]).result()
        assert desk.albums.add("A", [1]).result() == 0
        assert desk.albums.remove("a", [2]).result() == 0
        assert desk.undo() == "made the album “a”"
    finally:
        desk.store.close()


@pytest.fixture
def library(place: Path) -> Library:
    desk = Desk(place)
    desk.albums.make("Trips/Italy 2024", [3, 1, 2]).result()
    desk.albums.make("Trips/Peru", [5]).result()
    desk.store.close()
    return open_library(place, writable=False)


def test_an_album_alone_has_its_own_order(library: Library) -> None:
    with library:
        order = in_album_order(library, parse("album:trips rating:0").query)
        assert order is not None
        assert order.tolist() == [3, 1, 2, 5]
        assert in_album_order(library, parse("album:peru album:trips").query) is None
        assert in_album_order(library, parse("-album:peru").query) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("album:Itly", "There is no album “Itly”."),
        ('album:"Italy 2023"', "There is no album “Italy 2023”. Did you mean “Italy 2024”?"),
        ("(album:Peruu OR beach)", "There is no album “Peruu”. Did you mean “Peru”?"),
        ("-album:zzz", "There is no album “zzz”."),
    ],
)
def test_a_name_that_no_album_has_is_told_with_the_nearest(library: Library, typed: str, said: str) -> None:
    with library:
        assert unknown_albums(library, parse(typed).query) == (said,)


def test_names_that_are_known_are_not_told(library: Library) -> None:
    with library:
        assert unknown_albums(library, parse("album:peru album:trips beach").query) == ()


def test_what_depends_on_albums() -> None:
    for typed, is_so in (("album:x", True), ("(a OR -has:album)", True), ("has:albums", True), ("tag:album", False)):
        assert asks_for_albums(parse(typed).query) is is_so
    assert not asks_for_albums(Query(parts=(Filter("has", "gps"),)))
