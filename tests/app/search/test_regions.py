"""Small things in photos: found by their parts, by where they are, and by a part that a person drew."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.engine.region_stage import RegionStage
from photon.app.session import Session
from photon.domain import Answer
from photon.domain.query.query import Query
from photon.library.db import settings
from photon.library.searches.search_settings import FIND_THINGS
from photon.library.vectors import photo_regions, vectors
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding, MaplessEncoding
from tests.pictures import age

GREY = (128, 128, 128)


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


def look(session: Session) -> None:
    """Switch it on and wait until all photos were looked at."""
    session.vocabularies.choose(FIND_THINGS, True).result()
    settle(session)


def names(answer: Answer) -> list[str]:
    return [Path(hit.path).stem for hit in answer.hits]


def ask(session: Session, text: str) -> Answer:
    parsed = parse(text)
    assert not parsed.mistakes
    return session.searching.search(parsed.query).result()


def test_small_things_are_found(session: Session) -> None:
    look(session)
    answer = ask(session, "find:red")
    assert set(names(answer)[:4]) == {"red", "red_blue", "blue_red", "red_over_blue"}
    assert "region" in answer.hits[0].why
