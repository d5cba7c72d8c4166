"""What is searched are items: a photo is found by its best part, once, and by a part that shows nothing unwanted."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from photon.app.encoding.stored_vectors import exact_index
from photon.app.engine import index_store
from photon.app.engine.index_store import IndexStore
from photon.app.search.examples import ExamplePictures
from photon.app.search.query_service import QueryService
from photon.app.search.tag_access import TagAccess
from photon.domain import Answer, Facts, Like, Query, Reading
from photon.library import Library, open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Embedded
from photon.search.query_language import parse
from tests.fakes import COLOURS, DIMENSION, ColourEncoding, _vector

GREY = (128, 128, 128)
PHOTOS = 60
FILM, FILM_AT_NIGHT = 1, 2
RED, BLUE = COLOURS["red"], COLOURS["blue"]


def never(path: str) -> object:
    raise AssertionError(path)


class Shelf:
    """Grey photos, two of which are films; the last five photos are red."""

    def __init__(self, library: Library, folder: int, *, exact_limit: int = 1000) -> None:
        self.library = library
        self.store = IndexStore(ColourEncoding.id, DIMENSION)
        self.store.exact_limit = exact_limit
        self.finding = QueryService(ColourEncoding(), self.store.index, ExamplePictures(never), lambda _: None)  # type: ignore[arg-type]
        found = [
            (
                Found(folder, f"{number}.jpg", 1, 1),
                Reading(bytes([number] * 16), bytes([number] * 16), 9, Facts("JPEG", 9, 9), b"jpeg", 0),
            )
            for number in range(1, PHOTOS + 1)
        ]
        files.record(library, found)
        rng = np.random.default_rng(3)
        self.put_wholes(
            {n: RED if n > PHOTOS - 5 else tuple(np.add(GREY, rng.integers(-9, 9, 3))) for n in range(1, PHOTOS + 1)}
        )

    def put_wholes(self, colours: Mapping[int, Sequence[int]]) -> None:
        made = [(photo, _vector(colour)) for photo, colour in colours.items()]
        embedded = [Embedded(photo, bytes([photo] * 16), one, one) for photo, one in made]
        vectors.store(self.library, ColourEncoding.id, embedded)

    def put(self, photo: int, *colours: Sequence[int]) -> list[int]:
        """Store the moments of a film; return their numbers."""
        parts = [
            EmbeddedPart(Part(photo, bytes([photo] * 16), "moment", seconds=at), _vector(one), _vector(one))
            for at, one in enumerate(colours)
        ]
        items.store(self.library, ColourEncoding.id, "moment", [photo], parts)
        self.store.follow(self.library, [photo])
        return sorted(items.owners(self.library, ColourEncoding.id, [photo]), reverse=True)

    def ask(self, typed: str, top: int = 9) -> Answer:
        return self.finding.search(self.library, parse(typed, Query.build(top=top)).query)

    def whole(self, typed: str, top: int = 9) -> list[int]:
        query = parse(typed, Query.build(top=top)).query
        answer = self.finding.search(self.library, query)
        rest = self.finding.rest(self.library, query, answer)
        return [hit.photo for hit in answer.hits] + rest.photos.tolist()


@pytest.fixture(params=[1000, 3], ids=["exact", "graph"])
def shelf(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shelf]:
    with open_library(tmp_path / "library", writable=True) as library:
        yield Shelf(library, folders.add(library, str(tmp_path)).id, exact_limit=request.param)


def test_a_film_is_found_by_its_best_moment(shelf: Shelf) -> None:
    assert FILM not in {hit.photo for hit in shelf.ask("purple", top=3).hits}  # the index is there
    _, moment = shelf.put(FILM, BLUE, COLOURS["purple"])
    first = shelf.ask("purple").hits[0]
    assert (first.photo, first.part) == (FILM, moment)
    assert items.part_of(shelf.library, first.part).seconds == 1  # type: ignore[union-attr]
    assert all(hit.part == 0 for hit in shelf.ask("purple").hits[1:])
    alone = exact_index(shelf.library, ColourEncoding.id)
    assert alone.nearest(_vector(COLOURS["purple"]), 1)[0].tolist() == [moment]


def test_each_photo_is_in_an_answer_once(shelf: Shelf) -> None:
    shelf.put(FILM, *[RED] * 30, BLUE)
    shelf.put(FILM_AT_NIGHT, (250, 0, 5), (240, 0, 0), GREY)
    for typed in ("red", "-red", "red -green", "(red OR blue)", "red blue"):
        assert sorted(shelf.whole(typed)) == list(range(1, PHOTOS + 1)), typed
    answer = shelf.ask("red", top=20)
    assert len(answer.hits) == 20
    assert {FILM, FILM_AT_NIGHT} <= {hit.photo for hit in answer.hits[:7]}
    assert answer.searchable == 1


def test_what_is_unwanted_counts_against_the_moment_that_shows_it(shelf: Shelf) -> None:
    red, _ = shelf.put(FILM, RED, (255, 0, 60))
    shelf.put(FILM_AT_NIGHT, (200, 0, 200))
    scores = {hit.photo: hit for hit in shelf.ask("red -purple", top=PHOTOS).hits}
    assert scores[FILM].part == red
    assert scores[FILM].score > scores[FILM_AT_NIGHT].score


def test_an_example_finds_moments_and_no_film_twice(shelf: Shelf) -> None:
    moments = shelf.put(FILM, BLUE, RED, RED)
    query = Query.build(likes=[Like(photo=PHOTOS)], top=9)
    answer = shelf.finding.similar(shelf.library, query, fold=True)
    found = [photo for hit in answer.hits for photo in (hit.photo, *hit.alike)]
    assert found.count(FILM) == 1
    assert len(found) == len(set(found))
    plain = shelf.finding.similar(shelf.library, query, fold=False)
    assert next(hit.part for hit in plain.hits if hit.photo == FILM) in moments[1:]
    rest = shelf.finding.rest(shelf.library, query, plain)
    assert sorted([*(hit.photo for hit in plain.hits), *rest.photos.tolist()]) == list(range(1, PHOTOS))


def test_conditions_hold_for_all_parts_of_a_photo(shelf: Shelf) -> None:
    moments = shelf.put(FILM, COLOURS["yellow"])
    index = shelf.store.index(shelf.library)
    labels, _ = index.nearest(_vector(COLOURS["yellow"]), 5, [FILM, 9])
    assert labels.tolist()[0] == moments[0]
    assert set(labels.tolist()) == {FILM, 9, *moments}
    assert FILM not in {hit.photo for hit in shelf.finding.hits(shelf.library, parse("yellow", Query()).query, [9])}


def test_a_hidden_film_is_found_by_none_of_its_moments(shelf: Shelf) -> None:
    shelf.put(FILM, COLOURS["yellow"])
    shown = TagAccess(visible=lambda _: np.arange(2, PHOTOS + 1))
    hiding = QueryService(ColourEncoding(), shelf.store.index, ExamplePictures(never), lambda _: None, shown)  # type: ignore[arg-type]
    query = parse("yellow", Query.build(top=PHOTOS)).query
    answer = hiding.search(shelf.library, query)
    found = {hit.photo for hit in answer.hits} | set(hiding.rest(shelf.library, query, answer).photos.tolist())
    assert found == set(range(2, PHOTOS + 1))


def test_moments_that_are_gone_are_found_no_more_and_all_are_loaded_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_store, "_SAVE_AFTER", 1)
    shelf.ask("red")
    shelf.put(FILM, COLOURS["green"], COLOURS["yellow"])
    (yellow,) = shelf.put(FILM, COLOURS["yellow"])
    assert {hit.part for hit in shelf.ask("green", top=PHOTOS).hits} == {0}
    shelf.store.index(shelf.library).link(999)
    shelf.store.save(shelf.library)
    again = IndexStore(ColourEncoding.id, DIMENSION)
    again.exact_limit = shelf.store.exact_limit
    index = again.index(shelf.library)
    assert index.owners.photos_of(np.array([yellow, 5])).tolist() == [FILM, 5]
    assert index.nearest(_vector(COLOURS["yellow"]), 1)[0].tolist() == [yellow]
    assert len(index) == PHOTOS + 1
    assert sorted(index.photos().tolist()) == list(range(1, PHOTOS + 1))
