"""The order *Varied* of real answers: looks and groups in turn, all photos there, and a sentence that says so."""

from pathlib import Path

import pytest

from photon.app.session import Session
from photon.search.query_language import parse
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(9):
        draw(tmp_path / "photos" / f"red{number}.jpg", "red", seed=number)
    for number in range(3):
        draw(tmp_path / "photos" / f"blue{number}.jpg", "blue", seed=20 + number)
    return tmp_path / "photos"


def ask(session: Session, text: str, order: str = "varied") -> tuple[list[str], str]:
    """The names of the photos of an answer in an order, and what is said of it."""
    query = parse(text).query
    answer = session.searching.search(query).result()
    rows = session.searching.rows(query, answer, order, "month").result()  # type: ignore[arg-type]
    photos = [*rows.good, *rows.possible, *rows.other]
    paths = session.browsing.paths(photos).result()
    assert not rows.spans or order != "varied"
    return [Path(paths[photo]).stem for photo in photos], rows.sentence


def test_conditions_and_words_are_varied_without_losing_photos(session: Session) -> None:
    found, sentence = ask(session, "orientation:landscape")
    assert {name[:3] for name in found[:2]} == {"red", "blu"}
    assert sorted(found) == sorted(ask(session, "orientation:landscape", "newest")[0])
    assert sentence.endswith("Spread over time, places, people and looks.")
    plain, varied = ask(session, "red", "relevance")[0], ask(session, "red")[0]
    assert varied[0] == plain[0], "the best match stays first"
    assert sorted(varied) == sorted(plain)


def test_albums_within_varied_are_groups(session: Session) -> None:
    names = {Path(path).stem: photo for photo, path in session.browsing.paths(range(1, 13)).result().items()}
    session.albums.make("Varied/Reds", [names["red0"], names["red1"]]).result()
    assert "groups" not in ask(session, "orientation:landscape")[1], "one group is balanced with nothing"
    session.albums.make("varied/Blues", [names["blue0"]]).result()
    found, sentence = ask(session, "orientation:landscape")
    assert sentence.endswith("Spread over time, places, people, looks and your groups: Blues, Reds.")
    assert sum(name.startswith("blue") for name in found[:6]) == 3
