"""The metadata of duplicates that come back is withdrawn from the photos that stay, and from them alone."""

from collections.abc import Mapping
from typing import Literal

import pytest

from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.file_move import FileMove
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.bin import file_moves
from photon.library.captions import captions
from photon.library.decisions import journal_steps, moved_words
from photon.library.photos import ratings
from photon.library.tags import tags
from tests.library.decisions.decided import add

PORTION = 10


def put_away(library: Library, goes: Mapping[int, int]) -> list[int]:
    """Move photos to the bin as duplicates of others, in portions; return their rows in the journal of moved files."""
    batch = file_moves.begin_batch(library, "bin", f"moved {len(goes)} duplicates to the bin")
    moves = [
        FileMove(f"/p/{photo}", f"/bin/{photo}", "", 1, 1, "photo", photo, photo, stays=f"/p/{into}", stays_photo=into)
        for photo, into in goes.items()
    ]
    rows = []
    for at in range(0, len(moves), PORTION):
        stored, _ = file_moves.begin(library, batch, moves[at : at + PORTION])
        moved_words.settle_moves(library, {one.id: "there" for one in stored})
        rows += [one.id for one in stored]
    return rows


def put_back(library: Library, rows: list[int]) -> None:
    for at in range(0, len(rows), PORTION):
        moved_words.settle_moves(library, dict.fromkeys(rows[at : at + PORTION], "over"))


def rating_of(library: Library, photo: int) -> int:
    return int(library.db.execute("SELECT rating FROM photos WHERE id = ?", (photo,)).fetchone()[0])


def tags_of(library: Library, photo: int) -> set[str]:
    given = tags.tags_for_photos(library, [photo])[photo]
    return {one.path[0] for one in given if one.state == "confirmed"}


def journal_rows(library: Library) -> int:
    return int(library.db.execute("SELECT count(*) FROM journal").fetchone()[0])


@pytest.mark.parametrize("pairs", [50, 100])
def test_the_journal_grows_with_the_photos_that_come_back_and_not_with_their_square(
    library: Library, folder: int, pairs: int
) -> None:
    goes = {pairs + number: number for number in range(1, pairs + 1)}
    add(library, folder, range(1, 2 * pairs + 1))
    ratings.rate(library, dict.fromkeys(goes, 3))
    tags.mark(library, [TagMark(photo, ("Oma",), "confirmed") for photo in goes])
    rows = put_away(library, goes)
    before = journal_rows(library)
    put_back(library, rows)
    assert journal_rows(library) - before == 2 * pairs  # each stays' rating and tag, once
    assert {rating_of(library, photo) for photo in goes.values()} == {0}
    assert [one.is_undone for one in journal_steps.list_steps(library, 3)] == [True, False, False]


def test_one_that_comes_back_changes_nothing_about_the_others(library: Library, folder: int) -> None:
    add(library, folder, range(1, 5))
    ratings.rate(library, {2: 5, 4: 3})
    tags.mark(library, [TagMark(2, ("dog",), "confirmed")])
    _, other = put_away(library, {2: 1, 4: 3})
    assert (rating_of(library, 1), tags_of(library, 1), rating_of(library, 3)) == (5, {"dog"}, 3)
    ratings.rate(library, {1: 2})
    tags.mark(library, [TagMark(1, ("dog",), None)])
    put_back(library, [other])
    assert (rating_of(library, 1), tags_of(library, 1), rating_of(library, 3)) == (2, set(), 0)


@pytest.mark.parametrize("state", [None, "rejected"])
def test_what_was_decided_since_is_not_given_again_by_other_duplicates_of_the_same_photo(
    library: Library, folder: int, state: Literal["rejected"] | None
) -> None:
    add(library, folder, range(1, 5))
    ratings.rate(library, {2: 5, 3: 4})
    tags.mark(library, [TagMark(2, (name,), "confirmed") for name in ("dog", "cat", "Oma")])
    tags.mark(library, [TagMark(photo, ("Oma",), "confirmed") for photo in (1, 3)])
    captions.write(library, {2: Caption("", "a red tram"), 3: Caption("", "in Lisbon")})
    first, second = put_away(library, {2: 1, 3: 1})
    ratings.rate(library, {1: 2})
    tags.mark(library, [TagMark(1, (name,), state) for name in ("dog", "Oma")])
    for _ in range(2):  # again by a second one, for the journal must know it as before
        put_back(library, [second])
        assert (rating_of(library, 1), tags_of(library, 1)) == (2, {"cat"})
        assert captions.captions_for_photos(library, [1])[1].text == "a red tram"
    put_back(library, [first])
    assert (rating_of(library, 1), tags_of(library, 1)) == (2, set())
    assert captions.captions_for_photos(library, [1]).get(1, Caption()).text == ""
    rejected = {one.path[0] for one in tags.tags_for_photos(library, [1])[1] if one.state == "rejected"}
    assert rejected == ({"dog", "Oma"} if state else set())


def test_a_duplicate_that_comes_back_is_the_cover_of_its_album_again(library: Library, folder: int) -> None:
    add(library, folder, [1, 2])
    trips, _ = albums.make_album(library, ("Trips",))
    album_content.add_photos(library, trips, [2])
    album_content.set_cover(library, trips, 2)
    rows = put_away(library, {2: 1})
    asked = "SELECT photo_id, cover FROM album_photos ORDER BY photo_id"
    assert library.db.execute(asked).fetchall() == [(1, 1), (2, 0)]
    put_back(library, rows)
    assert library.db.execute(asked).fetchall() == [(2, 1)]
