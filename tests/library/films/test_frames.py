"""Frames of films and their vectors: worked through in parts, and made again for another film or encoder."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from photon.domain import Reading
from photon.domain.films.film import FilmFacts, Frame
from photon.domain.metadata.export_recipe import TableChoice
from photon.export.tables import table_text
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.db.veil import draw_veil
from photon.library.files import export_queries
from photon.library.films import frames
from photon.library.films.frames import FilmPart
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.vectors import items, vectors
from photon.library.vectors.items import EmbeddedPart, Part

FILM, PHOTO = 1, 2


@pytest.fixture
def film(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Library:
    """A library with a film of 90 seconds and a photo."""
    clip = replace(reading("clip"), film=FilmFacts(90.0))
    files.record(library, [(at("clip.mp4"), clip), (at("photo.jpg"), reading("photo"))])
    return library


def choose(library: Library, until: float, *seconds: float) -> FilmPart:
    """Store frames of the next part of the film, up to ``until``; return that part."""
    (part,) = frames.unframed(library, 9)
    frames.store_frames(library, part, until, [Frame(second, b"%g" % second) for second in seconds])
    return part


def embed(library: Library, encoder: str) -> list[float]:
    """Store vectors of all frames that lack them; return when these are."""
    (part,) = frames.unembedded(library, encoder, 9)
    shown = frames.frames_of(library, part.photo, part.start, part.until)
    vector = np.full(4, 0.5, np.float32)
    made = [
        EmbeddedPart(Part(part.photo, part.image_hash, frames.KIND, seconds=one.seconds), vector, vector)
        for one in shown
    ]
    changes = frames.store_moments(library, encoder, part, part.until, made)
    assert changes.photos == {FILM}
    return [one.seconds for one in shown]


def moments(library: Library, encoder: str) -> list[float]:
    found = [items.part_of(library, item) for item in items.owners(library, encoder)]
    return sorted(one.seconds for one in found if one is not None)


def test_a_film_is_worked_through_in_parts_and_then_done(film: Library) -> None:
    assert frames.count_unframed(film) == 1  # a photo is none
    assert choose(film, 60.0, 0.0, 30.5).start == 0
    assert embed(film, "e") == [0.0, 30.5]
    assert frames.unembedded(film, "e", 9) == []
    assert choose(film, 90.0, 60.0, 75.0).start == 60
    assert (frames.count_unframed(film), frames.unframed(film, 9)) == (0, [])
    assert embed(film, "e") == [60.0, 75.0]
    assert moments(film, "e") == [0.0, 30.5, 60.0, 75.0]
    assert embed(film, "other") == [0.0, 30.5, 60.0, 75.0]
    vectors.drop(film, "other")
    assert embed(film, "other") == [0.0, 30.5, 60.0, 75.0]


def test_moments_that_are_embedded_again_replace_those_before(film: Library) -> None:
    choose(film, 10.0, 1.0, 5.0)
    assert embed(film, "e") == [1.0, 5.0]
    film.db.execute("DELETE FROM moment_films")  # as where another format of moments is wanted
    assert embed(film, "e") == [1.0, 5.0]
    assert moments(film, "e") == [1.0, 5.0]


def test_frames_are_found_by_time(film: Library) -> None:
    choose(film, 90.0, 1.0, 30.0, 80.0)
    assert frames.frames_of(film, FILM) == [Frame(1.0, b"1"), Frame(30.0, b"30"), Frame(80.0, b"80")]
    assert frames.frames_of(film, FILM, 1.5, limit=1) == [Frame(30.0, b"30")]
    assert frames.frame_near(film, FILM, 50.0) == Frame(30.0, b"30")
    assert frames.frame_near(film, FILM, 1e6) == Frame(80.0, b"80")
    assert frames.frame_near(film, PHOTO, 0.0) is None
    assert frames.frames_of(film, PHOTO) == []


def test_tables_have_the_times_of_frames(film: Library) -> None:
    choose(film, 12.0, 8.5, 0.0, 3.25)
    (record,) = export_queries.records(film, [1])
    assert record.moments == (0.0, 3.25, 8.5)
    choice = TableChoice(("seconds", "moments"))
    assert "".join(table_text([record], choice)) == 'seconds,moments\r\n90.0,"0.0, 3.25, 8.5"\r\n'
    assert list(table_text([replace(record, moments=())], TableChoice(("moments",), "jsonl"))) == [
        '{"moments": null}\n'
    ]


def test_another_film_in_its_place_replaces_all_of_it(
    film: Library, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    choose(film, 90.0, 1.0, 30.0)
    embed(film, "e")
    film.db.execute("UPDATE photos SET image_hash = ?, seconds = 50 WHERE id = ?", (b"other".ljust(16), FILM))
    assert (frames.frames_of(film, FILM), moments(film, "e")) == ([], [])
    assert choose(film, 50.0, 2.0).start == 0
    assert embed(film, "e") == [2.0]
    assert moments(film, "e") == [2.0]
    assert film.db.execute("SELECT count(*) FROM frames").fetchone()[0] == 1
    assert film.db.execute("SELECT count(*) FROM items").fetchone()[0] == 1


def test_films_that_are_not_shown_or_failed_wait(film: Library) -> None:
    film.db.execute("UPDATE photos SET present = 2 WHERE id = ?", (FILM,))  # its photo shows it
    assert frames.unframed(film, 9) == []
    film.db.execute("UPDATE photos SET present = 1 WHERE id = ?", (FILM,))
    assert [one.photo for one in frames.unframed(film, 9)] == [FILM]
    assert frames.unframed(film, 9, after=FILM) == []
    stage_failures.note(film, "frames", [FILM])
    assert frames.count_unframed(film) == 0


def test_frames_of_hidden_films_are_not_shown(film: Library) -> None:
    choose(film, 90.0, 1.0)
    draw_veil(film, np.array([FILM]))
    assert (frames.frames_of(film, FILM), frames.frame_near(film, FILM, 1.0)) == ([], None)


def test_few_films_are_found_among_many_photos_without_looking_at_these(film: Library) -> None:
    asked: list[str] = []
    film.db.set_trace_callback(asked.append)
    frames.unframed(film, 1)
    frames.unembedded(film, "e", 1)
    frames.count_unframed(film)
    film.db.set_trace_callback(None)
    assert len(asked) == 3
    for query in asked:
        plan = " ".join(row[3] for row in film.db.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "p USING INDEX photos_by_seconds" in plan
