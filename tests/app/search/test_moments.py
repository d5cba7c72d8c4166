"""Moments of videos in answers: when they are, what else of a video matches, and as examples of a search."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photon.app.search import found_moments
from photon.app.search.answer_rows import first_rows, whole_rows
from photon.domain import Like, Query
from photon.domain.films.film import Frame
from photon.library import Library, open_library
from photon.library.films.frames import FilmPart, store_frames
from photon.library.photos import folders
from tests.app.search.test_parts_of_photos import BLUE, FILM, FILM_AT_NIGHT, PHOTOS, RED, Shelf
from tests.fakes import COLOURS

PURPLE, GREEN, YELLOW = (COLOURS[name] for name in ("purple", "green", "yellow"))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with open_library(tmp_path / "library", writable=True) as library:
        yield Shelf(library, folders.add(library, str(tmp_path)).id)


def frame(colour: tuple[int, int, int]) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "JPEG")
    return kept.getvalue()


def show_frames(library: Library, *colours: tuple[int, int, int]) -> None:
    """Let both films show these colours, a second each."""
    frames = [Frame(at, frame(colour)) for at, colour in enumerate(colours)]
    for film in (FILM, FILM_AT_NIGHT):
        store_frames(library, FilmPart(film, bytes([film] * 16), len(frames), 0, len(frames)), len(frames), frames)


def test_a_hit_says_when_it_is_and_what_else_of_the_video_matches(shelf: Shelf) -> None:
    shelf.put(FILM, YELLOW, PURPLE, (150, 20, 150), GREEN)
    first, second = shelf.ask("purple").hits[:2]
    assert (first.photo, first.moment) == (FILM, 1)
    times = [one.seconds for one in first.moments]
    assert times == [1, 2]
    scores = [one.score for one in first.moments]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(first.score, abs=1e-5)
    assert (second.moment, second.moments) == (None, ())


def test_a_poster_does_not_take_the_time_from_its_shot(shelf: Shelf) -> None:
    shelf.put_wholes({FILM: PURPLE, FILM_AT_NIGHT: PURPLE})
    shelf.put(FILM, BLUE, (124, 4, 126))
    shelf.put(FILM_AT_NIGHT, GREEN, YELLOW)
    hits = {hit.photo: hit for hit in shelf.ask("purple").hits}
    assert hits[FILM].moment == 1
    assert (hits[FILM_AT_NIGHT].part, hits[FILM_AT_NIGHT].moment) == (0, None)


def test_a_typed_file_name_means_the_whole_video(shelf: Shelf) -> None:
    shelf.put(FILM, RED, BLUE)
    first = shelf.ask("1.jpg").hits[0]
    assert (first.photo, first.part, first.moments) == (FILM, 0, ())
    assert [hit.moment for hit in shelf.ask("red").hits if hit.photo == FILM] == [0]


def test_the_moments_of_all_hits_are_asked_for_at_once(shelf: Shelf) -> None:
    asked: list[str] = []

    def count(top: int) -> int:
        shelf.ask("red", top=top)
        asked.clear()
        shelf.library.db.set_trace_callback(asked.append)
        shelf.ask("red", top=top)
        shelf.library.db.set_trace_callback(None)
        return sum(" FROM items " in one for one in asked)

    assert count(PHOTOS) == 0
    for photo in range(1, PHOTOS + 1):
        shelf.put(photo, RED, BLUE)
    assert count(PHOTOS) == 1
    assert sum(hit.moment is not None for hit in shelf.ask("red", top=PHOTOS).hits) == PHOTOS
    assert len(asked) < PHOTOS


def test_what_follows_the_first_hits_has_moments_too(shelf: Shelf) -> None:
    for photo in range(1, 41):
        shelf.put(photo, *[BLUE] * (photo % 3), RED)
    query = Query.build("red", top=10)
    answer = shelf.finding.search(shelf.library, query)
    rows = whole_rows(answer, shelf.finding.rest(shelf.library, query, answer))
    assert {photo: rows.moments[photo] for photo in range(1, 41)} == {photo: photo % 3 for photo in range(1, 41)}
    assert first_rows(answer).moments == {hit.photo: hit.photo % 3 for hit in answer.hits if hit.photo <= 40}


def test_an_exclusion_holds_for_the_moment_and_not_for_the_video(shelf: Shelf) -> None:
    show_frames(shelf.library, (250, 0, 10), PURPLE)
    shelf.put(FILM, (250, 0, 10), PURPLE)
    shelf.put(FILM_AT_NIGHT, PURPLE)
    for typed in ("red -purple", f"red -like:#{FILM_AT_NIGHT}#t=1"):
        hits = {hit.photo: hit for hit in shelf.ask(typed, top=PHOTOS).hits}
        assert hits[FILM].moment == 0, typed
        assert FILM_AT_NIGHT not in hits or hits[FILM_AT_NIGHT].score < hits[FILM].score / 2, typed


def test_a_moment_is_an_example_alone_and_with_words(shelf: Shelf) -> None:
    show_frames(shelf.library, GREEN, RED)
    shelf.put(FILM, GREEN, RED)
    shelf.put(FILM_AT_NIGHT, GREEN, BLUE)
    like_red = Query.build(likes=[Like(photo=FILM, seconds=1)], top=5)
    assert {hit.photo for hit in shelf.finding.similar(shelf.library, like_red, fold=False).hits} == set(
        range(PHOTOS - 4, PHOTOS + 1)
    )
    first = shelf.ask(f"like:#{FILM}#t=0").hits[0]
    assert (first.photo, first.moment) == (FILM_AT_NIGHT, 0)
    assert shelf.ask(f"like:#{FILM}#t=0 blue balance:1").hits[0].moment == 1
    assert FILM not in {hit.photo for hit in shelf.ask(f"green like:#{FILM}#t=0", top=PHOTOS).hits}


def test_without_a_picture_of_the_moment_that_is_said(shelf: Shelf) -> None:
    answer = shelf.ask(f"red like:#{PHOTOS}#t=7")
    assert [one.message for one in answer.ignored] == ["Photon has no picture of that moment."]
    assert len(answer.hits) == 9


def test_a_moment_after_the_end_is_no_example(shelf: Shelf) -> None:
    show_frames(shelf.library, GREEN, RED)
    shelf.library.db.execute("UPDATE photos SET seconds = 2.0 WHERE id = ?", (FILM,))
    answer = shelf.ask(f"red like:#{FILM}#t=300")
    assert [one.message for one in answer.ignored] == ["This video ends at 0:02; it has no moment at 5:00."]
    assert shelf.ask(f"red like:#{FILM}#t=3").ignored == ()  # lengths are rounded


def test_the_picture_of_a_video_is_the_frame_of_its_moment(shelf: Shelf) -> None:
    show_frames(shelf.library, GREEN, RED)
    found = found_moments.find_pictures(shelf.library, [FILM, 3, 4], {FILM: 1.0, 3: 1.0, FILM_AT_NIGHT: 0.0})
    assert found == {FILM: frame(RED), 3: b"jpeg", 4: b"jpeg"}


def test_colours_are_looked_for_in_the_frame_of_the_moment(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    show_frames(shelf.library, GREEN, RED)
    shelf.put(FILM, GREEN, RED)
    looked_at: list[dict[int, float]] = []
    find = found_moments.find_pictures

    def noting(library: Library, photos: list[int], moments: dict[int, float]) -> dict[int, bytes]:
        looked_at.append(moments)
        return find(library, photos, moments)

    monkeypatch.setattr("photon.app.search.colour_check.find_pictures", noting)
    query = Query.build("a green cat and a blue car, all in red", top=9)
    shelf.finding.search(shelf.library, query, closely=True)
    (moments,) = looked_at
    assert moments == {FILM: 1.0}
