"""Which photo shows which film: one condition at a time, and what happens when one of the two goes and returns."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.domain.films.film import FilmFacts
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.films.live_photos import films_behind, is_film_of
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.photos.photos import find_photo, in_order
from photon.library.tags import hidden_photos, tags

SHORT, LONG = 3.0, 60.0


@pytest.fixture
def put(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Callable[..., int]:
    """Record a file; a film if it has seconds."""

    def record(relative: str, pairing: str = "", seconds: float | None = None, content: str = "") -> int:
        ids: dict[Found, int] = {}
        read = replace(reading(content or relative), film=FilmFacts(seconds, pairing))
        files.record(library, [(at(relative), read)], ids=ids)
        return ids[at(relative)]

    return record


def shown(library: Library) -> list[int]:
    return sorted(in_order(library, "newest"))


@pytest.mark.parametrize(
    ("photo", "film", "is_pair"),
    [
        (("a.heic", "x1"), ("a.mov", "x1"), True),
        (("a.heic", "x1"), ("b.mov", "x1"), True),  # renamed by hand: the identifier says it
        (("in/a.heic", "x1"), ("in/a.mov", "x1"), True),
        (("a.heic", "x1"), ("in/a.mov", "x1"), False),
        (("a.heic", "x1"), ("a.mov", "x2"), False),
        (("a.heic", ""), ("a.mov", "x1"), False),
        (("a.heic", "x1"), ("a.mov", ""), False),
        (("a.heic", ""), ("a.mov", ""), False),
    ],
)
@pytest.mark.parametrize("film_first", [False, True])
def test_a_pair_has_one_identifier_and_one_folder(
    library: Library,
    put: Callable[..., int],
    photo: tuple[str, str],
    film: tuple[str, str],
    is_pair: bool,
    film_first: bool,
) -> None:
    if film_first:
        moving, still = put(*film, SHORT), put(*photo)
    else:
        still, moving = put(*photo), put(*film, SHORT)
    assert shown(library) == ([still] if is_pair else sorted([still, moving]))
    assert films_behind(library, [still, moving]) == ({still: moving} if is_pair else {})
    details = [find_photo(library, one) for one in (still, moving)]
    assert [one and one.film for one in details] == [film[0].rpartition("/")[2] if is_pair else "", ""]


def test_a_film_comes_back_when_its_photo_goes_and_hides_when_it_returns(
    library: Library, folder: int, put: Callable[..., int]
) -> None:
    still, moving = put("a.heic", "x1"), put("a.mov", "x1", SHORT)
    lost = files.forget(library, folder, ["a.heic"])
    assert shown(library) == [moving]
    assert lost.photos == {still, moving}
    assert put("a.heic", "x1") == still
    assert shown(library) == [still]
    files.forget(library, folder, ["a.mov"])
    assert (shown(library), films_behind(library, [still])) == ([still], {})
    assert put("a.mov", "x1", SHORT) == moving
    assert films_behind(library, [still]) == {still: moving}


def test_moving_one_of_the_two_away_parts_them(library: Library, folder: int, put: Callable[..., int]) -> None:
    still, moving = put("a.heic", "x1"), put("a.mov", "x1", SHORT)
    assert put("in/a.heic", "x1", content="a.heic") == still
    assert shown(library) == [still]  # it lies in both folders
    files.forget(library, folder, ["a.heic"])
    assert shown(library) == [still, moving]
    assert put("in/a.mov", "x1", SHORT, content="a.mov") == moving
    assert shown(library) == [still, moving]  # one of its files has no photo beside it
    files.forget(library, folder, ["a.mov"])
    assert shown(library) == [still]


def test_two_photos_with_one_film_both_show_it(library: Library, folder: int, put: Callable[..., int]) -> None:
    edited, still, moving = put("img_e1.heic", "x1"), put("img_1.heic", "x1"), put("img_1.mov", "x1", SHORT)
    assert shown(library) == [edited, still]
    assert films_behind(library, [edited, still]) == {edited: moving, still: moving}
    assert library.db.execute("SELECT still_id FROM photos WHERE id = ?", (moving,)).fetchone() == (still,)
    files.forget(library, folder, ["img_1.heic"])
    assert shown(library) == [edited]
    files.forget(library, folder, ["img_e1.heic"])
    assert shown(library) == [moving]


def test_an_edited_photo_with_a_film_of_its_own_shows_that_one(library: Library, put: Callable[..., int]) -> None:
    still, moving = put("img_1.heic", "x1"), put("img_1.mov", "x1", SHORT)
    edited_film, edited = put("img_e1.mov", "x1", SHORT), put("img_e1.heic", "x1")
    assert shown(library) == [still, edited]
    assert films_behind(library, [still, edited]) == {still: moving, edited: edited_film}


def test_a_photo_or_film_that_loses_its_identifier_parts_from_the_other(
    library: Library, put: Callable[..., int]
) -> None:
    still, moving = put("a.heic", "x1"), put("a.mov", "x1", SHORT)
    assert put("a.heic", "", content="edited") == still
    assert shown(library) == [still, moving]
    put("a.heic", "x1", content="restored")
    assert shown(library) == [still]
    assert put("a.mov", "", SHORT, content="another") == moving
    assert shown(library) == [still, moving]
    put("a.mov", "x1", None, content="a photo")
    assert shown(library) == [still, moving]


def test_a_folder_that_is_removed_takes_the_photo_and_leaves_no_film(
    library: Library, folder: int, put: Callable[..., int]
) -> None:
    still, moving = put("a.heic", "x1"), put("a.mov", "x1", SHORT)
    assert folders.remove(library, folder).photos == {still, moving}
    assert shown(library) == []


@pytest.mark.parametrize(
    ("photo", "film", "seconds", "belongs"),
    [
        ("x1", "x1", LONG, True),
        ("x1", "x2", SHORT, False),
        ("x1", "", SHORT, False),
        ("", "x1", SHORT, False),
        ("", "", SHORT, True),
        ("", "", LONG, False),
        ("", "", None, None),  # not read as a film
    ],
)
def test_a_film_belongs_by_identifier_and_without_any_by_length(
    library: Library,
    put: Callable[..., int],
    tmp_path: Path,
    photo: str,
    film: str,
    seconds: float | None,
    belongs: bool | None,
) -> None:
    put("a.heic", photo)
    put("a.mov", film, seconds)
    place = tmp_path / "photos"
    assert is_film_of(library, str(place / "a.heic"), str(place / "a.mov")) is belongs
    assert is_film_of(library, str(place / "a.heic"), str(place / "unknown.mov")) is None


@pytest.mark.parametrize("by_tag", [False, True])
def test_the_film_of_a_hidden_photo_stays_hidden_when_its_photo_is_gone(
    library: Library, folder: int, put: Callable[..., int], by_tag: bool
) -> None:
    keys = frozenset({"papers"}) if by_tag else frozenset()
    still, moving = put("a.heic", "x1"), put("a.mov", "x1", SHORT)
    put("b.mov", "x2", SHORT)
    if by_tag:
        tags.mark(library, [TagMark(still, ("papers",), "confirmed")])
    else:
        ratings.hide(library, {still: "hidden"})
        assert hidden_photos.decided(library).all.tolist() == [still, moving]
    assert hidden_photos.find_hidden(library, keys, 0.5).present.tolist() == [still]
    files.forget(library, folder, ["a.heic"])
    assert hidden_photos.find_hidden(library, keys, 0.5).present.tolist() == [moving]
    ratings.hide(library, {moving: "shown"})
    assert moving not in hidden_photos.find_hidden(library, keys, 0.5).all
