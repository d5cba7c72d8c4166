"""Rows of films: what is stored, found by filters, and neither shown nor missing where a photo shows the film."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Order, Reading
from photon.domain.films.film import FilmFacts
from photon.domain.metadata.tag import TagMark
from photon.export.columns import COLUMNS
from photon.library import Library
from photon.library.files import export_queries
from photon.library.photos import facets, files, folders, photos, ratings, timeline
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.library.tags import hidden_photos, tags
from photon.library.words import full_text
from photon.search.query_language import parse

PHOTO, FILM, MOTION = 1, 2, 3


@pytest.fixture
def pair(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Library:
    """A live photo in two files, the second of which is a row of its own, and a motion photo in another folder."""
    taken = "2024-05-01T12:00:00"
    read = [
        (at("Italy/img_1.heic"), replace(reading("1", taken=taken), film=FilmFacts(pairing="abc"))),
        (at("Italy/img_1.mov"), replace(reading("2", taken=taken), film=FilmFacts(2.5, "abc"))),
        (at("Peru/img_2.jpg"), replace(reading("3"), film=FilmFacts(has_film=True))),
    ]
    for one in read:
        files.record(library, [one])
    tags.mark(library, [TagMark(photo, ("beach",), "confirmed") for photo in (PHOTO, FILM)])
    return library


def settle(library: Library) -> None:
    """Let the photo show the film, as pairing does."""
    with library.transaction() as db:
        db.execute("UPDATE photos SET still_id = ? WHERE id = ?", (PHOTO, FILM))
        photos.refresh_presence(db, [FILM])
        full_text.renew(db, [FILM])


def found(library: Library, typed: str) -> list[int]:
    ids: list[int] = matching(library, parse(typed).query.parts, date(2024, 6, 1)).tolist()  # type: ignore[arg-type]
    return ids


def test_what_a_file_says_of_moving_pictures_is_stored_and_replaced(
    library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    stored = "SELECT id, seconds, pairing, has_film FROM photos"
    files.record(library, [(at("a.mov"), replace(reading("1"), film=FilmFacts(2.5, "abc")))])
    assert library.db.execute(stored).fetchall() == [(1, 2.5, "abc", 0)]
    files.record(library, [(at("a.mov"), replace(reading("2"), film=FilmFacts(has_film=True)))])
    assert library.db.execute(stored).fetchall() == [(1, None, "", 1)]


def test_filters_find_videos_by_length_and_live_photos(pair: Library) -> None:
    assert found(pair, "type:video") == found(pair, "length:<3s") == [FILM]
    assert found(pair, "type:photo") == found(pair, "-type:video") == [PHOTO, MOTION]
    assert found(pair, "length:>1m") == []
    assert found(pair, "is:live") == [MOTION]
    settle(pair)
    assert found(pair, "is:live") == [PHOTO, MOTION]
    assert found(pair, "type:video") == []


def test_cards_details_and_tables_say_how_long_a_video_is(pair: Library) -> None:
    some = (PHOTO, FILM, MOTION)
    cards = photos.cards(pair, some)
    assert [(cards[photo].seconds, cards[photo].is_live) for photo in some] == [
        (None, False),
        (2.5, False),
        (None, True),
    ]
    settle(pair)
    assert photos.cards(pair, [PHOTO])[PHOTO].is_live
    details = [photos.find_photo(pair, photo) for photo in some]
    assert [one and one.seconds for one in details] == [None, 2.5, None]
    assert [COLUMNS["seconds"](one) for one in export_queries.records(pair, some)] == [None, 2.5, None]


def test_a_film_that_its_photo_shows_is_neither_shown_nor_missing(pair: Library, tmp_path: Path) -> None:
    root = str(tmp_path / "photos")
    settle(pair)
    assert found(pair, "") == [PHOTO, MOTION]
    assert found(pair, "is:missing") == []
    orders: tuple[Order, ...] = ("newest", "name", "sharpest")
    for order in orders:
        for folder in (None, root):
            for with_missing in (False, True):
                listed = photos.in_order(pair, order, folder, with_missing=with_missing)
                assert sorted(listed) == [PHOTO, MOTION]
    assert photos.count(pair) == photos.counts(pair, "").photos == 2
    assert dict(tags.all_tags(pair)) == {("beach",): 1}
    assert [one.photos for one in folders.all_folders(pair)] == [2]
    assert {one.path.removeprefix(root): one.photos for one in folders.all_levels(pair)} == {
        "": 2, "/Italy": 1, "/Peru": 1,
    }  # fmt: skip
    assert [one.photos for one in folders.subfolders(pair)] == [1, 1]
    assert dict(facets.folder_names(pair)) == {"photos": 2, "Italy": 1, "Peru": 1}
    assert sum(span.count for span in timeline.list_by_date(pair, "newest", root, "month").spans) == 2
    assert full_text.with_all(pair, ["img_1"]).tolist() == [PHOTO]
    assert full_text.pending(pair) == []
    assert not photos.cards(pair, [FILM])[FILM].missing


def test_a_hidden_film_that_its_photo_shows_is_counted_with_its_photo(pair: Library) -> None:
    ratings.hide(pair, dict.fromkeys((PHOTO, FILM), "hidden"))
    settle(pair)
    hidden = hidden_photos.decided(pair)
    assert np.array_equal(hidden.all, [PHOTO, FILM])
    assert np.array_equal(hidden.present, [PHOTO])


def test_a_film_goes_missing_and_comes_back_as_that_of_its_photo(
    pair: Library, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    settle(pair)
    files.forget(pair, 1, ["Italy/img_1.mov"])
    assert pair.db.execute("SELECT present FROM photos WHERE id = ?", (FILM,)).fetchone() == (0,)
    files.record(pair, [(at("Italy/img_1.mov"), replace(reading("2"), film=FilmFacts(2.5, "abc")))])
    assert pair.db.execute("SELECT present FROM photos WHERE id = ?", (FILM,)).fetchone() == (2,)
