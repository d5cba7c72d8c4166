"""Smart albums: what their searches find, photos kept in and kept out, and searches that are circular or fail."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from photon.app.albums.albums import AlbumEditor
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.album_answers import albums_shown, in_album_order
from photon.app.search.hidden_terms import saved_shown
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagMark
from photon.domain.query.filter_kinds.names import ALBUMS
from photon.library import Library, open_library
from photon.library.albums import album_tree
from photon.library.db.veil import draw_veil
from photon.library.photos import ratings
from photon.library.searches import filters, searches
from photon.library.searches.filter_counts import count_choices
from photon.library.tags import tags
from photon.search.query_language import parse
from tests.new_library_photos import add_photos
from tests.smart_asks import TODAY, PlainSmartAlbums


class Desk:
    """An open library with its albums."""

    def __init__(self, place: Path) -> None:
        self.store, self.history = LibraryThreads(place), History()
        self.asking = PlainSmartAlbums(self.store)
        self.albums = AlbumEditor(self.store, self.history, self.asking)

    def undo(self) -> str | None:
        done = self.history.edit(self.store, self.history.undo).result()
        return done and done.name

    def redo(self) -> str | None:
        done = self.history.edit(self.store, self.history.redo).result()
        return done and done.name

    def rate(self, photos: list[int], stars: int) -> None:
        def act(library: Library) -> None:
            with library.transaction() as db:
                ratings.set_within(db, "rating", dict.fromkeys(photos, stars))

        self.store.write(act).result()

    def tag(self, photo: int, name: str) -> None:
        def act(library: Library) -> None:
            with library.transaction() as db:
                tags.mark_within(db, [TagMark(photo, (name,), "confirmed", 1.0, 0, (), "")])

        self.store.write(act).result()

    def holds(self, album: str) -> list[int]:
        return self.albums.photos(album).result()

    def found(self, query: str) -> list[int]:
        conditions = parse(query).query.filters
        found = self.asking.ask(lambda asked, lib: filters.matching(lib, conditions, TODAY, asked.finding.smart.find))
        return found.result().tolist()

    def counts(self) -> dict[str, int | None]:
        return {"/".join(one.path): one.photos for one in self.albums.counted_albums().result()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 6)
    found = Desk(tmp_path / "library")
    found.rate([1, 2, 3], 5)
    yield found
    found.store.close()


def test_an_album_contains_search_results_and_is_updated(desk: Desk) -> None:
    assert desk.albums.make_smart("Trips/Best", "rating:5").result() == 1
    assert desk.holds("Trips/Best") == [3, 2, 1]  # in the order of the answer
    assert desk.found("album:best") == [1, 2, 3]
    desk.rate([6], 5)
    assert desk.found("album:best") == [1, 2, 3, 6]
    assert desk.found("-album:best") == [4, 5]
    assert desk.found("album:trips rating:5") == [1, 2, 3, 6]


def test_added_photos_stay_in_and_removed_photos_stay_out(desk: Desk) -> None:
    desk.albums.make_smart("Best", "rating:5").result()
    assert desk.albums.add("Best", [5]).result() == 1
    assert desk.albums.remove("Best", [2]).result() == 1
    assert desk.holds("Best") == [3, 1, 5]  # photos that are only kept come last
    assert desk.albums.left_out("best").result() == [2]
    desk.rate([1, 2, 3, 5], 0)
    desk.rate([2, 5], 5)
    assert desk.holds("Best") == [5]


def test_the_last_of_adding_and_removing_wins(desk: Desk) -> None:
    desk.albums.make_smart("Best", "rating:5").result()
    desk.albums.remove("Best", [2]).result()
    assert desk.albums.add("Best", [2]).result() == 1
    assert (desk.holds("Best"), desk.albums.left_out("Best").result()) == ([3, 2, 1], [])
    assert desk.albums.remove("Best", [2]).result() == 1
    assert (desk.holds("Best"), desk.albums.left_out("Best").result()) == ([3, 1], [2])
    assert desk.albums.remove("Best", [2]).result() == 0


Act = Callable[[AlbumEditor], object]
ACTS: dict[str, Act] = {
    "added 1 photo to the album “Best”": lambda albums: albums.add("Best", [2]).result(),
    "removed 2 photos from the album “Best”": lambda albums: albums.remove("best", [1, 4]).result(),
    "changed the search of the smart album “Best”": lambda albums: albums.make_smart("BEST", "rating:0").result(),
    "renamed the album “Best” to “Trips/Top”": lambda albums: albums.move("Best", "Trips/Top").result(),
    "deleted the album “Best”": lambda albums: albums.delete("Best").result(),
}


def _state(desk: Desk) -> object:
    found = desk.albums.counted_albums().result()
    names = ["/".join(one.path) for one in found]
    return found, [desk.holds(name) for name in names], [desk.albums.left_out(name).result() for name in names]


@pytest.mark.parametrize("name", ACTS)
def test_each_step_can_be_undone_and_redone_even_after_restart(desk: Desk, name: str) -> None:
    desk.albums.make_smart("Best", "rating:5").result()
    desk.albums.add("Best", [4]).result()
    desk.albums.remove("Best", [2]).result()
    before = _state(desk)
    ACTS[name](desk.albums)
    after = _state(desk)
    assert after != before
    assert desk.undo() == name
    assert _state(desk) == before
    assert desk.redo() == name
    assert _state(desk) == after
    later = Desk(desk.store.directory)
    try:
        assert later.undo() == name
        assert _state(later) == before
    finally:
        later.store.close()


def test_parent_albums_count_photos_of_smart_albums(desk: Desk) -> None:
    desk.albums.make("Trips", [1, 4]).result()
    desk.albums.make_smart("Trips/Best", "rating:5").result()
    desk.albums.make("By hand", [6]).result()
    quick = {"/".join(one.path): one.photos for one in desk.albums.all_albums().result()}
    assert quick == {"By hand": 1, "Trips": None, "Trips/Best": None}
    assert desk.counts() == {"By hand": 1, "Trips": 4, "Trips/Best": 3}
    assert desk.holds("Trips") == [1, 4, 3, 2]


def test_filters_offer_smart_albums_with_counts(desk: Desk) -> None:
    desk.albums.make_smart("Best", "rating:5").result()
    among = np.array([2, 3, 4], np.int64)
    offered = desk.asking.ask(lambda engine, lib: count_choices(lib, ALBUMS, among, engine.finding.smart.find)).result()
    assert [(one.part.value, one.photos) for one in offered] == [("Best", 2), ("album", 3)]


def test_a_search_runs_once_until_something_changes(desk: Desk) -> None:
    desk.albums.make_smart("Best", "rating:5").result()
    for _ in range(5):  # two threads read, each with its own connection
        desk.holds("Best")
    assert len(desk.asking.asked) <= 2
    desk.rate([6], 5)
    assert desk.holds("Best") == [6, 3, 2, 1]


def test_a_search_may_contain_words(desk: Desk) -> None:
    desk.albums.make_smart("Twos", "2").result()
    assert desk.holds("Twos") == [3]  # 2.jpg


# -- searches that name albums -------------------------------------------------------------------------


def test_a_search_may_name_other_albums_and_its_parent(desk: Desk) -> None:
    desk.albums.make("Trips", [1, 4, 5]).result()
    desk.albums.make_smart("Trips/Best", "album:Trips rating:5").result()
    assert desk.holds("Trips/Best") == [1]
    assert desk.albums.problems("Trips/Best").result() == ()
    desk.albums.make_smart("Rest", "-album:best rating:5").result()
    assert desk.holds("Rest") == [3, 2]


def test_a_circular_search_is_refused_and_creates_nothing(desk: Desk) -> None:
    with pytest.raises(PhotonError, match="leads back"):
        desk.albums.make_smart("A", "(album:A OR rating:5)").result()
    assert desk.albums.all_albums().result() == []
    desk.albums.make_smart("A", "(album:B OR rating:5)").result()
    with pytest.raises(PhotonError, match="leads back"):
        desk.albums.make_smart("B", "album:A").result()


def test_albums_that_name_each_other_terminate_and_report_it(desk: Desk) -> None:
    desk.rate([4], 3)
    desk.albums.make_smart("A", "(album:B OR rating:5)").result()
    desk.albums.make_smart("C", "(album:A OR rating:3)").result()
    desk.albums.move("C", "B").result()
    assert sorted(desk.holds("A")) == sorted(desk.holds("B")) == [1, 2, 3, 4]
    assert sorted(desk.holds("A")) == [1, 2, 3, 4]  # its partial result within the other album was not cached
    (said,) = desk.albums.problems("A").result()
    assert said == "Smart album “A”: Its search leads back to the album itself; that part finds nothing."


# -- unusable searches ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("  ", "needs a search"),
        ("rating:9", "can't fill an album"),
        ("a" * 20_000, "characters"),
    ],
)
def test_an_unusable_search_creates_no_album(desk: Desk, query: str, message: str) -> None:
    with pytest.raises(PhotonError) as raised:
        desk.albums.make_smart("Best", query).result()
    assert message in raised.value.message
    assert desk.albums.all_albums().result() == []


def test_a_manually_filled_album_is_not_replaced(desk: Desk) -> None:
    desk.albums.make("Best", [1]).result()
    with pytest.raises(PhotonError, match="not a smart one"):
        desk.albums.make_smart("best", "rating:5").result()
    assert desk.holds("Best") == [1]


def test_missing_names_are_reported_and_kept_photos_stay(desk: Desk) -> None:
    desk.albums.make("Italy", [1]).result()
    desk.albums.make_smart("Best", "album:Italy tag:dog").result()
    desk.albums.add("Best", [4]).result()
    desk.albums.delete("Italy").result()
    assert desk.holds("Best") == [4]
    assert desk.albums.problems("Best").result() == (
        "Smart album “Best”: There is no tag “dog”.",
        "Smart album “Best”: There is no album “Italy”.",
    )


def test_an_invalid_stored_search_does_not_widen_album(desk: Desk) -> None:
    def spoil(library: Library) -> None:
        with library.transaction() as db:
            db.execute("UPDATE albums SET query = 'rating:99 is:unrated'")

    desk.albums.make_smart("Best", "rating:5").result()
    desk.albums.add("Best", [4]).result()
    desk.store.write(spoil).result()
    assert desk.holds("Best") == [4]
    assert len(desk.albums.problems("Best").result()) == 1


# -- hidden photos -------------------------------------------------------------------------------------


def test_hidden_photos_and_their_albums_do_not_appear(tmp_path: Path, desk: Desk) -> None:
    desk.tag(2, "secret")
    for album, query in (("Best", "rating:5"), ("Told", "tag:secret"), ("Through", "album:Told")):
        desk.albums.make_smart(album, query).result()
    desk.store.write(searches.save, "s", "album:Through", None).result()
    desk.albums.remove("Best", [2]).result()
    desk.store.veil = lambda library: draw_veil(library, np.array([2], np.int64))
    assert desk.holds("Best") == [3, 1]
    assert desk.albums.left_out("Best").result() == []
    assert desk.counts() == {"Best": 2}
    assert desk.store.read(saved_shown).result() == []


def test_an_album_around_searches_for_hidden_photos_does_not_appear(desk: Desk) -> None:
    desk.tag(2, "secret")
    desk.albums.make("Secret", [2]).result()
    desk.albums.make("Empty/Below").result()
    for album, query in (("Secret/Best", "tag:secret"), ("Around/Best", "tag:secret"), ("Trips/Best", "rating:5")):
        desk.albums.make_smart(album, query).result()
    desk.albums.add("Trips", [2]).result()
    desk.store.veil = lambda library: draw_veil(library, np.array([2], np.int64))
    shown = desk.store.read(albums_shown).result()
    assert ["/".join(one.path) for one in shown] == ["Empty", "Empty/Below", "Trips", "Trips/Best"]
    desk.albums.add("Around/Best", [3]).result()
    shown = desk.store.read(albums_shown).result()
    assert ["/".join(one.path) for one in shown] == ["Around", "Empty", "Empty/Below", "Trips", "Trips/Best"]


def test_the_album_order_in_answer(desk: Desk) -> None:
    desk.albums.make("Trips", [4, 1]).result()
    desk.albums.make_smart("Trips/Best", "rating:5").result()
    query = parse("album:trips").query
    order = desk.asking.ask(lambda engine, lib: in_album_order(lib, query, engine.finding.smart.find)).result()
    assert order is not None
    assert order.tolist() == [4, 1, 3, 2]
    assert [one.query for one in desk.store.read(albums_shown).result()] == ["", "rating:5"]
    assert desk.store.read(lambda lib: album_tree.find_album(lib.db, ("Trips", "best"))).result() is not None
