"""Small things in photos: found by their parts, by where they are, and by a part that a person drew."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.session import Session
from photon.domain import Answer, Like, Query, Region
from photon.library import Library, open_library
from photon.library.searches.search_settings import FIND_THINGS
from photon.library.vectors import photo_regions, vectors
from photon.library.vectors.photo_regions import stored_maps
from photon.search.query_formatting import format_query
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.fakes import COLOURS, DIMENSION, MaplessEncoding
from tests.pictures import age

GREY = (128, 128, 128)
WITH_RED = {"red", "red_blue", "blue_red", "red_over_blue"}


def draw(path: Path, things: dict[str, tuple[int, int]], size: tuple[int, int] = (360, 360), side: int = 70) -> None:
    """Draw coloured squares, at these places of their upper left corners, on noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(len(path.name) + sum(map(ord, path.name))).integers(-30, 31, (*size[::-1], 3))
    picture = Image.fromarray(np.clip(noise + GREY, 0, 255).astype(np.uint8))
    for colour, place in things.items():
        picture.paste(COLOURS[colour], (*place, place[0] + side, place[1] + side))
    picture.save(path, quality=95)
    age(path)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty plain photos; a red thing on the left, one on the right of a blue one; and pictures of odd shapes."""
    place = tmp_path_factory.mktemp("photos").resolve()
    for number in range(20):
        draw(place / f"plain{number:02}.jpg", {})
    draw(place / "red.jpg", {"red": (20, 250)})
    draw(place / "red_blue.jpg", {"red": (20, 140), "blue": (270, 140)})
    draw(place / "blue_red.jpg", {"blue": (20, 140), "red": (270, 140)})
    draw(place / "red_over_blue.jpg", {"red": (140, 20), "blue": (140, 270)})
    draw(place / "panorama.jpg", {"green": (30, 20)}, size=(1500, 150))
    draw(place / "tiny.png", {}, size=(3, 2))
    return place


def paths(session: Session) -> dict[int, str]:
    return session.browsing.paths(session.browsing.photos("name").result()).result()


def names(answer: Answer) -> list[str]:
    return [Path(hit.path).stem for hit in answer.hits]


def ask(session: Session, text: str) -> Answer:
    parsed = parse(text)
    assert not parsed.mistakes
    return session.searching.search(parsed.query).result()


@pytest.fixture
def looked(session: Session) -> Session:
    """All photos were looked at."""
    session.vocabularies.choose(FIND_THINGS, True).result()
    settle(session)
    return session


def list_stored(library: Library) -> set[int]:
    return {photo for some in stored_maps(library, "colours-1", DIMENSION) for photo in some.photos.tolist()}


def stored(session: Session) -> set[int]:
    return session.store.read(list_stored).result()


def test_small_things_are_found(looked: Session) -> None:
    answer = ask(looked, "find:red")
    assert set(names(answer)[:4]) == WITH_RED
    assert "region" in answer.hits[0].why
    assert not answer.notices
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert "panorama" in names(ask(looked, "find:green"))[:2]


def test_where_things_are_counts(looked: Session) -> None:
    for text, name in (
        ("red left of blue", "red_blue"),
        ("red right of blue", "blue_red"),
        ("red above blue", "red_over_blue"),
        ("blue BELOW red", "red_over_blue"),
    ):
        assert names(ask(looked, f'find:"{text}"'))[0] == name


def test_things_are_combined_with_the_rest_of_a_query(looked: Session) -> None:
    assert names(ask(looked, "find:red -find:blue"))[0] == "red"
    assert {"panorama", "red_blue"} <= set(names(ask(looked, "(find:green OR find:blue)"))[:6])
    assert set(names(ask(looked, "find:red orientation:landscape"))) == {"panorama", "tiny"}
    assert WITH_RED.isdisjoint(names(ask(looked, "-find:red"))[:5])


def test_a_part_that_a_person_drew_is_found_in_parts_of_other_photos(looked: Session) -> None:
    photos = {Path(path).stem: photo for photo, path in paths(looked).items()}
    drawn = Query.build(likes=[Like(photo=photos["red"], region=Region(20 / 360, 250 / 360, 70 / 360, 70 / 360))])
    answer = looked.searching.similar(drawn, fold=False).result()
    assert set(names(answer)[:3]) == WITH_RED - {"red"} or set(names(answer)[:4]) == WITH_RED


def test_a_heat_map_shows_where_it_is(looked: Session) -> None:
    photos = {Path(path).stem: photo for photo, path in paths(looked).items()}
    shown = looked.searching.explain(photos["blue_red"], parse("find:red").query).result()
    assert shown.peak[0] > 0.6


def test_photos_of_any_shape_have_regions(looked: Session) -> None:
    assert stored(looked) == set(paths(looked))


def test_switched_off_it_ranks_photos_as_a_whole_and_keeps_nothing(looked: Session) -> None:
    looked.vocabularies.choose(FIND_THINGS, False).result()
    settle(looked)
    assert not stored(looked)
    answer = ask(looked, "find:red")
    assert len(answer.hits) == len(paths(looked))
    assert any("preferences" in notice for notice in answer.notices)


def test_changed_removed_and_hidden_photos_lose_their_regions(looked: Session, root: Path) -> None:
    photos = {Path(path).stem: photo for photo, path in paths(looked).items()}
    looked.marking.hide([photos["red"]], True).result()
    assert photos["red"] not in stored(looked)
    assert "red" not in names(ask(looked, "find:red"))
    kept = {path: path.read_bytes() for path in (root / "red_blue.jpg", root / "blue_red.jpg")}
    try:
        draw(root / "red_blue.jpg", {})
        (root / "blue_red.jpg").unlink()
        looked.work.rescan().result()
        settle(looked)
        assert not {"red_blue", "blue_red"} & set(names(ask(looked, "find:red"))[:2])
        assert photos["blue_red"] not in stored(looked)
    finally:
        for path, data in kept.items():
            path.write_bytes(data)


def test_an_encoder_without_maps_ranks_photos_as_a_whole(root: Path, tmp_path: Path) -> None:
    with Session.open(tmp_path / "library", encoder=MaplessEncoding()) as session:
        session.work.add_folder(str(root)).result()
        session.vocabularies.choose(FIND_THINGS, True).result()
        settle(session)
        assert not stored(session)
        assert len(ask(session, "find:red").hits) == len(paths(session))


def test_a_removed_encoder_leaves_nothing(looked: Session) -> None:
    directory = looked.store.directory
    looked.close()
    with open_library(directory, writable=True) as library:
        assert photo_regions.has_any(library)
        vectors.drop(library, "colours-1")
        assert not photo_regions.has_any(library)


def test_a_thing_needs_letters() -> None:
    (mistake,) = parse('find:"!?"').mistakes
    assert "letters" in mistake.message
    assert format_query(parse('-find:"dog left of tree"').query) == '-find:"dog left of tree"'
