"""Searching by text, end to end: immediately, after any change, without a vector, from a rebuilt cache."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.one_shot_search import OneShotSearch
from photon.app.session import Session
from photon.domain import Answer, PhotonError, Query
from photon.library import open_library
from photon.library.words import full_text
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]
QUESTIONS = ("red", "IMG_2041", '"trip"', 'red "trip"', "trip blue", "img_2041.jpg", '"nowhere"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "photos"
    for number, name in enumerate(("LisbonTrip/IMG_2041.jpg", "LisbonTrip/b.jpg", "Zoo/c.jpg", "d.jpg")):
        draw(root / name, ("red", "blue", "green", "white")[number], number)
    return root


def _ask(session: Session, typed: str, **more: object) -> Answer:
    return session.searching.search(parse(typed, Query.build(**more)).query).result()  # type: ignore[arg-type]


def _answers(session: Session) -> list[tuple[str, list[tuple[int, float, tuple[str, ...]]]]]:
    found = [_ask(session, typed) for typed in QUESTIONS]
    return [(answer.sentence, [(hit.photo, hit.score, hit.why) for hit in answer.hits]) for answer in found]


def test_deleting_the_cache_changes_no_answer(open_session: Open, tmp_path: Path, folder: Path) -> None:
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    before = _answers(session)
    assert [answer[0] for answer in before[1:3]] == [
        "1 photo has this file name",
        "2 photos have “trip” in their folder",
    ]
    session.close()
    for cache in (tmp_path / "library").glob("cache.db*"):
        cache.unlink()
    session = open_session()
    settle(session)
    assert _answers(session) == before


def test_a_photo_is_found_by_its_name_before_it_has_a_vector(
    open_session: Open, folder: Path, encoder: ColourEncoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: object) -> None:
        raise PhotonError("The encoder is away.")

    monkeypatch.setattr(encoder, "images", none)
    session = open_session()
    session.work.add_folder(str(folder)).result()
    until(lambda: session.store.read(full_text.last).result() == 4)
    for typed in ("IMG_2041", '"img_2041"', "img_2041.JPG"):
        (hit,) = _ask(session, typed).hits
        assert Path(hit.path).name == "IMG_2041.jpg"
        assert hit.strong
        assert hit.why == ("file name",)
    assert _ask(session, "red").hits == ()


def test_moved_removed_and_added_folders_are_found(open_session: Open, tmp_path: Path, folder: Path) -> None:
    session = open_session()
    trip = session.work.add_folder(str(folder / "LisbonTrip")).result()
    settle(session)
    assert len(_ask(session, '"LisbonTrip"').hits) == 2
    assert _ask(session, '"photos"').hits == ()
    session.work.add_folder(str(folder)).result()
    until(lambda: len(_ask(session, '"photos"').hits) == 4)
    assert trip.id not in {known.id for known in session.browsing.folders().result()}
    (folder / "LisbonTrip").rename(folder / "Porto")
    session.work.rescan().result()
    until(lambda: len(_ask(session, '"porto"').hits) == 2)
    assert _ask(session, '"LisbonTrip"').hits == ()
    session.work.remove_folder(session.browsing.folders().result()[0].id).result()
    assert _ask(session, '"porto"').hits == ()
    settle(session)
    assert session.store.read(full_text.last).result() == 0


def test_an_unknown_folder_is_refused_with_a_message(open_session: Open, tmp_path: Path, folder: Path) -> None:
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    assert len(_ask(session, "red", folder=str(folder / "Zoo")).hits) == 1
    with pytest.raises(PhotonError, match="There are no photos in"):
        _ask(session, "red", folder=str(tmp_path / "elsewhere"))


def test_the_first_query_builds_the_missing_text_index_of_an_older_library(
    open_session: Open, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.work.add_folder(str(folder)).result()
    settle(session)
    session.close()
    with open_library(tmp_path / "library", writable=True) as library, library.transaction() as db:
        for table in ("words", "word_sources", "file_names"):
            db.execute(f"DROP TABLE cache.{table}")
        db.execute("DELETE FROM formats WHERE kind = 'words'")
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", ColourEncoding)
    with OneShotSearch(tmp_path / "library", lambda *_: None) as once:
        answer = once.search(parse('"trip"').query)
    assert [hit.why for hit in answer.hits] == [("folder",), ("folder",)]
    assert answer.sentence == "2 photos have “trip” in their folder"
