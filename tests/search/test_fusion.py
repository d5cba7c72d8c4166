"""Combining channels: meaning and texts together, with colours whose right order is known."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from photon.library import open_library
from photon.library.photos import folders
from photon.search.ranking import Term, rank
from tests.fakes import ColourEncoding
from tests.search.conftest import Shelf


def _first(shelf: Shelf, typed: str, count: int) -> set[str]:
    return set(shelf.found(typed)[:count])


def test_words_without_text_matches_are_ranked_by_meaning_alone(shelf: Shelf) -> None:
    alone = rank(shelf.index, [Term(ColourEncoding().texts(["blue"])[0])], 80)
    fused = shelf.ask("blue", top=80)
    assert fused.photos.tolist() == alone.photos.tolist()
    np.testing.assert_allclose(fused.scores, alone.scores, atol=1e-5)
    assert fused.strong == alone.strong
    assert set(fused.why[: fused.strong]) == {("meaning",)}
    assert fused.why[-1] == ()


def test_photos_that_match_the_words_and_the_date_come_first(shelf: Shelf) -> None:
    both = {shelf.put(f"a/{n}.jpg", "red", taken=f"2021-06-{n + 10}T10:00:00") for n in range(3)}
    then = {shelf.put(f"b/{n}.jpg", "white", taken=f"2021-06-{n + 20}T10:00:00") for n in range(3)}
    fused = shelf.ask("june 2021 red")
    order = fused.photos.tolist()
    assert set(order[:3]) == both
    assert then <= set(order)
    assert fused.why[0] == ("meaning", "date")
    assert fused.why[order.index(min(then))] == ("date",)
    assert fused.why[5] == ("meaning",)
    assert (np.diff(fused.scores) <= 0).all()
    assert fused.scores.min() >= 0
    assert fused.scores.max() <= 1


def test_a_photo_with_all_words_in_its_texts_is_strong_without_a_vector(shelf: Shelf) -> None:
    photo = shelf.put("LisbonTrip2019/a.jpg", "white")
    waiting = shelf.put("LisbonTrip2019/b.jpg")
    fused = shelf.ask("trip to a red house by the sea")
    assert not {photo, waiting} & set(fused.photos[: fused.strong].tolist())
    fused = shelf.ask("trip to lisbon 2019")
    assert {photo, waiting} <= set(fused.photos[: fused.strong].tolist())
    assert ("folder",) in fused.why[: fused.strong]


def test_one_word_of_many_in_a_folder_name_hardly_counts(shelf: Shelf) -> None:
    shelf.put("dog/q.jpg", "green")
    assert shelf.found("a dog and a cat play with a ball and are red")[:10] == shelf.found("red")[:10]


def test_an_everyday_word_is_a_date_only_next_to_a_date(shelf: Shelf) -> None:
    photo = shelf.put("x/q.jpg", "green", taken="2021-05-12T10:00:00")
    assert shelf.ask("may 2021 red").photos[:11].tolist().count(photo) == 1
    assert shelf.ask("it may be something red").photos[:10].tolist().count(photo) == 0


def test_a_season_is_visual_next_to_a_scene_and_a_date_on_its_own(shelf: Shelf) -> None:
    photo = shelf.put("x/q.jpg", "white", taken="2021-01-12T10:00:00")
    named = shelf.put("winter/r.jpg", "white", taken="2021-07-12T10:00:00")
    fused = shelf.ask("winter")
    reasons = dict(zip(fused.photos.tolist(), fused.why, strict=True))
    assert (reasons[photo][-1], reasons[named][-1]) == ("date", "folder")
    summer = shelf.put("x/s.jpg", "white", taken="2021-07-12T10:00:00")
    shelf.index.add([photo, named, summer], np.repeat(ColourEncoding().texts(["white"]), 3, axis=0))

    def score(text: str, photo: int) -> float:
        asked = shelf.ask(text, top=99)
        return float(asked.scores[asked.photos.tolist().index(photo)])

    assert score("red winter", named) > score("red winter", photo)
    assert score("red winter", photo) == pytest.approx(score("red winter", summer))
    assert score("red winter 2021", photo) > 2 * score("red winter 2021", summer)


def test_quoted_words_are_a_filter(shelf: Shelf) -> None:
    red = shelf.put("trip/one.jpg", "red", taken="2020-01-01T00:00:00")
    white = shelf.put("trip/two.jpg", "white", taken="2021-01-01T00:00:00")
    new = shelf.put("trip/three.jpg", taken="2022-01-01T00:00:00")
    fused = shelf.ask('"trip"')
    assert fused.photos.tolist() == [new, white, red]
    assert fused.strong == fused.exact_matches == 3
    assert fused.why == (("folder",),) * 3
    fused = shelf.ask('red "trip"')
    assert fused.photos.tolist()[0] == red
    assert set(fused.photos.tolist()) == {new, white, red}
    assert fused.strong == 1
    assert fused.why[0] == ("meaning", "folder")
    assert shelf.ask('"nowhere" red').photos.tolist() == []
    assert shelf.ask('"trip" "one"').photos.tolist() == [red]
    assert shelf.found('"trip"', top=1) == ["trip/three.jpg"]
    assert shelf.ask('"trip"', top=1).exact_matches == 3


def test_folder_and_exclusions_apply(shelf: Shelf) -> None:
    red = shelf.put("trip/one.jpg", "red")
    blue = shelf.put("trip/two.jpg", "blue")
    assert shelf.ask('"trip"', among=[blue]).photos.tolist() == [blue]
    assert shelf.ask("one", among=[blue]).photos.tolist() == [blue]
    assert shelf.ask("trip", among=[blue, 1]).photos.tolist() == [blue, 1]
    fused = shelf.ask('"trip"', unwanted="red")
    assert fused.photos.tolist() == [blue, red]
    assert shelf.ask("trip", unwanted="blue").photos.tolist().index(red) == 0


def test_copies_with_two_names_are_found_by_both(shelf: Shelf) -> None:
    photo = shelf.put("a/first.jpg", "red")
    shelf.library.db.execute(
        "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns) SELECT photo_id, folder_id, 'b/second.jpg',"
        " 1, 1 FROM files WHERE photo_id = ?",
        (photo,),
    )
    from photon.library.words import full_text

    full_text.catch_up(shelf.library, full_text.pending(shelf.library))
    assert shelf.ask("first.jpg").photos[0] == shelf.ask("SECOND").photos[0] == photo


@pytest.mark.parametrize(
    "name",
    [
        "IMG_2041.JPG", "-dash.jpg", "--not red.jpg", "a AND b OR NOT c.jpg", "NEAR(a b, 2).jpg", "star*.jpg",
        'my "best" photo.jpg', '"quoted".jpg', '".jpg', "it's.jpg", "a:b.jpg", "name:red.jpg", "(1).jpg", "{x}+y.jpg",
        "^caret.jpg", "100%_.jpg", "...jpg", "---.jpg", "★.jpg", "Été à Köln.jpg", "e\u0301te\u0301.jpg",
        "фото 1.jpg", "red.jpg", "the.jpg", "a.b.c.jpg", "no ending", ".hidden.jpg", "double  space.jpg", " lead.jpg",
        "東京タワー.jpg", "“curly”.jpg",
        "' OR 1=1 --.jpg", "emoji 🎉.jpg", "x" * 200 + ".jpg", "2021.jpg", "june.jpg",
    ],
)  # fmt: skip
def test_a_typed_file_name_comes_first(shelf: Shelf, name: str) -> None:
    photo = shelf.put(f"somewhere/{name}", "green")
    for number in range(3):
        shelf.put(f"red 2021 june the best photo/IMG_304{number}.jpg", "red")
    for typed in (name, name.upper(), f"  {name} "):
        fused = shelf.ask(typed)
        assert fused.photos[0] == photo
        assert fused.filename_matches == 1
        assert fused.strong >= 1
        assert fused.scores[0] > 0.99
        assert "file name" in fused.why[0]
    stem = name.rpartition(".")[0]
    if stem.strip(' "'):
        assert shelf.ask(stem).photos[0] == photo
    assert shelf.ask(f'"{name}"').photos[0] == photo or '"' in name or "“" in name


_names = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=20).filter(
    lambda name: name.strip()
)


@example(["a", "A", "á"])
@example(["\u1e9e", "ss"])
@given(st.lists(_names, min_size=1, max_size=6, unique=True))
def test_any_typed_file_name_comes_first(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        root = Path(place, "Pictures")
        root.mkdir()
        shelf = Shelf(library, folders.add(library, str(root)).id, root)
        photos = shelf.put_all([f"{name}.jpg" for name in names], "red")
        for photo, name in zip(photos, names, strict=True):
            fused = shelf.ask(f"{name}.jpg")
            assert photo in fused.photos[: fused.filename_matches]
            assert (fused.scores[: fused.filename_matches] > 0.99).all()
